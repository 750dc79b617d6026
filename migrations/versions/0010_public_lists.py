"""Indexes for the public lists of pitch days

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_event_public_end": ["ends_at"],
    "ix_event_public_time": ["starts_at", "id", "ends_at"],
    "ix_event_public_city": ["city_id", "starts_at", "id", "ends_at"],
}


def upgrade() -> None:
    public = sa.text("state <> 'draft'")
    for name, columns in INDEXES.items():
        op.create_index(name, "event", columns, sqlite_where=public, postgresql_where=public)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "event")
