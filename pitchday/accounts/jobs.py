"""What the clock does for accounts."""

from __future__ import annotations

from pitchday.accounts import services
from pitchday.db import commits
from pitchday.jobs import job


@job("accounts.forget_links", every_minutes=30)
@commits
def forget_links() -> None:
    services.forget_links()
