"""A site as it runs in earnest: the web server and the worker in processes of their own, mails as files."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
LINK = re.compile(r"https?://\S+/sign-in/\S+")
PATIENCE = 60.0

Found = TypeVar("Found")


def wait_for(look: Callable[[], Found | None], what: str) -> Found:
    """What `look` finds, as soon as it finds something; fails after a minute."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < end, f"still no {what} after {PATIENCE:.0f} seconds"
        time.sleep(0.1)
    return found


@dataclass
class Site:
    """`url` is its front page without the slash, `environment` what its programs are started with."""

    url: str
    var: Path
    environment: dict[str, str]
    _read: set[Path] = field(default_factory=set)

    def command(self, *words: str) -> str:
        """Run `pitchday` with these words, as somebody at the machine would, and return what it prints."""
        done = subprocess.run(
            [PROGRAMS / "pitchday", *words], env=self.environment, cwd=HERE, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def mail(self, to: str, subject: str) -> EmailMessage:
        """The next unread mail to this address whose subject has these words; waits for it."""
        return wait_for(lambda: self._unread(to, subject), f"mail to {to} about {subject!r}")

    def _unread(self, to: str, subject: str) -> EmailMessage | None:
        for place, mail in self._letters():
            if place not in self._read and to in str(mail["To"]) and subject in str(mail["Subject"]):
                self._read.add(place)
                return mail
        return None

    def subjects(self, to: str) -> list[str]:
        """Of everything that was ever sent there."""
        return [str(mail["Subject"]) for _, mail in self._letters() if to in str(mail["To"])]

    def _letters(self) -> list[tuple[Path, EmailMessage]]:
        places = sorted((self.var / "mail").glob("*.eml"), key=lambda place: (place.stat().st_mtime_ns, place.name))
        parsed = [message_from_bytes(place.read_bytes(), policy=policy.default) for place in places]
        return list(zip(places, parsed, strict=True))  # type: ignore[arg-type]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None, "a mail without text"
    return str(body.get_content())


def link_in(text: str) -> str:
    found = LINK.search(text)
    assert found, f"no link to sign in with in {text!r}"
    return found[0]


@contextlib.contextmanager
def running(database_url: str, var: Path, **settings: str) -> Iterator[Site]:
    """A site on this database, which must have its tables; both processes end with the block."""
    port = _free_port()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    url = f"http://127.0.0.1:{port}"
    environment = kept | {
        "PITCHDAY_ENV": "development",
        "PITCHDAY_VAR": str(var),
        "DATABASE_URL": database_url,
        "BASE_URL": url,
    }
    site = Site(url, var, environment | settings)
    var.mkdir(parents=True, exist_ok=True)
    web = [PROGRAMS / "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4", "wsgi:app"]
    with _program(web, site, "web"), _program([PROGRAMS / "pitchday", "jobs", "worker"], site, "worker"):
        wait_for(lambda: _answers(site), "answer from the site")
        yield site


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _program(command: list[str | Path], site: Site, name: str) -> Iterator[None]:
    log = site.var / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=site.environment, cwd=HERE, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    said = log.read_text(errors="replace")
    assert "Traceback" not in said, f"the {name} process reported an error:\n{said[-4000:]}"


def _answers(site: Site) -> bool:
    try:
        with urllib.request.urlopen(f"{site.url}/readyz", timeout=5) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
