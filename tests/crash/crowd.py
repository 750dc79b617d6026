"""Investors and an organiser who go on clicking while the site dies and comes back."""

from __future__ import annotations

import random
import threading
import time
import urllib.error
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.crash.browser import LOST, Answer, Browser, Form, Page
from tests.crash.day import PASSWORD, Day

MEETING = "/meetings/"
TRIES = 60
PAUSE = 0.2


@dataclass
class Told:
    """What the site has confirmed, which it may never forget: keys of forms, and uids of meetings.

    `refused` counts answers that said no; `lost` the times that somebody got no answer.
    """

    booked: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def changes(self) -> int:
        return len(self.booked) + len(self.moved) + len(self.cancelled)

    def __str__(self) -> str:
        return ", ".join(f"{len(found)} {name}" for name, found in vars(self).items())


@dataclass
class Deed:
    """Set when a form of its kind is sent; `seconds` is how long the site took over the last one that it answered.

    `cut_short` counts those that were sent and never answered.
    """

    sent: threading.Event = field(default_factory=threading.Event)
    seconds: float = 0.1
    cut_short: int = 0


class Crowd:
    """All of them at once, each thread with its own dice; `releasing` and `meeting` are what they do."""

    def __init__(self, root: str, day: Day, seed: int, threads: int = 4) -> None:
        self.root, self.day = root, day
        self.told = Told()
        self.releasing, self.meeting = Deed(), Deed()
        self.faults: list[BaseException] = []
        self._over = threading.Event()
        acts: list[tuple[Callable[[Client], None], list[str], float]] = [(manage, [day.organiser], 0.7)]
        acts += [(meet, day.investors[number::threads], 0.0) for number in range(threads)]
        self._threads = [
            threading.Thread(target=self._live, args=(act, people, pause, random.Random(f"{seed} {number}")))
            for number, (act, people, pause) in enumerate(acts)
        ]

    def deed(self, address: str) -> Deed:
        return self.releasing if address.endswith("/release") else self.meeting

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(60)
        assert not any(thread.is_alive() for thread in self._threads), "a client hangs"

    def _live(self, act: Callable[[Client], None], people: list[str], pause: float, dice: random.Random) -> None:
        clients = [Client(self, email, dice) for email in people]
        try:
            while not self._over.wait(pause * dice.random()):
                try:
                    act(dice.choice(clients))
                except LOST as error:
                    self.told.lost.append(repr(error))
                    time.sleep(PAUSE)
        except BaseException as error:  # whatever it is, the test's own thread reports it
            self.faults.append(error)


class Client:
    """One person's browser, which comes back to the page it was on."""

    def __init__(self, crowd: Crowd, email: str, dice: random.Random) -> None:
        self.day, self.told, self.dice = crowd.day, crowd.told, dice
        self._deed, self._email, self._is_in = crowd.deed, email, False
        self._browser = Browser(crowd.root)

    def look(self, path: str) -> Page:
        """A page that must be there. Raises one of LOST when nobody answers."""
        if not self._is_in:
            self._browser.sign_in(self._email, PASSWORD)
            self._is_in = True
        answer = self._browser.get(path)
        assert answer.status == 200, f"{path} answered {answer.status} to {self._email}"
        return answer.page

    def send(self, form: Form, **values: str) -> bool:
        """Send a form, again and again when nobody answers; whether the site says that it is done."""
        answer = self._insist(form, values)
        assert answer is None or answer.status in (302, 303, 409, 422), f"{form.action} answered {answer.status}"
        if answer is not None and answer.status > 400:
            self.told.refused.append(form.action)
        return answer is not None and answer.status < 400

    def _insist(self, form: Form, values: dict[str, str]) -> Answer | None:
        deed = self._deed(form.action)
        for _ in range(TRIES):
            deed.sent.set()
            begun = time.monotonic()
            try:
                answer = self._browser.post(form, **values)
                deed.seconds = time.monotonic() - begun
                return answer
            except LOST as error:
                deed.cut_short += not isinstance(error, urllib.error.URLError)
                self.told.lost.append(repr(error))
                time.sleep(PAUSE)
        return None


def meet(investor: Client) -> None:
    """Book, move or cancel, whatever there is to choose from."""
    board = investor.look(investor.day.board)
    mine = sorted({link for link in board.links if link.startswith(MEETING)})
    free = [form for form in board.forms if form.buttons and "startup" in form.hidden]
    wish = investor.dice.choices(("book", "move", "cancel"), (5, 3, 2))[0]
    if free and (wish == "book" or not mine):
        form = investor.dice.choice(free)
        if investor.send(form, **dict([investor.dice.choice(form.buttons)])):
            investor.told.booked.append(form.hidden["once"])
    elif mine:
        _change(investor, investor.dice.choice(mine), wish)


def _change(investor: Client, meeting: str, wish: str) -> None:
    uid = meeting.removeprefix(MEETING)
    if wish == "cancel":
        form = next(form for form in investor.look(f"{meeting}/cancel").forms if "reason" in form.fields)
        if investor.send(form, reason="Something came up"):
            investor.told.cancelled.append(uid)
        return
    forms = [form for form in investor.look(f"{meeting}/move").forms if form.buttons]
    if forms and investor.send(forms[0], **dict([investor.dice.choice(forms[0].buttons)])):
        investor.told.moved.append(uid)


def manage(organiser: Client) -> None:
    """Change the order of the pitches, and release it, whoever's meetings are in the way."""
    draft = organiser.look(organiser.day.schedule)
    moves = [form for form in draft.forms if form.action.endswith(("/earlier", "/later"))]
    organiser.send(organiser.dice.choice(moves))
    page = organiser.look(f"{organiser.day.schedule}/release")
    form = next((form for form in page.forms if "seen" in form.hidden), None)
    if form is not None:
        agreed = {"give_way": "y"} if "give_way" in form.fields else {}
        if organiser.send(form, note="A new order", **agreed):
            organiser.told.released.append(form.hidden["once"])


def fewest(told: Told) -> Counter[str]:
    """How often each meeting must have changed, by its uid."""
    return Counter([*told.moved, *set(told.cancelled)])
