"""Tables as files for spreadsheets."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.http import StreamingHttpResponse

from provenance.spreadsheet import lines


def csv_file(name: str, on: dt.date, header: Sequence[str], rows: Iterable[Sequence]) -> StreamingHttpResponse:
    """The table as it was on the day, written as it goes out: `besa-<name>-<day>.csv`."""
    return StreamingHttpResponse(
        lines(header, rows),
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="besa-{name}-{on}.csv"'},
    )
