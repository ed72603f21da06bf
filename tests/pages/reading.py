"""A page as a reader sees it, and a source for what it says."""

import html as html_module
import re

from provenance.models import Citation


def page(client, agreement, language="en", **query):
    response = client.get(f"/{language}/agreements/{agreement.number}/", query)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html):
    """What a reader sees: no tags, one space between words."""
    return re.sub(r"\s+", " ", html_module.unescape(re.sub(r"<[^>]+>", " ", html)))


def cite(record, field="", value="", publisher="A newspaper", **fields):
    return Citation.objects.create(
        model=record.address, record=record.uid, field=field, value=value, publisher=publisher,
        **{"grade": Citation.Grade.PRESS, **fields},
    )  # fmt: skip
