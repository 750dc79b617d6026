"""The deck with which a startup goes on stage, and until when its founders can change it

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stage_deck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("deck_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_reason", sa.String(length=500), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name=op.f("ck_stage_deck_confirmed_by_somebody")
        ),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR deck_id IS NOT NULL", name=op.f("ck_stage_deck_confirmed_is_a_deck")
        ),
        sa.CheckConstraint(
            "(opened_at IS NULL) = (opened_by_id IS NULL) AND (opened_at IS NULL) = (opened_reason IS NULL)",
            name=op.f("ck_stage_deck_opened_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_stage_deck_application_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["deck_id"], ["deck.id"], name=op.f("fk_stage_deck_deck_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_stage_deck_confirmed_by_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_stage_deck_opened_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_deck")),
        sa.UniqueConstraint("application_id", name=op.f("uq_stage_deck_application_id")),
    )
    op.create_index(op.f("ix_stage_deck_deck_id"), "stage_deck", ["deck_id"])
    with op.batch_alter_table("call") as batch:
        batch.add_column(sa.Column("deck_freeze_hours", sa.Integer(), nullable=True, server_default="24"))
        batch.create_check_constraint(op.f("ck_call_deck_freeze_hours_in_range"), "deck_freeze_hours BETWEEN 0 AND 720")
    with op.batch_alter_table("call") as batch:
        batch.alter_column("deck_freeze_hours", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("call") as batch:
        batch.drop_constraint(op.f("ck_call_deck_freeze_hours_in_range"), type_="check")
        batch.drop_column("deck_freeze_hours")
    op.drop_table("stage_deck")
