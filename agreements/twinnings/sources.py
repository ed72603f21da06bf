"""The data sets that the three files were made from: who publishes them, and under which licence."""

from typing import NamedTuple


class Source(NamedTuple):
    publisher: str
    licence: str


# By the key that the files give (`source`), and for municipalities by the scheme of their `id`.
SOURCES = {
    "rgre_muenchdo": Source("Database of German municipal partnerships, extract of 2015", "MIT"),
    "enwiki_hekman": Source("Wikipedia (English), lists of twin towns", "CC BY-SA"),
    "wikidata_rogorido": Source("Wikidata, property P190, 2017", "CC0"),
    "fr_rne": Source("Répertoire national des élus", "Licence Ouverte"),
    "openstates_us": Source("Open States", "CC0"),
    "world_mayors_micahstubbs": Source("Wikipedia (English), lists of mayors", "CC BY-SA"),
    "geonames": Source("GeoNames", "CC BY 4.0"),
}

# How many statements on agreements each of these extracts makes: its rows, the header line not counted. How many
# agreements there are in the world, none of them says, and nobody knows.
STATEMENTS = {"wikidata_rogorido": 23_045, "enwiki_hekman": 19_710, "rgre_muenchdo": 6_905}

# What the file does not describe is cited by its key alone.
UNDESCRIBED = Source("", "")


def describe(key: str) -> Source:
    return SOURCES.get(key, UNDESCRIBED)
