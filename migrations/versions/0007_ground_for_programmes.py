"""Funders as records, programmes with dates, cities and sectors, more roles, and pitch days that are postponed

Revision ID: 0007
Revises: 0006
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STATES = ("draft", "published", "cancelled")
ROLES = ("organiser", "judge", "investor")
MORE_ROLES = ("lead", "reviewer_coordinator", "coach", "stage_manager", "front_of_house", "officer")
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"

programme = sa.table("programme", *(sa.column(name) for name in ("id", "funder", "funder_id")))
funder = sa.table(
    "funder", *(sa.column(name) for name in ("id", "uid", "name", "website", "acknowledgement", "version"))
)


def _role_table(name: str, of: str) -> sa.TableClause:
    return sa.table(name, sa.column("id"), sa.column(of), sa.column("role"), sa.column("person_id"))


def upgrade() -> None:
    op.create_table(
        "funder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("acknowledgement", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funder")),
        sa.UniqueConstraint("uid", name=op.f("uq_funder_uid")),
        sa.UniqueConstraint("name", name=op.f("uq_funder_name")),
    )
    with op.batch_alter_table("programme") as batch:
        batch.add_column(sa.Column("description", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("funder_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("logo_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(batch.f("fk_programme_funder_id"), "funder", ["funder_id"], ["id"])
        batch.create_foreign_key(batch.f("fk_programme_logo_id"), "stored_file", ["logo_id"], ["id"])
        batch.create_check_constraint(batch.f("ck_programme_ends_after_start"), "ends_on >= starts_on")
    _name_funders()
    with op.batch_alter_table("programme") as batch:
        batch.alter_column("description", server_default=None)
        batch.drop_column("funder")
    for name, one, other in (
        ("programme_city", "programme", "city"),
        ("programme_sector", "programme", "sector"),
        ("event_sector", "event", "sector"),
    ):
        op.create_table(
            name,
            sa.Column(f"{one}_id", sa.Integer(), nullable=False),
            sa.Column(f"{other}_id", sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint([f"{one}_id"], [f"{one}.id"], name=op.f(f"fk_{name}_{one}_id")),
            sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=op.f(f"fk_{name}_{other}_id")),
            sa.PrimaryKeyConstraint(f"{one}_id", f"{other}_id", name=op.f(f"pk_{name}")),
        )
    op.create_index(op.f("ix_event_sector_sector_id"), "event_sector", ["sector_id"])
    with op.batch_alter_table("event") as batch:
        batch.add_column(sa.Column("applications_open_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("guests_expected", sa.Integer(), nullable=True))
        batch.create_check_constraint(
            batch.f("ck_event_opens_before_it_closes"), "applications_open_at < applications_close_at"
        )
        batch.create_check_constraint(batch.f("ck_event_guests_are_counted"), "guests_expected > 0")
    _allow("event", "state", "eventstate", (*STATES, "postponed"))
    for table, of in (("event_role", "event_id"), ("programme_role", "programme_id")):
        _allow(table, "role", "role", (*ROLES, *MORE_ROLES))
        _name_leads(table, of)


def _allow(table: str, column: str, enum: str, values: tuple[str, ...]) -> None:
    allowed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(batch.f(f"ck_{table}_{enum}"), type_="check")
        batch.create_check_constraint(batch.f(f"ck_{table}_{enum}"), f"{column} IN ({allowed})")


def _name_funders() -> None:
    """A record for each funder that programmes have named."""
    connection = op.get_bind()
    named = sa.select(programme.c.funder).where(programme.c.funder != "").distinct().order_by(programme.c.funder)
    for name in connection.execute(named).scalars().all():
        uid = "".join(secrets.choice(LETTERS) for _ in range(10))
        connection.execute(sa.insert(funder).values(uid=uid, name=name, website="", acknowledgement="", version=1))
        found = sa.select(funder.c.id).where(funder.c.name == name).scalar_subquery()
        connection.execute(sa.update(programme).where(programme.c.funder == name).values(funder_id=found))


def _name_leads(table: str, of: str) -> None:
    """Whoever organised first owns it."""
    role = _role_table(table, of)
    first = sa.select(sa.func.min(role.c.id)).where(role.c.role == "organiser").group_by(role.c[of])
    op.execute(sa.update(role).where(role.c.id.in_(first)).values(role="lead"))


def downgrade() -> None:
    # What the older version has no word for becomes the nearest that it has; nobody gains a right by it.
    event = sa.table("event", sa.column("state"))
    op.execute(sa.update(event).where(event.c.state == "postponed").values(state="cancelled"))
    _allow("event", "state", "eventstate", STATES)
    for table, of in (("event_role", "event_id"), ("programme_role", "programme_id")):
        role = _role_table(table, of)
        other = role.alias()
        is_double = sa.exists().where(
            other.c[of] == role.c[of], other.c.person_id == role.c.person_id, other.c.role == "organiser"
        )
        op.execute(sa.delete(role).where(role.c.role == "lead", is_double))
        op.execute(sa.update(role).where(role.c.role == "lead").values(role="organiser"))
        op.execute(sa.delete(role).where(role.c.role.in_(MORE_ROLES)))
        _allow(table, "role", "role", ROLES)
    with op.batch_alter_table("event") as batch:
        batch.drop_constraint(batch.f("ck_event_guests_are_counted"), type_="check")
        batch.drop_constraint(batch.f("ck_event_opens_before_it_closes"), type_="check")
        batch.drop_column("guests_expected")
        batch.drop_column("applications_open_at")
    op.drop_index(op.f("ix_event_sector_sector_id"), "event_sector")
    for name in ("event_sector", "programme_sector", "programme_city"):
        op.drop_table(name)
    with op.batch_alter_table("programme") as batch:
        batch.add_column(sa.Column("funder", sa.String(length=200), nullable=False, server_default=""))
    found = sa.select(funder.c.name).where(funder.c.id == programme.c.funder_id).scalar_subquery()
    op.execute(sa.update(programme).where(programme.c.funder_id.is_not(None)).values(funder=found))
    with op.batch_alter_table("programme") as batch:
        batch.alter_column("funder", server_default=None)
        batch.drop_constraint(batch.f("ck_programme_ends_after_start"), type_="check")
        batch.drop_constraint(batch.f("fk_programme_logo_id"), type_="foreignkey")
        batch.drop_constraint(batch.f("fk_programme_funder_id"), type_="foreignkey")
        for name in ("logo_id", "funder_id", "ends_on", "starts_on", "description"):
            batch.drop_column(name)
    op.drop_table("funder")
