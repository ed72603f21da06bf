"""What the database keeps of each agreement for counting, against the same computed anew."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.confirmation import key_facts
from agreements.models import Act, Activity, Agreement, AgreementFacets, AgreementField, Confirmation, Party
from municipalities.models import Municipality
from provenance.models import Citation
from tests.factories import make_act, make_activity, make_agreement, make_field, make_municipality

pytestmark = pytest.mark.django_db
GRADES = list(Citation.Grade.values)


def computed_anew(agreement: Agreement) -> dict:
    parties = list(agreement.parties.select_related("municipality"))
    acts = list(agreement.acts.all())
    dates = [
        act.happened_on
        for act in acts
        if act.kind in ("signed", "entered_into_force") and act.happened_on and not act.struck_out
    ]
    grades = [GRADES.index(citation.grade) for citation in Citation.objects.about(agreement, *parties, *acts)]
    days = [activity.ends_on or activity.starts_on for activity in agreement.activities.all()]
    return {
        "agreement_id": agreement.pk,
        "form": agreement.form,
        "municipalities": sorted(party.municipality_id for party in parties),
        "countries": sorted({party.municipality.country for party in parties}),
        "fields": sorted(agreement.field_links.values_list("field", flat=True)),
        "since": min(dates, default=None),
        "decade": min(dates).year // 10 * 10 if dates else None,
        "grade": GRADES[min(grades)] if grades else "",
        "activity_days": sorted(day.last for day in days if day),
        "is_claimed": any(
            party.role == "party" and party.municipality_id == agreement.recorded_by_id for party in parties
        ),
        "is_spoken_for": Confirmation.objects.filter(party__agreement=agreement).exists(),
    }


def assert_kept():
    kept = list(AgreementFacets.objects.order_by("pk").values())
    assert kept == [computed_anew(agreement) for agreement in Agreement.objects.order_by("pk")]


def any_of(draw, queryset):
    records = list(queryset.order_by("pk"))
    return draw(st.sampled_from(records)) if records else None


def cite(record, grade):
    Citation.objects.create(
        model=record._meta.label_lower, record=record.uid, field="since", grade=grade, publisher="A publisher"
    )


# Each writes in one of the ways in which the register is written; what does not apply does nothing.


def new_agreement(draw):
    make_agreement(any_of(draw, Municipality.objects), make_municipality(country="AL"), public=False)


def agreement_changed(draw):
    agreements = Agreement.objects.filter(pk__gte=any_of(draw, Agreement.objects).pk)
    agreements.update(
        form=draw(st.sampled_from(Agreement.Form.values)),
        recorded_by=draw(st.sampled_from([None, *Municipality.objects.order_by("pk")])),
    )


def agreement_deleted(draw):
    drafts = Agreement.objects.filter(publication="draft").exclude(parties__confirmations__isnull=False)
    agreement = any_of(draw, drafts)
    if agreement and Agreement.objects.count() > 1:
        agreement.delete()


def party_added(draw):
    agreement, municipality = any_of(draw, Agreement.objects), any_of(draw, Municipality.objects)
    if not agreement.parties.filter(municipality=municipality).exists():
        role = draw(st.sampled_from(Party.Role.values))
        Party.objects.bulk_create([Party(agreement=agreement, municipality=municipality, role=role)])


def party_moved(draw):
    party, municipality = any_of(draw, Party.objects), any_of(draw, Municipality.objects)
    agreement = any_of(draw, Agreement.objects)
    if party and not Party.objects.filter(agreement=agreement, municipality=municipality).exists():
        party.agreement, party.municipality = agreement, municipality
        party.save()


def party_deleted(draw):
    party = any_of(draw, Party.objects.filter(confirmations=None))
    if party:
        party.delete()


def municipality_moved(draw):
    Municipality.objects.filter(pk=any_of(draw, Municipality.objects).pk).update(
        country=draw(st.sampled_from(["MK", "AL", "US"]))
    )


def act_added(draw):
    make_act(
        any_of(draw, Agreement.objects),
        draw(st.sampled_from(["approved", "signed", "entered_into_force"])),
        draw(st.sampled_from([None, "1987", "1990-06", "2012-03-01"])),
    )


def act_changed(draw):
    act = any_of(draw, Act.objects)
    if act:
        Act.objects.filter(pk=act.pk).update(
            agreement=any_of(draw, Agreement.objects),
            happened_on=draw(st.sampled_from([None, "1979-12-31", "1980"])),
            struck_out=draw(st.booleans()),
        )


def act_deleted(draw):
    act = any_of(draw, Act.objects)
    if act:
        act.delete()


def field_linked(draw):
    AgreementField.objects.create(agreement=any_of(draw, Agreement.objects), field=make_field())


def field_moved(draw):
    link = any_of(draw, AgreementField.objects)
    if link:
        AgreementField.objects.filter(pk=link.pk).update(agreement=any_of(draw, Agreement.objects))


def field_unlinked(draw):
    link = any_of(draw, AgreementField.objects)
    if link:
        link.delete()


def activity_added(draw):
    make_activity(
        any_of(draw, Agreement.objects),
        starts_on=draw(st.sampled_from([None, "2020", "2021-02"])),
        ends_on=draw(st.sampled_from([None, "2021-03", "2024-02-29"])),
    )


def activity_changed(draw):
    activity = any_of(draw, Activity.objects)
    if activity:
        Activity.objects.filter(pk=activity.pk).update(
            agreement=any_of(draw, Agreement.objects), starts_on=draw(st.sampled_from([None, "2019"])), ends_on=None
        )


def activity_deleted(draw):
    activity = any_of(draw, Activity.objects)
    if activity:
        activity.delete()


def cited(draw):
    model = draw(st.sampled_from([Agreement, Party, Act, Municipality]))
    record = any_of(draw, model.objects)
    if record:
        cite(record, draw(st.sampled_from(GRADES)))


def cited_before_it_was_there(draw):
    party = any_of(draw, Party.objects.filter(confirmations=None))
    if party:
        cite(party, draw(st.sampled_from(GRADES)))
        party.delete()
        Party.objects.create(uid=party.uid, agreement=party.agreement, municipality=party.municipality)


def source_regraded(draw):
    citation = any_of(draw, Citation.objects)
    if citation:
        Citation.objects.filter(pk=citation.pk).update(grade=draw(st.sampled_from(GRADES)))


def source_deleted(draw):
    citation = any_of(draw, Citation.objects)
    if citation:
        citation.delete()


def word_given(draw):
    party = any_of(draw, Party.objects)
    if party:
        Confirmation.objects.create(
            party=party,
            verdict="confirmed",
            facts=key_facts(party.agreement),
            confirmed_at=dt.datetime(2024, 5, 1, tzinfo=dt.UTC),
            confirmed_by_uid="00000000-0000-4000-8000-000000000000",
            confirmed_by_name="An officer",
        )


WRITES = [
    new_agreement, agreement_changed, agreement_deleted, party_added, party_moved, party_deleted, municipality_moved,
    act_added, act_changed, act_deleted, field_linked, field_moved, field_unlinked, activity_added, activity_changed,
    activity_deleted, cited, cited_before_it_was_there, source_regraded, source_deleted, word_given,
]  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_kept_is_what_would_be_computed_anew(data):
    with transaction.atomic():
        make_agreement(make_municipality(country="MK"), make_municipality(country="US"), public=False)
        for write in data.draw(st.lists(st.sampled_from(WRITES), min_size=5, max_size=25)):
            write(data.draw)
        assert_kept()
        transaction.set_rollback(True)


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
def test_each_way_of_writing_is_followed(write, agreement, saraj):
    """The same in turn, each on a register where it has something to do."""
    draft = make_agreement(saraj, make_municipality(), public=False, recorded_by=saraj)
    for one in (agreement, draft):
        AgreementField.objects.create(agreement=one, field=make_field())
        cite(one, "open_data")
        make_activity(one, starts_on="2020")
    cite(make_act(draft, "signed", "1987"), "press")
    assert_kept()

    @settings(max_examples=6, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def write_once(data):
        with transaction.atomic():
            write(data.draw)
            assert_kept()
            transaction.set_rollback(True)

    write_once()
