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

HERE = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
PATIENCE = 120.0


def wait_for(look: Callable[[], object], what: str) -> None:
    """Return as soon as `look` finds something true; fail after two minutes."""
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
        # Imported once for both processes: most of what this test takes is starting again.
        bind = ["-b", f"127.0.0.1:{self.port}", "-w", "2", "--threads", "4", "--preload"]
        var = Path(config["VAR"])
        self.web = Program("web", [PROGRAMS / "gunicorn", *bind, "wsgi:app"], environment, var)
        self.worker = Program("worker", [PROGRAMS / "pitchday", "jobs", "worker"], environment, var)

    def is_up(self) -> bool:
        """Whether the web server answers and the worker has said that it waits for work, since its last start."""
        said = self.worker.log.read_text(errors="replace")
        return said.count("Worker ready") == self.worker.starts and self._answers()

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
