"""Every version of an application that was sent, with what was changed from each to the next."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pitchday.accounts.models import Person
from pitchday.applications import rules
from pitchday.applications.models import Application, Submission
from pitchday.applications.permissions import answers_of


@dataclass(frozen=True)
class Rewritten:
    """An answer before and after; `before` is empty for a question that was not asked or not answered then."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class SentVersion:
    """`changed` names the parts that differ from the version before, `answers` what was written anew."""

    number: int
    at: datetime
    changed: list[str]
    answers: list[Rewritten]


def versions_of(application: Application, reader: Person | None) -> list[SentVersion]:
    """The newest first, as far as this reader may know the answers; nothing where only one was sent."""
    sent = application.submissions
    if len(sent) < 2:
        return []
    found = [SentVersion(sent[0].number, sent[0].submitted_at, [], [])]
    for before, after in itertools.pairwise(sent):
        changed = rules.changed_since(
            _parts(before),
            after.facts,
            after.answers,
            after.deck_id,
            same_form=before.form_version == after.form_version,
        )
        found.append(
            SentVersion(after.number, after.submitted_at, changed, _rewritten(application, before, after, reader))
        )
    return found[::-1]


def _parts(submission: Submission) -> dict[str, Any]:
    return {"facts": submission.facts, "answers": submission.answers, "deck_id": submission.deck_id}


def _rewritten(
    application: Application, before: Submission, after: Submission, reader: Person | None
) -> list[Rewritten]:
    then = {given["uid"]: given["text"] for given in answers_of(application, before, reader)}
    return [
        Rewritten(given["label"], then.get(given["uid"], ""), given["text"])
        for given in answers_of(application, after, reader)
        if then.get(given["uid"], "") != given["text"]
    ]
