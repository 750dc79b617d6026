"""From when a question must be answered, and after when its answer is fixed

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("question", sa.Column("required_from", sa.DateTime(timezone=True), nullable=True))
    op.add_column("question", sa.Column("fixed_after", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("question", "fixed_after")
    op.drop_column("question", "required_from")
