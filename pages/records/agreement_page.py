"""What the page of one agreement shows, made of its record: words, marks, places and links, for one day.

`agreement_record.written` gives the record as a document; here its rows get what a reader needs beside the facts, under
names of their own: `name`, `words`, `mark`, `cited`, `is_later` ...
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language

from agreements.confirmation import Standing, standing
from agreements.ledger import Keeping
from agreements.liveness import liveness
from agreements.models import (
    Act,
    Activity,
    Agreement,
    Commitment,
    Confirmation,
    Document,
    Party,
    Representative,
)
from agreements.status import ORDER_ON_ONE_DAY
from municipalities.models import Mayor
from pages.day import Day
from pages.drawings import maps
from pages.drawings.globe import distance
from pages.records.agreement_record import MOST_ACTIVITIES
from pages.wording.badges import (
    confirmation_mark,
    confirmation_sentence,
    keeping_mark,
    liveness_mark,
    project_mark,
    status_mark,
    status_sentence,
)
from pages.wording.history import history_of
from pages.wording.names import untitled
from pages.wording.sources import Row, Sources
from pages.wording.texts import Text, name_in, text_in
from provenance.dates import PartialDate

# Of what kept a promise, so many are named; the rest are in the list of activities.
MOST_NAMED = 5
TEXTS = ("summary", "preamble", "objectives")


@dataclass(frozen=True)
class Word:
    """How one party stands to the record: `standing`, what `changed` since it confirmed, when and why it spoke."""

    name: str
    standing: str
    changed: list[str] = field(default_factory=list)
    said_at: dt.datetime | None = None
    reason: str = ""

    @classmethod
    def of(cls, party: dict, claims: str | None) -> "Word":
        """Of a party of the record, which `claims` recorded (the uid of a municipality)."""
        said = party["word"]
        if said is None:
            is_claimant = party["municipality"]["uid"] == claims
            return cls(party["name"], Standing.CLAIMS if is_claimant else Standing.SILENT)
        return cls(
            party["name"],
            standing(said["verdict"], said["changed"]),
            said["changed"] if said["verdict"] == Confirmation.Verdict.CONFIRMED else [],
            dt.datetime.fromisoformat(said["confirmed_at"]),
            said["reason"] or "",
        )


class Cites(dict):
    """The numbers of the sources behind the facts of one row, by fact; made when the template asks.

    `term__term_ends_on` is two facts; `kind__` is one, and the row as a whole.
    """

    def __init__(self, sources: Sources, row: Row):
        super().__init__()
        self.sources, self.row = sources, row

    def __missing__(self, fact: str) -> str:
        self[fact] = numbers = self.sources.numbers(self.row, *fact.split("__"))
        return numbers


def page_of(record: dict, day: Day, citations: str, changes: str) -> dict:
    """The context of `includes/agreement.html` for a record that is public; `citations` and `changes` as JSON.

    No query, unless its history names a row that is not on the page: then one for each kind of these.
    """
    original = record["original_language"]
    name_all(record)
    name = name_of(record)
    for project in record["projects"]:
        project["is_later"] = _is_later(project["actual_start"] or project["planned_start"], day.on)
    for text in TEXTS:
        record[text] = text_in(record[text], original)
    acts = _acts(record, day.on)
    more_activities = len(record["activities"]) > MOST_ACTIVITIES
    del record["activities"][MOST_ACTIVITIES:]
    promises, activities = _promises_and_activities(record, day.on)
    sources = _sources(record, citations)
    words = _words(record)
    texts = [name, *(record[text] for text in TEXTS), *(promise["words"] for promise in promises)]
    status = _status_on(record["status_periods"], day.on)
    return {
        "agreement": record,
        "name": name,
        "fallbacks": sorted({text.language for text in texts if text and text.is_fallback}),
        "form": _label(Agreement.Form, record["form"]),
        "term": _label(Agreement.Term, record["term"]),
        "parties": _parties(record, acts, words, day),
        "many": len(record["parties"]) > 3,
        "confirmation": confirmation_mark(list(words.values())),
        "confirmation_sentence": confirmation_sentence(record["origin"], list(words.values())),
        "status": status_mark(status),
        "status_sentence": status_sentence(status, record["origin"]),
        "liveness": liveness_mark(liveness(_day(record["last_activity_on"]), day.on)),
        "last_activity": _last_activity(record),
        "acts": acts,
        "ledger": promises,
        "tally": _tally(promises),
        "representatives": record["representatives"],
        "activities": activities,
        "projects": record["projects"],
        "documents": record["documents"],
        "has_signed_text": any(document["kind"] == Document.Kind.SIGNED_TEXT for document in record["documents"]),
        "more_activities": more_activities,
        "map": _map(tuple(_places(record["parties"])), get_language()),
        "distance": _distance(record["parties"]),
        "unplaced": [party["name"] for party in record["parties"] if party["municipality"]["latitude"] is None],
        "sources": sources,
        "history": history_of(Row("agreements.agreement", record["uid"]), _known(record), changes),
    }


def name_of(record: dict) -> Text:
    """Its title, or else “Twinning of Skopje and Bradford”; of a record with `name_all`."""
    return text_in(record["title"], record["original_language"]) or untitled(
        record["form"], [party["name"] for party in record["parties"]], record["number"]
    )


def _label(choices, value: str) -> str:
    return _labelled(choices, value, get_language())


@lru_cache(maxsize=500)
def _labelled(choices, value: str, language: str) -> str:
    """The word for a value in the active language: `Act.Kind`, `signed` → “signed”."""
    return str(choices(value).label)


def _day(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None


def _first(written: str | None) -> dt.date | None:
    """The first day that a partial date may mean."""
    return PartialDate.parse(written).first if written else None


def _last(written: str | None) -> dt.date | None:
    return PartialDate.parse(written).last if written else None


def _is_later(written: str | None, on: dt.date) -> bool:
    """Whether what is dated so had not begun on the day; what has no date is taken to have been."""
    return bool(written) and _first(written) > on


def _status_on(periods: list[dict], on: dt.date) -> str | None:
    """The legal status on the day; None before the first act."""
    written = on.isoformat()
    for period in periods:
        if (period["first"] or "") <= written and (period["end"] is None or written < period["end"]):
            return period["status"]
    return None


def name_all(record: dict) -> None:
    """Names of municipalities, fields and institutions in the reader's language."""
    for party in record["parties"]:
        party["name"] = party["municipality"]["name"] = name_in(party["municipality"]["name"])
    for one in (*record["fields"], *record["networks"]):
        one["name"] = name_in(one["name"])
    if record["recorded_by"]:
        record["recorded_by"]["name"] = name_in(record["recorded_by"]["name"])
    by_party = {party["uid"]: party["name"] for party in record["parties"]}
    for one in record["representatives"]:
        one["post"] = text_in(one["post"], record["original_language"])
        one["mandate_shown"] = _label(Representative.Mandate, one["mandate"])
        one["party_name"] = by_party[one["party"]]
    for link in record["links"]:
        for end in ("one", "other"):
            link[end] = {part: name_in(link[end][part]) for part in ("name", "municipality")}
    for document in record["documents"]:
        document["kind_shown"] = _label(Document.Kind, document["kind"])
        document["media"] = document["url"].rpartition(".")[2].upper()
    for project in record["projects"]:
        project["title"] = text_in(project["title"], project["original_language"])
        project["mark"] = project_mark(project["status"])
    for practice in record["practices"]:
        practice["title"] = text_in(practice["title"], practice["original_language"])
        practice["owner"] = name_in(practice["owner"])


# --- Parties ----------------------------------------------------------------------------------------------


def _words(record: dict) -> dict[str, Word]:
    """How each party stands to the record, by its uid; observers and depositaries have no word to give."""
    claims = record["recorded_by"] and record["recorded_by"]["uid"]
    return {party["uid"]: Word.of(party, claims) for party in record["parties"] if party["role"] == Party.Role.PARTY}


def _parties(record: dict, acts: list[dict], words: dict[str, Word], day: Day) -> list[dict]:
    """Each with its word (if it spoke), whether it had joined and not left, and its mayors by the list of mayors."""
    signed = [act["happened_on"] for act in acts if act["kind"] == Act.Kind.SIGNED and not act["struck_out"]]
    signed_on = next((date for date in signed if date), None)
    terms: dict[int, list[Mayor]] = {}
    for term in record["terms"]:
        dates = {name: PartialDate.parse(term[name]) if term[name] else None for name in ("starts_on", "ends_on")}
        mayor = Mayor(uid=term["uid"], name=term["name"], ongoing=term["ongoing"], acting=term["acting"], **dates)
        terms.setdefault(term["municipality"], []).append(mayor)
    for party in record["parties"]:
        own = terms.get(party["municipality"]["key"], [])
        party["signatory_title"] = text_in(party["signatory_title"], record["original_language"])
        party["is_later"] = _is_later(party["joined_on"], day.on)
        party["has_left"] = bool(party["left_on"]) and _last(party["left_on"]) < day.on
        party["leaves_later"] = _is_later(party["left_on"], day.on)
        party["signed_later"] = _is_later(party["signed_on"], day.on)
        party["role_shown"] = _label(Party.Role, party["role"]) if party["role"] != Party.Role.PARTY else ""
        party["mayors_then"] = (
            [] if party["signatory_name"] else _certainly_in_office(own, party["signed_on"] or signed_on)
        )
        party["mayors_on_day"] = _certainly_in_office(own, day.on.isoformat())
        word = words.get(party["uid"])
        party["word"] = word if word and word.said_at else None
        party["word_is_later"] = bool(party["word"]) and localtime(word.said_at).date() > day.on
    return record["parties"]


def _certainly_in_office(terms: list[Mayor], written: str | None) -> list[Mayor]:
    """Whose terms certainly cover the whole of the date: nobody where it is not known, or the terms are not."""
    if not written:
        return []
    date = PartialDate.parse(written)
    return [term for term in terms if term.was_in_office(date)]


def _places(parties: list[dict]) -> list[maps.Place]:
    return [
        maps.Place(party["name"], place["latitude"], place["longitude"])
        for party in parties
        if (place := party["municipality"])["latitude"] is not None
    ]


@lru_cache(maxsize=512)
def _map(places: tuple, language: str) -> SafeString:
    """The drawing of these places, as SVG: each party joined with each; of very many parties, the places alone."""
    drawing = maps.region(places, maps.each_with_each(places))
    return SafeString(render_to_string("includes/agreement_map.html", {"map": drawing}) if drawing else "")


def _distance(parties: list[dict]) -> int | None:
    """Kilometres between two parties, as the arc goes; to the nearest 10."""
    places = _places(parties)
    if len(parties) != 2 or len(places) != 2:
        return None
    return round(distance(places[0].point, places[1].point), -1)


# --- What was done, and what was promised -----------------------------------------------------------------


def _acts(record: dict, on: dt.date) -> list[dict]:
    """In the order in which they count; `is_later` than the day."""
    documents = {document["uid"]: document for document in record["documents"]}
    for act in record["acts"]:
        act["kind_shown"] = _label(Act.Kind, act["kind"])
        act["is_later"] = _is_later(act["happened_on"], on)
        act["document"] = documents.get(act["document"])
        act["counts_from"] = _first(act["happened_on"]) or _day(act["known_by"])
    return sorted(record["acts"], key=lambda act: (act["counts_from"], ORDER_ON_ONE_DAY.index(act["kind"])))


def _promises_and_activities(record: dict, on: dt.date) -> tuple[list[dict], list[dict]]:
    """The ledger with the activities that kept each promise, and the activities with the promises that they served."""
    original = record["original_language"]
    documents = {document["uid"]: document for document in record["documents"]}
    parties = {party["uid"]: party["name"] for party in record["parties"]}
    people = {one["uid"]: one for one in record["representatives"]}
    promises, marks = {}, {keeping: keeping_mark(keeping) for keeping in Keeping}
    for number, promise in enumerate(record["commitments"], start=1):
        promises[promise["uid"]] = promise
        promise["number"] = number
        promise["anchor"] = f"promise-{number}"
        promise["words"] = text_in(promise["text"], original)
        promise["mark"] = marks[promise["keeping"]]
        promise["kind_shown"] = _label(Commitment.Kind, promise["kind"])
        promise["bound_shown"] = parties.get(promise["bound_party"]) or _label(Commitment.Bound, promise["bound"])
        promise["cadence_shown"] = _label(Commitment.Cadence, promise["cadence"])
        promise["is_overdue"] = promise["keeping"] == Keeping.OVERDUE
        promise["responsible"] = people.get(promise["responsible"])
        promise["served_by"] = []
    for number, activity in enumerate(record["activities"], start=1):
        activity["anchor"] = f"activity-{number}"
        activity["name"] = text_in(activity["title"], original)
        activity["outcome"] = text_in(activity["outcome"], original)
        activity["kind_shown"] = _label(Activity.Kind, activity["kind"])
        activity["minutes"] = documents.get(activity["minutes"])
        activity["is_later"] = _is_later(activity["starts_on"], on)
        activity["served"] = [promises[uid] for uid in activity["commitments"] if uid in promises]
        activity["served"].sort(key=lambda promise: promise["number"])
        ended = _last(activity["ends_on"] or activity["starts_on"])
        if ended and ended <= on:
            for promise in activity["served"]:
                promise["served_by"].append(activity)
    for promise in promises.values():
        promise["others"] = max(0, len(promise["served_by"]) - MOST_NAMED)
        promise["served_by"] = promise["served_by"][:MOST_NAMED]
    return list(promises.values()), record["activities"]


def _last_activity(record: dict) -> str | None:
    """The date of the last activity that was over, as precise as it is known."""
    over = record["last_activity_on"]
    dates = [activity["ends_on"] or activity["starts_on"] for activity in record["activities"]]
    return next((date for date in dates if date and _last(date) == _day(over)), over)


def _tally(promises: list[dict]) -> list[tuple]:
    """(mark, number) for each state of a promise that occurs."""
    numbers = Counter(promise["keeping"] for promise in promises)
    return [(keeping_mark(keeping), numbers[keeping]) for keeping in Keeping if numbers[keeping]]


# --- Sources and history ----------------------------------------------------------------------------------


def _rows(record: dict):
    """(model, row, what it is called) of all rows that sources and history may speak of."""
    yield "agreements.agreement", record, ""
    for party in record["parties"]:
        yield "agreements.party", party, party["name"]
    for act in record["acts"]:
        yield "agreements.act", act, act["kind_shown"]
    for promise in record["commitments"]:
        yield "agreements.commitment", promise, promise["words"].text
    for one in record["fields"]:
        yield "agreements.agreementfield", one, one["name"]
    for one in record["networks"]:
        yield "agreements.agreementnetwork", one, one["name"]
    for one in record["representatives"]:
        yield "agreements.representative", one, one["name"] or one["post"].text or one["mandate_shown"]
    for activity in record["activities"]:
        yield "agreements.activity", activity, activity["name"].text
    for document in record["documents"]:
        yield "agreements.document", document, document["title"]
    for link in record["links"]:
        yield "agreements.link", link, f"{link['one']['name']} – {link['other']['name']}"


def _sources(record: dict, citations: str) -> Sources:
    """The sources of all rows; each row gets `cited`, the numbers behind its facts."""
    rows = [(Row(model, row["uid"]), row, name) for model, row, name in _rows(record)]
    sources = Sources([(place, name) for place, _row, name in rows], citations)
    for place, row, _name in rows:
        row["cited"] = Cites(sources, place)
    return sources


def _known(record: dict) -> dict:
    """Names for the history, so that it need not ask for what the page has."""
    return {(model, row["uid"]): name for model, row, name in _rows(record) if name}
