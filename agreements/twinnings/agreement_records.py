"""Writes agreements with their parties, the year since which they are in force, and every statement on them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from agreements.models import Act, Agreement, Party
from agreements.twinnings.municipality_records import Known
from agreements.twinnings.records import Difference, Run, citation_row, new_keys, uid_of
from agreements.twinnings.statements import FILE, Twinning
from agreements.workflow import published_from_sources

# All agreements between two; those that count least first, so that the others overwrite them.
BETWEEN_TWO = """
    SELECT agreement.form, min(party.municipality_id), max(party.municipality_id), agreement.id, agreement.uid
    FROM agreements_agreement AS agreement JOIN agreements_party AS party ON party.agreement_id = agreement.id
    GROUP BY agreement.id HAVING count(*) = 2
    ORDER BY agreement.publication = 'withdrawn' DESC, agreement.id DESC
"""
# The acts that say since when an agreement is.
BEGINNINGS = (Act.Kind.SIGNED, Act.Kind.ENTERED_INTO_FORCE)


class Recorded(NamedTuple):
    """An agreement of the register, and what the files say of it."""

    pk: int
    uid: UUID
    twinning: Twinning


def write_agreements(twinnings: list[Twinning], known: dict[str, Known], run: Run) -> None:
    """Make sure that the register has every agreement, its year, and every statement as a citation.

    An agreement is found again by its uid, or as the one of its form between the two. Of one that the register has
    nothing is changed, but a year that it lacks is filled in. What a person deleted stays away, and is reported.
    """
    recorded, new = _match(twinnings, known, run)
    made = [
        Recorded(key, _uid(twinning), twinning)
        for key, twinning in zip(new_keys(Agreement, len(new)), new, strict=True)
    ]
    run.create(Agreement, _new_rows(made))
    run.create(Party, _parties(made, known))
    run.create(Act, (_beginning(agreement) for agreement in made if agreement.twinning.since))
    _complete_beginnings([agreement for agreement in recorded if agreement.twinning.since], run)
    run.cite(_citations([*recorded, *made]))


def _uid(twinning: Twinning) -> UUID:
    return uid_of("agreement", *twinning.key)


def _match(twinnings: list[Twinning], known: dict[str, Known], run: Run) -> tuple[list[Recorded], list[Twinning]]:
    """Tell what the register has from what is new."""
    by_uid = dict(Agreement.objects.values_list("uid", "pk"))
    with connection.cursor() as cursor:
        cursor.execute(BETWEEN_TWO)
        between_two = {(form, one, other): (pk, uid) for form, one, other, pk, uid in cursor}
    recorded, new = [], []
    for twinning in twinnings:
        uid = _uid(twinning)
        sides = [known[side].pk for side in (twinning.a, twinning.b) if side in known]
        pair = between_two.get((twinning.form, *sorted(sides)))
        if uid in by_uid:
            recorded.append(Recorded(by_uid[uid], uid, twinning))
        elif pair:
            recorded.append(Recorded(*pair, twinning))
        elif uid in run.deleted or len(sides) < 2:
            for said in twinning.statements:
                run.report.conflict(FILE, said.row, said.id, "the agreement or a municipality was deleted here")
        else:
            new.append(twinning)
    return recorded, new


def _new_rows(agreements: list[Recorded]) -> Iterator[dict]:
    public = published_from_sources()
    for pk, uid, twinning in agreements:
        yield {"id": pk, "uid": uid, "form": twinning.form, "origin": Agreement.Origin.IMPORT.value} | public


def _parties(agreements: list[Recorded], known: dict[str, Known]) -> Iterator[dict]:
    for pk, _, twinning in agreements:
        for position, side in enumerate((twinning.a, twinning.b), start=1):
            yield {
                "uid": uid_of("party", *twinning.key, side),
                "agreement_id": pk,
                "municipality_id": known[side].pk,
                "position": position,
            }


def _beginning(agreement: Recorded) -> dict:
    return {
        "uid": uid_of("act", *agreement.twinning.key),
        "agreement_id": agreement.pk,
        "kind": Act.Kind.ENTERED_INTO_FORCE.value,
        "happened_on": str(agreement.twinning.since.since),
    }


def _complete_beginnings(agreements: list[Recorded], run: Run) -> None:
    """Add the year where the register has none; where it has another one, the hand that wrote it decides."""
    acts = defaultdict(list)
    for act in Act.objects.filter(kind__in=BEGINNINGS, struck_out=False).iterator():
        acts[act.agreement_id].append(act)
    missing, differences = [], []
    for agreement in agreements:
        said, begun = agreement.twinning.since, acts[agreement.pk]
        stands = FILE, said.row, said.id
        in_force = next((act for act in begun if act.kind == Act.Kind.ENTERED_INTO_FORCE), None)
        signed = next((act for act in begun if act.kind == Act.Kind.SIGNED and act.happened_on), None)
        if any(str(act.happened_on or "").startswith(str(said.since)) for act in begun):
            continue
        if in_force:
            found, wanted = {"happened_on": in_force.happened_on}, {"happened_on": said.since}
            differences.append(Difference(in_force.pk, in_force.uid, agreement.uid, found, wanted, stands))
        elif signed:
            reason = f"in force since {said.since} here; the register says signed {signed.happened_on}, and keeps it"
            run.report.conflict(*stands, reason)
        else:
            missing.append(_beginning(agreement))
    run.settle(Act, differences)
    run.create(Act, missing)


def _citations(agreements: list[Recorded]) -> Iterator[dict]:
    for _, uid, twinning in agreements:
        for said in twinning.statements:
            says = {"field": "since", "value": str(said.since)} if said.since and not said.since_is_placeholder else {}
            yield citation_row(
                Agreement, uid, said.source, said.id, title=said.source_ref[:500], quote=said.quote, **says
            )
