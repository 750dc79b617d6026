"""What a PDF may hold beside its pages, and slides never need: scripts, other files, programs to start, bombs."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from pitchday.errors import DomainError

MAX_OBJECTS = 60_000
MAX_UNPACKED = 400 * 1024 * 1024
MAX_DEPTH = 50
PIECE = 1024 * 1024

_SCRIPT = "The PDF holds a script."
_FILE = "The PDF holds another file."
_LAUNCH = "The PDF starts a program or sends a form."
_MEDIA = "The PDF holds film, sound or a form that runs by itself."
_KEYS = {"/JS": _SCRIPT, "/JavaScript": _SCRIPT, "/EF": _FILE, "/EmbeddedFiles": _FILE, "/XFA": _MEDIA}
_ACTIONS = {
    "/JavaScript": _SCRIPT,
    "/Launch": _LAUNCH,
    "/ImportData": _LAUNCH,
    "/SubmitForm": _LAUNCH,
    "/GoToE": _FILE,
    "/Rendition": _MEDIA,
    "/RichMediaExecute": _MEDIA,
}
_KINDS = {"/EmbeddedFile": _FILE, "/RichMedia": _MEDIA, "/Movie": _MEDIA, "/Sound": _MEDIA, "/FileAttachment": _FILE}


def refuse_active(reader: Any, *, field: str) -> None:
    """Raise DomainError, beside `field`, for the first such thing in what a `pypdf.PdfReader` has opened.

    Every object is looked at, also those that no page refers to: readers differ in what they look for.
    """
    unpacked = 0
    for number, thing in enumerate(_objects(reader)):
        if number > MAX_OBJECTS:
            raise DomainError("The PDF is made of too many parts. Export it with fewer details.", field=field)
        for words in _found(thing, MAX_DEPTH):
            raise DomainError(f"{words} Export it as plain slides, as “Print to PDF” does.", field=field)
        unpacked += _unpacked(thing, MAX_UNPACKED - unpacked)
        if unpacked >= MAX_UNPACKED:
            raise DomainError("The PDF unpacks to far more than slides need. Export it smaller.", field=field)


def _objects(reader: Any) -> Iterator[Any]:
    from pypdf.generic import IndirectObject

    yield reader.trailer
    places = {(number, generation) for generation, known in reader.xref.items() for number in known}
    places |= {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(places):
        thing = reader.get_object(IndirectObject(number, generation, reader))
        if thing is not None:
            yield thing


def _found(thing: Any, depth: int) -> Iterator[str]:
    """What of it is refused, in words; references are not followed, since each object comes by itself."""
    if depth == 0:
        yield "The PDF is nested deeper than slides are."
        return
    if isinstance(thing, dict):
        for key in thing:
            value = dict.__getitem__(thing, key)
            if key in _KEYS:
                yield _KEYS[key]
            if key == "/S" and _plain(value) in _ACTIONS:
                yield _ACTIONS[_plain(value)]
            if key in ("/Type", "/Subtype") and _plain(value) in _KINDS:
                yield _KINDS[_plain(value)]
            yield from _found(value, depth - 1)
    elif isinstance(thing, list):
        for value in list.__iter__(thing):
            yield from _found(value, depth - 1)


def _plain(value: Any) -> str:
    """A name, also when it is an object of its own, as it is for whoever wants to hide it."""
    return str(value.get_object() if hasattr(value, "get_object") else value)


def _unpacked(thing: Any, most: int) -> int:
    """How many bytes a stream has when its packing is undone, counted up to `most`; all of them if packed twice."""
    data = getattr(thing, "_data", None)
    if not isinstance(data, bytes) or not isinstance(thing, dict):
        return 0
    filters = thing.get("/Filter")
    names = [_plain(name) for name in filters] if isinstance(filters, list) else [_plain(filters)]
    packed = [name in ("/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL") for name in names]
    if sum(packed) > 1:
        return most
    return _inflated(data, most) if names[0] in ("/FlateDecode", "/Fl") else len(data)


def _inflated(data: bytes, most: int) -> int:
    """Counted piece by piece, so that no more than one of them is in memory."""
    machine, count = zlib.decompressobj(), 0
    try:
        while data and count < most:
            count += len(machine.decompress(data, PIECE))
            data = machine.unconsumed_tail
    except zlib.error:
        return count
    return count
