"""What a startup's withdrawal and a cancelled pitch day mean for the programme."""

from __future__ import annotations

from typing import Any

from pitchday.applications.models import Application
from pitchday.applications.signals import application_withdrawn
from pitchday.events.models import Event
from pitchday.events.signals import event_cancelled
from pitchday.schedule import services


@application_withdrawn.connect
def take_out_of_the_draft(application: Application, **_: Any) -> None:
    services.free_place(application)


@event_cancelled.connect
def give_back_all_time(event: Event, **_: Any) -> None:
    services.withdraw_programme(event)
