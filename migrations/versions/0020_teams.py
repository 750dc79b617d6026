"""Invitations into teams, and one lead for each pitch day and programme

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TEAMS = (("event_role", "event_id"), ("programme_role", "programme_id"))
OFFERED = ("organiser", "reviewer_coordinator", "judge", "coach", "stage_manager", "front_of_house", "officer")
ROLES = ("lead", *OFFERED, "investor")
STATES = ("open", "accepted", "declined", "taken_back")
IS_LEAD, IS_OPEN = sa.text("role = 'lead'"), sa.text("state = 'open'")


def upgrade() -> None:
    for table, of in TEAMS:
        _name_one_lead(table, of)
        op.create_index(f"uq_{table}_lead", table, [of], unique=True, sqlite_where=IS_LEAD, postgresql_where=IS_LEAD)
    op.create_table(
        "team_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("created_at", "sent_at")),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        *_checks(),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_team_invitation_event_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_team_invitation_programme_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_team_invitation_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_invitation")),
        sa.UniqueConstraint("uid", name=op.f("uq_team_invitation_uid")),
    )
    for column in ("event_id", "programme_id", "email"):
        op.create_index(op.f(f"ix_team_invitation_{column}"), "team_invitation", [column])
    for of in ("event_id", "programme_id"):
        name, columns = f"uq_team_invitation_open_{of}", [of, "email", "role"]
        op.create_index(name, "team_invitation", columns, unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)


def _checks() -> list[sa.CheckConstraint]:
    def among(values: tuple[str, ...]) -> str:
        return ", ".join(f"'{value}'" for value in values)

    return [
        sa.CheckConstraint(words, name=op.f(f"ck_team_invitation_{name}"))
        for name, words in (
            ("role", f"role IN ({among(ROLES)})"),
            ("invitationstate", f"state IN ({among(STATES)})"),
            ("of_one_team", "(event_id IS NULL) <> (programme_id IS NULL)"),
            ("of_a_role_that_is_offered", "role <> 'lead' AND role <> 'investor'"),
            ("open_until_it_is_answered", "(state = 'open') = (answered_at IS NULL)"),
        )
    ]


def _name_one_lead(table: str, of: str) -> None:
    """Of several the first stays the lead and the others organise, which they may have been doing besides; where there
    is none, whoever organised first leads."""
    role = sa.table(table, *(sa.column(name) for name in ("id", of, "person_id", "role")))
    other = role.alias("other")
    team = role.c[of] == other.c[of]
    earlier = sa.exists().where(team, other.c.role == "lead", other.c.id < role.c.id)
    besides = sa.exists().where(team, other.c.role == "organiser", other.c.person_id == role.c.person_id)
    extra = role.c.role == "lead", role.c.id.in_(sa.select(role.c.id).where(role.c.role == "lead", earlier))
    doubled = sa.select(role.c.id).where(role.c.role == "lead", earlier, besides)
    op.execute(sa.delete(role).where(role.c.id.in_(doubled)))
    op.execute(sa.update(role).where(*extra).values(role="organiser"))
    led = sa.select(other.c[of]).where(other.c.role == "lead")
    first = sa.select(sa.func.min(role.c.id)).where(role.c.role == "organiser", role.c[of].not_in(led))
    op.execute(sa.update(role).where(role.c.id.in_(first.group_by(role.c[of]))).values(role="lead"))


def downgrade() -> None:
    # Whoever has not answered was never in a team; the organisers of the older version add them at once.
    op.drop_table("team_invitation")
    for table, _ in TEAMS:
        op.drop_index(f"uq_{table}_lead", table)
