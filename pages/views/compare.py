"""Two municipalities compared."""

from dataclasses import dataclass, field

from django import forms
from django.http import HttpRequest
from django.shortcuts import render
from django.views.decorators.http import require_safe

from municipalities.filters import municipalities_meant
from municipalities.models import Municipality
from pages.day import day_of
from pages.records.comparison import compared, star
from pages.records.partnerships import by_country
from pages.wording.translated import gettext as _
from pages.wording.translated import gettext_lazy

MOST_CHOICES = 20


class CompareForm(forms.Form):
    one = forms.CharField(label=gettext_lazy("First municipality"), max_length=200, required=False)
    other = forms.CharField(label=gettext_lazy("Second municipality"), max_length=200, required=False)


@dataclass
class Box:
    """One of the two boxes: who is meant by what was written into it, or who might be."""

    name: str
    text: str = ""
    municipality: Municipality | None = None
    choices: list[Municipality] = field(default_factory=list)
    has_more: bool = False


@require_safe
def compare(request: HttpRequest):
    """A name that is unknown, or the same municipality twice, is told beside the box and answered with 400; of a name
    that several bear, the reader chooses.
    """
    day = day_of(request)
    form = CompareForm(request.GET)
    boxes = {name: _box(name, form.cleaned_data[name]) if form.is_valid() else Box(name) for name in form.fields}
    for box in boxes.values():
        if box.text and not box.municipality and not box.choices:
            form.add_error(box.name, _("No municipality of this name is in the register: try another spelling."))
    one, other = (boxes[name].municipality for name in ("one", "other"))
    if one and one == other:
        form.add_error("other", _("This is the same municipality: choose another."))
        boxes["other"].municipality = other = None
    found = compared(one, other, day) if one and other else None
    return render(
        request,
        "pages/compare.html",
        {
            "form": form,
            "boxes": [(box, form[box.name], _the_other(boxes, box)) for box in boxes.values()],
            "errors": [
                (form[name].id_for_label, form[name].label, messages[0]) for name, messages in form.errors.items()
            ],
            "comparison": found,
            "sides": [found.one, found.other] if found else [],
            "partners": by_country(found.partners, lambda row: row.municipality) if found else [],
            "map": star(found, day) if found else None,
        },
        status=200 if form.is_valid() else 400,
    )


def _box(name: str, text: str) -> Box:
    text = text.strip()
    if not text:
        return Box(name)
    meant = list(municipalities_meant(text).by_name()[: MOST_CHOICES + 1])
    if len(meant) == 1:
        return Box(name, text, meant[0])
    return Box(name, text, None, meant[:MOST_CHOICES], len(meant) > MOST_CHOICES)


def _the_other(boxes: dict[str, Box], box: Box) -> str:
    """What an address says of the other box, so that a link about this one keeps it."""
    other = boxes["other" if box.name == "one" else "one"]
    return str(other.municipality.uid) if other.municipality else other.text
