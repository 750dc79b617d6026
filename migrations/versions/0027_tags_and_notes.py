"""Tags and private notes of those who read applications

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_tag_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("event_id", "key", name=op.f("uq_tag_event_id_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_tag_uid")),
    )
    op.create_table(
        "application_tag",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_tag_application_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_application_tag_tag_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("application_id", "tag_id", name=op.f("pk_application_tag")),
    )
    op.create_index(op.f("ix_application_tag_tag_id"), "application_tag", ["tag_id"])
    op.create_table(
        "application_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_note_application_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_application_note_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_note")),
        sa.UniqueConstraint("uid", name=op.f("uq_application_note_uid")),
    )
    for column in ("application_id", "author_id"):
        op.create_index(op.f(f"ix_application_note_{column}"), "application_note", [column])


def downgrade() -> None:
    for table in ("application_note", "application_tag", "tag"):
        op.drop_table(table)
