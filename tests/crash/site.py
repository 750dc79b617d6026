"""A web server and a worker that can be killed outright and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

HERE = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
PATIENCE = 240.0


def wait_for(look: Callable[[], object], what: str) -> None:
    """Return as soon as `look` finds something true; fail when patience ends."""
    end = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < end, f"still no {what} after {PATIENCE:.0f} seconds"
        time.sleep(0.05)


class Program:
    """One command as a process group of its own, so that a kill takes its children in the same instant."""

    def __init__(self, name: str, command: list[str | Path], environment: dict[str, str], folder: Path) -> None:
        self.command, self.environment = command, environment
        self.log = folder / f"{name}.log"
        self.starts = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._children: list[psutil.Process] = []

    def start(self) -> None:
        self.starts += 1
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=HERE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """SIGKILL: nothing is finished, flushed or said goodbye to."""
        self._signal(signal.SIGKILL)

    def look_for_children(self) -> int:
        """How many there are; they are kept for the next kill, since to look takes longer than to hit."""
        self._children = psutil.Process(self._process.pid).children() if self._process is not None else []
        return len(self._children)

    def kill_children(self) -> None:
        """SIGKILL for those that answer requests; the process that has forked them goes on, and forks others."""
        for child in self._children:
            with suppress(psutil.NoSuchProcess):
                child.kill()

    def stop(self) -> None:
        """As an operator would: let it finish what it has begun."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(15)
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)
        self._process.wait()
        self._process = None


WEB_PROCESSES = 2


class Site:
    """Two web processes with four threads each and one worker, on a database that has its tables."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.port = _free_port()
        self.root = f"http://127.0.0.1:{self.port}"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        environment = kept | {
            "PITCHDAY_ENV": "development",
            "PITCHDAY_VAR": str(config["VAR"]),
            "DATABASE_URL": config["SQLALCHEMY_DATABASE_URI"],
            "BASE_URL": config["BASE_URL"],
            "MAIL_FROM": config["MAIL_FROM"],
        }
        # Imported once, so that a process that was killed has a successor at once.
        options = ["-b", f"127.0.0.1:{self.port}", "-w", str(WEB_PROCESSES), "--threads", "4", "--preload"]
        var = Path(config["VAR"])
        self.web = Program("web", [PROGRAMS / "gunicorn", *options, "wsgi:app"], environment, var)
        self.worker = Program("worker", [PROGRAMS / "pitchday", "jobs", "worker"], environment, var)

    def is_up(self) -> bool:
        """Whether the web server is complete and answers, and the worker, since its last start, waits for work."""
        said = self.worker.log.read_text(errors="replace")
        ready = said.count("Worker ready") == self.worker.starts
        return ready and self._answers() and self.web.look_for_children() == WEB_PROCESSES

    def kill_web(self) -> None:
        self.web.kill()
        self.web.start()

    def kill_worker(self) -> None:
        self.worker.kill()
        self.worker.start()

    def kill_both(self) -> None:
        self.web.kill()
        self.worker.kill()
        self.web.start()
        self.worker.start()

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.settimeout(5)
            connection.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            return b" 200 " in connection.recv(64)
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
