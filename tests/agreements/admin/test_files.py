"""Documents that come and go through the admin."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.models import Agreement, Document
from tests.agreements.admin.forms import filled, problems
from tests.agreements.admin.worlds import make_world, url
from tests.factories import make_municipality, make_user

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 the signed text"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world(saraj, rochester_hills):
    return make_world(saraj, rochester_hills, public=False)


@pytest.fixture
def clerk(client, saraj):
    client.force_login(make_user(edits=[saraj]))


def upload(client, agreement, name="text.pdf", content=PDF):
    data = filled(
        client, url(Document, "add"), "document_form", agreement=agreement.pk, kind="signed_text", title="Text"
    )
    return client.post(url(Document, "add"), {**data, "file": SimpleUploadedFile(name, content)})


def test_a_document_is_measured_and_kept_under_a_name_of_our_own(client, clerk, world):
    answer = upload(client, world.agreement, "../../.htaccess")
    assert answer.status_code == 302, problems(answer)
    document = Document.objects.get(title="Text")
    assert (document.sha256, document.size) == (hashlib.sha256(PDF).hexdigest(), len(PDF))
    assert document.file.name.startswith("documents/")
    assert "htaccess" not in document.file.name


@pytest.mark.parametrize(
    "content", [b"<html><script>1</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b""]
)
def test_a_file_is_known_by_what_it_holds(client, clerk, world, content):
    answer = upload(client, world.agreement, "text.pdf", content)
    assert answer.status_code == 200
    assert "file" in answer.context["adminform"].form.errors


def test_a_kept_file_is_not_exchanged(client, clerk, world):
    upload(client, world.agreement)
    document = Document.objects.get(title="Text")
    page = url(Document, "change", document)
    other = SimpleUploadedFile("other.pdf", b"%PDF-1.4 another text")
    answer = client.post(page, filled(client, page, "document_form", title="New title") | {"file": other})
    assert answer.status_code == 302, problems(answer)
    inline = url(Agreement, "change", world.agreement)
    rows = {"documents-0-file": SimpleUploadedFile("other.pdf", b"%PDF-1.4 another text")}
    answer = client.post(inline, filled(client, inline, "agreement_form") | rows)
    assert answer.status_code == 302, problems(answer)
    kept = Document.objects.get(pk=document.pk)
    assert (kept.title, kept.sha256, kept.file.name) == ("New title", document.sha256, document.file.name)


@pytest.mark.parametrize(
    ("who", "status"), [("editor", 200), ("officer", 200), ("registrar", 200), ("other side", 404), ("stranger", 404)]
)
def test_who_reads_the_file_of_a_draft(client, clerk, world, saraj, rochester_hills, who, status):
    upload(client, world.agreement)
    document = Document.objects.get(title="Text")
    client.force_login(
        {
            "editor": lambda: make_user(edits=[saraj]),
            "officer": lambda: make_user(confirms_for=[saraj]),
            "registrar": lambda: make_user(is_registrar=True),
            "other side": lambda: make_user(edits=[rochester_hills]),
            "stranger": lambda: make_user(edits=[make_municipality("Tuz")]),
        }[who]()
    )
    answer = client.get(url(Document, "file", document))
    assert answer.status_code == status
    if status == 200:
        assert b"".join(answer.streaming_content) == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
