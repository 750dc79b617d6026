"""Drawing the first page of a PDF, in a process of its own: a file that breaks the drawer breaks nothing else.

`python -m pitchday.files.drawing` reads a PDF from its input and writes a PNG to its output.
"""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys

WIDE, HIGH = 640, 640
SECONDS = 20
MEMORY = 1024 * 1024 * 1024


def first_page(data: bytes) -> bytes | None:
    """The first page as a PNG of at most 640 by 640 pixels; None when it takes too long, too much, or cannot be.

    Raises CalledProcessError when drawing was ended from outside, as a worker that stops ends it.
    """
    command = [sys.executable, "-m", "pitchday.files.drawing"]
    # It needs no secret of ours to draw.
    bare = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ}
    try:
        drawn = subprocess.run(  # noqa: S603 - ours
            command, input=data, capture_output=True, timeout=SECONDS, check=True, env=bare
        )
    except subprocess.CalledProcessError as failed:
        if failed.returncode in (-signal.SIGTERM, -signal.SIGINT):
            raise
        return None
    except subprocess.TimeoutExpired:
        return None
    return drawn.stdout or None


def _limit() -> None:
    """For this process, before it reads a byte."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere it cannot be set below what is reserved
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _draw(data: bytes) -> bytes:
    import pypdfium2

    page = pypdfium2.PdfDocument(data)[0]
    wide, high = page.get_size()
    picture = page.render(scale=min(WIDE / max(wide, 1), HIGH / max(high, 1))).to_pil()
    written = io.BytesIO()
    picture.convert("RGB").quantize(colors=256).save(written, "PNG", optimize=True)
    return written.getvalue()


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read()))
