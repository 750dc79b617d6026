"""`pitchday jobs`: the worker."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from pitchday.jobs.services import enqueue

jobs = AppGroup("jobs", help="Background work.")


@jobs.command("worker")
@click.option("--threads", default=2, show_default=True, help="Jobs run at the same time.")
def worker(threads: int) -> None:
    """Take jobs from the queue until told to stop."""
    queue = current_app.extensions["pitchday-queue"]
    consumer = queue.huey.create_consumer(workers=threads, worker_type="thread", initial_delay=0.1, max_delay=1.0)
    enqueue("jobs.beat")
    click.echo(f"Worker ready: {threads} threads.")
    consumer.run()
