"""The shop of invented brands that the catalogue's tests use too."""

from __future__ import annotations

from tests.catalog.conftest import shop

__all__ = ["shop"]
