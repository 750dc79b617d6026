"""Drawing the first page of a PDF when the process that draws is ended from outside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pitchday.files.drawing import first_page
from tests.files.test_files import make_pdf


def draw_with(drawer: Path, signal: str, monkeypatch: pytest.MonkeyPatch) -> bytes | None:
    drawer.write_text(f"#!/bin/sh\nkill -{signal} $$\n")
    drawer.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(drawer))
    return first_page(make_pdf(1))


def test_a_drawing_that_was_cut_short_is_a_failure_that_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        draw_with(tmp_path / "drawer", "TERM", monkeypatch)


def test_a_file_on_which_the_drawer_dies_has_no_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert draw_with(tmp_path / "drawer", "SEGV", monkeypatch) is None
