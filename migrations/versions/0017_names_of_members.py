"""Under which name a co-founder is listed until they say otherwise

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("startup_member") as batch:
        batch.add_column(sa.Column("listed_as", sa.String(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("startup_member") as batch:
        batch.drop_column("listed_as")
