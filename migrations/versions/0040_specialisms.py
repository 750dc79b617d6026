"""What a startup works on within its sector and beyond it

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("startup") as batch:
        batch.add_column(sa.Column("specialisms", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("startup") as batch:
        batch.alter_column("specialisms", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("startup") as batch:
        batch.drop_column("specialisms")
