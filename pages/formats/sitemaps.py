"""Sitemaps: every public page in every language in which it has its own words, with its last change.

In parts by ranges of primary keys: each part costs the same, however long the register is, and keeps its name as the
register grows. A part holds at most 5,000 records in three languages: far from the 50,000 addresses of the protocol.

Not `django.contrib.sitemaps`: in several languages it reads all records of a noun for each part, makes the address of
every link anew (up to fifteen for a record), cannot ask the log once for a part's last changes, holds the part before
its first byte goes out, and names by x-default addresses without a language, which are none here.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.translation import override

from agreements.models import Commitment
from pages.records.nouns import NOUNS

RECORDS_IN_PART = 5_000
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Pages that are no record's: they stand in a part of their own.
PAGES = (
    "home", "about", "accessibility", "privacy", "agreement-list", "municipality-list", "project-list", "mayor-list",
    "good-practice-list", "field-list", "network-list", "overview",
)  # fmt: skip
# In which texts a record's page speaks: where one of them is missing in a language and not in another, the page falls
# back to the other and asks not to be listed.
TEXTS = {
    "agreement": ("title", "summary", "preamble", "objectives"),
    "joint-project": ("title", "summary", "results"),
    "good-practice": ("title", "problem", "solution", "evidence"),
    "field": ("name",),
    "network": ("name",),
}
NOBODY = {"uid": "00000000-0000-0000-0000-000000000000", "number": "IMCA-0000-000000", "code": "-"}

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def parts(noun: str) -> list[int]:
    """The numbers of the parts that hold a record, from 1."""
    part = (F("pk") - 1) / RECORDS_IN_PART + 1
    records = NOUNS[noun].records.public().order_by()
    return sorted(records.annotate(part=part).values_list("part", flat=True).distinct())


def index(root: str) -> Iterator[str]:
    """`root` is that of `pages.formats.site`."""
    yield f"{HEAD}<sitemapindex {SITEMAP}>\n"
    names = ["pages-1", *(f"{noun}-{part}" for noun in NOUNS for part in parts(noun))]
    for name in names:
        yield f"<sitemap><loc>{root}/sitemaps/{name}.xml</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def pages(root: str) -> Iterator[str]:
    paths = []
    for name in PAGES:
        with override(settings.LANGUAGE_CODE):
            paths.append((reverse(name).removeprefix(f"/{settings.LANGUAGE_CODE}"), LANGUAGES, None))
    return _urls(root, paths)


def records(root: str, noun: str, part: int) -> Iterator[str] | None:
    """The part of that number; None if it holds nothing."""
    kind = NOUNS[noun]
    texts = TEXTS.get(noun, ())
    unspoken = _without_promises(part) if noun == "agreement" else {}
    columns = [f"{text}_{language}" for text in texts for language in settings.MODELTRANSLATION_LANGUAGES]
    rows = list(
        kind.records.public()
        .filter(pk__range=_range(part))
        .order_by("pk")
        .values("pk", "uid", *({kind.key} - {"uid"}), *columns)
    )
    if not rows:
        return None
    changed = kind.last_moments(row["uid"] for row in rows)
    with override(settings.LANGUAGE_CODE):
        pattern = reverse(kind.page, args=[NOBODY[kind.key]]).removeprefix(f"/{settings.LANGUAGE_CODE}")
    return _urls(
        root,
        (
            (
                pattern.replace(NOBODY[kind.key], str(row[kind.key])),
                [language for language in _spoken(row, texts) if language not in unspoken.get(row["pk"], ())],
                changed.get(row["uid"]),
            )
            for row in rows
        ),
    )


def _range(part: int) -> tuple[int, int]:
    """The first and the last primary key."""
    return (part - 1) * RECORDS_IN_PART + 1, part * RECORDS_IN_PART


def _without_promises(part: int) -> dict[int, set[str]]:
    """By agreement, the languages in which one of its promises is missing."""
    missing = {}
    columns = [f"text_{language}" for language in LANGUAGES]
    first, last = _range(part)
    promises = Commitment.objects.filter(agreement__gte=first, agreement__lte=last)
    for agreement, *texts in promises.values_list("agreement_id", *columns):
        for language, text in zip(LANGUAGES, texts, strict=True):
            if not text:
                missing.setdefault(agreement, set()).add(language)
    return missing


def _spoken(row: dict, texts: tuple[str, ...]) -> list[str]:
    """The languages in which the record has every text that it has in any."""
    known = [text for text in texts if any(row[f"{text}_{language}"] for language in LANGUAGES)]
    return [language for language in LANGUAGES if all(row[f"{text}_{language}"] for text in known)]


def _urls(root: str, pages: Iterable[tuple[str, list[str], dt.datetime | None]]) -> Iterator[str]:
    """From (path behind the language, languages, last change) of each page."""
    yield f"{HEAD}<urlset {SITEMAP} {XHTML}>\n"
    for path, languages, changed_at in pages:
        lastmod = f"<lastmod>{changed_at:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed_at else ""
        default = settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in languages else None
        links = [(language, f"{root}/{language}{path}") for language in languages]
        if path == "/":
            links.append(("x-default", f"{root}/"))
        elif default:
            links.append(("x-default", f"{root}/{default}{path}"))
        others = "".join(f'<xhtml:link rel="alternate" hreflang="{code}" href="{url}"/>' for code, url in links)
        for language in languages:
            yield f"<url><loc>{root}/{language}{path}</loc>{lastmod}{others}</url>\n"
    yield "</urlset>\n"
