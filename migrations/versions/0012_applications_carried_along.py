"""Applications that come from an earlier pitch day

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("application") as batch:
        batch.add_column(sa.Column("carried_from_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(batch.f("fk_application_carried_from_id"), "application", ["carried_from_id"], ["id"])
        batch.create_index(batch.f("ix_application_carried_from_id"), ["carried_from_id"])


def downgrade() -> None:
    with op.batch_alter_table("application") as batch:
        batch.drop_index(batch.f("ix_application_carried_from_id"))
        batch.drop_constraint(batch.f("fk_application_carried_from_id"), type_="foreignkey")
        batch.drop_column("carried_from_id")
