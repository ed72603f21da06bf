import datetime as dt
import json

import bibtexparser
import jsonschema
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware

from pages.formats.citing import Citable, bibtex, csl_json, in_words
from tests.factories import make_agreement, make_municipality

# What https://docs.citationstyles.org says of CSL-JSON (csl-data 1.0), for the properties that are used here.
DATE = {
    "type": "object",
    "required": ["date-parts"],
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": ["integer", "string"]}},
        }
    },
    "additionalProperties": False,
}
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "properties": {
            "id": {"type": ["string", "number"]},
            "type": {"enum": ["article", "document", "entry", "legislation", "treaty", "webpage"]},
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"literal": {"type": "string"}},
                    "additionalProperties": False,
                },
            },
            "issued": DATE,
            "accessed": DATE,
            **{name: {"type": "string"} for name in ("title", "container-title", "URL", "language")},
            "number": {"type": ["string", "number"]},
        },
        "additionalProperties": False,
    },
}


def citable(title="Twinning of Skopje and Bradford", **fields):
    return Citable(
        **{
            "number": "IMCA-2026-000001",
            "title": title,
            "language": "en",
            "address": "https://register.example/id/agreement/0c1d",
            "registered_on": dt.date(2026, 11, 23),
            "on": dt.date(2027, 1, 2),
            **fields,
        }
    )


def parsed(text):
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    [entry] = library.entries
    return entry


def test_words_name_register_number_title_address_and_day():
    assert in_words(citable()) == (
        "Besa. IMCA-2026-000001: Twinning of Skopje and Bradford. https://register.example/id/agreement/0c1d "
        '(accessed <time datetime="2027-01-02">January 2, 2027</time>)'
    )


def test_words_are_escaped():
    assert "&lt;b&gt;" in in_words(citable("<b>"))


def test_bibtex_is_read_by_a_parser():
    entry = parsed(bibtex(citable()))
    assert (entry.entry_type, entry.key) == ("misc", "IMCA-2026-000001")
    assert {field.key: field.value.strip("{}") for field in entry.fields} == {
        "author": "Besa",
        "title": "Twinning of Skopje and Bradford",
        "howpublished": "The open register of what municipalities have promised each other",
        "number": "IMCA-2026-000001",
        "year": "2026",
        "url": "https://register.example/id/agreement/0c1d",
        "urldate": "2027-01-02",
        "language": "en",
    }


@pytest.mark.parametrize(
    "title",
    [
        "50 % of $3 & #1_a",
        "Сарај и Rochester Hills",
        "{braces} and }",
        "Me\n two\tlines",
        "~tilde^ \\command{x}",
        "مدينة",
    ],
)
def test_bibtex_holds_any_title(title):
    entry = parsed(bibtex(citable(title)))
    assert entry.key == "IMCA-2026-000001"
    assert len(entry.fields) == 8


def test_bibtex_letters_with_a_meaning_come_back():
    title = parsed(bibtex(citable("50 % of $3 & #1_a"))).fields_dict["title"].value
    assert title.strip("{}") == "50 % of $3 & #1_a"


def test_csl_json_has_the_documented_shape():
    items = csl_json(citable("Сарај “&” <x>"))
    jsonschema.validate(items, CSL)
    assert items[0]["title"] == "Сарај “&” <x>"
    assert items[0]["accessed"] == {"date-parts": [[2027, 1, 2]]}


def test_citations_of_an_agreement_are_files(client, db):
    agreement = make_agreement(make_municipality("Skopje"), make_municipality("Bradford"), form="twinning")
    address = f"/en/agreements/{agreement.number}/"
    response = client.get(f"{address}citation.bib")
    assert (response.status_code, response["Content-Type"]) == (200, "application/x-bibtex; charset=utf-8")
    assert response["Content-Disposition"] == f'attachment; filename="{agreement.number}.bib"'
    entry = parsed(response.content.decode())
    assert entry.fields_dict["title"].value.strip("{}") == "Twinning of Skopje and Bradford"
    response = client.get(f"{address}citation.json")
    assert response["Content-Type"] == "application/vnd.citationstyles.csl+json"
    items = json.loads(response.content)
    jsonschema.validate(items, CSL)
    assert items[0]["URL"] == f"http://testserver/id/agreement/{agreement.uid}"


@pytest.mark.parametrize("name", ["citation.bib", "citation.json", "calendar.ics", "record.pdf"])
def test_what_is_not_public_has_no_files(client, db, name):
    draft = make_agreement(public=False)
    assert client.get(f"/en/agreements/{draft.number}/{name}").status_code == 404
    assert client.get(f"/en/agreements/IMCA-2020-999999/{name}").status_code == 404
