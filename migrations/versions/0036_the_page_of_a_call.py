"""What a call offers and asks for, who fits, and the dates that its founders are told

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TEXTS = ("eligibility", "prizes", "rules")
DATES = ("decisions_by", "confirm_by", "rehearsal_on", "delayed_from")
CHECKS = {
    "decisions_before_confirmation": "decisions_by <= confirm_by",
    "decisions_before_rehearsal": "decisions_by <= rehearsal_on",
    "delayed_to_later": "delayed_from < decisions_by",
}


def upgrade() -> None:
    with op.batch_alter_table("call") as call:
        for name in TEXTS:
            call.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        call.add_column(sa.Column("contact", sa.String(length=254), nullable=False, server_default=""))
        call.add_column(sa.Column("criteria", JSON, nullable=False, server_default="[]"))
        call.add_column(sa.Column("shows_odds", sa.Boolean(), nullable=False, server_default=sa.false()))
        for name in DATES:
            call.add_column(sa.Column(name, sa.Date(), nullable=True))
        call.add_column(sa.Column("delay_note", sa.String(length=500), nullable=False, server_default=""))
        call.add_column(sa.Column("earlier_event_id", sa.Integer(), nullable=True))
        call.create_foreign_key(op.f("fk_call_earlier_event_id"), "event", ["earlier_event_id"], ["id"])
        call.create_index(op.f("ix_call_earlier_event_id"), ["earlier_event_id"])
        for name, holds in CHECKS.items():
            call.create_check_constraint(op.f(f"ck_call_{name}"), holds)


def downgrade() -> None:
    with op.batch_alter_table("call") as call:
        for name in CHECKS:
            call.drop_constraint(op.f(f"ck_call_{name}"), type_="check")
        call.drop_index(op.f("ix_call_earlier_event_id"))
        call.drop_constraint(op.f("fk_call_earlier_event_id"), type_="foreignkey")
        for name in (*TEXTS, "contact", "criteria", "shows_odds", *DATES, "delay_note", "earlier_event_id"):
            call.drop_column(name)
