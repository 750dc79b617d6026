"""When a schedule first came out, and what was told when a pitch day was postponed or cancelled

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event") as batch:
        batch.add_column(sa.Column("schedule_released_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("notice", sa.String(length=1000), nullable=False, server_default=""))
    with op.batch_alter_table("event") as batch:
        batch.alter_column("notice", server_default=None)
    event = sa.table("event", sa.column("id"), sa.column("schedule_released_at"))
    release = sa.table("release", sa.column("event_id"), sa.column("released_at"))
    first = sa.select(sa.func.min(release.c.released_at)).where(release.c.event_id == event.c.id).scalar_subquery()
    op.execute(sa.update(event).values(schedule_released_at=first))


def downgrade() -> None:
    with op.batch_alter_table("event") as batch:
        batch.drop_column("notice")
        batch.drop_column("schedule_released_at")
