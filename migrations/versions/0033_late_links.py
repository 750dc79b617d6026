"""Late links: more time for one startup

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "late_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("startup_id", sa.Integer(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(used_at IS NULL) = (startup_id IS NULL)", name=op.f("ck_late_link_used_by_a_startup")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_late_link_event_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_late_link_by_id")),
        sa.ForeignKeyConstraint(["startup_id"], ["startup.id"], name=op.f("fk_late_link_startup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_late_link_token_hash")),
        sa.UniqueConstraint("uid", name=op.f("uq_late_link_uid")),
    )
    op.create_index(op.f("ix_late_link_event_id_startup_id"), "late_link", ["event_id", "startup_id"])
    op.create_index(op.f("ix_late_link_startup_id"), "late_link", ["startup_id"])


def downgrade() -> None:
    op.drop_table("late_link")
