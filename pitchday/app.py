"""The application factory: a contents page of what the application is made of."""

from __future__ import annotations

import logging
from importlib import import_module

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from pitchday import db as database
from pitchday import history
from pitchday.extensions import csrf, limiter, login_manager, migrate
from pitchday.features import FEATURES, FOUNDATION
from pitchday.jobs import queue
from pitchday.web import assets, errors, filters, security, templating, unchanged


def create_app(settings: config.Config | None = None) -> Flask:
    """An application with these settings, or with those that the environment names."""
    app = Flask(
        "pitchday",
        template_folder="../templates",
        static_folder=None,
        root_path=str(config.HERE / "pitchday"),
    )
    app.config.from_object(settings or config.from_environment())
    app.url_map.strict_slashes = False
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    _database(app)
    _extensions(app)
    templating.init_app(app)
    filters.init_app(app)
    security.init_app(app)
    errors.init_app(app)
    queue.init_app(app)
    for package in FOUNDATION:
        import_module(f"pitchday.{package}")
    for feature in FEATURES:
        import_module(f"pitchday.{feature}").register(app)
    _commands(app)
    unchanged.init_app(app)
    assets.init_app(app)
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _database(app: Flask) -> None:
    app.config["VAR"].mkdir(parents=True, exist_ok=True)
    database.init_app(app)
    history.services.watch()

    @app.before_request
    def take_the_write_lock_at_once() -> None:
        # A request that may write must not find out half-way that another one writes: SQLite cannot upgrade then.
        database.set_writing(request.method not in ("GET", "HEAD", "OPTIONS"))

    @app.teardown_request
    def take_it_no_more(_error: BaseException | None) -> None:
        database.set_writing(False)


def _extensions(app: Flask) -> None:
    migrate.init_app(app, database.db, directory=str(config.HERE / "migrations"))
    login_manager.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)


def _commands(app: Flask) -> None:
    from pitchday.jobs.commands import jobs
    from pitchday.mail.commands import mail

    app.cli.add_command(jobs)
    app.cli.add_command(mail)
