"""Investors, startups and applications

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sector",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector")),
        sa.UniqueConstraint("name", name=op.f("uq_sector_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_sector_slug")),
    )
    op.create_table(
        "statement_template",
        sa.Column(
            "basis",
            sa.Enum(
                "high_net_worth",
                "self_certified_sophisticated",
                "investment_professional",
                "high_net_worth_company",
                name="basis",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("grounds", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("months_valid", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_template")),
        sa.UniqueConstraint("basis", "edition", name=op.f("uq_statement_template_basis_edition")),
    )
    op.create_table(
        "startup",
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("diary_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("one_liner", sa.String(length=160), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("sector_id", sa.Integer(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "idea",
                "pre_seed",
                "seed",
                "series_a",
                "growth",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("company_number", sa.String(length=8), nullable=False),
        sa.Column("ask", sa.Integer(), nullable=True),
        sa.Column(
            "instrument",
            sa.Enum(
                "equity",
                "advance_subscription",
                "convertible_loan",
                "undecided",
                name="instrument",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("valuation", sa.Integer(), nullable=True),
        sa.Column("use_of_funds", sa.Text(), nullable=False),
        sa.Column("traction", sa.Text(), nullable=False),
        sa.Column(
            "tax_relief",
            sa.Enum(
                "none",
                "seis",
                "eis",
                "both",
                name="taxrelief",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ask >= 0 AND valuation >= 0", name=op.f("ck_startup_money_is_not_negative")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_startup_city_id")),
        sa.ForeignKeyConstraint(["diary_id"], ["diary.id"], name=op.f("fk_startup_diary_id")),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"], name=op.f("fk_startup_sector_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup")),
        sa.UniqueConstraint("diary_id", name=op.f("uq_startup_diary_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_startup_slug")),
        sa.UniqueConstraint("uid", name=op.f("uq_startup_uid")),
    )
    op.create_table(
        "deck",
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("startup_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_deck_file_id")),
        sa.ForeignKeyConstraint(["startup_id"], ["startup.id"], name=op.f("fk_deck_startup_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name=op.f("fk_deck_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deck")),
        sa.UniqueConstraint("uid", name=op.f("uq_deck_uid")),
    )
    with op.batch_alter_table("deck", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deck_startup_id"), ["startup_id"], unique=False)
    op.create_table(
        "investor_profile",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("firm", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "angel",
                "syndicate",
                "venture_capital",
                "corporate",
                "family_office",
                "public_fund",
                name="investorkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_investor_profile_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investor_profile")),
        sa.UniqueConstraint("person_id", name=op.f("uq_investor_profile_person_id")),
    )
    op.create_table(
        "investor_statement",
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "high_net_worth",
                "self_certified_sophisticated",
                "investment_professional",
                "high_net_worth_company",
                name="basis",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("grounds", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("signed_name", sa.String(length=200), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("last_valid_day", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_investor_statement_person_id")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["statement_template.id"], name=op.f("fk_investor_statement_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investor_statement")),
        sa.UniqueConstraint("uid", name=op.f("uq_investor_statement_uid")),
    )
    with op.batch_alter_table("investor_statement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_investor_statement_person_id_last_valid_day"),
            ["person_id", "last_valid_day"],
            unique=False,
        )
    op.create_table(
        "startup_member",
        sa.Column("startup_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_startup_member_person_id")),
        sa.ForeignKeyConstraint(["startup_id"], ["startup.id"], name=op.f("fk_startup_member_startup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_startup_member")),
        sa.UniqueConstraint("startup_id", "person_id", name=op.f("uq_startup_member_startup_id_person_id")),
    )
    with op.batch_alter_table("startup_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_startup_member_person_id"), ["person_id"], unique=False)
    op.create_table(
        "application",
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("startup_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "invited",
                "declined",
                "confirmed",
                "withdrawn",
                name="applicationstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("deck_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "decision",
            sa.Enum("accept", "decline", name="decision", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('invited', 'declined', 'confirmed') OR released_at IS NOT NULL",
            name=op.f("ck_application_told_when_decided"),
        ),
        sa.CheckConstraint(
            "decision IS NULL OR decided_at IS NOT NULL", name=op.f("ck_application_decision_has_a_time")
        ),
        sa.ForeignKeyConstraint(["deck_id"], ["deck.id"], name=op.f("fk_application_deck_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_application_event_id")),
        sa.ForeignKeyConstraint(["startup_id"], ["startup.id"], name=op.f("fk_application_startup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("event_id", "startup_id", name=op.f("uq_application_event_id_startup_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_application_uid")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_event_id_state"), ["event_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_startup_id"), ["startup_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("uid", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("help_text", sa.String(length=500), nullable=False),
        sa.Column("max_words", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("max_words BETWEEN 1 AND 2000", name=op.f("ck_question_max_words_in_range")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_question_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("uid", name=op.f("uq_question_uid")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_event_id"), ["event_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_answer_application_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("application_id", "question_id", name=op.f("uq_answer_application_id_question_id")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_question_id"), ["question_id"], unique=False)
    op.create_table(
        "submission",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("deck_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_submission_application_id")),
        sa.ForeignKeyConstraint(["deck_id"], ["deck.id"], name=op.f("fk_submission_deck_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_submission_application_id_number")),
    )


def downgrade() -> None:
    op.drop_table("submission")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_question_id"))
    op.drop_table("answer")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_event_id"))
    op.drop_table("question")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_startup_id"))
        batch_op.drop_index(batch_op.f("ix_application_event_id_state"))
    op.drop_table("application")
    with op.batch_alter_table("startup_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_startup_member_person_id"))
    op.drop_table("startup_member")
    with op.batch_alter_table("investor_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_investor_statement_person_id_last_valid_day"))
    op.drop_table("investor_statement")
    op.drop_table("investor_profile")
    with op.batch_alter_table("deck", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deck_startup_id"))
    op.drop_table("deck")
    op.drop_table("startup")
    op.drop_table("statement_template")
    op.drop_table("sector")
