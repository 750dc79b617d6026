"""A feed of entries in Atom (RFC 4287), from plain values to bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

_NAMESPACE = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot hold.
_UNFIT = {code: None for code in (*range(32), 0x7F, 0xFFFE, 0xFFFF) if code not in (9, 10, 13)}


@dataclass(frozen=True)
class Entry:
    """`uid` is a URI that stays for ever; `updated_at` is when it last said something new."""

    uid: str
    title: str
    text: str
    url: str
    updated_at: datetime
    categories: tuple[str, ...] = ()


def feed(entries: Iterable[Entry], *, uid: str, title: str, author: str, url: str, source_url: str) -> bytes:
    """The entries in the given order, the newest first; the feed is as new as the newest of them."""
    found = list(entries)
    root = ET.Element("feed", xmlns=_NAMESPACE)
    _text(root, "id", uid)
    _text(root, "title", title)
    newest = max((entry.updated_at for entry in found), default=datetime(2026, 1, 1, tzinfo=UTC))
    _text(root, "updated", _instant(newest))
    _text(ET.SubElement(root, "author"), "name", author)
    ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=source_url)
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=url)
    for entry in found:
        element = ET.SubElement(root, "entry")
        _text(element, "id", entry.uid)
        _text(element, "title", entry.title)
        _text(element, "updated", _instant(entry.updated_at))
        ET.SubElement(element, "link", rel="alternate", type="text/html", href=entry.url)
        for category in entry.categories:
            ET.SubElement(element, "category", term=category.translate(_UNFIT))
        _text(element, "content", entry.text, type="text")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text.translate(_UNFIT)


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
