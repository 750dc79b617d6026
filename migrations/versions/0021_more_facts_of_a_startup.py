"""More facts of a startup: registration, trade, figures with their days, tax relief with its evidence, a logo;
one startup for a company number, those who ask to join it and those who are invited;
which deck is shown, and who has opened one

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ENUMS = {
    "trading_status": (
        "tradingstatus",
        ("before_incorporation", "before_revenue", "under_100k", "under_1m", "over_1m"),
    ),
    "registration": ("registration", ("companies_house", "not_yet", "sole_trader", "partnership", "overseas")),
    "relief_status": ("reliefstatus", ("self_assessed", "applied", "received", "filed")),
}
TEXTS = {
    "founded": 10,
    "overseas_country": 60,
    "overseas_number": 40,
    "video_url": 300,
    "relief_reference": 60,
    "postcode": 8,
}
NUMBERS = {
    "logo_id": sa.Integer(),
    "customers": sa.Integer(),
    "monthly_revenue": sa.Integer(),
    "traction_on": sa.Date(),
    "relief_on": sa.Date(),
    "staff_fte": sa.Double(),
    "staff_fte_on": sa.Date(),
    "turnover": sa.Integer(),
    "turnover_on": sa.Date(),
    "raised": sa.Integer(),
    "raised_on": sa.Date(),
}
OWN = sa.text("company_number <> '' AND NOT number_shared")
CHECKS = {
    "figures_are_not_negative": "coalesce(customers, 0) >= 0 AND coalesce(monthly_revenue, 0) >= 0"
    " AND coalesce(staff_fte, 0) >= 0 AND coalesce(turnover, 0) >= 0 AND coalesce(raised, 0) >= 0",
    "figures_have_a_date": "(customers IS NULL AND monthly_revenue IS NULL) = (traction_on IS NULL)"
    " AND (staff_fte IS NULL) = (staff_fte_on IS NULL) AND (turnover IS NULL) = (turnover_on IS NULL)"
    " AND (raised IS NULL) = (raised_on IS NULL)",
    "number_and_registration_agree": "(coalesce(registration, '') = 'companies_house') = (company_number <> '')",
    "overseas_has_a_country": "(coalesce(registration, '') = 'overseas') = (overseas_country <> '')"
    " AND (overseas_number = '' OR overseas_country <> '')",
    "relief_status_has_a_scheme": "relief_status IS NULL OR coalesce(tax_relief, 'none') <> 'none'",
}

startup = sa.table("startup", *(sa.column(name) for name in ("id", "registration", "company_number", "number_shared")))


def upgrade() -> None:
    with op.batch_alter_table("startup") as batch:
        for name, (kind, words) in ENUMS.items():
            column = sa.Enum(*words, name=kind, native_enum=False, create_constraint=False, length=30)
            batch.add_column(sa.Column(name, column, nullable=True))
        for name, length in TEXTS.items():
            batch.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
        for name, type_ in NUMBERS.items():
            batch.add_column(sa.Column(name, type_, nullable=True))
        batch.add_column(sa.Column("number_shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Whoever has entered a number is registered: the rule holds for them from the first moment.
    registered = sa.update(startup).where(startup.c.company_number != "")
    op.execute(registered.values(registration="companies_house"))
    with op.batch_alter_table("startup") as batch:
        for name, length in TEXTS.items():
            batch.alter_column(name, existing_type=sa.String(length), existing_nullable=False, server_default=None)
        batch.create_foreign_key(batch.f("fk_startup_logo_id"), "stored_file", ["logo_id"], ["id"])
        for name, (kind, words) in ENUMS.items():
            allowed = ", ".join(f"'{word}'" for word in words)
            batch.create_check_constraint(batch.f(f"ck_startup_{kind}"), f"{name} IN ({allowed})")
        for name, condition in CHECKS.items():
            batch.create_check_constraint(batch.f(f"ck_startup_{name}"), condition)
        batch.alter_column("number_shared", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
    _one_for_a_number()
    _wishes_to_join()
    _invitations()
    _decks()


def _one_for_a_number() -> None:
    """Of those that have one number already the first keeps it for itself; the others stay as they are."""
    first = (
        sa.select(sa.func.min(startup.c.id)).where(startup.c.company_number != "").group_by(startup.c.company_number)
    )
    later = sa.update(startup).where(startup.c.company_number != "", startup.c.id.not_in(first))
    op.execute(later.values(number_shared=sa.true()))
    op.create_index(
        "uq_startup_company_number", "startup", ["company_number"], unique=True, sqlite_where=OWN, postgresql_where=OWN
    )


def _wishes_to_join() -> None:
    state = sa.Enum("open", "accepted", "declined", name="joinstate", native_enum=False, length=30)
    op.create_table(
        "startup_join_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("startup_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'accepted', 'declined')", name=op.f("ck_startup_join_request_joinstate")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_startup_join_request_person_id")),
        sa.ForeignKeyConstraint(["startup_id"], ["startup.id"], name=op.f("fk_startup_join_request_startup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_join_request")),
        sa.UniqueConstraint("startup_id", "person_id", name=op.f("uq_startup_join_request_startup_id_person_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_startup_join_request_uid")),
    )
    op.create_index(op.f("ix_startup_join_request_person_id"), "startup_join_request", ["person_id"])


def _invitations() -> None:
    words = ("open", "accepted", "declined", "taken_back")
    state = sa.Enum(*words, name="invitationstate", native_enum=False, length=30)
    op.create_table(
        "startup_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("startup_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"state IN {words}", name=op.f("ck_startup_invitation_invitationstate")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_startup_invitation_by_id")),
        sa.ForeignKeyConstraint(["startup_id"], ["startup.id"], name=op.f("fk_startup_invitation_startup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_invitation")),
        sa.UniqueConstraint("uid", name=op.f("uq_startup_invitation_uid")),
    )
    is_open = sa.text("state = 'open'")
    columns = ["startup_id", "email"]
    op.create_index(
        "uq_startup_invitation_open",
        "startup_invitation",
        columns,
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _decks() -> None:
    """Until now the newest was shown."""
    with op.batch_alter_table("deck") as batch:
        batch.add_column(sa.Column("is_shown", sa.Boolean(), nullable=False, server_default=sa.false()))
    newest = (
        "SELECT id FROM deck AS one WHERE NOT EXISTS (SELECT 1 FROM deck AS later WHERE later.startup_id = "
        "one.startup_id AND (later.uploaded_at, later.id) > (one.uploaded_at, one.id))"
    )
    op.execute(f"UPDATE deck SET is_shown = true WHERE id IN ({newest})")
    with op.batch_alter_table("deck") as batch:
        batch.alter_column("is_shown", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
    is_shown = sa.text("is_shown")
    op.create_index(
        "uq_deck_shown", "deck", ["startup_id"], unique=True, sqlite_where=is_shown, postgresql_where=is_shown
    )
    op.create_table(
        "deck_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deck_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deck_id"], ["deck.id"], name=op.f("fk_deck_view_deck_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_deck_view_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deck_view_person_id")),
        sa.ForeignKeyConstraint(["statement_id"], ["investor_statement.id"], name=op.f("fk_deck_view_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deck_view")),
    )
    op.create_index(op.f("ix_deck_view_deck_id_person_id_at"), "deck_view", ["deck_id", "person_id", "at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER deck_view_is_frozen BEFORE UPDATE OR DELETE ON deck_view "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for name, when in (("update", "UPDATE"), ("delete", "DELETE")):
        op.execute(
            f"CREATE TRIGGER deck_view_is_frozen_{name} BEFORE {when} ON deck_view "
            "BEGIN SELECT RAISE(ABORT, 'deck_view is never changed or deleted'); END"
        )


def downgrade() -> None:
    # With the table its triggers go.
    op.drop_table("deck_view")
    op.drop_index("uq_deck_shown", "deck")
    with op.batch_alter_table("deck") as batch:
        batch.drop_column("is_shown")
    op.drop_table("startup_invitation")
    op.drop_table("startup_join_request")
    op.drop_index("uq_startup_company_number", "startup")
    with op.batch_alter_table("startup") as batch:
        for name in [*CHECKS, *(kind for kind, _ in ENUMS.values())]:
            batch.drop_constraint(batch.f(f"ck_startup_{name}"), type_="check")
        batch.drop_constraint(batch.f("fk_startup_logo_id"), type_="foreignkey")
        for name in ["number_shared", *NUMBERS, *TEXTS, *ENUMS]:
            batch.drop_column(name)
