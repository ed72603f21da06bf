import pytest

from pages.formats import printing
from tests.factories import make_agreement

needs_weasyprint = pytest.mark.skipif(not printing.AVAILABLE, reason="the extra `pdf` is not installed")


def test_without_the_extra_the_page_has_no_link_and_the_address_says_why(client, db, monkeypatch):
    monkeypatch.setattr(printing, "AVAILABLE", False)
    address = f"/en/agreements/{make_agreement().number}/"
    assert "record.pdf" not in client.get(address).content.decode()
    response = client.get(f"{address}record.pdf")
    assert response.status_code == 404
    assert "print the page of the record instead" in response.content.decode()


@needs_weasyprint
def test_pdf_is_the_same_each_time(client, db):
    address = f"/en/agreements/{make_agreement().number}/"
    assert "record.pdf" in client.get(address).content.decode()
    first, again = (client.get(f"{address}record.pdf", {"time": n}) for n in "12")
    assert (first.status_code, first["Content-Type"], first.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert first.content == again.content


@needs_weasyprint
@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/static/css/site.css",
        "http://register.example/media/documents/secret.pdf",
        "http://register.example/media/arms/../documents/secret.pdf",
        "http://register.example/media/arms/%2e%2e/documents/secret.pdf",
        "http://register.example/en/agreements/",
        "file:///etc/passwd",
        "data:text/css,a",
    ],
)
def test_nothing_but_own_files_is_read(address):
    with pytest.raises(ValueError, match="not a file"):
        printing.OwnFiles("http://register.example/en/").fetch(address)


@needs_weasyprint
def test_own_stylesheet_is_read():
    read = printing.OwnFiles("http://register.example/en/").fetch("http://register.example/static/css/site.css")
    assert b":root" in read.read()
