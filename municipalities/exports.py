"""Municipalities and mayors as tables, with the names of the API in its header."""

from django.db.models import F, Value
from django.db.models.functions import Concat

from provenance.spreadsheet import text_columns

COLUMNS = (
    "local_name", "local_type", "level", "country", "region", "region_name", "wikidata_qid", "geonames_id",
    "osm_relation", "national_code", "national_code_scheme", "latitude", "longitude", "population", "population_year",
    "website", "existed_from", "existed_to", "is_member",
)  # fmt: skip

MUNICIPALITY = {
    "uid": "uid",
    **text_columns("name"),
    **{column: column for column in COLUMNS},
}

# A term of office
MAYOR = {
    "uid": "uid",
    "name": "name",
    "municipality": Concat("municipality__name", Value(" ("), "municipality__country", Value(")")),
    "municipality.uid": F("municipality__uid"),
    **{column: column for column in ("starts_on", "ends_on", "ongoing", "acting", "wikidata_qid")},
}
