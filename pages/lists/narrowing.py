"""What each list can be narrowed by, with numbers: counted and written once for each version of the register."""

from collections.abc import Callable, Collection
from dataclasses import replace

from django.db.models import Count, QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language

from agreements.facets import facets as counted_facets
from agreements.models import Field, Network, PracticeField, ProjectField, ProjectPartner
from municipalities.models import Municipality
from pages.lists.facets import (
    OF_PROJECTS,
    WORDS,
    Facet,
    Tag,
    by_number,
    in_order,
    is_uid,
    of_countries,
    of_decades,
    tags,
)
from pages.lists.listing import Listing
from provenance.kept import kept

Narrowed = Callable[[Collection[str]], QuerySet]
Facets = tuple[list[Facet], dict, int | None]  # the facets, further words for tags, and the total if it comes along


def facets_of(found: Listing, count: Callable[[Listing], Facets]) -> tuple[SafeString, list[Tag]]:
    """The facets of a list as HTML, and its tags: none where the address asks what cannot be.

    `count` is one of those below.
    """
    if not found.is_valid:
        return _with_what_is_wrong(found, count), []

    def made() -> dict:
        facets, words, total = count(found)
        return {"html": _written(found, facets), "words": words, "total": total}

    name = found.records.model._meta.label_lower
    answer = kept(("facets", name, localdate(), get_language(), found.filters), made)
    if answer["total"] is not None:
        found.total = answer["total"]
    return SafeString(answer["html"]), tags(found, {**WORDS, **answer["words"]})


def _written(found: Listing, facets: list[Facet]) -> str:
    """Each under the label that its key has in the list's form."""
    labelled = [(found.form.fields[facet.key].label, facet) for facet in facets if facet.is_of_use]
    return render_to_string("includes/facets.html", {"facets": labelled})


def _with_what_is_wrong(found: Listing, count: Callable[[Listing], Facets]) -> SafeString:
    """Told beside its facet, and else not asked. Never kept: there are endless ways to ask what cannot be."""
    wrong = found.form.errors
    asked = {key: values for key, values in found.asked.items() if key not in wrong}
    facets, _words, _total = count(Listing(found.filterset, asked))
    # Municipalities have a box to write in as well, where it is told.
    told = {key: " ".join(messages) for key, messages in wrong.items() if key != "municipality"}
    return SafeString(_written(found, [replace(facet, told=told.get(facet.key, "")) for facet in facets]))


def narrowed_of(found: Listing) -> Narrowed:
    """The list's records, filtered by all that was asked but some keys."""

    def narrowed(without: Collection[str]) -> QuerySet:
        return found.filterset.filter_queryset(found.records, {*without, "sort"}).order_by()

    return narrowed


def of_agreements(found: Listing) -> Facets:
    asked = {key: found.form.cleaned_data[key] for key in found.filters}
    counted = counted_facets(narrowed_of(found), asked, asked.get("asOf"))
    fields = {field.pk: field for field in Field.objects.all()}
    networks = {one.pk: one for one in Network.objects.all()} if asked.get("network") else {}
    municipalities = {one.pk: one for one in Municipality.objects.filter(pk__in=counted.counts["municipality"])}
    counts = {
        **counted.counts,
        "field": _renamed(counted.counts["field"], {key: field.code for key, field in fields.items()}),
        "network": _renamed(counted.counts.get("network", {}), {key: str(one.uid) for key, one in networks.items()}),
        "municipality": _renamed(
            counted.counts["municipality"], {key: str(one.uid) for key, one in municipalities.items()}
        ),
    }
    names = {str(one.uid): one.name for one in municipalities.values()}
    chosen = [uid for uid in asked.get("municipality", []) if is_uid(uid) and uid not in names]
    words = {
        "municipality": names | {str(one.uid): one.name for one in Municipality.objects.filter(uid__in=chosen)},
        "field": {field.code: field.name for field in fields.values()},
        "network": {str(one.uid): one.name for one in networks.values()},
    }
    facets = [
        of_countries(counts["country"], asked.get("country", [])),
        by_number("municipality", counts["municipality"], asked.get("municipality", []), words["municipality"]),
        in_order("form", counts["form"], asked.get("form", [])),
        by_number("field", counts["field"], asked.get("field", []), words["field"]),
        by_number("network", counts["network"], asked.get("network", []), words["network"]),
        *(in_order(key, counts[key], asked.get(key, [])) for key in ("status", "liveness", "confirmation")),
        of_decades(counts["decade"], asked.get("decade", [])),
        in_order("grade", counts["grade"], asked.get("grade", [])),
    ]
    return facets, words, counted.total


def _renamed(counts: dict, names: dict) -> dict[str, int]:
    """Without what has gone since it was counted."""
    return {names[key]: number for key, number in counts.items() if key in names}


def of_municipalities(found: Listing) -> Facets:
    narrowed = narrowed_of(found)
    members = {str(is_member).lower(): number for is_member, number in _counted(narrowed(["member"]), "is_member")}
    facets = [
        of_countries(_by_number(narrowed(["country"]), "country"), found.form.cleaned_data.get("country", [])),
        in_order("member", members, found.filters.get("member", [])),
    ]
    return facets, {}, None


def of_projects(found: Listing) -> Facets:
    narrowed = narrowed_of(found)
    fields = {field.code: field.name for field in Field.objects.all()}
    partners = ProjectPartner.objects.filter(project__in=narrowed(["country"]))
    links = ProjectField.objects.filter(project__in=narrowed(["field"]))
    asked = {key: found.form.cleaned_data.get(key, []) for key in ("country", "status", "field")}
    facets = [
        of_countries(_by_number(partners, "municipality__country", "project"), asked["country"]),
        in_order("status", dict(_counted(narrowed(["status"]), "status")), asked["status"], OF_PROJECTS),
        by_number("field", _by_number(links, "field__code", "project"), asked["field"], fields),
    ]
    return facets, {"field": fields, "municipality": _names(found), **OF_PROJECTS}, None


def _counted(records: QuerySet, column: str, of: str = "pk") -> QuerySet:
    """(value, number of records), the most first."""
    number = Count(of, distinct=of != "pk")
    return records.order_by().values_list(column).annotate(number=number).order_by("-number", column)


def _by_number(records: QuerySet, column: str, of: str = "pk") -> dict[str, int]:
    return dict(_counted(records, column, of))


def of_practices(found: Listing) -> Facets:
    narrowed = narrowed_of(found)
    fields = {field.code: field.name for field in Field.objects.all()}
    links = PracticeField.objects.filter(practice__in=narrowed(["field"]))
    asked = {key: found.form.cleaned_data.get(key, []) for key in ("country", "field")}
    facets = [
        of_countries(_by_number(narrowed(["country"]), "owner__country"), asked["country"]),
        by_number("field", _by_number(links, "field__code", "practice"), asked["field"], fields),
    ]
    return facets, {"field": fields, "municipality": _names(found)}, None


def of_mayors(found: Listing) -> Facets:
    countries = _by_number(narrowed_of(found)(["country"]), "municipality__country")
    facets = [of_countries(countries, found.form.cleaned_data.get("country", []))]
    return facets, {"municipality": _names(found)}, None


def _names(found: Listing) -> dict[str, str]:
    """What the municipalities are called that the address names by their identifiers."""
    meant = Municipality.objects.filter(uid__in=filter(is_uid, found.asked.get("municipality", [])))
    return {str(one.uid): one.name for one in meant}
