"""What an agreement is called on a page: its title, or what it is and between whom."""

from functools import lru_cache

from django.utils.translation import get_language, ngettext

from agreements.models import Agreement
from pages.wording.cldr import enumeration
from pages.wording.texts import Text, text_of
from pages.wording.translated import gettext as _
from pages.wording.translated import gettext_lazy

MOST_NAMED = 4

PATTERNS = {
    Agreement.Form.TWINNING: gettext_lazy("Twinning of %(parties)s"),
    Agreement.Form.FRIENDSHIP: gettext_lazy("Friendship of %(parties)s"),
    Agreement.Form.COOPERATION: gettext_lazy("Cooperation agreement of %(parties)s"),
    Agreement.Form.MEMORANDUM: gettext_lazy("Memorandum of understanding of %(parties)s"),
    Agreement.Form.PROJECT: gettext_lazy("Project partnership of %(parties)s"),
    Agreement.Form.JOINT_SERVICE: gettext_lazy("Joint service of %(parties)s"),
    Agreement.Form.CONTACT: gettext_lazy("Contact of %(parties)s"),
}


def listed(names: list[str]) -> str:
    """“A”, “A and B”, “A, B and C”, in the reader's language; of more than four, three and the number of others."""
    if len(names) > MOST_NAMED:
        others = len(names) - MOST_NAMED + 1
        names = [
            *names[: MOST_NAMED - 1],
            ngettext("%(number)s other", "%(number)s others", others) % {"number": others},
        ]
    return enumeration(names)


def agreement_name(agreement: Agreement) -> Text:
    """Its title, or else “Twinning of Skopje and Bradford”; ask `with_parties()` for many."""
    title = text_of(agreement, "title")
    if title:
        return title
    return untitled(agreement.form, [party.municipality.name for party in agreement.parties.all()], agreement.number)


def untitled(form: str, parties: list[str], number: str) -> Text:
    """What an agreement without a title is called."""
    if not parties:
        return Text(_("Agreement %(number)s") % {"number": number}, get_language())
    language = get_language()
    return Text(_pattern(form, language) % {"parties": listed(parties)}, language)


@lru_cache(maxsize=64)
def _pattern(form: str, language: str) -> str:
    return str(PATTERNS[form])
