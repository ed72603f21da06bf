"""The register in pictures: what it holds, how much of it is known, and maps of who is joined with whom."""

from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.confirmation import Badge
from agreements.ledger import Keeping
from agreements.liveness import Liveness
from agreements.models import Agreement, Field, LegalStatus
from agreements.twinnings.sources import STATEMENTS, describe
from municipalities.models import Municipality
from pages.day import day_of
from pages.drawings import plots
from pages.drawings.maps import labels_of
from pages.figures.links import MAPS, map_of
from pages.figures.overview import figures
from pages.formats.tables import csv_file
from pages.wording.badges import status_mark
from pages.wording.cldr import UNKNOWN_COUNTRY, country_name
from pages.wording.translated import gettext_lazy as _

FIRST_YEAR = 1900
COUNTRIES = 12  # with a row and a column of their own
FACTS = {
    "source": _("a source"),
    "places": _("the places of all parties"),
    "since": _("the year in which it began"),
    "near_source": _("a source nearer to the deed than open data"),
    "title": _("a title"),
    "signatory": _("who signed"),
    "term": _("for how long it holds"),
    "fields": _("fields of cooperation"),
    "commitments": _("what was promised"),
    "activities": _("an activity"),
    "documents": _("a document"),
    "word": _("the word of a party: confirmed or disputed"),
}


@require_safe
def overview(request: HttpRequest):
    day = day_of(request)
    found = figures(day)
    total = sum(number for _status, number in found["status"])
    fields = {field.pk: field for field in Field.objects.all()}
    return render(
        request,
        "pages/overview.html",
        {
            "total": total,
            "years": _years(found["years"], day.on.year),
            "status": plots.bars(
                (status_mark(status or None).word, number, day.address("agreement-list", status=status))
                if status
                else (status_mark(None).word, number)
                for status, number in found["status"]
                if number
            ),
            "in_force": dict(found["status"])[LegalStatus.IN_FORCE],
            "liveness": plots.bars((Liveness(state).label, number) for state, number in found["liveness"]),
            "without_activity": dict(found["liveness"])[Liveness.UNKNOWN],
            "keeping": plots.bars((Keeping(state).label, number) for state, number in found["keeping"]),
            "commitments": sum(number for _state, number in found["keeping"]),
            "kept": dict(found["keeping"]).get(Keeping.KEPT, 0),
            "confirmation": plots.bars((Badge.LABELS[badge], number) for badge, number in found["confirmation"]),
            "confirmed": dict(found["confirmation"])[Badge.CONFIRMED],
            "fields": plots.bars(
                (fields[key].name, number, day.address("agreement-list", field=fields[key].code))
                for key, number in found["fields"]
            ),
            "with_fields": dict(found["completeness"])["fields"],
            "matrix": plots.matrix(found["countries"], COUNTRIES),
            "strongest": next((row for row in found["countries"] if _joins_countries(*row[:2])), None),
            "completeness": plots.bars(((FACTS[fact], number) for fact, number in found["completeness"]), whole=total),
            "sources": _sources(found["sources"]),
            "stated_twice": sum(number for sources, number in found["stated"] if sources > 1),
            "maps": MAPS.values(),
        },
    )


def _joins_countries(one: str, other: str) -> bool:
    return one != other and UNKNOWN_COUNTRY not in (one, other)


def _years(rows: list, this_year: int) -> dict:
    """What is drawn of the years: all forms together, and each form by itself; and the same as rows of a table."""
    forms = [form for form in Agreement.Form if any(row[1] == form for row in rows)]
    of_form = {form: {year: n for year, one, n in rows if one == form and year is not None} for form in forms}
    all_years = sorted({year for numbers in of_form.values() for year in numbers})
    together = {year: sum(numbers.get(year, 0) for numbers in of_form.values()) for year in all_years}
    first = min([FIRST_YEAR, *all_years])
    last = max([this_year, *all_years])
    busiest = max(together, key=lambda year: (together[year], -year), default=None)
    return {
        "known": sum(together.values()),
        "unknown": sum(number for year, _form, number in rows if year is None),
        "together": plots.columns(together, first, last),
        "strongest": plots.strongest_years(together),
        "busiest": busiest,
        "busiest_number": together.get(busiest),
        "forms": [
            {
                "id": f"plot-{form.value}",
                "label": form.label,
                "number": sum(number for _year, one, number in rows if one == form),
                "unknown": sum(number for year, one, number in rows if one == form and year is None),
                "columns": plots.columns(of_form[form], first, last),
            }
            for form in forms
        ],
        "table": [(year, [of_form[form].get(year, 0) for form in forms], together[year]) for year in all_years],
    }


def _sources(rows: list) -> list[dict]:
    """What each data set says and how much of it is here. `known` is None where nobody has counted it."""
    found = {}
    for key, what, number in rows:
        found.setdefault(key, {"name": describe(key).publisher or key})[what] = number
    for key, source in found.items():
        known = STATEMENTS.get(key, 0)
        # A count that is too small was made of another extract.
        source["known"] = known if known >= source["statements"] else None
        source["bar"] = plots.bars([("", source["statements"])], whole=source["known"] or 0)[0]
    return list(found.values())


@require_safe
def overview_csv(request: HttpRequest):
    """Every number of the overview, one a line: `figure`, by what (one or two keys), `number`."""
    day = day_of(request)
    codes = dict(Field.objects.values_list("pk", "code"))
    rows = []
    for figure, counted in figures(day).items():
        for *keys, number in counted:
            first, second = [codes[key] if figure == "fields" else key for key in keys] + [None] * (2 - len(keys))
            rows.append((figure, first, second, number))
    return csv_file("overview", day.on, ["figure", "key", "second_key", "number"], rows)


@require_safe
def overview_map(request: HttpRequest, stretch: str = "world"):
    if stretch not in MAPS:
        raise Http404
    day = day_of(request)
    found = map_of(day, stretch)
    drawing = found["drawing"]
    keys = {key for line in found["lines"] for key in line[:2]} | {key for *_spot, key in drawing["named"]}
    names = Municipality.objects.in_bulk(keys)
    lines = [
        (*((names[key].name, country_name(names[key].country)) for key in (one, other)), number)
        for one, other, number in reversed(found["lines"])
    ]
    return render(
        request,
        "pages/overview_map.html",
        {
            "stretch": MAPS[stretch],
            "maps": MAPS.values(),
            "map": drawing,
            "is_tall": drawing["height"] > 0.8 * drawing["width"],
            "labels": _labels(drawing, names) if stretch != "world" else [],
            "found": found,
            "lines": lines,
            # One alone: among equals none is the strongest.
            "strongest": lines[0] if lines and [number for *_ends, number in lines].count(lines[0][2]) == 1 else None,
        },
    )


def _labels(drawing: dict, names: dict) -> list[tuple]:
    """(label, name) of the squares with most agreements, as far as there is room."""
    spots = [(x, y) for x, y, _key in drawing["named"]]
    called = [names[key].name for *_spot, key in drawing["named"]]
    labels = labels_of((drawing["width"], drawing["height"]), list(zip(called, spots, strict=True)), spots)
    return [(label, name) for label, name in zip(labels, called, strict=True) if label]
