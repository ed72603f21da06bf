"""Open Graph: the pictures that we draw, and the tags that name them."""

import io
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import translation
from PIL import Image

from municipalities.models import Municipality
from pages.drawings import pictures
from tests.factories import make_agreement, make_mayor, make_municipality, withdraw_silently

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def picture(path) -> Image.Image:
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    image = Image.open(io.BytesIO(answer.content))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(answer.content) < 100_000
    return image.convert("RGB")


def tags(path) -> dict:
    html = Client().get(path).content.decode()
    return {
        name: unescape(value)
        for name, value in re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]*)" content="([^"]*)">', html)
    }


def colours(image, box) -> set:
    return {colour for _number, colour in image.crop(box).getcolors(100_000)}


ACCENT = (0x9A, 0x2F, 0x1E)


@pytest.mark.parametrize("language", ["en", "sq", "mk"])
def test_an_agreement_has_its_picture(agreement, language):
    drawn = picture(f"/{language}/agreements/{agreement.number}/picture.png")
    assert ACCENT in colours(drawn, (0, 330, 1200, 630))  # its arc on the map


def test_without_places_there_is_no_arc():
    agreement = make_agreement(make_municipality("Nowhere"), make_municipality("Elsewhere"))
    drawn = picture(f"/en/agreements/{agreement.number}/picture.png")
    assert ACCENT not in colours(drawn, (0, 340, 1200, 630))


def test_what_is_not_public_has_no_picture(agreement):
    draft = make_agreement(public=False)
    withdraw_silently(agreement)
    for number in (draft.number, agreement.number, "IMCA-2024-999999"):
        assert Client().get(f"/en/agreements/{number}/picture.png").status_code == 404


def test_a_municipality_and_the_site_have_theirs(agreement, saraj):
    assert ACCENT in colours(picture(f"/mk/municipalities/{saraj.uid}/picture.png"), (0, 340, 1200, 630))
    picture("/sq/picture.png")
    picture(f"/en/municipalities/{make_municipality('Alone').uid}/picture.png")


def test_very_many_parties_and_very_long_names_still_fit():
    towns = [
        make_municipality(
            "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 2, latitude=n, longitude=-n * 12
        )
        for n in range(14)
    ]
    drawn = picture(f"/en/agreements/{make_agreement(*towns).number}/picture.png")
    # The margins stay empty beside the title.
    assert colours(drawn, (1140, 100, 1200, 320)) == {(0xFB, 0xF9, 0xF4)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((10.0, 179.0), (10.0, -179.0)),
        ((60.0, 10.0), (-34.0, 18.0)),
        ((41.0, 20.0), (41.0, 20.0)),
        ((-41.3, 174.8), (40.0, -3.7)),
    ],
)
def test_places_anywhere_on_the_globe_are_drawn(first, second):
    towns = [make_municipality(latitude=latitude, longitude=longitude) for latitude, longitude in (first, second)]
    drawn = picture(f"/en/agreements/{make_agreement(*towns).number}/picture.png")
    assert (0x1D, 0x1A, 0x16) in colours(drawn, (0, 340, 1200, 630))


@pytest.mark.parametrize(
    "text",
    ["Сарај", "Ѓорче Петров", "Šuto Orizari", "Gjirokastër", "Ķekava", "Łódź", "Θεσσαλονίκη", "Ćićevac – Њњ Џџ Ќќ Ѕѕ"],
)
def test_names_of_our_scripts_are_written(text):
    assert pictures.writable(text)


@pytest.mark.parametrize("text", ["東京", "تهران", "ירושלים", "ตราด", "მცხეთა", "", " "])
def test_what_the_font_has_not_is_known(text):
    assert not pictures.writable(text)


@pytest.mark.parametrize(
    ("names", "language", "written"),
    [
        ({"name_en": "Tokyo", "local_name": "東京"}, "mk", "Tokyo"),
        ({"name_en": "東京", "local_name": "Tōkyō"}, "en", "Tōkyō"),
        ({"name_en": "東京"}, "en", "Japan"),
        ({"name_en": "東京"}, "mk", "Јапонија"),
        ({"name_en": "Saraj", "name_mk": "Сарај"}, "mk", "Сарај"),
    ],
)
def test_a_name_that_cannot_be_written_gives_way(names, language, written):
    place = Municipality.objects.create(country="JP", **names)
    with translation.override(language):
        assert pictures.name_of(place) == written
    picture(f"/{language}/municipalities/{place.uid}/picture.png")


def test_a_page_names_its_picture_absolutely(agreement, saraj):
    found = tags(f"/mk/agreements/{agreement.number}/?asOf=2003-01-01")
    assert found["og:image"] == f"{HOST}/mk/agreements/{agreement.number}/picture.png"
    assert found["og:url"] == f"{HOST}/mk/agreements/{agreement.number}/"
    assert (found["og:locale"], found["twitter:card"]) == ("mk_MK", "summary_large_image")
    assert found["og:image:alt"].startswith("Besa")


@pytest.mark.parametrize(
    "path", ["", "agreements/", "about/", "privacy/", "municipalities/{place}/", "mayors/{mayor}/"]
)
def test_the_picture_that_a_page_names_is_there(agreement, saraj, path):
    found = tags(f"/en/{path.format(place=saraj.uid, mayor=make_mayor(saraj).uid)}")
    assert {"og:title", "og:url", "og:image", "og:image:alt", "og:locale", "og:type"} <= found.keys()
    picture(found["og:image"].removeprefix(HOST))


def test_names_of_records_stand_in_the_title(saraj):
    mayor = make_mayor(saraj, 'Demo "Person" <b>')
    assert tags(f"/en/municipalities/{saraj.uid}/")["og:title"] == "Saraj"
    assert tags(f"/en/mayors/{mayor.uid}/")["og:title"] == 'Demo "Person" <b>, Saraj'


def test_an_error_names_no_picture():
    assert tags("/en/nothing/") == {}
