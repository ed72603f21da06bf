"""The texts and documents of an agreement, in the languages that they have."""

import pytest
from django.utils import translation

from agreements.models import Agreement, Document
from agreements.seed import load_seed
from tests.factories import make_commitment
from tests.pages.reading import page, text_of


@pytest.fixture
def seed(db):
    load_seed()
    return Agreement.objects.get()


def test_seed_in_albanian_is_the_original_and_elsewhere_a_translation(client, seed):
    assert "Translated from" not in page(client, seed, "sq")
    english = page(client, seed)
    assert "Translated from Albanian: the original text" in english
    assert '<blockquote lang="sq"><p>Marrëveshje bashkëpunimi ndërmjet' in english


def test_text_missing_in_a_language_is_shown_in_another_and_says_so(client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(summary_sq="Përmbledhje")
    html = page(client, agreement)
    assert '<p class="lead" dir="auto" lang="sq">Përmbledhje' in html
    assert "Not yet available in English; shown in Albanian." in html


def test_languages_are_named_in_the_reader_s_language(client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(governing_languages=["sq", "sr-Latn", "qqq"])
    assert "албански, српски (латинично писмо), qqq" in text_of(page(client, agreement, "mk"))


def test_name_speaks_the_reader_s_language(client, agreement):
    with translation.override("mk"):
        assert "Сарај" in page(client, agreement, "mk")


def test_title_is_escaped(client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(title_en="<script>alert(1)</script>")
    assert "<script>" not in page(client, agreement)


def test_page_in_fallback_text_says_so_and_is_not_indexed(client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(summary_sq="Përmbledhje", preamble_mk="Преамбула")
    html = page(client, agreement)
    assert '<meta name="robots" content="noindex">' in html
    assert "Not all texts of this record are available in English yet. They are shown in: Macedonian, Albanian." in (
        text_of(html)
    )


def test_page_whose_texts_are_all_there_is_indexed(client, agreement):
    make_commitment(agreement, "Youth exchange")
    html = page(client, agreement)
    assert "noindex" not in html
    assert "Not all texts" not in html
    assert "noindex" in page(client, agreement, "mk")


def test_documents_that_are_not_public_are_not_shown(client, agreement):
    for title, public in (("The signed text", True), ("A draft letter", False)):
        Document.objects.create(
            agreement=agreement, kind="signed_text", title=title, is_public=public, file="documents/x.pdf",
            sha256="0" * 64, size=2048,
        )  # fmt: skip
    html = page(client, agreement)
    assert "The signed text" in html
    assert "A draft letter" not in html


def test_documents_tell_language_kind_size_and_whether_they_bind(client, agreement):
    facts = {"agreement": agreement, "file": "documents/x.pdf", "sha256": "0" * 64, "size": 2048}
    Document.objects.create(kind="signed_text", title="Teksti", language="sq", is_authentic=True, **facts)
    Document.objects.create(kind="translation", title="النص", language="ar", **facts)
    html = page(client, agreement)
    text = text_of(html)
    assert "Teksti Signed text Albanian authentic text PDF, 2.0 KB" in text
    assert "النص Translation Arabic translation, not binding PDF, 2.0 KB" in text
    assert 'dir="auto" hreflang="ar">النص</a>' in html
    assert "The signed text is not in the register." not in text
