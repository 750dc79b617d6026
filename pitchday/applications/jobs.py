"""Making, outside requests, what founders and organisers take away."""

from __future__ import annotations

from pitchday.applications import receipts
from pitchday.jobs import job
from pitchday.mail.attaching import makes


@job("applications.make_receipt", urgent=True)
def make_receipt(submission_id: int) -> None:
    """The page that waits for it asks again if this job dies."""
    receipts.make(submission_id)


@makes(receipts.ATTACHMENT)
def attach_receipt(key: str) -> int:
    return receipts.make(receipts.submission_id_of(key))
