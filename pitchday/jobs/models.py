"""What ran, when, and how it ended."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pitchday.db import Base, Row


class JobState(enum.Enum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRun(Row, Base):
    """One run of one job. A run that is `running` for long belongs to a worker that died; jobs can run again."""

    __tablename__ = "job_run"
    __table_args__ = (sa.Index(None, "job", "id"),)

    job: Mapped[str] = mapped_column(sa.String(60))
    arguments: Mapped[list[Any]]
    state: Mapped[JobState]
    started_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(sa.Text)


class WorkerBeat(Base):
    """When the workers last took a job from the queue; `/readyz` reads it."""

    __tablename__ = "worker_beat"

    name: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    seen_at: Mapped[datetime]
