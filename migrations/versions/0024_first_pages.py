"""What the first pages of decks look like

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "first_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_first_page_file_id")),
        sa.ForeignKeyConstraint(["picture_id"], ["stored_file.id"], name=op.f("fk_first_page_picture_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_page")),
        sa.UniqueConstraint("file_id", name=op.f("uq_first_page_file_id")),
    )
    op.create_index(op.f("ix_first_page_picture_id"), "first_page", ["picture_id"])


def downgrade() -> None:
    """The pictures themselves stay stored, as bytes that nobody refers to; they can be drawn again."""
    op.drop_table("first_page")
