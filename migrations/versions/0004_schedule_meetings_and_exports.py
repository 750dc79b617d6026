"""The programme, its releases, meetings and what is taken home

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_token",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_token")),
        sa.UniqueConstraint("person_id", name=op.f("uq_feed_token_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_feed_token_token")),
    )
    op.create_table(
        "agenda_pdf",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_agenda_pdf_file_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agenda_pdf_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_pdf")),
        sa.UniqueConstraint("person_id", name=op.f("uq_agenda_pdf_person_id")),
    )
    op.create_table(
        "release",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("changes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_release_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_release_event_id_number")),
    )
    op.create_table(
        "sitting",
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pitches",
                "break",
                "meetings",
                "talk",
                name="sessionkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pitch_minutes", sa.Integer(), nullable=False),
        sa.Column("qa_minutes", sa.Integer(), nullable=False),
        sa.Column("changeover_minutes", sa.Integer(), nullable=False),
        sa.Column("meeting_minutes", sa.Integer(), nullable=False),
        sa.Column("gap_minutes", sa.Integer(), nullable=False),
        sa.Column("table_count", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'pitches') = (ends_at IS NULL)", name=op.f("ck_sitting_end_follows_from_pitches")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_sitting_ends_after_start")),
        sa.CheckConstraint(
            "meeting_minutes BETWEEN 5 AND 120 AND gap_minutes BETWEEN 0 AND 60 AND table_count BETWEEN 0 AND 200",
            name=op.f("ck_sitting_meeting_minutes_in_range"),
        ),
        sa.CheckConstraint(
            "pitch_minutes BETWEEN 1 AND 60 AND qa_minutes BETWEEN 0 AND 60 AND changeover_minutes BETWEEN 0 AND 30",
            name=op.f("ck_sitting_pitch_minutes_in_range"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_sitting_event_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_sitting_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.UniqueConstraint("uid", name=op.f("uq_sitting_uid")),
    )
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sitting_event_id_starts_at"), ["event_id", "starts_at"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("block_uid", sa.String(length=16), nullable=False),
        sa.Column("investor_id", sa.Integer(), nullable=False),
        sa.Column("startup_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "scheduled",
                "cancelled",
                name="meetingstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meeting_ends_after_start")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_meeting_event_id")),
        sa.ForeignKeyConstraint(["investor_id"], ["person.id"], name=op.f("fk_meeting_investor_id")),
        sa.ForeignKeyConstraint(["startup_id"], ["startup.id"], name=op.f("fk_meeting_startup_id")),
        sa.ForeignKeyConstraint(["table_id"], ["meeting_table.id"], name=op.f("fk_meeting_table_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_uid")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_block_uid"), ["block_uid"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_event_id_starts_at"), ["event_id", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_investor_id"), ["investor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_startup_id"), ["startup_id"], unique=False)
        batch_op.create_index(
            "uq_meeting_live_pair",
            ["event_id", "investor_id", "startup_id"],
            unique=True,
            postgresql_where=sa.text("state = 'scheduled'"),
            sqlite_where=sa.text("state = 'scheduled'"),
        )
    op.create_table(
        "pitch_slot",
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_pitch_slot_application_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_pitch_slot_event_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_pitch_slot_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitch_slot")),
        sa.UniqueConstraint("application_id", name=op.f("uq_pitch_slot_application_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_pitch_slot_uid")),
    )
    with op.batch_alter_table("pitch_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pitch_slot_sitting_id_position"), ["sitting_id", "position"], unique=False)
    op.create_table(
        "release_item",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("parent_uid", sa.String(length=16), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "pitches",
                "break",
                "meetings",
                "talk",
                "pitch",
                name="itemkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("room", sa.String(length=100), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("startup_id", sa.Integer(), nullable=True),
        sa.Column("startup_slug", sa.String(length=80), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("sector", sa.String(length=100), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_release_item_release_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_release_item_room_id")),
        sa.ForeignKeyConstraint(["startup_id"], ["startup.id"], name=op.f("fk_release_item_startup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_item")),
        sa.UniqueConstraint("release_id", "uid", name=op.f("uq_release_item_release_id_uid")),
    )
    with op.batch_alter_table("release_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_item_startup_id"), ["startup_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_release_item_uid"), ["uid"], unique=False)
    op.create_table(
        "rendition",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "html",
                "ics",
                "json",
                "csv",
                "xlsx",
                "pdf",
                name="renditionkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_rendition_file_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_rendition_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendition")),
        sa.UniqueConstraint("release_id", "kind", name=op.f("uq_rendition_release_id_kind")),
    )


def downgrade() -> None:
    op.drop_table("rendition")
    with op.batch_alter_table("release_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_release_item_uid"))
        batch_op.drop_index(batch_op.f("ix_release_item_startup_id"))
    op.drop_table("release_item")
    with op.batch_alter_table("pitch_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pitch_slot_sitting_id_position"))
    op.drop_table("pitch_slot")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_meeting_live_pair",
            postgresql_where=sa.text("state = 'scheduled'"),
            sqlite_where=sa.text("state = 'scheduled'"),
        )
        batch_op.drop_index(batch_op.f("ix_meeting_startup_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_investor_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_event_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_meeting_block_uid"))
    op.drop_table("meeting")
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sitting_event_id_starts_at"))
    op.drop_table("sitting")
    op.drop_table("release")
    op.drop_table("agenda_pdf")
    op.drop_table("feed_token")
