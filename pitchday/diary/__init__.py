"""Who and what is taken when: the one place that forbids double booking."""

from pitchday.diary.models import CommitmentKind, Diary, DiaryEntry
from pitchday.diary.services import Claim, DiaryClash, claim, clashes, free, open_diary, replace, take

__all__ = [
    "Claim",
    "CommitmentKind",
    "Diary",
    "DiaryClash",
    "DiaryEntry",
    "claim",
    "clashes",
    "free",
    "open_diary",
    "replace",
    "take",
]
