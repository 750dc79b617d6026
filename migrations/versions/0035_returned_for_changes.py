"""Applications that organisers return to be changed, and until when

Revision ID: 0035
Revises: 0034
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

BEFORE = ("draft", "submitted", "invited", "declined", "confirmed", "withdrawn")
AFTER = ("draft", "submitted", "returned", "invited", "declined", "confirmed", "withdrawn")
OPEN = sa.text("ended_at IS NULL")


def _let_be(states: Sequence[str], *, undecided: bool) -> None:
    known = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("application") as batch:
        batch.drop_constraint(batch.f("ck_application_applicationstate"), type_="check")
        batch.create_check_constraint(batch.f("ck_application_applicationstate"), f"state IN ({known})")
        if undecided:
            undecided_while = "state <> 'returned' OR decision IS NULL"
            batch.create_check_constraint(batch.f("ck_application_returned_is_undecided"), undecided_while)
        else:
            batch.drop_constraint(batch.f("ck_application_returned_is_undecided"), type_="check")


def upgrade() -> None:
    _let_be(AFTER, undecided=True)
    op.create_table(
        "application_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_return_application_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_application_return_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_return")),
    )
    op.create_index(op.f("ix_application_return_application_id"), "application_return", ["application_id"])
    op.create_index(
        "uq_application_return_open",
        "application_return",
        ["application_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.execute("UPDATE application SET state = 'submitted' WHERE state = 'returned'")
    op.drop_table("application_return")
    _let_be(BEFORE, undecided=False)
