"""The rooms of the house: one line, and a room may import only rooms to its left.

Imports count wherever they stand, in function bodies too; so do relations between models, however they are written.
"""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
# Two faces of one domain stand side by side: neither knows the other.
ROOMS = [["provenance"], ["accounts"], ["municipalities"], ["agreements"], ["pages", "api"], ["federation"], ["config"]]
PLACE = {room: place for place, rooms in enumerate(ROOMS) for room in rooms}
FILES = [(room, path) for room in PLACE for path in sorted((ROOT / room).rglob("*.py"))]


def rooms_named_in(source: str) -> set[str]:
    """The rooms that a source file imports, or names in a string reference to a model (`"agreements.Agreement"`)."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module if node.level == 0 else ".")
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"get_model", "import_module"}:
            names |= {arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    return {name.split(".")[0] for name in names}


def may_import(room: str, other: str) -> bool:
    return room == other or PLACE[other] < PLACE[room]


@pytest.mark.parametrize(("room", "path"), FILES, ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_a_room_imports_only_rooms_to_its_left(room, path):
    assert {other for other in rooms_named_in(path.read_text()) & set(PLACE) if not may_import(room, other)} == set()


@pytest.mark.parametrize(("room", "path"), FILES, ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_imports_are_absolute(room, path):
    assert "" not in rooms_named_in(path.read_text())


def test_relations_between_models_point_leftward():
    wrong = [
        f"{field} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in PLACE
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model._meta.app_label in PLACE
        and not may_import(model._meta.app_label, field.related_model._meta.app_label)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "source",
    [
        "import pages.views",
        "from pages import views",
        "def view():\n    from pages.views import errors",
        "apps.get_model('pages.Thing')",
    ],
)
def test_an_import_is_seen_wherever_it_stands(source):
    assert rooms_named_in(source) & set(PLACE) == {"pages"}
    assert not may_import("agreements", "pages")
    assert not may_import("api", "pages")


def test_only_the_api_knows_the_rest_framework():
    knows = {room for room, path in FILES if room != "api" and "rest_framework" in rooms_named_in(path.read_text())}
    assert knows == set()


@pytest.mark.parametrize("name", ["utils", "core", "common", "helpers", "services", "selectors", "misc"])
def test_nothing_is_called_by_a_name_that_says_nothing(name):
    assert [path for _, path in FILES if name in (path.stem, path.parent.name)] == []


def test_no_file_is_longer_than_400_lines():
    long = {
        str(path.relative_to(ROOT)): count
        for _, path in FILES
        if "migrations" not in path.parts and (count := len(path.read_text().splitlines())) > 400
    }
    assert long == {}
