"""The cities of the North, the sectors of the Industrial Strategy, and sample statements

Revision ID: 0006
Revises: 0005
"""

import datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# slug, name, latitude, longitude, hue, region, combined authority (as in November 2026)
CITIES = (
    ("manchester", "Manchester", 53.48, -2.24, 85, "North West", "Greater Manchester"),
    ("leeds", "Leeds", 53.80, -1.55, 250, "Yorkshire and the Humber", "West Yorkshire"),
    ("sheffield", "Sheffield", 53.38, -1.47, 200, "Yorkshire and the Humber", "South Yorkshire"),
    ("liverpool", "Liverpool", 53.41, -2.99, 25, "North West", "Liverpool City Region"),
    ("newcastle", "Newcastle", 54.98, -1.61, 300, "North East", "North East"),
    ("sunderland", "Sunderland", 54.91, -1.38, 10, "North East", "North East"),
    ("tees-valley", "Tees Valley", 54.57, -1.24, 165, "North East", "Tees Valley"),
    ("hull", "Hull", 53.74, -0.33, 60, "Yorkshire and the Humber", "Hull and East Yorkshire"),
    ("york", "York", 53.96, -1.08, 120, "Yorkshire and the Humber", "York and North Yorkshire"),
    ("bradford", "Bradford", 53.79, -1.75, 330, "Yorkshire and the Humber", "West Yorkshire"),
    ("preston", "Preston", 53.76, -2.70, 140, "North West", "Lancashire"),
    ("lancaster", "Lancaster", 54.05, -2.80, 220, "North West", "Lancashire"),
)

SECTORS = (
    "Advanced Manufacturing",
    "Clean Energy Industries",
    "Creative Industries",
    "Defence",
    "Digital and Technologies",
    "Financial Services",
    "Life Sciences",
    "Professional and Business Services",
    "Other",
)

RISK = (
    "**I accept that the investments to which the promotions will relate may expose me to a significant risk of "
    "losing all of the money or other property invested.**"
)
SAMPLE = "*Sample wording, to be replaced by the organiser with the statutory text.*\n\n"

# basis, title, summary, body, grounds
STATEMENTS = (
    (
        "high_net_worth",
        "Statement for a high net worth individual",
        "You earn £100,000 or more a year, or own £250,000 or more apart from your home and pension.",
        SAMPLE + "I declare that I am a high net worth individual because at least one of the statements I have ticked "
        "applies to me. **I understand that I can receive financial promotions that may not have been approved by a "
        "person authorised by the Financial Conduct Authority.**\n\n" + RISK,
        [
            "In the last financial year I had an income of £100,000 or more.",
            "Throughout the last financial year I had net assets of £250,000 or more, not counting my home, "
            "a loan secured on it, my pension or insurance rights.",
        ],
    ),
    (
        "self_certified_sophisticated",
        "Statement for a self-certified sophisticated investor",
        "You have invested in unlisted companies before, run one of size, or belong to an angel network.",
        SAMPLE + "I declare that I am a self-certified sophisticated investor because at least one of the statements I "
        "have ticked applies to me. **I understand that I can receive financial promotions that may not have been "
        "approved by a person authorised by the Financial Conduct Authority.**\n\n" + RISK,
        [
            "I have worked in private equity or in the finance of small and medium businesses in the last two years.",
            "I have been a director of a company with an annual turnover of £1 million or more in the last two years.",
            "I have made two or more investments in unlisted companies in the last two years.",
            "I have been a member of a network or syndicate of business angels for more than six months.",
        ],
    ),
    (
        "investment_professional",
        "Confirmation by an investment professional",
        "You act for a fund or firm that is authorised or exempt, such as a venture capital manager.",
        SAMPLE + "I confirm that I receive promotions as an investment professional, in the course of the business of "
        "the firm named in my profile.\n\n" + RISK,
        [
            "My firm is authorised by the Financial Conduct Authority or is an exempt person.",
            "My ordinary business, or my employer's, involves carrying on investment activity of this kind.",
        ],
    ),
    (
        "high_net_worth_company",
        "Confirmation for a high net worth company or partnership",
        "You act for a company, partnership or trust of substantial means, such as a corporate investor.",
        SAMPLE + "I confirm that I receive promotions as a director, officer or employee of the organisation named in "
        "my profile, acting in that role.\n\n" + RISK,
        [
            "It is a company with called-up share capital or net assets of £5 million or more, or a member of its "
            "group.",
            "It is a company with more than 20 members, or a subsidiary of one, and has called-up share capital or "
            "net assets of £500,000 or more.",
            "It is a partnership or association with net assets of £5 million or more.",
            "It is the trustee of a high value trust.",
        ],
    ),
)


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in columns))


def upgrade() -> None:
    city = _table("city", "slug", "name", "latitude", "longitude", "hue", "region", "combined_authority")
    op.bulk_insert(city, [dict(zip((c.name for c in city.columns), row, strict=True)) for row in CITIES])
    op.bulk_insert(
        _table("sector", "slug", "name"),
        [{"slug": name.lower().replace(" ", "-"), "name": name} for name in SECTORS],
    )
    template = sa.table(
        "statement_template",
        *(sa.column(name) for name in ("basis", "edition", "title", "summary", "body", "months_valid", "is_sample")),
        sa.column("grounds", sa.JSON()),
        sa.column("effective_from", sa.Date()),
    )
    op.bulk_insert(
        template,
        [
            {
                "basis": basis,
                "edition": 1,
                "title": title,
                "summary": summary,
                "body": body,
                "grounds": grounds,
                "months_valid": 12,
                "effective_from": datetime.date(2024, 3, 27),
                "is_sample": True,
            }
            for basis, title, summary, body, grounds in STATEMENTS
        ],
    )


def downgrade() -> None:
    for name in ("statement_template", "sector", "city"):
        op.execute(sa.delete(sa.table(name)))
