from provenance.models import Citation
from tests.factories import make_municipality, make_user


def test_a_page_that_nobody_edits_asks_nobody_why(client, db):
    municipality = make_municipality("Saraj")
    citation = Citation.objects.create(
        model=municipality.address, record=municipality.uid, grade=Citation.Grade.PRESS, publisher="A newspaper"
    )
    client.force_login(make_user("Registrar", is_registrar=True))
    page = client.get(f"/admin/provenance/citation/{citation.pk}/change/").content.decode()
    assert ("A newspaper" in page, "Change reason" in page, "Why this change?" in page) == (True, False, False)
