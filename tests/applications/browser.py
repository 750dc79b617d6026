"""What a founder and an organiser do at their browsers, through the pages' own forms."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from tests.files.test_files import make_pdf
from tests.pages import CheckingClient

WORDS = "Looms stop and nobody knows why."


def hidden(html: str, name: str) -> str:
    """The value of a hidden field; empty when the page has none."""
    tag = next((tag for tag in re.findall(r"<input[^>]*>", html) if f'name="{name}"' in tag), "")
    found = re.search(r'value="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def names(html: str, start: str) -> list[str]:
    """Names of the fields that begin so, in the order of the page."""
    return re.findall(rf'name="({start}[^"]*)"', html)


def text_of(response: Any) -> str:
    """What a reader sees, on one line."""
    html = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", response.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(unescape(html).split())


@dataclass
class Founder:
    client: CheckingClient
    event_slug: str
    startup_slug: str
    root: str = ""

    def get(self, step: str = "") -> Any:
        return self.client.get(f"{self.root}/{step}".rstrip("/"))

    def post(self, step: str, data: dict[str, Any] | None = None, **options: Any) -> Any:
        return self.client.post(f"{self.root}/{step}".rstrip("/"), data=data or {}, **options)

    def start(self) -> Any:
        response = self.client.post(f"/events/{self.event_slug}/apply", data={"startup": self.startup_slug})
        if response.status_code == 303:
            self.root = response.location
        return response

    def answer(self, *texts: str, page: str = "", onward: str = "answers", **options: Any) -> Any:
        """Type into the fields in their order and save; `page` is an answers page that was opened earlier."""
        html = page or self.get("answers").get_data(as_text=True)
        fields = names(html, "answer_")
        typed = dict(zip(fields, texts or [WORDS] * len(fields), strict=False))
        read = {name: hidden(html, name) for name in ("version", "form_version")}
        return self.post("answers", {**read, "next": onward, **typed}, **options)

    def upload(self, data: bytes | None = None, name: str = "deck.pdf") -> Any:
        sent = {"deck": (io.BytesIO(make_pdf(3) if data is None else data), name)}
        response = self.post("deck", sent, content_type="multipart/form-data")
        response.request.environ["wsgi.input"].close()  # the client leaves its temporary file open
        return response

    def send(self) -> Any:
        return self.post("check")

    def apply(self) -> Any:
        """The whole way in one go."""
        self.start()
        self.answer()
        self.upload()
        return self.send()


@dataclass
class Organiser:
    client: CheckingClient
    event_slug: str

    def get(self, path: str) -> Any:
        return self.client.get(f"/organise/events/{self.event_slug}/{path}")

    def post(self, path: str, data: dict[str, Any] | None = None) -> Any:
        return self.client.post(f"/organise/events/{self.event_slug}/{path}", data=data or {})

    def decide(self, uid: str, decision: str, reason: str = "", *, page: str = "") -> Any:
        path = f"applications/{uid}"
        mark = hidden(page or self.get(path).get_data(as_text=True), "mark")
        return self.post(path, {"decision": decision, "reason": reason, "mark": mark})

    def release(self) -> Any:
        page = self.get("decisions/release").get_data(as_text=True)
        return self.post("decisions/release", {"mark": hidden(page, "mark")})
