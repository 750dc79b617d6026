"""Kinds of questions, when they are asked and who reads their answers; files as answers

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KINDS = (*("text", "long_text", "number", "money", "date", "choice", "choices", "ranking", "url", "statement", "file"),)
ADDED = ("kind", "max_characters", "least", "most", "unit", "options", "shown_if_id", "shown_if", "readers")
READERS = ("all", "named", "organisers")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
CHECKS = {
    "questionkind": f"kind IN ({', '.join(repr(kind) for kind in KINDS)})",
    "readers": f"readers IN ({', '.join(repr(who) for who in READERS)})",
    "max_characters_in_range": "max_characters BETWEEN 1 AND 20000",
    "least_before_most": "least <= most",
    "shown_after_another": "shown_if_id <> id",
}


def upgrade() -> None:
    with op.batch_alter_table("question") as question:
        question.alter_column("max_words", existing_type=sa.Integer(), nullable=True)
        question.add_column(sa.Column("kind", sa.String(30), nullable=False, server_default="long_text"))
        question.add_column(sa.Column("max_characters", sa.Integer(), nullable=True))
        question.add_column(sa.Column("least", sa.BigInteger(), nullable=True))
        question.add_column(sa.Column("most", sa.BigInteger(), nullable=True))
        question.add_column(sa.Column("unit", sa.String(40), nullable=False, server_default=""))
        question.add_column(sa.Column("options", JSON, nullable=False, server_default="[]"))
        question.add_column(sa.Column("shown_if_id", sa.Integer(), nullable=True))
        question.add_column(sa.Column("shown_if", JSON, nullable=False, server_default="[]"))
        question.add_column(sa.Column("readers", sa.String(30), nullable=False, server_default="all"))
        question.create_foreign_key(op.f("fk_question_shown_if_id"), "question", ["shown_if_id"], ["id"])
        for name, words in CHECKS.items():
            question.create_check_constraint(op.f(f"ck_question_{name}"), words)
    with op.batch_alter_table("question") as question:
        for name in ("kind", "unit", "options", "shown_if", "readers"):
            question.alter_column(name, server_default=None)
    op.create_index(op.f("ix_question_shown_if_id"), "question", ["shown_if_id"])
    op.create_table(
        "answer_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(16), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_answer_file_application_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_answer_file_file_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name=op.f("fk_answer_file_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_file")),
        sa.UniqueConstraint("uid", name=op.f("uq_answer_file_uid")),
    )
    op.create_index(op.f("ix_answer_file_application_id"), "answer_file", ["application_id"])


def downgrade() -> None:
    """Every question becomes a long text, and what was answered to it stays; of a file its name does."""
    op.execute(
        "UPDATE answer SET text = (SELECT file_name FROM answer_file WHERE answer_file.uid = answer.text) "
        "WHERE text IN (SELECT uid FROM answer_file)"
    )
    op.drop_table("answer_file")
    op.drop_index(op.f("ix_question_shown_if_id"), "question")
    op.execute("UPDATE question SET max_words = 200 WHERE max_words IS NULL")
    with op.batch_alter_table("question") as question:
        for name in CHECKS:
            question.drop_constraint(op.f(f"ck_question_{name}"), type_="check")
        question.drop_constraint(op.f("fk_question_shown_if_id"), type_="foreignkey")
        for name in (
            "kind",
            "max_characters",
            "least",
            "most",
            "unit",
            "options",
            "shown_if_id",
            "shown_if",
            "readers",
        ):
            question.drop_column(name)
        question.alter_column("max_words", existing_type=sa.Integer(), nullable=False)
