"""The partner finder: for a municipality and its challenge, whom it might work with, and why."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from agreements.models import Field
from agreements.partners import (
    COMPARABLE_SIZE,
    MOST_IN_FIELD,
    NEAR,
    NOT_FAR,
    POINTS,
    SIMILAR_SIZE,
    Candidate,
    Challenge,
    Finding,
    partners_for,
)
from municipalities.filters import municipalities_meant
from municipalities.models import Municipality
from pages.day import Day, day_of
from pages.lists.results import Result, results_by_key
from pages.wording.cldr import alphabetical, enumeration, language_name
from pages.wording.numbers import grouped
from pages.wording.texts import text_of
from pages.wording.translated import gettext as _
from pages.wording.translated import gettext_lazy

MOST_SHOWN = 20
MOST_CHOICES = 20
MOST_LINKS = 3


class PartnerForm(forms.Form):
    municipality = forms.CharField(label=gettext_lazy("Your municipality"), max_length=200, required=False)
    challenge = forms.CharField(
        label=gettext_lazy("Your challenge, in a few words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Fields of cooperation"),
        queryset=Field.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = Field.objects.all()
        self.fields["field"].choices = sorted(self.fields["field"].choices, key=lambda one: alphabetical(one[1]))


@dataclass(frozen=True)
class Row:
    """A candidate as shown: `reasons` are sentences, each with links to the good practices that it speaks of."""

    candidate: Candidate
    name: Result
    reasons: list[tuple[str, list[Result]]]


@require_safe
def partner_finder(request: HttpRequest):
    """An unknown name is told beside its box and answered with 400; of a name that several bear, the reader chooses."""
    day = day_of(request)
    form = PartnerForm(request.GET)
    municipality, choices = None, []
    form.full_clean()
    if name := form.cleaned_data.get("municipality"):
        meant = list(municipalities_meant(name).by_name()[:MOST_CHOICES])
        if not meant:
            form.add_error("municipality", _("No municipality of this name is in the register: try another spelling."))
        municipality, choices = (meant[0], []) if len(meant) == 1 else (None, meant)
    context = {"form": form, "municipality": municipality, "choices": choices, "errors": _errors(form)}
    if municipality and form.is_valid():
        context |= _found(municipality, form, day)
    return render(request, "pages/partner_finder.html", context, status=200 if form.is_valid() else 400)


def _errors(form: PartnerForm) -> list[tuple]:
    """(id of the box, its label, what is wrong) for the summary at the top."""
    return [
        (form[name].id_for_label or f"id_{name}_0", form[name].label, " ".join(told))
        for name, told in form.errors.items()
    ]


def _found(municipality: Municipality, form: PartnerForm, day: Day) -> dict:
    picked = list(form.cleaned_data["field"])
    challenge = Challenge(form.cleaned_data["challenge"], tuple(sorted(field.pk for field in picked)))
    finding = partners_for(municipality, challenge, on=day.on)
    shown = finding.candidates[:MOST_SHOWN]
    names = results_by_key("municipality", {key for one in shown for key in (one.key, *one.shared_partners)}, day)
    practices = results_by_key("practice", {key for one in shown for key in one.practices[:MOST_LINKS]}, day)
    fields = {field.pk: str(text_of(field, "name")) for field in form.fields["field"].queryset}
    return {
        "rows": [
            Row(one, names[one.key], list(_reasons(one, municipality, fields, names, practices)))
            for one in shown
            if one.key in names
        ],
        "finding": finding,
        "missing": list(_missing(municipality, challenge, finding)),
        "most_in_field": MOST_IN_FIELD,
        "rules": [(sentence, POINTS[name]) for name, sentence in _rules().items()],
    }


def _reasons(candidate: Candidate, municipality: Municipality, fields, names, practices):
    """Why it stands where it stands, in the order of the rules."""
    for rule in candidate.reasons:
        match rule:
            case "words":
                words = enumeration([_("“%(word)s”") % {"word": word} for word in candidate.words])
                links = [practices[key] for key in candidate.practices[:MOST_LINKS] if key in practices]
                yield _("Has a good practice that speaks of %(words)s:") % {"words": words}, links
            case "fields":
                known = [fields[key] for key in candidate.fields if key in fields]
                yield _("Works in the same fields: %(fields)s.") % {"fields": enumeration(known)}, []
            case "shared_partners":
                yield _shared(candidate, names), []
            case "language":
                yield _language(candidate, municipality), []
            case "similar_size" | "comparable_size":
                sentence = _("Of similar size") if rule == "similar_size" else _("Of comparable size")
                people = _("%(number)s inhabitants") % {"number": grouped(candidate.population)}
                yield f"{sentence}: {people}.", []
            case "near" | "not_far":
                distance = grouped(max(10, round(candidate.kilometres, -1)))
                yield _("About %(distance)s km away.") % {"distance": distance}, []


def _shared(candidate: Candidate, names: dict[int, Result]) -> str:
    through = [str(names[key].name) for key in candidate.shared_partners if key in names]
    others = candidate.number_of_shared_partners - len(through)
    if others > 0:
        through.append(ngettext("%(number)s other", "%(number)s others", others) % {"number": others})
    return _("Partner of partners of yours: %(names)s.") % {"names": enumeration(through)}


def _language(candidate: Candidate, municipality: Municipality) -> str:
    languages = enumeration([language_name(code) for code in candidate.languages])
    if candidate.country == municipality.country:
        return _("In the same country, with the same official languages: %(languages)s.") % {"languages": languages}
    return _("An official language in common: %(languages)s.") % {"languages": languages}


def _missing(municipality: Municipality, challenge: Challenge, finding: Finding):
    """What the register does not know, so that it counted for nobody."""
    if municipality.population is None:
        yield _("The register does not know its population: size was not counted.")
    if municipality.latitude is None:
        yield _("The register does not know where it lies: distance was not counted.")
    if not finding.number_of_partners:
        yield _("The register knows no partner of it on this day: partners of partners were not counted.")
    if not challenge.fields and not finding.own_fields:
        yield _("You picked no field, and the register knows none in which it works: fields were not counted.")
    if challenge.text and not any(candidate.words for candidate in finding.candidates):
        yield _("No good practice of a possible new partner answers your words: try others, or pick a field.")


def _rules() -> dict[str, str]:
    """The rules in words, for the page's own account of them."""
    return {
        "words": _("for each telling word of your challenge that their best fitting good practice holds"),
        "fields": _("for each field that you picked, or else in which you work, in which they work too"),
        "shared_partners": _("for each partner of yours that is a partner of theirs"),
        "language": _("for an official language in common, by the Unicode CLDR"),
        "similar_size": _("for a population of at most %(factor)s times yours, or yours of theirs")
        % {"factor": SIMILAR_SIZE},
        "comparable_size": _("or, up to %(factor)s times") % {"factor": COMPARABLE_SIZE},
        "near": _("for a distance of at most %(distance)s km") % {"distance": grouped(NEAR)},
        "not_far": _("or, up to %(distance)s km") % {"distance": grouped(NOT_FAR)},
    }
