"""Indexes for the landing page: what is on in each city, and calls by their deadline

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

PUBLIC = sa.text("state <> 'draft'")
STATE = "ix_event_state_starts_at"
CITY, CALL = "ix_event_public_city", "ix_event_public_call"


def upgrade() -> None:
    op.drop_index(STATE, "event")  # planners took it for all that is public, which is nearly every row
    op.drop_index(CITY, "event")
    _create(CITY, ["city_id", "starts_at", "id", "ends_at", "state"])
    _create(CALL, ["applications_close_at", "id"])


def downgrade() -> None:
    op.drop_index(CALL, "event")
    op.drop_index(CITY, "event")
    _create(CITY, ["city_id", "starts_at", "id", "ends_at"])
    op.create_index(STATE, "event", ["state", "starts_at"])


def _create(name: str, columns: list[str]) -> None:
    op.create_index(name, "event", columns, sqlite_where=PUBLIC, postgresql_where=PUBLIC)
