"""Writes the terms of mayors, as far as the register lets two of them stand side by side, and their sources."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Value

from agreements.twinnings.municipality_records import Known
from agreements.twinnings.records import BATCH, Difference, Run, citation_row, uid_of
from agreements.twinnings.terms import FILE, Term
from municipalities.models import Mayor
from municipalities.models.mayor import CertainDays
from provenance.dates import PartialDateField


def write_mayors(terms: list[Term], known: dict[str, Known], run: Run) -> None:
    """Make sure that the register has every term that its constraint allows; report the others.

    A municipality never has two mayors on one day. Of two terms that collide, the one stays that was there first, in
    the register or else in the file.
    """
    recorded, new = _match(terms, known, run)
    run.settle(Mayor, _differences(recorded, known))
    Mayor.objects.bulk_create([_new_row(term, known) for term in new], batch_size=BATCH, ignore_conflicts=True)
    run.done(len(new))
    written = set(Mayor.objects.filter(uid__in=[_uid(term) for term in new]).values_list("uid", flat=True))
    if written:
        run.created["mayor"] += len(written)
    for term in new:
        if _uid(term) not in written:
            _refuse(term, known, run)
    cited = [(row.uid, term) for row, term in recorded]
    run.cite(_citations([*cited, *((_uid(term), term) for term in new if _uid(term) in written)]))


def _uid(term: Term) -> UUID:
    return uid_of("mayor", *term.key)


def _match(terms: list[Term], known: dict[str, Known], run: Run) -> tuple[list[tuple[Mayor, Term]], list[Term]]:
    """Tell the terms that the register has, by uid or because it says as much of the same person, from new ones."""
    by_uid: dict[UUID, Mayor] = {}
    by_person: dict[tuple[int, str], list[Mayor]] = defaultdict(list)
    for row in Mayor.objects.iterator():
        by_uid[row.uid] = row
        by_person[row.municipality_id, row.name.casefold()].append(row)
    recorded, new = [], []
    for term in terms:
        municipality = known.get(term.municipality)
        if municipality is None or _uid(term) in run.deleted:
            for mention in term.mentions:
                reason = "the term or its municipality was deleted here"
                run.report.conflict(FILE, mention.row, term.municipality, reason)
            continue
        same_person = by_person[municipality.pk, term.name.casefold()]
        row = by_uid.get(_uid(term)) or next((row for row in same_person if term.says_no_more_than(row)), None)
        if row:
            recorded.append((row, term))
        else:
            new.append(term)
    return recorded, new


def _new_row(term: Term, known: dict[str, Known]) -> Mayor:
    return Mayor(
        uid=_uid(term),
        municipality_id=known[term.municipality].pk,
        name=term.name,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
    )


def _differences(recorded: list[tuple[Mayor, Term]], known: dict[str, Known]) -> Iterator[Difference]:
    for row, term in recorded:
        facts = {"starts_on": term.starts_on, "ends_on": term.ends_on}
        wanted = {column: date for column, date in facts.items() if date and date != getattr(row, column)}
        if wanted:
            found = {column: getattr(row, column) for column in facts}
            stands = FILE, term.mentions[0].row, term.municipality
            yield Difference(row.pk, row.uid, known[term.municipality].uid, found, wanted, stands)


def _refuse(term: Term, known: dict[str, Known], run: Run) -> None:
    """Report a term that collides, and with whom."""
    starts_on, ends_on = (Value(date, output_field=PartialDateField()) for date in (term.starts_on, term.ends_on))
    days = CertainDays(starts_on, ends_on, Value(False))
    others = Mayor.objects.filter(municipality=known[term.municipality].pk, acting=False)
    other = others.annotate(days=CertainDays("starts_on", "ends_on", "ongoing")).filter(days__overlap=days).first()
    reason = f"{term.name} ({_dates(term)}): {other.name} ({_dates(other)}) is mayor on some of these days"
    for mention in term.mentions:
        run.report.refuse(FILE, mention.row, term.municipality, reason)


def _dates(term: Term | Mayor) -> str:
    return f"{term.starts_on or '?'} to {term.ends_on or '?'}"


def _citations(terms: list[tuple[UUID, Term]]) -> Iterator[dict]:
    for uid, term in terms:
        for mention in term.mentions:
            yield citation_row(Mayor, uid, mention.source, mention.source_ref, quote=mention.quote)
