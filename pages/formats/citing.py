"""How an agreement is cited: in words, for BibTeX, and as CSL-JSON (which Zotero, Mendeley and pandoc read).

The record is cited, as it stands in this register on a day: its permanent address, and the day on which it was read.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.html import format_html

from pages.wording.dates import long_date
from pages.wording.translated import gettext as _

# What has a meaning in BibTeX, as LaTeX writes it.
IN_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
REGISTER = "Besa"


@dataclass(frozen=True)
class Citable:
    """What a citation says. `language` is that of the title (BCP 47), `on` the day on which it was read."""

    number: str
    title: str
    language: str
    address: str
    registered_on: dt.date
    on: dt.date

    @property
    def key(self) -> str:
        """Stable, and a name that every program takes: `IMCA-2026-000001`."""
        return self.number


def in_words(one: Citable) -> str:
    """HTML: the day is a `<time>`."""
    return format_html(
        "{}. {}: {}. {} ({})",
        REGISTER,
        one.number,
        one.title,
        one.address,
        format_html(_("accessed %(day)s") % {"day": "{}"}, long_date(one.on.isoformat())),
    )


def bibtex(one: Citable) -> str:
    """One `@misc` entry, which BibTeX and BibLaTeX understand."""
    fields = {
        "author": "{" + REGISTER + "}",
        # Braces keep the capitals of names.
        "title": "{" + _escaped(one.title) + "}",
        "howpublished": _escaped(_("The open register of what municipalities have promised each other")),
        "number": one.number,
        "year": str(one.registered_on.year),
        "url": _without_braces(one.address),
        "urldate": one.on.isoformat(),
        "language": one.language,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{one.key},", *lines, "}", ""])


def csl_json(one: Citable) -> list[dict]:
    """The schema of the Citation Style Language 1.0.2: a list of items."""
    return [
        {
            "id": one.key,
            # An entry of a reference work: the record is cited, not the deed.
            "type": "entry",
            "title": one.title,
            "author": [{"literal": REGISTER}],
            "container-title": REGISTER,
            "number": one.number,
            "issued": _date_parts(one.registered_on),
            "accessed": _date_parts(one.on),
            "URL": one.address,
            "language": one.language,
        }
    ]


def _date_parts(day: dt.date) -> dict:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _escaped(text: str) -> str:
    one_line = re.sub(r"\s+", " ", text).strip()
    return "".join(IN_BIBTEX.get(letter, letter) for letter in one_line)


def _without_braces(address: str) -> str:
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
