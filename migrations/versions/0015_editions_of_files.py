"""Files of releases by the software that made them, and by what has become of the pitch day

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BEFORE = ["release_id", "kind"]
AFTER = [*BEFORE, "edition", "standing"]


def upgrade() -> None:
    """What is there was made by nobody knows which version: it is made anew, and then forgotten."""
    with op.batch_alter_table("rendition") as batch:
        batch.add_column(sa.Column("edition", sa.String(length=16), nullable=False, server_default=""))
        batch.add_column(sa.Column("standing", sa.String(length=40), nullable=False, server_default=""))
        batch.drop_constraint(batch.f("uq_rendition_release_id_kind"), type_="unique")
        batch.create_unique_constraint(batch.f("uq_rendition_release_id_kind_edition_standing"), AFTER)
    with op.batch_alter_table("rendition") as batch:
        batch.alter_column("edition", server_default=None)
        batch.alter_column("standing", server_default=None)


def downgrade() -> None:
    """Every file follows from its release and is made again."""
    op.execute("DELETE FROM rendition")
    with op.batch_alter_table("rendition") as batch:
        batch.drop_constraint(batch.f("uq_rendition_release_id_kind_edition_standing"), type_="unique")
        batch.create_unique_constraint(batch.f("uq_rendition_release_id_kind"), BEFORE)
        batch.drop_column("standing")
        batch.drop_column("edition")
