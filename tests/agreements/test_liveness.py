import datetime as dt

import pytest

from agreements.liveness import Liveness, liveness
from agreements.models import Agreement
from tests.factories import make_activity, make_agreement


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2020-01-31", Liveness.ACTIVE),
        ("2021-07-31", Liveness.ACTIVE),
        ("2021-08-01", Liveness.QUIET),
        ("2025-01-31", Liveness.QUIET),
        ("2025-02-01", Liveness.DORMANT),
    ],
)
def test_an_agreement_falls_quiet_after_18_months_and_dormant_after_5_years(on, expected):
    assert liveness(dt.date(2020, 1, 31), dt.date.fromisoformat(on)) == expected


def test_without_an_activity_nothing_is_known():
    assert liveness(None, dt.date(2020, 1, 1)) == Liveness.UNKNOWN


def test_the_last_activity_is_the_last_that_is_over_on_the_day(db):
    agreement, silent = make_agreement(), make_agreement()
    make_activity(agreement, starts_on="2019-05-01", ends_on="2019-05-03")
    make_activity(agreement, starts_on="2021")
    make_activity(agreement, starts_on=None)

    def last(record, on):
        return Agreement.objects.with_last_activity(dt.date.fromisoformat(on)).get(pk=record.pk).last_activity_on

    assert last(agreement, "2019-05-02") is None
    assert last(agreement, "2019-05-03") == dt.date(2019, 5, 3)
    assert last(agreement, "2021-12-30") == dt.date(2019, 5, 3)
    assert last(agreement, "2022-01-01") == dt.date(2021, 12, 31)
    assert last(silent, "2022-01-01") is None
