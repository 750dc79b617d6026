"""More facts of a startup: registration, trade, figures with their days, tax relief with its evidence, a logo

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

startup = sa.table("startup", sa.column("registration"), sa.column("company_number"))


def upgrade() -> None:
    with op.batch_alter_table("startup") as batch:
        for name, (kind, words) in ENUMS.items():
            column = sa.Enum(*words, name=kind, native_enum=False, create_constraint=False, length=30)
            batch.add_column(sa.Column(name, column, nullable=True))
        for name, length in TEXTS.items():
            batch.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
        for name, type_ in NUMBERS.items():
            batch.add_column(sa.Column(name, type_, nullable=True))
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


def downgrade() -> None:
    with op.batch_alter_table("startup") as batch:
        for name in [*CHECKS, *(kind for kind, _ in ENUMS.values())]:
            batch.drop_constraint(batch.f(f"ck_startup_{name}"), type_="check")
        batch.drop_constraint(batch.f("fk_startup_logo_id"), type_="foreignkey")
        for name in [*NUMBERS, *TEXTS, *ENUMS]:
            batch.drop_column(name)
