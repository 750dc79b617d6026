"""Venues with an owner, coordinates and facts with three answers; layouts of rooms; ways between venues

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

LAYOUTS = ("theatre", "cabaret", "boardroom", "classroom", "standing")
SEATS = " AND ".join(f"coalesce(seats_{layout}, 1) BETWEEN 1 AND capacity" for layout in LAYOUTS)
SCREENS = sa.Enum(
    "16:9", "16:10", "4:3", "none", name="screenratio", native_enum=False, create_constraint=False, length=30
)
VENUE_CHECKS = {
    "both_coordinates_or_none": "(latitude IS NULL) = (longitude IS NULL)",
    "is_on_earth": "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
    "capacity_is_positive": "capacity > 0",
}
ROOM_CHECKS = {
    "tables_are_counted": "most_tables > 0",
    "layouts_fit": SEATS,
    "screenratio": "screen IN ('16:9', '16:10', '4:3', 'none')",
}

venue = sa.table("venue", *(sa.column(name) for name in ("id", "owner_id", "step_free", "hearing_loop")))
person = sa.table("person", sa.column("id"))
entry = sa.table("history_entry", *(sa.column(name) for name in ("id", "actor", "action", "subject")))


def upgrade() -> None:
    with op.batch_alter_table("venue") as batch:
        batch.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("latitude", sa.Double(), nullable=True))
        batch.add_column(sa.Column("longitude", sa.Double(), nullable=True))
        batch.add_column(sa.Column("quiet_room", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
        batch.alter_column("step_free", existing_type=sa.Boolean(), nullable=True)
        batch.alter_column("hearing_loop", existing_type=sa.Boolean(), nullable=True)
        batch.create_foreign_key(batch.f("fk_venue_owner_id"), "person", ["owner_id"], ["id"])
        for name, condition in VENUE_CHECKS.items():
            batch.create_check_constraint(batch.f(f"ck_venue_{name}"), condition)
    op.create_index(op.f("ix_venue_owner_id"), "venue", ["owner_id"])
    with op.batch_alter_table("room") as batch:
        batch.add_column(sa.Column("screen", SCREENS, nullable=True))
        for layout in LAYOUTS:
            batch.add_column(sa.Column(f"seats_{layout}", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("most_tables", sa.Integer(), nullable=True))
        for name, condition in ROOM_CHECKS.items():
            batch.create_check_constraint(batch.f(f"ck_room_{name}"), condition)
    _ways()
    _carry_over()


def _ways() -> None:
    op.create_table(
        "travel_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_venue_id", sa.Integer(), nullable=False),
        sa.Column("to_venue_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("from_venue_id < to_venue_id", name=op.f("ck_travel_time_one_row_for_both_ways")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_travel_time_minutes_of_a_day")),
        sa.ForeignKeyConstraint(["from_venue_id"], ["venue.id"], name=op.f("fk_travel_time_from_venue_id")),
        sa.ForeignKeyConstraint(["to_venue_id"], ["venue.id"], name=op.f("fk_travel_time_to_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_travel_time")),
        sa.UniqueConstraint("from_venue_id", "to_venue_id", name=op.f("uq_travel_time_from_venue_id_to_venue_id")),
    )
    op.create_index(op.f("ix_travel_time_to_venue_id"), "travel_time", ["to_venue_id"])


def _carry_over() -> None:
    """Whoever added a venue owns it. No was the answer where nobody had said yes: pages called it not confirmed."""
    for column in (venue.c.step_free, venue.c.hearing_loop):
        op.execute(sa.update(venue).where(column.is_(sa.false())).values({column.name: None}))
    connection = op.get_bind()
    people = set(connection.execute(sa.select(person.c.id)).scalars())
    for venue_id in connection.execute(sa.select(venue.c.id)).scalars().all():
        added = sa.select(entry.c.actor).where(entry.c.action == "created", entry.c.subject == f"venue:{venue_id}")
        kind, _, number = (connection.execute(added.limit(1)).scalar() or "").partition(":")
        if kind == "person" and int(number) in people:
            op.execute(sa.update(venue).where(venue.c.id == venue_id).values(owner_id=int(number)))


def downgrade() -> None:
    op.drop_index(op.f("ix_travel_time_to_venue_id"), "travel_time")
    op.drop_table("travel_time")
    with op.batch_alter_table("room") as batch:
        for name in ROOM_CHECKS:
            batch.drop_constraint(batch.f(f"ck_room_{name}"), type_="check")
        batch.drop_column("most_tables")
        for layout in LAYOUTS:
            batch.drop_column(f"seats_{layout}")
        batch.drop_column("screen")
    for column in (venue.c.step_free, venue.c.hearing_loop):
        op.execute(sa.update(venue).where(column.is_(None)).values({column.name: sa.false()}))
    op.drop_index(op.f("ix_venue_owner_id"), "venue")
    with op.batch_alter_table("venue") as batch:
        for name in VENUE_CHECKS:
            batch.drop_constraint(batch.f(f"ck_venue_{name}"), type_="check")
        batch.drop_constraint(batch.f("fk_venue_owner_id"), type_="foreignkey")
        batch.alter_column("hearing_loop", existing_type=sa.Boolean(), nullable=False)
        batch.alter_column("step_free", existing_type=sa.Boolean(), nullable=False)
        for name in ("retired_at", "capacity", "quiet_room", "longitude", "latitude", "owner_id"):
            batch.drop_column(name)
