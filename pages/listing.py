"""Lists: a filter, an order, a bounded page. A wrong value is told beside its box and answered with 400."""

from dataclasses import dataclass, field

from django import forms
from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PAGE_SIZE = 25
# Nobody reads further: whoever needs all asks the API. It also bounds what a page may cost.
LAST_PAGE = 400


class PageForm(forms.Form):
    page = forms.IntegerField(
        label=gettext_lazy("Page"),
        min_value=1,
        max_value=LAST_PAGE,
        required=False,
        error_messages={
            "max_value": gettext_lazy(
                "Lists are shown to page %(limit_value)s: narrow the search, or read all of it by program."
            )
        },
    )


@dataclass
class Listing:
    """One page of a filtered list.

    `total` is counted no further than the last page; `has_more` says that there are more than that.
    """

    form: forms.Form
    is_valid: bool
    rows: list = field(default_factory=list)
    number: int = 1
    total: int = 0
    has_more: bool = False
    errors: list = field(default_factory=list)

    @property
    def status(self) -> int:
        return 200 if self.is_valid else 400

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.last < self.total and self.number < LAST_PAGE else None

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE_SIZE)

    @property
    def is_filtered(self) -> bool:
        return self.is_valid and any(value not in (None, "", []) for value in self.form.cleaned_data.values())


def listing(request: HttpRequest, filterset_class, queryset, *, order) -> Listing:
    """The page that the address asks for. `order(queryset, asked)` gives the rows' order; 404 past the end."""
    filterset = filterset_class(request.GET, queryset=queryset, request=request)
    page = PageForm(request.GET)
    _dress(filterset.form)
    if not (filterset.is_valid() & page.is_valid()):
        return Listing(filterset.form, False, errors=_errors(filterset.form) + _errors(page))
    number = page.cleaned_data["page"] or 1
    found = filterset.qs
    bound = LAST_PAGE * PAGE_SIZE
    total = found.order_by()[: bound + 1].count()
    start = (number - 1) * PAGE_SIZE
    if number > 1 and start >= total:
        raise Http404(_("The list has fewer pages."))
    rows = list(order(found, filterset.form.cleaned_data)[start : start + PAGE_SIZE])
    return Listing(filterset.form, True, rows, number, min(total, bound), total > bound)


def _dress(form: forms.Form) -> None:
    """Boxes as a page shows them: several choices as ticks, a day as the browser's own calendar."""
    for box in form.fields.values():
        if isinstance(box, forms.MultipleChoiceField):
            box.widget = forms.CheckboxSelectMultiple(choices=box.choices)
        elif isinstance(box, forms.ChoiceField):
            box.empty_label = _("All")
            box.widget.choices = box.choices
        elif isinstance(box, forms.DateField):
            box.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    if "sort" in form.fields:
        form.fields["sort"].empty_label = _("latest, or best match")


def _errors(form: forms.Form) -> list[tuple]:
    """(id of the box, its label, what is wrong) for the summary at the top."""
    return [
        (form[name].id_for_label if name in form.fields else "", form[name].label, " ".join(messages))
        for name, messages in form.errors.items()
    ]


def render_listing(request: HttpRequest, template: str, found: Listing, **context):
    return render(request, template, {"listing": found, "form": found.form, **context}, status=found.status)
