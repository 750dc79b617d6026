"""Settings, one short class per environment. Every one can be set from the environment; README.md lists them.

A value may have a default here only if it is safe in production and fit to be public.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).parent


class ConfigurationError(RuntimeError):
    """A setting is missing or contradicts another; the message says which and what to do."""


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ConfigurationError(f"Set {name} in the environment. README.md, section 'Settings', says what it is.")
    return value


def _database_url(var: Path) -> str:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return f"sqlite:///{var / 'pitchday.sqlite'}"
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _smallest_told() -> int:
    text = os.environ.get("EQUALITY_SMALLEST", "5")
    if not text.isascii() or not text.isdigit() or not 5 <= int(text) <= 50:
        raise ConfigurationError("EQUALITY_SMALLEST is a number from 5 to 50: of fewer people no report may tell.")
    return int(text)


def _engine_options(url: str) -> dict[str, object]:
    # About eight connections a process are enough; more make PostgreSQL slower. A connection is not tried out before
    # each use, which would cost a round trip: what finds it broken is run again (db.commits, web.errors).
    # The values of a statement that failed are people's, and tokens among them: no log repeats them.
    if url.startswith("sqlite"):
        return {"hide_parameters": True, "connect_args": {"timeout": 15}}
    return {"hide_parameters": True, "pool_size": 8, "max_overflow": 4, "pool_recycle": 1800}


class Config:
    """What all environments share."""

    ENVIRONMENT = "base"
    DEMO = False
    TESTING = False
    PROPAGATE_ERRORS = False
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "pitchday"
    PERMANENT_SESSION_LIFETIME = timedelta(days=30)
    WTF_CSRF_TIME_LIMIT = None
    MAX_CONTENT_LENGTH = 16 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 1024 * 1024
    MAX_FORM_PARTS = 500
    RATELIMIT_HEADERS_ENABLED = False
    QUEUE = "kept"

    def __init__(self) -> None:
        self.VAR = Path(os.environ.get("PITCHDAY_VAR", HERE / "var"))
        self.SQLALCHEMY_DATABASE_URI = _database_url(self.VAR)
        self.SQLALCHEMY_ENGINE_OPTIONS = _engine_options(self.SQLALCHEMY_DATABASE_URI)
        self.BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
        self.FILES_URL = os.environ.get("FILES_URL", str(self.VAR / "files"))
        self.REDIS_URL = os.environ.get("REDIS_URL", "")
        self.RATELIMIT_STORAGE_URI = self.REDIS_URL or "memory://"
        self.TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
        self.EQUALITY_SMALLEST = _smallest_told()
        self.SMTP_HOST = os.environ.get("SMTP_HOST", "")
        self.SMTP_PORT = int(os.environ.get("SMTP_PORT", "587"))
        self.SMTP_SECURITY = os.environ.get("SMTP_SECURITY", "starttls")
        self.SMTP_USER = os.environ.get("SMTP_USER", "")
        self.SMTP_PASSWORD = os.environ.get("SMTP_PASSWORD", "")
        self.MAIL_FROM = os.environ.get("MAIL_FROM", "pitchday@pitchday.example")
        self.MAIL_FROM_NAME = os.environ.get("MAIL_FROM_NAME", "pitchday")
        self.MAIL_DOMAIN = self.MAIL_FROM.rpartition("@")[2]


class Development(Config):
    """One machine, no secrets to set: the key is made once and kept in `var/`."""

    ENVIRONMENT = "development"
    SESSION_COOKIE_SECURE = False

    def __init__(self) -> None:
        super().__init__()
        self.DEMO = os.environ.get("PITCHDAY_DEMO", "") == "1"
        self.SECRET_KEY = os.environ.get("SECRET_KEY") or self._kept_key()

    def _kept_key(self) -> str:
        self.VAR.mkdir(parents=True, exist_ok=True)
        place = self.VAR / "secret-key"
        if not place.exists():
            beside = self.VAR / f"secret-key.{os.getpid()}"
            beside.write_text(secrets.token_hex(32))
            beside.chmod(0o600)
            # Web and worker start together: whoever links first has made the key, the other reads it.
            with contextlib.suppress(FileExistsError):
                place.hardlink_to(beside)
            beside.unlink()
        return place.read_text()


class Testing(Config):
    """For the test suite, which says where its database and files are."""

    ENVIRONMENT = "testing"
    TESTING = True
    PROPAGATE_ERRORS = True
    SESSION_COOKIE_SECURE = False
    SECRET_KEY = "only for tests"  # noqa: S105 - never used outside the suite
    WTF_CSRF_ENABLED = False
    RATELIMIT_ENABLED = False
    QUEUE = "memory"


class Production(Config):
    """Refuses to start without its secrets, and with the demo."""

    ENVIRONMENT = "production"

    def __init__(self) -> None:
        super().__init__()
        self.SECRET_KEY = _required("SECRET_KEY")
        if len(self.SECRET_KEY) < 32:
            raise ConfigurationError("SECRET_KEY is shorter than 32 characters. Make one: openssl rand -hex 32")
        self.BASE_URL = _required("BASE_URL").rstrip("/")
        _required("MAIL_FROM")
        if os.environ.get("PITCHDAY_DEMO"):
            raise ConfigurationError("PITCHDAY_DEMO is set, but the demo must not run in production. Unset it.")


ENVIRONMENTS = {known.ENVIRONMENT: known for known in (Development, Testing, Production)}


def from_environment() -> Config:
    """The settings that PITCHDAY_ENV names; production when it names none, so that nothing is left open by accident."""
    name = os.environ.get("PITCHDAY_ENV", "production")
    if name not in ENVIRONMENTS:
        raise ConfigurationError(f"PITCHDAY_ENV is {name!r}; it must be one of {', '.join(ENVIRONMENTS)}.")
    return ENVIRONMENTS[name]()
