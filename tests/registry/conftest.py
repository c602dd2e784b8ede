"""The lawful city as a template: built once per run, copied for each test that asks for `city`."""

import pytest

from tests.registry.factory import City, lawful_city
from tests.support.home import Home, fresh, template


def build(home: Home) -> None:
    lawful_city()


template("registry", build)
fresh_registry = fresh("registry")


@pytest.fixture
def city(fresh_registry: Home) -> City:
    return City()
