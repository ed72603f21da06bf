"""What every test may ask for."""

import pytest
from django.utils import translation

from tests import factories


@pytest.fixture(autouse=True)
def in_english():
    """A test that speaks another language must not leave it behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def saraj(db):
    return factories.make_municipality(
        "Saraj", name_mk="Сарај", name_sq="Saraj", country="MK", latitude=42.0, longitude=21.32778
    )


@pytest.fixture
def rochester_hills(db):
    return factories.make_municipality("Rochester Hills", country="US", latitude=42.65837, longitude=-83.14993)


@pytest.fixture
def agreement(saraj, rochester_hills):
    """A published cooperation agreement of two municipalities, without any act."""
    return factories.make_agreement(saraj, rochester_hills)
