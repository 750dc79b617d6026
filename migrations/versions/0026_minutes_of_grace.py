"""Minutes of grace for applications that were begun before the deadline

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event") as event:
        event.add_column(sa.Column("grace_minutes", sa.Integer(), nullable=False, server_default="10"))
        event.create_check_constraint(op.f("ck_event_grace_is_short"), "grace_minutes BETWEEN 0 AND 120")


def downgrade() -> None:
    with op.batch_alter_table("event") as event:
        event.drop_constraint(op.f("ck_event_grace_is_short"), type_="check")
        event.drop_column("grace_minutes")
