"""Tables as files for spreadsheets and programs."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence

from django.core.serializers.json import DjangoJSONEncoder
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


def json_file(name: str, header: Sequence[str], rows: Iterable[Sequence]) -> StreamingHttpResponse:
    """The same as `{"<name>": [{column: value, …}, …]}`, a row to a line, for lists that the API does not have."""

    def written():
        yield f'{{"{name}": ['
        for number, row in enumerate(rows):
            record = json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False, cls=DjangoJSONEncoder)
            yield f"{',' if number else ''}\n{record}"
        yield "\n]}\n"

    return StreamingHttpResponse(written(), content_type="application/json")


def csv_file(name: str, on: dt.date, header: Sequence[str], rows: Iterable[Sequence]) -> StreamingHttpResponse:
    """The table as it was on the day, written as it goes out: `besa-<name>-<day>.csv`."""
    return StreamingHttpResponse(
        lines(header, rows),
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="besa-{name}-{on}.csv"'},
    )
