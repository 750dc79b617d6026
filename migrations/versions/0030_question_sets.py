"""Sets of questions that organisers share

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_question_set_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_set")),
        sa.UniqueConstraint("key", name=op.f("uq_question_set_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_question_set_uid")),
    )
    op.create_index(op.f("ix_question_set_owner_id"), "question_set", ["owner_id"])
    with op.batch_alter_table("question") as question:
        question.add_column(sa.Column("from_set_id", sa.Integer(), nullable=True))
        question.create_foreign_key(op.f("fk_question_from_set_id"), "question_set", ["from_set_id"], ["id"])
    op.create_index(op.f("ix_question_from_set_id"), "question", ["from_set_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_question_from_set_id"), "question")
    with op.batch_alter_table("question") as question:
        question.drop_constraint(op.f("fk_question_from_set_id"), type_="foreignkey")
        question.drop_column("from_set_id")
    op.drop_table("question_set")
