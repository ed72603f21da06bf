"""Names as sources write them, made fit to be shown: the certain is repaired, the rest left or refused."""

import html
import re
import unicodedata

# Formatting characters and controls: nobody sees them, and they turn text around or split it in two.
_INVISIBLE = re.compile(r"[\u0000-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WIKIDATA_ID = re.compile(r"Q[0-9]+")
_MARKUP = re.compile(r"[{}\[\]<>|=]|''|https?:|&[#\w]+;")

# German districts: the source lost spaces and hyphens, and names the seat beside the district with them:
# OsterodeamHarz (Kreis) (Osterode am Harz, Stadt), Main-Taunus- (Kreis) (Hofheim am Taunus, Kreisstadt).
_DISTRICT_AND_SEAT = re.compile(r"(?P<district>[^()]+) \(Kreis\)(?: \((?P<seat>.+)\))?")
_GLUED_FIRST_WORD = re.compile(r"^(Bad|Bezirk|Sankt|Schwäbisch|Stadtverband|Südliche)(?=[A-ZÄÖÜ])")

_DISTRICT = re.compile(
    r"\b(county|district|oblast|province|raion|region|voivodeship|powiat|prefecture|bezirk|canton|dep\."
    r"|department|departement|département|komitat|provincia|provinz|wojewodschaft|verwaltungsgemeinschaft)(?!\w)"
    r"|kreis\b",
    re.IGNORECASE,
)
# What stands in brackets or after a comma only tells homonyms apart, unless it is the bare word itself.
_QUALIFIER = re.compile(r" \((?!(?:land)?kreis\)|district\)).*|, (?!(?:land)?kreis\b).*", re.IGNORECASE)
# Municipalities whose names hold such a word.
_NO_DISTRICT = re.compile(r"\b(county borough|district municipality|business district|im \w+kreis)\b", re.IGNORECASE)

_NO_PERSON = re.compile(r"^(unknown|vacant|none)\b|^president of the\b|, ?city government\b", re.IGNORECASE)


def clean_name(text: str) -> str | None:
    """The name of a municipality without markup, or None where what is left is no name.

    Entities are resolved, of a wiki link stays what is displayed, footnotes and invisible characters go,
    white space is single, accents that stand for apostrophes become apostrophes.
    """
    name = _without_markup(text)
    name = re.sub(r"(?<=\w) ?[`´](?=\w)", "'", name)
    name = re.sub(r"\s+(?=[),])|(?<=\()\s+", "", name)
    name = _unglued(name).strip(" ,;")
    if not any(character.isalpha() for character in name) or _WIKIDATA_ID.fullmatch(name):
        return None
    return None if _MARKUP.search(name) else name


def clean_alias(text: str) -> str | None:
    """The name by which a source calls a municipality, without the qualifier that tells homonyms apart.

    `Córdoba, Bolívar` and `Jicin (Jitschin)` give `Córdoba` and `Jicin`: what stands in brackets may be the
    name in another language, a region or the mother town, and only the first of these would be an alias.
    """
    name = clean_name(text)
    if name is None:
        return None
    name = re.sub(r"\s*\(.*|\s*,.*", "", name)
    is_clean = len(name) > 1 and any(character.isalpha() for character in name) and not re.search("[`´]", name)
    return name if is_clean else None


def clean_person(text: str) -> str | None:
    """The name of a person, or None: without footnotes, daggers, and what tells homonyms apart."""
    name = _without_markup(text)
    name = re.sub(r"\s*\((?:[\w ]*politician|\d\w\w time|c?\.? ?\d{3,4}.*?)(?:\)|$)", "", name)
    name = re.sub(r"\s*[†‡*]", "", name).strip(" ,;-")
    if len(name) < 3 or len(name) > 100 or any(character.isdigit() for character in name):
        return None
    return None if _MARKUP.search(name) or _NO_PERSON.search(name) else name


def names_district(name: str) -> bool:
    """Whether a name says of itself that it is a district, county, province ... rather than a municipality.

    `Slubice, Landkreis` does; `Przemęt, Greater Poland Voivodeship` is a municipality in one.
    """
    return bool(_DISTRICT.search(_QUALIFIER.sub("", name))) and not _NO_DISTRICT.search(name)


def visible_text(text: str) -> str:
    """The text with single white space and without characters that nobody sees; composed (NFC)."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", re.sub(r"[\s\u2028\u2029]+", " ", text))).strip()


def _without_markup(text: str) -> str:
    name = html.unescape(html.unescape(text))
    name = re.sub(r"<ref[^>]*>.*?</ref>|<!--.*?-->|<[^<>]*>", "", name, flags=re.DOTALL)
    name = re.sub(r"\{\{!\}\}", "|", name)
    name = re.sub(r"\{\{[^{}]*\}\}", "", name)
    name = re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]", r"\1", name)
    name = re.sub(r"\[\w{1,9}\]|'{2,}", "", name)
    name = re.sub(r"^[^|]*\|", "", name)
    return visible_text(name)


def _unglued(name: str) -> str:
    match = _DISTRICT_AND_SEAT.fullmatch(name)
    if not match:
        return name
    district = match["district"].removesuffix(", Kreis")
    seat = re.sub(r" ?,[^,]*$", "", match["seat"] or "")
    if district == seat.replace(" ", ""):
        district = seat
    district = _GLUED_FIRST_WORD.sub(r"\1 ", district)
    if district.endswith("-"):
        return f"{district}Kreis"
    return district if district.lower().endswith("kreis") else f"{district} (Kreis)"
