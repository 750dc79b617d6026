"""Investors and the statements they have signed."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.accounts.models import Person
from pitchday.db import Base, Row, Versioned, explain, new_uid
from pitchday.history import Recorded
from pitchday.investors.enums import Basis, InvestorKind


class InvestorProfile(Versioned, Recorded, Base):
    """That a person invests, and for whom. Private: no page lists investors."""

    __tablename__ = "investor_profile"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    firm: Mapped[str] = mapped_column(sa.String(200), default="")
    kind: Mapped[InvestorKind]
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined")

    def history_label(self) -> str:
        return f"Investor profile of {self.person.name}" if self.person else "Investor profile"


class StatementTemplate(Row, Base):
    """The wording of a statement, as data: what ships is a sample for the organiser's lawyer to replace.

    `body` is Markdown, whose emphasis is kept, since article 48(3) wants the words in bold to be bold. `grounds`
    are the alternatives of which at least one must be ticked.
    """

    __tablename__ = "statement_template"
    __table_args__ = (sa.UniqueConstraint("basis", "edition"),)

    basis: Mapped[Basis]
    edition: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    summary: Mapped[str] = mapped_column(sa.String(300))
    body: Mapped[str] = mapped_column(sa.Text)
    grounds: Mapped[list[str]]
    months_valid: Mapped[int]
    effective_from: Mapped[date]
    is_sample: Mapped[bool] = mapped_column(default=True)


class InvestorStatement(Row, Recorded, Base):
    """One signed statement: never edited, only withdrawn or followed by another.

    `last_valid_day` is a day in the United Kingdom; the statement holds through it. `text` is the exact wording
    that was shown.
    """

    __tablename__ = "investor_statement"
    __table_args__ = (sa.Index(None, "person_id", "last_valid_day"),)

    # What somebody earns or owns is theirs to tell: history says that they signed, not what.
    history_hides: ClassVar[frozenset[str]] = frozenset({"grounds", "text", "signed_name"})

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    template_id: Mapped[int] = mapped_column(sa.ForeignKey("statement_template.id"))
    basis: Mapped[Basis]
    text: Mapped[str] = mapped_column(sa.Text)
    grounds: Mapped[list[str]]
    signed_name: Mapped[str] = mapped_column(sa.String(200))
    signed_at: Mapped[datetime]
    signed_on: Mapped[date]
    last_valid_day: Mapped[date]
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    template: Mapped[StatementTemplate] = relationship()

    def history_label(self) -> str:
        return f"Statement of {self.person.name}" if self.person else "Statement"


explain("uq_investor_profile_person_id", "You are registered as an investor already.")
