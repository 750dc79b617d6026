"""The cities: their colours for every page, and the pages on which organisers add and change them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.db import commits
from pitchday.history.stale import require_version
from pitchday.places import queries, services
from pitchday.places.forms import AreaForm, CityForm, NewCityForm, TakeBackForm
from pitchday.places.models import City
from pitchday.places.permissions import city_editor, place_editor
from pitchday.places.views import places
from pitchday.web.downloads import etag_of, not_modified
from pitchday.web.filters import day
from pitchday.web.forms import shown
from pitchday.web.guards import anyone, guard
from pitchday.web.once import once

# Every page asks for it and it changes about once a year; whoever adds a city wants to see its colour at once.
_CACHE = "public, max-age=60, stale-while-revalidate=86400"
Page = tuple[str, int] | str | Response


@places.get("/cities.css")
@guard(anyone)
def city_colours() -> Response:
    css = "".join(f".city-{city.slug}{{--city-hue:{city.hue}}}\n" for city in queries.cities()).encode()
    etag = etag_of(css)
    unchanged = not_modified(etag, _CACHE)
    if unchanged is not None:
        return unchanged
    headers = {"ETag": f'"{etag}"', "Cache-Control": _CACHE}
    return Response(css, content_type="text/css; charset=utf-8", headers=headers)


@places.get("/organise/cities")
@guard(place_editor)
def cities() -> str:
    found = queries.cities()
    return render_template("places/cities.html", cities=found, areas=queries.areas_of(found, clock.today()))


@places.route("/organise/cities/new", methods=["GET", "POST"])
@guard(place_editor)
@commits
@once
def new_city() -> Page:
    form = NewCityForm()
    if form.validate_on_submit():
        with form.refusals():
            city = services.add_city(form.facts(), form.area(), slug=form.slug.data or "")
        if not form.errors:
            flash(f"{city.name} is on the line. Add its first venue next.", "done")
            return redirect(url_for("places.city", city_slug=city.slug), 303)
    return shown("places/new_city.html", form=form, cities=queries.cities())


@places.route("/organise/cities/<city_slug>", methods=["GET", "POST"])
@guard(city_editor)
@commits
def city(city: City) -> Page:
    form = CityForm(obj=city)
    if form.validate_on_submit():
        with form.refusals():
            require_version(city, form.version.data)
            services.edit_city(city, form.facts())
        if not form.errors:
            flash("Saved.", "done")
            return redirect(url_for("places.city", city_slug=city.slug), 303)
        form.renew(city.version)
    today = clock.today()
    return shown(
        "places/city.html", form=form, city=city, cities=queries.cities(), today=today, take_back=TakeBackForm()
    )


@places.route("/organise/cities/<city_slug>/areas/new", methods=["GET", "POST"])
@guard(city_editor)
@commits
@once
def new_area(city: City) -> Page:
    newest = city.areas[0] if city.areas else None
    form = AreaForm(data={"region": newest.region} if newest else None)
    if form.validate_on_submit():
        with form.refusals():
            area = services.renew_area(city, form.area())
        if not form.errors:
            flash(f"The area that begins on {day(area.valid_from)} is saved.", "done")
            return redirect(url_for("places.city", city_slug=city.slug, _anchor="areas"), 303)
    return shown("places/area.html", form=form, city=city, newest=newest)


@places.post("/organise/cities/<city_slug>/areas/take-back")
@guard(city_editor)
@commits
def take_back_area(city: City) -> Page:
    form, slug = TakeBackForm(), city.slug
    if form.validate_on_submit():
        with form.refusals():
            services.take_back_area(city, begun=form.begun.data)
    problems = [*form.form_errors, *form.begun.errors]
    flash(*((problems[0], "problem") if problems else ("The area before it holds again.", "done")))
    return redirect(url_for("places.city", city_slug=slug, _anchor="areas"), 303)
