"""Warnings that somebody has looked at

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dismissed_warning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_dismissed_warning_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dismissed_warning_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissed_warning")),
        sa.UniqueConstraint("event_id", "mark", name=op.f("uq_dismissed_warning_event_id_mark")),
    )
    op.create_index(op.f("ix_dismissed_warning_person_id"), "dismissed_warning", ["person_id"])


def downgrade() -> None:
    op.drop_table("dismissed_warning")
