"""Building the draft, and releasing it."""

from pitchday.schedule.services.draft import (
    SittingValues,
    add_sitting,
    edit_sitting,
    free_place,
    move_pitch,
    place,
    plan_from_template,
    planned,
    remove_pitch,
    remove_sitting,
)
from pitchday.schedule.services.preview import Change, Preview, preview
from pitchday.schedule.services.release import people_told, release
from pitchday.schedule.services.ways import short_ways
from pitchday.schedule.services.withdrawal import (
    copy_draft,
    release_nothing,
    shift_draft,
    withdraw_programme,
)

__all__ = [
    "Change",
    "Preview",
    "SittingValues",
    "add_sitting",
    "copy_draft",
    "edit_sitting",
    "free_place",
    "move_pitch",
    "people_told",
    "place",
    "plan_from_template",
    "planned",
    "preview",
    "release",
    "release_nothing",
    "remove_pitch",
    "remove_sitting",
    "shift_draft",
    "short_ways",
    "withdraw_programme",
]
