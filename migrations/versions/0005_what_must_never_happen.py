"""What must never happen: overlapping diary entries, and changes of what is history

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OVERLAP = "ex_diary_entry_overlap"
FROZEN = ("history_entry", "release", "release_item", "submission")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _postgresql()
    else:
        _sqlite()


def _postgresql() -> None:
    # Ranges on both sides need no extension, unlike equality on an integer would.
    op.execute(
        f"ALTER TABLE diary_entry ADD CONSTRAINT {OVERLAP} EXCLUDE USING gist "
        "(int8range(diary_id, diary_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)"
    )
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is never changed or deleted', TG_TABLE_NAME; END $$"
    )
    for table in FROZEN:
        op.execute(
            f"CREATE TRIGGER {table}_is_frozen BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _sqlite() -> None:
    for name, when in (("insert", "INSERT"), ("update", "UPDATE")):
        op.execute(
            f"CREATE TRIGGER {OVERLAP}_{name} BEFORE {when} ON diary_entry "
            f"BEGIN SELECT RAISE(ABORT, '{OVERLAP}') WHERE EXISTS (SELECT 1 FROM diary_entry AS other "
            "WHERE other.diary_id = NEW.diary_id AND other.starts_at < NEW.ends_at "
            "AND other.ends_at > NEW.starts_at AND other.id IS NOT NEW.id); END"
        )
    for table in FROZEN:
        for name, when in (("update", "UPDATE"), ("delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_is_frozen_{name} BEFORE {when} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is never changed or deleted'); END"
            )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in FROZEN:
            op.execute(f"DROP TRIGGER {table}_is_frozen ON {table}")
        op.execute("DROP FUNCTION refuse_change()")
        op.execute(f"ALTER TABLE diary_entry DROP CONSTRAINT {OVERLAP}")
        return
    for table in FROZEN:
        for name in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_is_frozen_{name}")
    for name in ("insert", "update"):
        op.execute(f"DROP TRIGGER {OVERLAP}_{name}")
