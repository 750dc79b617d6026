"""For load balancers and watchers: alive, and able to serve."""

from __future__ import annotations

from flask import jsonify
from werkzeug.wrappers import Response

from pitchday.home import health
from pitchday.home.blueprint import blueprint
from pitchday.web.guards import anyone, guard


@blueprint.get("/healthz")
@guard(anyone)
def healthz() -> Response:
    return jsonify(status="alive")


@blueprint.get("/readyz")
@guard(anyone)
def readyz() -> Response:
    parts = health.parts()
    is_ready = set(parts.values()) == {health.OK}
    response = jsonify(status="ready" if is_ready else "not ready", **parts)
    response.status_code = 200 if is_ready else 503
    response.headers["Cache-Control"] = "no-store"
    return response
