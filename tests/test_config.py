"""Settings fail loudly, and the demo stays out of production."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

import config


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name, value in {
        "PITCHDAY_ENV": "production",
        "PITCHDAY_VAR": str(tmp_path),
        "SECRET_KEY": "0123456789abcdef0123456789abcdef",
        "BASE_URL": "https://pitchday.test/",
        "MAIL_FROM": "hello@pitchday.test",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PITCHDAY_DEMO", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return monkeypatch


def test_production_starts_with_its_settings(production: pytest.MonkeyPatch) -> None:
    settings = config.from_environment()
    assert settings.BASE_URL == "https://pitchday.test"
    assert settings.SESSION_COOKIE_SECURE
    assert not settings.DEMO


@pytest.mark.parametrize("name", ["SECRET_KEY", "BASE_URL", "MAIL_FROM"])
def test_production_names_what_is_missing(production: pytest.MonkeyPatch, name: str) -> None:
    production.delenv(name)
    with pytest.raises(config.ConfigurationError, match=f"Set {name} in the environment"):
        config.from_environment()


def test_production_refuses_a_short_key(production: pytest.MonkeyPatch) -> None:
    production.setenv("SECRET_KEY", "short")
    with pytest.raises(config.ConfigurationError, match="shorter than 32"):
        config.from_environment()


def test_production_refuses_the_demo(production: pytest.MonkeyPatch) -> None:
    production.setenv("PITCHDAY_DEMO", "1")
    with pytest.raises(config.ConfigurationError, match="must not run in production"):
        config.from_environment()


@pytest.mark.parametrize("number", ["4", "51", "five", "-5", "5.0", ""])
def test_no_report_tells_of_fewer_than_five(production: pytest.MonkeyPatch, number: str) -> None:
    assert config.from_environment().EQUALITY_SMALLEST == 5
    production.setenv("EQUALITY_SMALLEST", number)
    with pytest.raises(config.ConfigurationError, match="from 5 to 50"):
        config.from_environment()


def test_an_unknown_environment_is_named(production: pytest.MonkeyPatch) -> None:
    production.setenv("PITCHDAY_ENV", "staging")
    with pytest.raises(config.ConfigurationError, match="'staging'"):
        config.from_environment()


def test_production_is_what_nobody_asked_for(production: pytest.MonkeyPatch) -> None:
    production.delenv("PITCHDAY_ENV")
    assert config.from_environment().ENVIRONMENT == "production"


def test_a_development_key_is_made_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PITCHDAY_ENV", "development")
    monkeypatch.setenv("PITCHDAY_VAR", str(tmp_path))
    monkeypatch.delenv("SECRET_KEY", raising=False)
    assert config.from_environment().SECRET_KEY == config.from_environment().SECRET_KEY
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_plain_postgresql_address_gets_our_driver(production: pytest.MonkeyPatch) -> None:
    production.setenv("DATABASE_URL", "postgres://somebody@localhost/pitchday")
    assert config.from_environment().SQLALCHEMY_DATABASE_URI == "postgresql+psycopg://somebody@localhost/pitchday"


@pytest.mark.parametrize("url", ["", "postgresql://db/pitchday"])
def test_no_error_repeats_what_people_typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("PITCHDAY_VAR", str(tmp_path))
    hidden = config.Development().SQLALCHEMY_ENGINE_OPTIONS["hide_parameters"]
    engine = sa.create_engine("sqlite://", hide_parameters=hidden)
    with engine.connect() as connection, pytest.raises(sa.exc.OperationalError) as caught:
        connection.execute(sa.text("SELECT :token FROM nowhere"), {"token": "a-secret"})
    assert "a-secret" not in str(caught.value)
