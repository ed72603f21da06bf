"""Municipalities as a table, with the names of the API in its header."""

from django.conf import settings

COLUMNS = (
    "local_name", "local_type", "level", "country", "region", "region_name", "wikidata_qid", "geonames_id",
    "osm_relation", "national_code", "national_code_scheme", "latitude", "longitude", "population", "population_year",
    "website", "existed_from", "existed_to", "is_member",
)  # fmt: skip

MUNICIPALITY = {
    "uid": "uid",
    **{f"name.{language}": f"name_{language}" for language in settings.MODELTRANSLATION_LANGUAGES},
    **{column: column for column in COLUMNS},
}
