"""Words for each city, and its region and combined authority as facts that change on a day

Revision ID: 0011
Revises: 0010
"""

import datetime

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OVERLAP = "ex_city_area_overlap"

# The regions of England are those of April 1994, which statistics now call ITL 1.
REGIONS_BEGAN = datetime.date(1994, 4, 1)


def _since(year: int, month: int, day: int, authority: str) -> tuple[datetime.date, str]:
    return datetime.date(year, month, day), authority


_WEST_YORKSHIRE = _since(2014, 4, 1, "West Yorkshire Combined Authority")
_LANCASHIRE = _since(2025, 2, 5, "Lancashire Combined County Authority")
_NORTH_EAST = "North East Combined Authority"

# When each began to exist in law, by the order that made it; functions and mayors came later.
AUTHORITIES = {
    "manchester": (_since(2011, 4, 1, "Greater Manchester Combined Authority"),),
    "leeds": (_WEST_YORKSHIRE,),
    "sheffield": (
        _since(2014, 4, 1, "Sheffield City Region Combined Authority"),
        _since(2021, 9, 17, "South Yorkshire Mayoral Combined Authority"),
    ),
    "liverpool": (_since(2014, 4, 1, "Liverpool City Region Combined Authority"),),
    "newcastle": (
        _since(2014, 4, 15, _NORTH_EAST),
        _since(2018, 11, 2, "North of Tyne Combined Authority"),
        _since(2024, 5, 7, _NORTH_EAST),
    ),
    "sunderland": (_since(2014, 4, 15, _NORTH_EAST),),
    "tees-valley": (_since(2016, 4, 1, "Tees Valley Combined Authority"),),
    "hull": (_since(2025, 2, 5, "Hull and East Yorkshire Combined Authority"),),
    "york": (_since(2023, 12, 20, "York and North Yorkshire Combined Authority"),),
    "bradford": (_WEST_YORKSHIRE,),
    "preston": (_LANCASHIRE,),
    "lancaster": (_LANCASHIRE,),
}

# What the version before called them.
SHORT = {
    "South Yorkshire Mayoral Combined Authority": "South Yorkshire",
    "Lancashire Combined County Authority": "Lancashire",
}

SUMMARIES = {
    "manchester": "Manchester is the centre of a city region of ten boroughs in the North West. "
    "Trams join its main stations, Piccadilly and Victoria, with most of them.",
    "leeds": "Leeds is the largest city of West Yorkshire. Trains reach Bradford and York within half an hour.",
    "sheffield": "Sheffield is the largest city of South Yorkshire, at the edge of the Peak District. "
    "It has made steel for centuries.",
    "liverpool": "Liverpool is a port on the Mersey. Lime Street station and the underground lines of Merseyrail meet "
    "in its centre.",
    "newcastle": "Newcastle lies on the north bank of the Tyne, opposite Gateshead. The Metro joins it with the "
    "airport, the coast and Sunderland.",
    "sunderland": "Sunderland is a city at the mouth of the Wear. The Metro joins it with Gateshead and Newcastle.",
    "tees-valley": "Tees Valley is five boroughs around the Tees: Darlington, Hartlepool, Middlesbrough, Redcar and "
    "Cleveland, and Stockton-on-Tees. The page of each pitch day says in which town it is.",
    "hull": "Kingston upon Hull is a port where the River Hull meets the Humber. Trains and buses share one station, "
    "Paragon Interchange.",
    "york": "York is a walled city on the Ouse, on the main line between London and Edinburgh.",
    "bradford": "Bradford is a city of West Yorkshire, next to Leeds, and was the UK City of Culture of 2025. "
    "It has two stations, Interchange and Forster Square.",
    "preston": "Preston is a city on the Ribble, on the main line between London and Glasgow.",
    "lancaster": "Lancaster is a city on the Lune, near Morecambe Bay, on the main line between London and Glasgow.",
}

city = sa.table(
    "city", *(sa.column(name) for name in ("id", "slug", "summary", "version", "region", "combined_authority"))
)
area = sa.table(
    "city_area",
    sa.column("city_id"),
    sa.column("region"),
    sa.column("combined_authority"),
    sa.column("valid_from", sa.Date()),
    sa.column("valid_to", sa.Date()),
)


def upgrade() -> None:
    op.create_table(
        "city_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=100), nullable=False),
        sa.Column("combined_authority", sa.String(length=100), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_city_area_ends_after_start")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_city_area_city_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_area")),
    )
    op.create_index(op.f("ix_city_area_city_id_valid_from"), "city_area", ["city_id", "valid_from"])
    _one_at_a_time()
    with op.batch_alter_table("city") as batch:
        batch.add_column(sa.Column("summary", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    _carry_over()
    with op.batch_alter_table("city") as batch:
        batch.alter_column("summary", server_default=None)
        batch.alter_column("version", server_default=None)
        batch.drop_column("region")
        batch.drop_column("combined_authority")


def _one_at_a_time() -> None:
    """No two areas of a city hold on one day."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"ALTER TABLE city_area ADD CONSTRAINT {OVERLAP} EXCLUDE USING gist "
            "(int4range(city_id, city_id, '[]') WITH &&, daterange(valid_from, valid_to, '[]') WITH &&)"
        )
        return
    for name, when in (("insert", "INSERT"), ("update", "UPDATE")):
        op.execute(
            f"CREATE TRIGGER {OVERLAP}_{name} BEFORE {when} ON city_area "
            f"BEGIN SELECT RAISE(ABORT, '{OVERLAP}') WHERE EXISTS (SELECT 1 FROM city_area AS other "
            "WHERE other.city_id = NEW.city_id AND other.id IS NOT NEW.id "
            "AND other.valid_from <= coalesce(NEW.valid_to, '9999-12-31') "
            "AND NEW.valid_from <= coalesce(other.valid_to, '9999-12-31')); END"
        )


def _carry_over() -> None:
    """The known cities get the history of their areas, others keep what they had, as if it had always been so."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(city)).all():
        connection.execute(sa.update(city).where(city.c.id == row.id).values(summary=SUMMARIES.get(row.slug, "")))
        versions = [(REGIONS_BEGAN, "" if row.slug in AUTHORITIES else row.combined_authority)]
        versions += AUTHORITIES.get(row.slug, ())
        ends = [start - datetime.timedelta(days=1) for start, _ in versions[1:]]
        for (start, authority), end in zip(versions, [*ends, None], strict=True):
            connection.execute(
                sa.insert(area).values(
                    city_id=row.id, region=row.region, combined_authority=authority, valid_from=start, valid_to=end
                )
            )


def downgrade() -> None:
    with op.batch_alter_table("city") as batch:
        batch.add_column(sa.Column("region", sa.String(length=100), nullable=False, server_default=""))
        batch.add_column(sa.Column("combined_authority", sa.String(length=100), nullable=False, server_default=""))
        batch.drop_column("version")
        batch.drop_column("summary")
    connection = op.get_bind()
    for row in connection.execute(sa.select(area).where(area.c.valid_to.is_(None))).all():
        known = row.combined_authority
        values = {
            "region": row.region,
            "combined_authority": SHORT.get(known, known.removesuffix(" Combined Authority")),
        }
        connection.execute(sa.update(city).where(city.c.id == row.city_id).values(**values))
    with op.batch_alter_table("city") as batch:
        batch.alter_column("region", server_default=None)
        batch.alter_column("combined_authority", server_default=None)
    op.drop_index(op.f("ix_city_area_city_id_valid_from"), "city_area")
    op.drop_table("city_area")
