"""`python -m bench [PART]`: every figure without the name of a part. Fails when a limit does not hold."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import tempfile
import time
from pathlib import Path

from bench import applications, booking, listing, schedule, start

PARTS = {
    "schedule": schedule.tables,
    "listing": listing.tables,
    "booking": booking.tables,
    "applications": applications.tables,
    "start": start.tables,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, help="what to measure; everything when left out")
    wanted = parser.parse_args().part
    logging.basicConfig(level=logging.WARNING)  # the application would otherwise tell of every migration
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and files go away then, too
    held = True
    for name in [wanted] if wanted else PARTS:
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="pitchday-bench-") as folder:
            for table in PARTS[name](Path(folder)):
                print(table, flush=True)
                held = held and table.holds
        print(f"({name} took {time.perf_counter() - begun:.0f} s)\n", flush=True)
    print("Every limit holds." if held else "At least one limit does not hold.")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
