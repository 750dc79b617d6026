"""Forms that were sent are known by what they were filled with too

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("seen_post") as batch:
        batch.add_column(sa.Column("fields", sa.String(length=32), nullable=False, server_default=""))
        batch.drop_constraint(batch.f("pk_seen_post"), type_="primary")
        batch.create_primary_key(batch.f("pk_seen_post"), ["key", "fields"])
    with op.batch_alter_table("seen_post") as batch:
        batch.alter_column("fields", server_default=None)


def downgrade() -> None:
    """Of several posts of one form the last is remembered; which of them it was only matters to a double click."""
    op.execute(
        "DELETE FROM seen_post WHERE EXISTS (SELECT 1 FROM seen_post AS later WHERE later.key = seen_post.key "
        "AND (later.at > seen_post.at OR later.at = seen_post.at AND later.fields > seen_post.fields))"
    )
    with op.batch_alter_table("seen_post") as batch:
        batch.drop_constraint(batch.f("pk_seen_post"), type_="primary")
        batch.create_primary_key(batch.f("pk_seen_post"), ["key"])
        batch.drop_column("fields")
