"""Versions of what a pitch day asks

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("question") as question:
        question.add_column(sa.Column("since", sa.Integer(), nullable=False, server_default="1"))
        question.add_column(sa.Column("until", sa.Integer(), nullable=True))
        question.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        question.create_foreign_key(op.f("fk_question_replaces_id"), "question", ["replaces_id"], ["id"])
        question.create_unique_constraint(op.f("uq_question_replaces_id"), ["replaces_id"])
        question.create_check_constraint(op.f("ck_question_since_before_until"), "since <= until")
    for table in ("application", "submission"):
        op.add_column(table, sa.Column("form_version", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    """Only today's questions stay, with the answers to their last wording; what was sent keeps its words anyway."""
    op.execute(
        "UPDATE answer SET question_id = (SELECT id FROM question WHERE replaces_id = answer.question_id) "
        "WHERE EXISTS (SELECT 1 FROM question WHERE replaces_id = answer.question_id AND until IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM answer AS other WHERE other.application_id = answer.application_id "
        "AND other.question_id = question.id))"
    )
    op.execute("UPDATE question SET replaces_id = NULL, shown_if_id = NULL WHERE until IS NOT NULL")
    op.execute(
        "UPDATE question SET replaces_id = NULL WHERE replaces_id IN (SELECT id FROM question WHERE until IS NOT NULL)"
    )
    op.execute("DELETE FROM answer WHERE question_id IN (SELECT id FROM question WHERE until IS NOT NULL)")
    op.execute("DELETE FROM question WHERE until IS NOT NULL")
    for table in ("application", "submission"):
        op.drop_column(table, "form_version")
    with op.batch_alter_table("question") as question:
        question.drop_constraint(op.f("ck_question_since_before_until"), type_="check")
        question.drop_constraint(op.f("uq_question_replaces_id"), type_="unique")
        question.drop_constraint(op.f("fk_question_replaces_id"), type_="foreignkey")
        for name in ("since", "until", "replaces_id"):
            question.drop_column(name)
