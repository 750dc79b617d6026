"""Results, routes between pitch days, and who goes through

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("public_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_result_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_result")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_result_event_id")),
    )
    op.create_table(
        "placing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("tie_order", sa.Integer(), nullable=True),
        sa.Column("tie_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("rank BETWEEN 1 AND 999", name=op.f("ck_placing_rank_in_range")),
        sa.CheckConstraint(
            "tie_order IS NULL OR tie_reason <> ''", name=op.f("ck_placing_tie_is_settled_with_a_reason")
        ),
        sa.ForeignKeyConstraint(["result_id"], ["event_result.id"], name=op.f("fk_placing_result_id")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_placing_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placing")),
        sa.UniqueConstraint("application_id", name=op.f("uq_placing_application_id")),
    )
    op.create_index(op.f("ix_placing_result_id"), "placing", ["result_id"])
    _routes()
    _places()


def _routes() -> None:
    op.create_table(
        "progression_route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("from_event_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=30), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("reserves", sa.Integer(), nullable=False),
        sa.Column("above", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "rule IN ('top', 'above', 'pick', 'wild_card')", name=op.f("ck_progression_route_routerule")
        ),
        sa.CheckConstraint("places BETWEEN 1 AND 50", name=op.f("ck_progression_route_places_in_range")),
        sa.CheckConstraint("reserves BETWEEN 0 AND 50", name=op.f("ck_progression_route_reserves_in_range")),
        sa.CheckConstraint(
            "(rule = 'above') = (above IS NOT NULL)", name=op.f("ck_progression_route_a_score_where_one_is_needed")
        ),
        sa.CheckConstraint(
            "(rule = 'wild_card') = (from_event_id IS NULL)",
            name=op.f("ck_progression_route_wild_cards_come_from_anywhere"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_progression_route_event_id")),
        sa.ForeignKeyConstraint(["from_event_id"], ["event.id"], name=op.f("fk_progression_route_from_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progression_route")),
        sa.UniqueConstraint("uid", name=op.f("uq_progression_route_uid")),
        sa.UniqueConstraint(
            "from_event_id", "event_id", "rule", name=op.f("uq_progression_route_from_event_id_event_id_rule")
        ),
    )
    op.create_index(op.f("ix_progression_route_event_id"), "progression_route", ["event_id"])


def _places() -> None:
    op.create_table(
        "progression_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("startup_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("is_reserve", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "application_id IS NULL OR told_at IS NOT NULL", name=op.f("ck_progression_place_invited_when_told")
        ),
        sa.ForeignKeyConstraint(["route_id"], ["progression_route.id"], name=op.f("fk_progression_place_route_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_progression_place_event_id")),
        sa.ForeignKeyConstraint(["startup_id"], ["startup.id"], name=op.f("fk_progression_place_startup_id")),
        sa.ForeignKeyConstraint(["source_id"], ["application.id"], name=op.f("fk_progression_place_source_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_progression_place_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progression_place")),
        sa.UniqueConstraint("uid", name=op.f("uq_progression_place_uid")),
        sa.UniqueConstraint("event_id", "startup_id", name=op.f("uq_progression_place_event_id_startup_id")),
    )
    op.create_index(op.f("ix_progression_place_route_id"), "progression_place", ["route_id"])


def downgrade() -> None:
    for table in ("progression_place", "progression_route", "placing", "event_result"):
        op.drop_table(table)
