"""Startups, who belongs to them, and their decks. Each fact is declared public or promotional here, once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.accounts.invitations import Invitation
from pitchday.accounts.models import Person
from pitchday.clock import UK
from pitchday.db import Base, Row, Versioned, explain, new_uid
from pitchday.events.models import Event, Sector
from pitchday.files.models import StoredFile
from pitchday.history import Recorded
from pitchday.investors.models import InvestorStatement
from pitchday.places.models import City
from pitchday.startups.enums import (
    Instrument,
    JoinState,
    Registration,
    ReliefStatus,
    Stage,
    TaxRelief,
    Tier,
    TradingStatus,
)

PUBLIC: dict[Any, Any] = {"tier": Tier.PUBLIC}
PROMOTIONAL: dict[Any, Any] = {"tier": Tier.PROMOTIONAL}
ORGANISERS: dict[Any, Any] = {"tier": Tier.ORGANISERS}


_HAS_ITS_OWN = sa.text("company_number <> '' AND NOT number_shared")
_OWN_NUMBER: dict[str, Any] = {"sqlite_where": _HAS_ITS_OWN, "postgresql_where": _HAS_ITS_OWN}


class Startup(Versioned, Recorded, Base):
    """One profile for every call and every city.

    A column that holds a fact about the company carries its tier in `info`; `startups.visibility` is the only way
    out for any of them, and a column without a tier never leaves. The deck is promotional.
    """

    __tablename__ = "startup"
    __table_args__ = (
        sa.CheckConstraint("ask >= 0 AND valuation >= 0", name="money_is_not_negative"),
        sa.CheckConstraint(
            "coalesce(customers, 0) >= 0 AND coalesce(monthly_revenue, 0) >= 0 AND coalesce(staff_fte, 0) >= 0"
            " AND coalesce(turnover, 0) >= 0 AND coalesce(raised, 0) >= 0",
            name="figures_are_not_negative",
        ),
        sa.CheckConstraint(
            "(customers IS NULL AND monthly_revenue IS NULL) = (traction_on IS NULL)"
            " AND (staff_fte IS NULL) = (staff_fte_on IS NULL) AND (turnover IS NULL) = (turnover_on IS NULL)"
            " AND (raised IS NULL) = (raised_on IS NULL)",
            name="figures_have_a_date",
        ),
        sa.CheckConstraint(
            "(coalesce(registration, '') = 'companies_house') = (company_number <> '')",
            name="number_and_registration_agree",
        ),
        sa.CheckConstraint(
            "(coalesce(registration, '') = 'overseas') = (overseas_country <> '')"
            " AND (overseas_number = '' OR overseas_country <> '')",
            name="overseas_has_a_country",
        ),
        sa.CheckConstraint(
            "relief_status IS NULL OR coalesce(tax_relief, 'none') <> 'none'", name="relief_status_has_a_scheme"
        ),
        sa.Index("uq_startup_company_number", "company_number", unique=True, **_OWN_NUMBER),
    )

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    diary_id: Mapped[int] = mapped_column(sa.ForeignKey("diary.id"), unique=True)
    created_at: Mapped[datetime]
    # Set once a place at a pitch day is confirmed: from then on the public facts are for everybody.
    listed: Mapped[bool] = mapped_column(default=False)
    # One that had the number of another before numbers were looked at; nobody else gets a number twice.
    number_shared: Mapped[bool] = mapped_column(default=False)

    name: Mapped[str] = mapped_column(sa.String(120), info=PUBLIC)
    one_liner: Mapped[str] = mapped_column(sa.String(160), default="", info=PUBLIC)
    description: Mapped[str] = mapped_column(sa.Text, default="", info=PUBLIC)
    website: Mapped[str] = mapped_column(sa.String(300), default="", info=PUBLIC)
    city_id: Mapped[int | None] = mapped_column(sa.ForeignKey("city.id"), info=PUBLIC)
    sector_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sector.id"), info=PUBLIC)
    # As `rules.read_specialisms` writes them: a startup has one sector and several of these.
    specialisms: Mapped[str] = mapped_column(sa.String(200), default="", info=PUBLIC)
    stage: Mapped[Stage | None] = mapped_column(info=PUBLIC)
    trading_status: Mapped[TradingStatus | None] = mapped_column(info=PUBLIC)
    # A month or a day as ISO 8601 writes them, since many know the month only: `2024-03`, `2024-03-14`.
    founded: Mapped[str] = mapped_column(sa.String(10), default="", info=PUBLIC)
    registration: Mapped[Registration | None] = mapped_column(info=PUBLIC)
    company_number: Mapped[str] = mapped_column(sa.String(8), default="", info=PUBLIC)
    overseas_country: Mapped[str] = mapped_column(sa.String(60), default="", info=PUBLIC)
    overseas_number: Mapped[str] = mapped_column(sa.String(40), default="", info=PUBLIC)
    video_url: Mapped[str] = mapped_column(sa.String(300), default="", info=PUBLIC)
    logo_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"), info=PUBLIC)

    ask: Mapped[int | None] = mapped_column(info=PROMOTIONAL)
    instrument: Mapped[Instrument | None] = mapped_column(info=PROMOTIONAL)
    valuation: Mapped[int | None] = mapped_column(info=PROMOTIONAL)
    use_of_funds: Mapped[str] = mapped_column(sa.Text, default="", info=PROMOTIONAL)
    traction: Mapped[str] = mapped_column(sa.Text, default="", info=PROMOTIONAL)
    customers: Mapped[int | None] = mapped_column(info=PROMOTIONAL)
    monthly_revenue: Mapped[int | None] = mapped_column(info=PROMOTIONAL)
    traction_on: Mapped[date | None] = mapped_column(info=PROMOTIONAL)
    tax_relief: Mapped[TaxRelief | None] = mapped_column(info=PROMOTIONAL)
    relief_status: Mapped[ReliefStatus | None] = mapped_column(info=PROMOTIONAL)
    relief_on: Mapped[date | None] = mapped_column(info=PROMOTIONAL)
    relief_reference: Mapped[str] = mapped_column(sa.String(60), default="", info=PROMOTIONAL)

    # Whole postcodes of young companies are often somebody's home.
    postcode: Mapped[str] = mapped_column(sa.String(8), default="", info=ORGANISERS)
    # From here the programme counts what came of it; each figure is of a day.
    staff_fte: Mapped[float | None] = mapped_column(sa.Double, info=ORGANISERS)
    staff_fte_on: Mapped[date | None] = mapped_column(info=ORGANISERS)
    turnover: Mapped[int | None] = mapped_column(info=ORGANISERS)
    turnover_on: Mapped[date | None] = mapped_column(info=ORGANISERS)
    raised: Mapped[int | None] = mapped_column(info=ORGANISERS)
    raised_on: Mapped[date | None] = mapped_column(info=ORGANISERS)

    city: Mapped[City | None] = relationship()
    sector: Mapped[Sector | None] = relationship()
    logo: Mapped[StoredFile | None] = relationship()
    members: Mapped[list[StartupMember]] = relationship(back_populates="startup", order_by="StartupMember.id")


class StartupMember(Row, Recorded, Base):
    """Somebody who may edit the profile and speak for the startup.

    `listed_as` is for those who were added without being asked, as it once was: the name that was typed, when we knew
    the person by another. An address that somebody types must not tell them whose it is.
    """

    __tablename__ = "startup_member"
    __table_args__ = (sa.UniqueConstraint("startup_id", "person_id"),)

    startup_id: Mapped[int] = mapped_column(sa.ForeignKey("startup.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(100), default="Founder")
    listed_as: Mapped[str | None] = mapped_column(sa.String(200))

    startup: Mapped[Startup] = relationship(back_populates="members")
    person: Mapped[Person] = relationship(lazy="joined")

    @property
    def name(self) -> str:
        return self.listed_as or self.person.name

    def history_label(self) -> str:
        return f"{self.name}, {self.role}" if self.person else self.role


class MemberInvitation(Row, Invitation, Recorded, Base):
    """To become a member of a startup; they are one when they accept."""

    __tablename__ = "startup_invitation"
    __table_args__ = (
        sa.Index(
            "uq_startup_invitation_open",
            "startup_id",
            "email",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )

    startup_id: Mapped[int] = mapped_column(sa.ForeignKey("startup.id"))
    role: Mapped[str] = mapped_column(sa.String(100))

    startup: Mapped[Startup] = relationship()

    def history_label(self) -> str:
        return f"Invitation of {self.name}"


class JoinRequest(Row, Recorded, Base):
    """Somebody who says that a startup is theirs too, and whom its members let in or not. It is answered once."""

    __tablename__ = "startup_join_request"
    __table_args__ = (sa.UniqueConstraint("startup_id", "person_id"),)

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    startup_id: Mapped[int] = mapped_column(sa.ForeignKey("startup.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    message: Mapped[str] = mapped_column(sa.String(500), default="")
    state: Mapped[JoinState] = mapped_column(default=JoinState.OPEN)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    startup: Mapped[Startup] = relationship()
    person: Mapped[Person] = relationship(lazy="joined")

    def history_label(self) -> str:
        return f"{self.person.name} asks to join" if self.person else "A request to join"


class Deck(Row, Recorded, Base):
    """One uploaded version of a startup's slides, in PDF; promotional. At most one of a startup's is shown."""

    __tablename__ = "deck"
    __table_args__ = (
        sa.Index(
            "uq_deck_shown",
            "startup_id",
            unique=True,
            sqlite_where=sa.text("is_shown"),
            postgresql_where=sa.text("is_shown"),
        ),
    )

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    startup_id: Mapped[int] = mapped_column(sa.ForeignKey("startup.id"), index=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    file_name: Mapped[str] = mapped_column(sa.String(120))
    pages: Mapped[int]
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    is_shown: Mapped[bool] = mapped_column(default=False)

    startup: Mapped[Startup] = relationship()
    file: Mapped[StoredFile] = relationship(lazy="joined")
    uploaded_by: Mapped[Person] = relationship()

    @property
    def download_name(self) -> str:
        """Whose it is, what, and of which day: whoever has many decks in one folder can tell them apart."""
        return f"{self.startup.slug}-deck-{self.uploaded_at.astimezone(UK):%Y-%m-%d}"

    def history_label(self) -> str:
        return f"Deck {self.file_name}"


class DeckView(Row, Base):
    """Somebody else than a member opened a deck. The database refuses to update or delete it.

    Organisers do as such of an event, investors under a statement.
    """

    __tablename__ = "deck_view"
    __table_args__ = (sa.Index(None, "deck_id", "person_id", "at"),)

    deck_id: Mapped[int] = mapped_column(sa.ForeignKey("deck.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event.id"))
    statement_id: Mapped[int | None] = mapped_column(sa.ForeignKey("investor_statement.id"))
    at: Mapped[datetime]

    deck: Mapped[Deck] = relationship()
    person: Mapped[Person] = relationship()
    event: Mapped[Event | None] = relationship()
    statement: Mapped[InvestorStatement | None] = relationship()


explain("uq_deck_shown", "Somebody else has chosen a deck at the same moment. Look at which is shown now.")
explain("uq_startup_slug", "A startup of this name is here already.", field="name")
explain("uq_startup_company_number", "A startup with this company number is here already.", field="company_number")
explain("uq_startup_invitation_open", "Somebody with this address is invited already.", field="email")
explain("uq_startup_join_request_startup_id_person_id", "You have asked them already.")
explain("uq_startup_member_startup_id_person_id", "This person is a member already.", field="email")
explain("ck_startup_money_is_not_negative", "Enter amounts of money without a minus.", field="ask")
explain("ck_startup_figures_are_not_negative", "Enter figures without a minus.")
explain("ck_startup_figures_have_a_date", "Enter the day that each figure is of.")
explain("ck_startup_number_and_registration_agree", "The company number and where it is registered do not agree.")
explain("ck_startup_overseas_has_a_country", "Enter the country in which the company is registered.")
explain("ck_startup_relief_status_has_a_scheme", "Choose SEIS or EIS.", field="tax_relief")
