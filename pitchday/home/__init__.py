"""Pages that add features up."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    # The views fill the blueprint when they are imported.
    from pitchday.home import (  # noqa: F401
        views_cloning,
        views_desk,
        views_events,
        views_health,
        views_life,
        views_me,
        views_programme,
        views_public,
        views_venues,
        views_words,
    )
    from pitchday.home.blueprint import blueprint

    app.register_blueprint(blueprint)
    app.add_url_rule("/events", "events.index", views_events.index)
    app.add_url_rule("/events/<event_slug>", "events.show", views_public.show_event)
    both = ["GET", "POST"]
    app.add_url_rule("/organise/venues/<venue_uid>", "places.venue", views_venues.show_venue)
    app.add_url_rule("/organise/venues/<venue_uid>/retire", "places.retire", views_venues.retire_venue, methods=both)
    app.add_url_rule("/organise/venues/<venue_uid>/remove", "places.remove", views_venues.remove_venue, methods=both)
