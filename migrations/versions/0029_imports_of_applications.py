"""Applications that were collected elsewhere and imported from a spreadsheet

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
STATES = ("mapping", "checking", "checked", "landing", "landed", "undoing", "undone")
OUTCOMES = ("good", "already", "broken", "landed", "undone", "kept")
STANDS = sa.text("state NOT IN ('undoing', 'undone')")


def upgrade() -> None:
    _imports()
    op.create_table(
        "application_import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Enum(*OUTCOMES, name="rowoutcome", native_enum=False, length=30), nullable=False),
        sa.Column("problems", JSON, nullable=False),
        sa.Column("made", JSON, nullable=False),
        sa.CheckConstraint(_one_of("outcome", OUTCOMES), name=op.f("ck_application_import_row_rowoutcome")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["application_import.id"], name=op.f("fk_application_import_row_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_import_row")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_application_import_row_import_id_number")),
    )
    op.create_index(
        op.f("ix_application_import_row_import_id_outcome"), "application_import_row", ["import_id", "outcome"]
    )
    op.create_index(op.f("ix_application_import_row_application_id"), "application_import_row", ["application_id"])
    _let_undone_submissions_go()
    with op.batch_alter_table("application") as application:
        application.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        application.create_foreign_key(op.f("fk_application_import_id"), "application_import", ["import_id"], ["id"])
        application.create_index(op.f("ix_application_import_id"), ["import_id"])


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _imports() -> None:
    op.create_table(
        "application_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="importstate", native_enum=False, length=30), nullable=False),
        sa.Column("mapping", JSON, nullable=False),
        sa.Column("tell", sa.Boolean(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("landed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(_one_of("state", STATES), name=op.f("ck_application_import_importstate")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_application_import_event_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_application_import_file_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_application_import_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_import")),
        sa.UniqueConstraint("uid", name=op.f("uq_application_import_uid")),
    )
    op.create_index(op.f("ix_application_import_event_id"), "application_import", ["event_id"])
    op.create_index(op.f("ix_application_import_file_id"), "application_import", ["file_id"])
    op.create_index(
        "uq_application_import_once",
        "application_import",
        ["event_id", "file_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def _let_undone_submissions_go() -> None:
    """Submissions stay frozen, but for those of an import that is being undone."""
    undoing = (
        "SELECT 1 FROM application_import_row AS line JOIN application_import AS imported "
        "ON imported.id = line.import_id WHERE line.application_id = OLD.application_id "
        "AND line.outcome = 'landed' AND imported.state = 'undoing'"
    )
    if op.get_bind().dialect.name != "postgresql":
        op.execute("DROP TRIGGER submission_is_frozen_delete")
        op.execute(
            f"CREATE TRIGGER submission_is_frozen_delete BEFORE DELETE ON submission WHEN NOT EXISTS ({undoing}) "
            "BEGIN SELECT RAISE(ABORT, 'submission is never changed or deleted'); END"
        )
        return
    op.execute("DROP TRIGGER submission_is_frozen ON submission")
    op.execute(
        "CREATE TRIGGER submission_is_frozen BEFORE UPDATE ON submission "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE FUNCTION refuse_delete_of_submission() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NOT EXISTS ({undoing}) THEN RAISE EXCEPTION 'submission is never changed or deleted'; END IF; "
        "RETURN OLD; END $$"
    )
    op.execute(
        "CREATE TRIGGER submission_is_frozen_delete BEFORE DELETE ON submission "
        "FOR EACH ROW EXECUTE FUNCTION refuse_delete_of_submission()"
    )


def _freeze_submissions() -> None:
    if op.get_bind().dialect.name != "postgresql":
        op.execute("DROP TRIGGER submission_is_frozen_delete")
        op.execute(
            "CREATE TRIGGER submission_is_frozen_delete BEFORE DELETE ON submission "
            "BEGIN SELECT RAISE(ABORT, 'submission is never changed or deleted'); END"
        )
        return
    op.execute("DROP TRIGGER submission_is_frozen_delete ON submission")
    op.execute("DROP FUNCTION refuse_delete_of_submission()")
    op.execute("DROP TRIGGER submission_is_frozen ON submission")
    op.execute(
        "CREATE TRIGGER submission_is_frozen BEFORE UPDATE OR DELETE ON submission "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Applications that were imported stay; which file they came from is forgotten."""
    _freeze_submissions()
    with op.batch_alter_table("application") as application:
        application.drop_index(op.f("ix_application_import_id"))
        application.drop_constraint(op.f("fk_application_import_id"), type_="foreignkey")
        application.drop_column("import_id")
    op.drop_table("application_import_row")
    op.drop_table("application_import")
