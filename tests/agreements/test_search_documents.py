"""Search documents are kept by the database: also while two write at once."""

import threading
import time

import pytest
from django.db import connection

from agreements.models import AgreementField
from agreements.workflow import published_from_sources
from tests.factories import make_agreement, make_field, withdraw_silently

WAITS_WITHIN = 20


@pytest.fixture
def in_field(committed):
    """Agreements of one field, public or not."""
    field = make_field("snow", "Snow")

    def make(*, public):
        agreement = make_agreement(public=public)
        AgreementField.objects.create(agreement=agreement, field=field)
        return agreement

    return make


def wait_until_blocked(watcher, pid):
    deadline = time.monotonic() + WAITS_WITHIN
    while time.monotonic() < deadline:
        (waits,) = watcher.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [pid]).fetchone()
        if waits:
            return
        time.sleep(0.02)
    raise AssertionError("it does not wait")


@pytest.mark.parametrize("is_published", [True, False])
def test_who_publishes_and_who_renames_a_field_at_once(in_field, connect, is_published):
    """The one who renames reads the agreement as it was, waits for the other, and must not write down what it read."""
    agreement = in_field(public=not is_published)
    mover, renamer, watcher = connect(), connect(), connect(autocommit=True)
    if is_published:
        columns = published_from_sources()
        mover.execute(
            "UPDATE agreements_agreement SET publication = %s, published_at = %s WHERE id = %s",
            [columns["publication"], columns["published_at"], agreement.pk],
        )
    else:
        mover.execute(
            "UPDATE agreements_agreement SET publication = 'withdrawn', withdrawn_at = now(),"
            " withdrawal_reason = 'Twice' WHERE id = %s",
            [agreement.pk],
        )

    def rename():
        renamer.execute("UPDATE agreements_field SET name_en = 'Ice' WHERE code = 'snow'")
        renamer.commit()

    renaming = threading.Thread(target=rename)
    renaming.start()
    wait_until_blocked(watcher, renamer.info.backend_pid)
    mover.commit()
    renaming.join(WAITS_WITHIN)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT is_public, document @@ 'ice'::tsquery FROM agreements_agreementsearch WHERE agreement_id = %s",
            [agreement.pk],
        )
        assert cursor.fetchone() == (is_published, True)


def test_it_says_whether_its_agreement_is_public(in_field):
    agreement = in_field(public=False)

    def is_public():
        agreement.refresh_from_db()
        return agreement.search.is_public

    assert not is_public()
    type(agreement).objects.filter(pk=agreement.pk).update(**published_from_sources())
    assert is_public()
    withdraw_silently(agreement)
    assert not is_public()
