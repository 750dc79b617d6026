"""Call the first date of a call what everybody calls it: its early deadline

Revision ID: 0034
Revises: 0033
"""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("call", "first_date_at", new_column_name="early_deadline_at")


def downgrade() -> None:
    op.alter_column("call", "early_deadline_at", new_column_name="first_date_at")
