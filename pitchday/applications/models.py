"""Calls and their questions, applications with their answers, and what was submitted when."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.accounts.models import Person
from pitchday.applications.enums import ApplicationState, Decision, QuestionKind, Readers
from pitchday.applications.importing.models import ApplicationImport
from pitchday.applications.kinds import Terms
from pitchday.applications.set_models import QuestionSet
from pitchday.db import Base, Row, Versioned, explain, new_uid
from pitchday.events.models import Event
from pitchday.files.models import StoredFile
from pitchday.history import Recorded
from pitchday.startups.models import Deck, Startup


class LateLink(Row, Recorded, Base):
    """That one startup may begin, change and send until `ends_at`, although applications have closed, and why.

    It was mailed to `email`; of its token only the hash is kept. Whoever opens it takes it for one of their startups.
    """

    __tablename__ = "late_link"
    __table_args__ = (
        sa.CheckConstraint("(used_at IS NULL) = (startup_id IS NULL)", name="used_by_a_startup"),
        sa.Index(None, "event_id", "startup_id"),
    )

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    email: Mapped[str] = mapped_column(sa.String(254))
    reason: Mapped[str] = mapped_column(sa.String(500))
    ends_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime]
    startup_id: Mapped[int | None] = mapped_column(sa.ForeignKey("startup.id"), index=True)
    used_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]

    history_hides: ClassVar[frozenset[str]] = frozenset({"token_hash"})
    history_skips: ClassVar[frozenset[str]] = frozenset({"startup_id"})

    event: Mapped[Event] = relationship()
    by: Mapped[Person] = relationship()
    startup: Mapped[Startup | None] = relationship()

    def history_label(self) -> str:
        return f"Late link for {self.email}"


class Question(Row, Recorded, Base):
    """What an organiser wants to know beyond the profile, and what an answer must keep to (see `kinds.Terms`).

    It is asked of everybody, or only after one of the answers `shown_if` to the earlier question `shown_if_id`.
    It belongs to every version of the form from `since` to `until`, or to today's; another wording of it is another
    row that `replaces` it, so that what was answered stays with what was asked. `from_set` is the set that it was
    taken from. What is required may be left out until `required_from`; what was sent cannot be changed after
    `fixed_after`. Neither makes a question another one.
    """

    __tablename__ = "question"
    __table_args__ = (
        sa.CheckConstraint("max_words BETWEEN 1 AND 2000", name="max_words_in_range"),
        sa.CheckConstraint("max_characters BETWEEN 1 AND 20000", name="max_characters_in_range"),
        sa.CheckConstraint("least <= most", name="least_before_most"),
        sa.CheckConstraint("shown_if_id <> id", name="shown_after_another"),
        sa.CheckConstraint("since <= until", name="since_before_until"),
    )

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(default=QuestionKind.LONG_TEXT)
    label: Mapped[str] = mapped_column(sa.String(300))
    help_text: Mapped[str] = mapped_column(sa.String(500), default="")
    max_words: Mapped[int | None]
    max_characters: Mapped[int | None]
    least: Mapped[int | None] = mapped_column(sa.BigInteger)
    most: Mapped[int | None] = mapped_column(sa.BigInteger)
    unit: Mapped[str] = mapped_column(sa.String(40), default="")
    options: Mapped[list[str]] = mapped_column(default=list)
    shown_if_id: Mapped[int | None] = mapped_column(sa.ForeignKey("question.id"), index=True)
    shown_if: Mapped[list[str]] = mapped_column(default=list)
    readers: Mapped[Readers] = mapped_column(default=Readers.ALL)
    required: Mapped[bool] = mapped_column(default=True)
    required_from: Mapped[datetime | None]
    fixed_after: Mapped[datetime | None]
    since: Mapped[int] = mapped_column(default=1)
    until: Mapped[int | None]
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("question.id"), unique=True)
    from_set_id: Mapped[int | None] = mapped_column(sa.ForeignKey(QuestionSet.id), index=True)

    @property
    def terms(self) -> Terms:
        return Terms(
            self.kind, self.max_words, self.max_characters, self.least, self.most, self.unit, tuple(self.options)
        )

    def history_label(self) -> str:
        return f"Question: {self.label}"


class Application(Versioned, Recorded, Base):
    """A startup's entry to a pitch day.

    `form_version` is that of the questions which its founders have last seen while they wrote.
    `decision` and `decision_reason` are the organisers' own until they are released; only then does `state` move
    and a mail go out. `carried_from` is the application to an earlier pitch day by which the startup came here,
    `imported` the file from which organisers brought it.
    """

    __tablename__ = "application"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "startup_id"),
        sa.CheckConstraint("decision IS NULL OR decided_at IS NOT NULL", name="decision_has_a_time"),
        sa.CheckConstraint(
            "state NOT IN ('invited', 'declined', 'confirmed') OR released_at IS NOT NULL",
            name="told_when_decided",
        ),
        sa.CheckConstraint("state <> 'returned' OR decision IS NULL", name="returned_is_undecided"),
        sa.Index(None, "event_id", "state"),
    )

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    startup_id: Mapped[int] = mapped_column(sa.ForeignKey("startup.id"), index=True)
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.DRAFT)
    deck_id: Mapped[int | None] = mapped_column(sa.ForeignKey("deck.id"))
    form_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decision: Mapped[Decision | None]
    decision_reason: Mapped[str] = mapped_column(sa.Text, default="")
    decided_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    carried_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("application.id"), index=True)
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("application_import.id"), index=True)

    history_skips: ClassVar[frozenset[str]] = frozenset({"changed_at", "form_version", "import_id"})

    event: Mapped[Event] = relationship()
    startup: Mapped[Startup] = relationship()
    deck: Mapped[Deck | None] = relationship()
    carried_from: Mapped[Application | None] = relationship(remote_side="Application.id")
    imported: Mapped[ApplicationImport | None] = relationship()
    answers: Mapped[list[Answer]] = relationship(back_populates="application", cascade="all, delete-orphan")
    submissions: Mapped[list[Submission]] = relationship(
        back_populates="application", order_by="Submission.number", cascade="all, delete-orphan"
    )
    files: Mapped[list[AnswerFile]] = relationship(back_populates="application", order_by="AnswerFile.id")
    tags: Mapped[list[Tag]] = relationship(secondary="application_tag", order_by="Tag.key", viewonly=True)
    notes: Mapped[list[Note]] = relationship(back_populates="application", order_by="Note.id")

    def history_label(self) -> str:
        return f"Application of {self.startup.name}" if self.startup else "Application"

    def history_scope(self) -> str | None:
        """What was never sent is the founders' own: the history that organisers read knows nothing of it."""
        return None if self.submitted_at is None else super().history_scope()


class Answer(Row, Base):
    """What a startup has written so far, as `kinds.read` keeps it; for a file the uid of the file."""

    __tablename__ = "answer"
    __table_args__ = (sa.UniqueConstraint("application_id", "question_id"),)

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text, default="")

    application: Mapped[Application] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship()


class AnswerFile(Row, Base):
    """A PDF that was given as an answer. It stays when another one takes its place, since it may have been sent."""

    __tablename__ = "answer_file"

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), index=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    file_name: Mapped[str] = mapped_column(sa.String(200))
    pages: Mapped[int]
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    application: Mapped[Application] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()
    uploaded_by: Mapped[Person] = relationship()


class Submission(Row, Base):
    """What was sent, as it stood then: the profile's facts by tier, the questions and answers, the deck.

    Every version is kept; organisers read the newest. `facts` holds promotional ones too, so that it leaves only
    through `startups.visibility`.
    """

    __tablename__ = "submission"
    __table_args__ = (sa.UniqueConstraint("application_id", "number"),)

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    number: Mapped[int]
    form_version: Mapped[int] = mapped_column(default=1)
    submitted_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]]
    answers: Mapped[list[Any]]
    deck_id: Mapped[int | None] = mapped_column(sa.ForeignKey("deck.id"))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    application: Mapped[Application] = relationship(back_populates="submissions")
    deck: Mapped[Deck | None] = relationship()
    by: Mapped[Person | None] = relationship()


application_tag = sa.Table(
    "application_tag",
    Base.metadata,
    sa.Column("application_id", sa.ForeignKey("application.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("tag_id", sa.ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Tag(Row, Recorded, Base):
    """A word by which those who read applications to a pitch day sort them; `key` is the name whatever its case."""

    __tablename__ = "tag"
    __table_args__ = (sa.UniqueConstraint("event_id", "key"),)

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(sa.String(40))
    # Without capitals some letters become three.
    key: Mapped[str] = mapped_column(sa.String(120))

    history_skips: ClassVar[frozenset[str]] = frozenset({"key"})


class Note(Row, Recorded, Base):
    """What somebody who reads applications thought of one, for the others who do. Founders never see it here."""

    __tablename__ = "application_note"

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]

    history_hides: ClassVar[frozenset[str]] = frozenset({"text"})

    application: Mapped[Application] = relationship(back_populates="notes")
    author: Mapped[Person] = relationship()

    def history_label(self) -> str:
        return f"Note on {self.application.startup.name}"

    def history_scope(self) -> str | None:
        return self.application.history_scope()


class BulkAct(Row, Base):
    """Decisions on many applications at once. `items` says of each how it went, and what was decided before."""

    __tablename__ = "bulk_act"

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    act: Mapped[str] = mapped_column(sa.String(10))
    at: Mapped[datetime]
    items: Mapped[list[Any]]
    undone_at: Mapped[datetime | None]

    by: Mapped[Person] = relationship()


class DraftReminder(Base):
    """When the founders of a draft were last reminded of it, and since when they want no reminders of it."""

    __tablename__ = "draft_reminder"

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    reminded_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]


class QuestionNotice(Base):
    """The version of the form of which the founders of an application were last told by mail."""

    __tablename__ = "question_notice"

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int]


explain("uq_application_event_id_startup_id", "This startup has an application to this pitch day already.")
explain("uq_tag_event_id_key", "There is a tag of this name already.", field="name")
explain("ck_question_max_words_in_range", "Enter a limit between 1 and 2,000 words.", field="max_words")
explain("ck_question_max_characters_in_range", "Enter a limit up to 20,000 characters.", field="max_characters")
explain("ck_question_least_before_most", "The most is less than the least.", field="most")
