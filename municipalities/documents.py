"""The canonical public form of municipalities and mayors (`provenance.documents` says how it is written)."""

from django.db.models import OuterRef

from municipalities.models import Alias, Institution, Mayor, Municipality
from provenance.documents import Documents, JSONDocument, array, citations, columns, in_languages


def municipality_named(path: str, **more) -> JSONDocument:
    """A municipality as other documents name it; `path` leads to it, such as `municipality`. `more` is told after."""
    return JSONDocument(uid=f"{path}__uid", name=in_languages(f"{path}__name"), country=f"{path}__country", **more)


TERM_COLUMNS = ("uid", "name", "starts_on", "ends_on", "ongoing", "acting", "wikidata_qid")
TERM_CITATIONS = citations("municipalities.mayor")

MAYOR = JSONDocument(*TERM_COLUMNS, municipality=municipality_named("municipality"), citations=TERM_CITATIONS)

MUNICIPALITY = JSONDocument(
    "uid",
    name=in_languages("name"),
    **columns(
        "local_name", "local_type", "level", "country", "region", "region_name", "wikidata_qid", "geonames_id",
        "osm_relation", "national_code", "national_code_scheme", "latitude", "longitude", "population",
        "population_year", "website", "existed_from", "existed_to", "is_member",
    ),
    successor="successor__uid",
    aliases=array(
        Alias.objects.filter(municipality=OuterRef("pk")), JSONDocument("uid", "text", "language", "kind"), "text", "pk"
    ),
    mayors=array(
        Mayor.objects.public().filter(municipality=OuterRef("pk")).in_time(),
        JSONDocument(*TERM_COLUMNS, citations=TERM_CITATIONS),
    ),
    institutions=array(
        Institution.objects.filter(municipality=OuterRef("pk")),
        JSONDocument("uid", name=in_languages("name"), **columns("kind", "website")),
        "pk",
    ),
    citations=citations("municipalities.municipality"),
)  # fmt: skip

municipalities = Documents(Municipality, MUNICIPALITY)
mayors = Documents(Mayor, MAYOR)
