"""Count what founders answer to equality questions, without anything that leads to them

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "equality_survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("taken_part", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("smallest", sa.Integer(), nullable=True),
        sa.CheckConstraint("(event_id IS NULL) <> (programme_id IS NULL)", name=op.f("ck_equality_survey_of_one")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (smallest IS NULL)", name=op.f("ck_equality_survey_closed_in_ranges")
        ),
        sa.CheckConstraint("taken_part >= 0", name=op.f("ck_equality_survey_taken_part_counted")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_equality_survey_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_equality_survey_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_survey")),
        sa.UniqueConstraint("uid", name=op.f("uq_equality_survey_uid")),
        sa.UniqueConstraint("event_id", name=op.f("uq_equality_survey_event_id")),
        sa.UniqueConstraint("programme_id", name=op.f("uq_equality_survey_programme_id")),
    )
    op.create_table(
        "equality_asking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_equality_asking_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["equality_survey.id"], name=op.f("fk_equality_asking_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_asking")),
        sa.UniqueConstraint("event_id", name=op.f("uq_equality_asking_event_id")),
    )
    op.create_index(op.f("ix_equality_asking_survey_id"), "equality_asking", ["survey_id"])
    op.create_table(
        "equality_count",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(30), nullable=False),
        sa.Column("answer", sa.String(30), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.CheckConstraint("number >= 0", name=op.f("ck_equality_count_counted")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["equality_survey.id"], name=op.f("fk_equality_count_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "question", "answer", name=op.f("pk_equality_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "equality_mark",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["equality_survey.id"], name=op.f("fk_equality_mark_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "mark", name=op.f("pk_equality_mark")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("equality_mark", "equality_count", "equality_asking", "equality_survey"):
        op.drop_table(table)
