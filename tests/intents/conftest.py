"""The sample shop, and the shop of invented brands that the catalogue's tests use too."""

from __future__ import annotations

import pytest

from catalog.reading import read_catalog
from catalog.shop import Shop
from config.data import HERE
from tests.catalog.conftest import shop

__all__ = ["sample_shop", "shop"]


@pytest.fixture(scope="session")
def sample_shop() -> Shop:
    return Shop(read_catalog(HERE / "sample" / "catalog.csv").rows)
