"""Uploaded files: given to whoever may see their record, and harmless in a browser."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from agreements.models import Agreement, Document
from tests.factories import make_agreement, make_municipality, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def make_document(agreement, **fields):
    document = Document(agreement=agreement, kind="signed_text", title="The text", **fields)
    document.file = SimpleUploadedFile("evil.html", b"%PDF-1.7 the words")
    document.full_clean()
    document.save()
    return document


def test_a_public_document_is_given_for_download_and_may_run_nothing(client, agreement):
    document = make_document(agreement)
    response = client.get(document.file.url)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 the words"
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("who", "hidden_document", "draft"),
    [("anonymous", 404, 404), ("stranger", 404, 404), ("keeper", 200, 200), ("registrar", 200, 200)],
)
def test_what_is_not_public_is_given_to_those_who_keep_it(client, saraj, who, hidden_document, draft):
    users = {
        "stranger": make_user(edits=[make_municipality()]),
        "keeper": make_user(edits=[saraj]),
        "registrar": make_user(is_registrar=True),
    }
    if who in users:
        client.force_login(users[who])
    hidden = make_document(make_agreement(saraj, make_municipality()), is_public=False)
    of_draft = make_document(make_agreement(saraj, make_municipality(), public=False, recorded_by=saraj))
    assert client.get(hidden.file.url).status_code == hidden_document
    assert client.get(of_draft.file.url).status_code == draft


def test_what_is_not_public_is_never_kept_on_the_way(client, saraj):
    client.force_login(make_user(edits=[saraj]))
    hidden = make_document(make_agreement(saraj, make_municipality()), is_public=False)
    assert client.get(hidden.file.url)["Cache-Control"] == "no-store"


def test_what_is_public_is_kept_but_asked_for_each_time(client, agreement):
    document = make_document(agreement)
    response = client.get(document.file.url)
    assert response["Cache-Control"] == "public, no-cache"
    again = client.get(document.file.url, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "public, no-cache")
    Document.objects.filter(pk=document.pk).update(is_public=False)
    assert client.get(document.file.url, headers={"If-None-Match": response["ETag"]}).status_code == 404


def test_a_withdrawn_agreements_documents_are_withdrawn_with_it(client, agreement):
    document = make_document(agreement)
    Agreement.objects.filter(pk=agreement.pk).update(
        publication="withdrawn", withdrawn_at="2024-01-01T00:00Z", withdrawal_reason="x"
    )
    assert client.get(document.file.url).status_code == 404


def test_arms_are_shown_in_the_page(client, settings):
    town = make_municipality()
    picture = settings.MEDIA_ROOT / "x.png"
    Image.new("RGB", (4, 4)).save(picture)
    town.coat_of_arms.save("x.png", ContentFile(picture.read_bytes()))
    response = client.get(town.coat_of_arms.url)
    assert (response.status_code, response["Content-Disposition"].split(";")[0]) == (200, "inline")


@pytest.mark.parametrize(
    "path",
    ["", "x", "..%2f..%2fetc/passwd", "../../etc/passwd", "documents/", "documents/" + "a" * 400, "%00", "arms/x.webp"],
)
def test_a_name_that_no_record_has_leads_nowhere(client, path):
    make_municipality()
    assert client.get(f"/media/{path}").status_code in {400, 404}


def test_a_hidden_file_is_not_told_from_none_by_any_header(client, saraj):
    hidden = make_document(make_agreement(saraj, make_municipality()), is_public=False)
    known, unknown = (client.get(address) for address in (hidden.file.url, f"{hidden.file.url[:-5]}x.pdf"))
    assert (known.status_code, unknown.status_code) == (404, 404)
    assert known.headers == unknown.headers


def test_a_file_that_is_lost_is_not_found(client, agreement):
    document = make_document(agreement)
    document.file.storage.delete(document.file.name)
    assert client.get(document.file.url).status_code == 404
