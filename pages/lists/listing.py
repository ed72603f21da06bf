"""Lists: a filter, an order, a page that begins behind a record. A wrong value is told beside its box, with 400."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django_filters import FilterSet

from pages.wording.translated import gettext as _
from pages.wording.translated import gettext_lazy
from provenance.kept import kept
from provenance.keyset import LONGEST_CURSOR, BadCursorError, Order, read, written

FEWEST, USUAL, MOST = 10, 50, 100
# How many are weighed for the best match: those registered last. Words that more have are asked with one word more.
MOST_RANKED = 1_000
BEST = "best"


class PageForm(forms.Form):
    limit = forms.IntegerField(
        label=gettext_lazy("Records on a page"), min_value=FEWEST, max_value=MOST, required=False
    )
    after = forms.CharField(label=gettext_lazy("Page"), max_length=LONGEST_CURSOR, required=False)
    before = forms.CharField(label=gettext_lazy("Page"), max_length=LONGEST_CURSOR, required=False)

    def clean_before(self):
        if self.cleaned_data.get("before") and self.cleaned_data.get("after"):
            raise forms.ValidationError(_("A page begins behind a record or ends before one, not both."))
        return self.cleaned_data["before"]


@dataclass
class Listing:
    """One page of a filtered list; `status` is 400, and the list is empty, where the address asks what cannot be.

    `keys`: the primary keys of its records, in order. `next`, `previous`: queries of the pages beside it, or None.
    `usual_order`: what the order is called in which it stands unless another is asked for.
    `is_best_first`: it stands in the order of the best match; then `is_cut` if only the latest were weighed.
    """

    filterset: FilterSet
    asked: dict[str, list[str]]
    errors: list[tuple] = field(default_factory=list)
    found: QuerySet | None = None
    keys: list[int] = field(default_factory=list)
    next: str | None = None
    previous: str | None = None
    usual_order: str = ""
    is_best_first: bool = False
    is_cut: bool = False

    @property
    def form(self) -> forms.Form:
        return self.filterset.form

    @property
    def records(self) -> QuerySet:
        return self.filterset.queryset

    @property
    def is_valid(self) -> bool:
        return not self.errors

    @property
    def status(self) -> int:
        return 200 if self.is_valid else 400

    @cached_property
    def rows(self) -> list[Model]:
        """The records themselves, in order, as the queryset that the list was given brings them."""
        by_key = {record.pk: record for record in self.records.filter(pk__in=self.keys)} if self.keys else {}
        return [by_key[key] for key in self.keys if key in by_key]

    @cached_property
    def total(self) -> int:
        """How many records the whole list holds: counted once for each version of the register."""
        if self.found is None:
            return 0
        model, today = self.records.model._meta.label_lower, timezone.localdate()
        return kept(("total", model, today, self.filters), lambda: self.found.order_by().count())

    @property
    def most_ranked(self) -> int:
        return MOST_RANKED

    @property
    def filters(self) -> dict[str, list[str]]:
        """What narrows the list: all that was asked but its order and the size of its pages."""
        return {key: values for key, values in self.asked.items() if key not in ("sort", "limit")}

    @property
    def is_filtered(self) -> bool:
        return any(key != "asOf" for key in self.filters)

    def query(self, **instead) -> str:
        """`?` and the query of this list, with these values instead (None: without it)."""
        asked = {key: value for key, value in {**self.asked, **instead}.items() if value}
        return "?" + urlencode(asked, doseq=True)

    def without(self, key: str, value: str) -> str:
        """The query of the list that does not ask this one value of a key."""
        return self.query(**{key: [one for one in self.asked[key] if one != value]})


def listing(
    request: HttpRequest,
    filterset_class,
    records: QuerySet,
    *,
    orders: dict[str, Order] | None = None,
    best: Callable[[QuerySet, str], QuerySet] | None = None,
) -> Listing:
    """The page of a list that the address asks for: `limit` records `after` or `before` a cursor.

        found = listing(request, MayorFilter, Mayor.objects.public().select_related("municipality"),
                        orders={"name": Order(by=F("folded"), form_field=forms.CharField(strip=False))})
        return render_listing(request, "pages/mayor_list.html", found, rows=[... for mayor in found.rows])

    `records`: what the reader may see, with whatever `found.rows` shall bring along. `orders`: name in the address →
    `provenance.keyset.Order`, the usual one first; those of the FilterSet unless given. `best(records, text)`: the
    order for `q` where no other is asked for.

    Two to four queries, and those of its filters (names, fields and networks are looked up, words tried), none of which
    counts or skips; `found.total` counts, once for each version of the register.
    The template says it all by `includes/tally.html` and `includes/pagination.html`.
    """
    orders = orders or filterset_class.orders
    filterset = filterset_class(request.GET, queryset=records, request=request)
    page = PageForm(request.GET)
    asked = {
        key: values
        for key in {**filterset.filters, "asOf": None, "limit": None}
        if (values := list(dict.fromkeys(value for value in request.GET.getlist(key) if value)))
    }
    usual = next(iter(orders))
    made = Listing(filterset, asked)
    made.usual_order = _("best match") if best and "q" in asked else dict(made.form.fields["sort"].choices)[usual]
    if not (filterset.is_valid() & page.is_valid()):
        made.errors = _errors(filterset.form) + _errors(page)
        return made
    made.found = filterset.qs
    asked_for = page.cleaned_data
    limit, after, before = asked_for["limit"] or USUAL, asked_for["after"], asked_for["before"]
    text, sort = filterset.form.cleaned_data.get("q"), filterset.form.cleaned_data.get("sort")
    try:
        if not (best and text and not sort and _best(made, best(made.found, text), limit, after, before)):
            _by_key(made, sort or usual, orders, limit, after, before)
    except BadCursorError:
        made.errors = [("", _("Page"), _("This is no place in this list. Begin at its first page."))]
    return made


def total(filterset_class, records: QuerySet, asked: dict[str, list[str]]) -> int:
    """How many records the list of an address holds that asks this; kept for that list as well, and 0 if it cannot."""
    data = QueryDict(mutable=True)
    for key, values in asked.items():
        data.setlist(key, values)
    filterset = filterset_class(data, queryset=records)
    return Listing(filterset, asked, found=filterset.qs).total if filterset.is_valid() else 0


def _by_key(made: Listing, name: str, orders: dict[str, Order], limit: int, after: str, before: str) -> None:
    order = orders[name]
    place = order.place(name, after or before, made.records.model) if after or before else None
    rows = order.rows(made.found, place, limit + 1, backwards=bool(before))
    if before and len(rows) <= limit:
        # The first page is always a full one.
        place, before = None, ""
        rows = order.rows(made.found, None, limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    if before:
        rows.reverse()
    made.keys = [row[0] for row in rows]
    if rows and (more or before):
        made.next = made.query(after=order.cursor(name, rows[-1]))
    if rows and place and (more or not before):
        made.previous = made.query(before=order.cursor(name, rows[0]))


def _best(made: Listing, best: QuerySet, limit: int, after: str, before: str) -> bool:
    """The best matches first, among the latest; by their places, since no key orders them. False if none matches."""
    try:
        start = _place(after) if after else max(_place(before) - limit, 0) if before else 0
    except BadCursorError:
        # It is a place among names that look alike, if nothing matches.
        if best.exists():
            raise
        return False
    latest = list(made.found.order_by("-pk").values_list("pk", flat=True)[: MOST_RANKED + 1])
    made.is_cut = len(latest) > MOST_RANKED
    best = best.filter(pk__in=latest[:MOST_RANKED]) if made.is_cut else best
    keys = list(best.values_list("pk", flat=True)[start : start + limit + 1])
    made.keys = keys[:limit]
    made.is_best_first = bool(keys) or start > 0
    if len(keys) > limit:
        made.next = made.query(after=written([BEST, start + limit]))
    if start:
        made.previous = made.query(before=written([BEST, start]))
    return made.is_best_first


def _place(cursor: str) -> int:
    name, place = read(cursor, 2)
    if name != BEST or type(place) is not int or not 0 < place <= MOST_RANKED:
        raise BadCursorError
    return place


def _errors(form: forms.Form) -> list[tuple]:
    """(id of its box or its group of boxes; its label; what is wrong) for the summary at the top.

    Of what `PageForm` reads no page shows a box: its id is empty.
    """
    return [
        ("" if name in PageForm.base_fields else form[name].auto_id, form[name].label, " ".join(messages))
        for name, messages in form.errors.items()
    ]


def render_listing(request: HttpRequest, template: str, found: Listing, **context):
    return render(request, template, {"listing": found, "form": found.form, **context}, status=found.status)


def other_forms(found: Listing, noun: str, *, program: str = "") -> list[tuple[str, str]]:
    """(name, address) of the same list in other forms: for spreadsheets, for programs, to be told of what comes.

    `noun` begins the names of the pages' addresses, `program` is the page for programs, that of the API unless given.
    What comes is always told in the order in which it comes.
    """
    words = {key: values for key, values in found.asked.items() if key in found.form.fields}
    filters = {key: values for key, values in words.items() if key != "sort"}
    files = [
        ("CSV", f"{noun}-csv", words),
        ("JSON", program or f"api:{noun}-list", words),
        ("Atom", f"{noun}-feed", filters),
    ]
    return [
        (name, reverse(page) + (f"?{urlencode(asked, doseq=True)}" if asked else "")) for name, page, asked in files
    ]
