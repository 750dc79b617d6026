"""Background work: jobs by name, carried by Huey, each run with a row of its own."""

from pitchday.jobs.models import JobRun, JobState
from pitchday.jobs.services import after_commit, enqueue, job

__all__ = ["JobRun", "JobState", "after_commit", "enqueue", "job"]
