"""People, accounts, and the links and passwords that open them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from pitchday import clock, mail
from pitchday.accounts import passwords
from pitchday.accounts.models import Account, Person, SignInLink
from pitchday.accounts.queries import link_by_token, person_by_email, token_hash
from pitchday.accounts.rules import check_password, clean_address
from pitchday.db import db, new_token, writing
from pitchday.diary import open_diary
from pitchday.diary.models import DiaryKind
from pitchday.errors import DomainError
from pitchday.web.urls import absolute, local_target

LINK_LASTS = timedelta(hours=1)
KEEP_LINKS = timedelta(days=7)
HOME = "/me"


class LinkGone(DomainError):
    """A link that was used, is too old, or never was."""

    status = 410

    def __init__(self) -> None:
        super().__init__("This link was used already or is too old.")


class WrongPassword(DomainError):
    """Deliberately the same for a wrong password and an unknown address."""

    def __init__(self) -> None:
        super().__init__(
            "This address and password do not belong together. Try again, or have a link mailed to you instead."
        )


def find_or_add_person(*, name: str, email: str) -> Person:
    """The person with this address, or a new one of this name with a diary; a known person keeps their name."""
    address = clean_address(email)
    known = person_by_email(address)
    if known:
        return known
    if not name.strip():
        raise DomainError("Enter a name.", field="name")
    person = Person(
        name=" ".join(name.split())[:200],
        email=address,
        diary_id=open_diary(DiaryKind.PERSON).id,
        created_at=clock.now(),
        account=None,
    )
    db.session.add(person)
    db.session.flush()
    return person


def add_account(
    person: Person,
    *,
    password: str | None = None,
    is_administrator: bool = False,
    may_create_events: bool = False,
) -> Account:
    """Let the person sign in; without a password, by mailed links only.

    Raises DomainError when they have an account.
    """
    if person.account:
        raise DomainError("This person has an account already.", field="email")
    if password is not None:
        check_password(password, email=person.email)
    return _open_account(
        person,
        password_hash=passwords.hashed(password) if password is not None else None,
        is_administrator=is_administrator,
        may_create_events=may_create_events,
    )


def _open_account(person: Person, **values: Any) -> Account:
    account = Account(person=person, created_at=clock.now(), **values)
    db.session.add(account)
    db.session.flush()
    return account


def make_link(
    *,
    email: str,
    name: str,
    next_url: str,
    password_hash: str | None = None,
    valid_for: timedelta = LINK_LASTS,
) -> str:
    """The address of a new one-time link; only the hash of its token is kept.

    Put it into mails under a key that starts with `secret_`, which is wiped when the mail has gone.
    """
    token = new_token()
    now = clock.now()
    target = local_target(next_url, HOME)
    db.session.add(
        SignInLink(
            token_hash=token_hash(token),
            email=clean_address(email),
            name=" ".join(name.split())[:200],
            password_hash=password_hash,
            next_url=target if len(target) <= 500 else HOME,
            created_at=now,
            expires_at=now + valid_for,
        )
    )
    return absolute("accounts.link", token=token)


def _mail_link(template: str, *, to: tuple[str, str], link: str) -> None:
    token = link.rpartition("/")[2]
    minutes = int(LINK_LASTS.total_seconds()) // 60
    mail.queue(
        template,
        to=to,
        about=f"link:{token_hash(token)[:40]}",
        values={"secret_link": link, "email": to[1], "minutes": minutes},
    )


def sign_up(*, name: str, email: str, password: str | None, next_url: str) -> str:
    """Mail a link that finishes the sign-up or, to somebody who has an account, one that signs in.

    Returns the hash of the link's token: the browser that holds it is the one in which the password was chosen.
    The caller says the same in both cases.
    """
    address = clean_address(email)
    if password is not None:
        check_password(password, email=address)
    # Hashed for everybody, and before the first query: no difference to measure, and no lock held meanwhile.
    password_hash = passwords.hashed(password) if password is not None else None
    known = person_by_email(address)
    if known and known.account:
        link = make_link(email=address, name=known.name, next_url=next_url)
        _mail_link("account_exists", to=(known.name, address), link=link)
    else:
        link = make_link(email=address, name=name, next_url=next_url, password_hash=password_hash)
        _mail_link("finish_sign_up", to=(known.name if known else name, address), link=link)
    return token_hash(link.rpartition("/")[2])


def send_sign_in_link(*, email: str, next_url: str) -> None:
    """Mail a link to whoever is known by this address, and word that there is no account to anybody else."""
    address = clean_address(email)
    person = person_by_email(address)
    if person:
        link = make_link(email=address, name=person.name, next_url=next_url)
        _mail_link("sign_in", to=(person.name, address), link=link)
        return
    mail.queue(
        "no_account",
        to=("", address),
        about=f"no-account:{clock.now():%Y-%m-%dT%H}",
        values={"email": address, "sign_up_url": absolute("accounts.sign_up")},
    )


def account_with(*, email: str, password: str) -> Account:
    """The account that this address and password open. Raises WrongPassword, after the same time for anybody.

    Only reads, and lets go of the database before the comparison, which takes long on purpose.
    """
    with writing(False):
        person = person_by_email(email)
        account = person.account if person else None
        password_hash = account.password_hash if account else None
        db.session.rollback()
        if not passwords.matches(password_hash, password) or account is None:
            raise WrongPassword
        return account


def open_link(token: str) -> SignInLink:
    """The link, when it can still be used. Raises LinkGone otherwise."""
    link = link_by_token(token)
    if link is None or link.used_at or link.expires_at <= clock.now():
        raise LinkGone
    return link


def use_link(token: str, *, same_browser: bool) -> tuple[Account, str]:
    """Spend the link: the account it opens, made when there is none, and where to go next.

    A password chosen at sign-up counts only in the browser it was chosen in. Otherwise a stranger could sign up
    with somebody's address and wait for them to follow the link.
    """
    link = open_link(token)
    spent = db.session.execute(
        sa.update(SignInLink)
        .where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]
        raise LinkGone
    person = find_or_add_person(name=link.name, email=link.email)
    if person.account:
        return person.account, link.next_url
    return _open_account(person, password_hash=link.password_hash if same_browser else None), link.next_url


def change_name(person: Person, *, name: str) -> None:
    person.name = " ".join(name.split())


def confirm_password(account: Account, *, current: str) -> None:
    """Ask again before the account is given away: somebody may have left a browser open."""
    if not passwords.matches(account.password_hash, current):
        raise DomainError("This is not your present password.", field="current")


def change_password(account: Account, *, password: str) -> None:
    """Set the password, end every session by a new key and every link that is still out, and tell the person."""
    check_password(password, email=account.person.email)
    account.password_hash = passwords.hashed(password)
    end_sessions(account)
    _end_links(account.person.email)
    mail.queue(
        "password_changed",
        to=(account.person.name, account.person.email),
        about=f"password:{token_hash(account.session_key)[:40]}",
        values={"email": account.person.email, "link_url": absolute("accounts.send_link")},
    )


def _end_links(email: str) -> None:
    """Whoever could read the old mails must not get in by them."""
    now = clock.now()
    out = SignInLink.email == email, SignInLink.used_at.is_(None), SignInLink.expires_at > now
    db.session.execute(sa.update(SignInLink).where(*out).values(expires_at=now))


def end_sessions(account: Account) -> None:
    """Sign out everywhere, remembered devices too."""
    account.session_key = new_token()


def renew_hash(account: Account, *, password: str) -> None:
    """Hash the same password again, with today's settings."""
    account.password_hash = passwords.hashed(password)


def forget_links() -> None:
    """A link of last week opens nothing; it need not be kept."""
    db.session.execute(sa.delete(SignInLink).where(SignInLink.expires_at < clock.now() - KEEP_LINKS))
