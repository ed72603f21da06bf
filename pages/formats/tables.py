"""Tables as files for spreadsheets."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse

from provenance.spreadsheet import lines


def with_permalink(request: HttpRequest, noun: str, columns: dict[str, object]) -> dict[str, object]:
    """The columns, first the uid and then the permanent address that is made of it."""
    uid = "00000000-0000-0000-0000-000000000000"
    address = request.build_absolute_uri(reverse("permanent", args=[noun, uid])).removesuffix(uid)
    return {"uid": "uid", "permalink": Concat(Value(address), Cast("uid", CharField())), **columns}


def csv_file(name: str, on: dt.date, header: Sequence[str], rows: Iterable[Sequence]) -> StreamingHttpResponse:
    """The table as it was on the day, written as it goes out: `besa-<name>-<day>.csv`."""
    return StreamingHttpResponse(
        lines(header, rows),
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="besa-{name}-{on}.csv"'},
    )
