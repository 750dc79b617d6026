"""Files that mails bring along, and versions of applications as PDFs

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mail") as batch:
        batch.add_column(sa.Column("attachment", sa.String(length=120), nullable=True))
        batch.add_column(sa.Column("attachment_name", sa.String(length=200), nullable=True))
        batch.add_column(sa.Column("attached_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_mail_attached_id"), "stored_file", ["attached_id"], ["id"])
        batch.create_check_constraint(
            op.f("ck_mail_attachment_has_a_name"), "(attachment IS NULL) = (attachment_name IS NULL)"
        )
        batch.create_check_constraint(
            op.f("ck_mail_attached_is_wanted"), "attached_id IS NULL OR attachment IS NOT NULL"
        )
        batch.create_index(op.f("ix_mail_attachment"), ["attachment"])
        batch.create_index(op.f("ix_mail_attached_id"), ["attached_id"])
    # In one statement, which leaves the table and the triggers that freeze it in place.
    op.execute("ALTER TABLE submission ADD COLUMN by_id INTEGER CONSTRAINT fk_submission_by_id REFERENCES person (id)")
    op.create_table(
        "receipt",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_receipt_submission_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_receipt_file_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_receipt")),
    )
    op.create_index(op.f("ix_receipt_file_id"), "receipt", ["file_id"])


def downgrade() -> None:
    """Mails that wait go without what they were to bring along; the bytes stay stored."""
    op.drop_table("receipt")
    op.execute("ALTER TABLE submission DROP COLUMN by_id")
    with op.batch_alter_table("mail") as batch:
        batch.drop_index(op.f("ix_mail_attached_id"))
        batch.drop_index(op.f("ix_mail_attachment"))
        batch.drop_constraint(op.f("ck_mail_attached_is_wanted"), type_="check")
        batch.drop_constraint(op.f("ck_mail_attachment_has_a_name"), type_="check")
        batch.drop_constraint(op.f("fk_mail_attached_id"), type_="foreignkey")
        batch.drop_column("attached_id")
        batch.drop_column("attachment_name")
        batch.drop_column("attachment")
