"""What a turn may know of the village market."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from bot.domain.listing import Listing, Sold
from bot.domain.people import Station
from bot.domain.settlement import Settlement


class OnSale(msgspec.Struct, frozen=True, kw_only=True):
    """Published, and seen from somebody's village."""

    listing: Listing
    station: str
    """Name of the station that looked at it."""
    km: float | None = None
    """As the crow flies; None where either place is not known."""


class Market(Protocol):
    """The SQL one is `bot.storage.facts.market.SqlMarket`."""

    def own(self) -> Sequence[Listing]:
        """The person's own listings, newest first, 20 at most."""

    def at_station(self, code: str) -> Sequence[Listing]:
        """What waits for a station, and what is on sale there, newest first, 100 at most."""

    def around(self, home: Station) -> Sequence[OnSale]:
        """What is on sale in the county, nearest first, then newest; 60 at most."""

    def prices(self, goods: str, unit: str, home: Station) -> Sequence[int]:
        """For how much, in fen a unit, the same goods were sold in the county lately."""

    def sales(self) -> Sequence[Sold]:
        """What was sold of the person's listings, newest first."""

    def purchases(self) -> Sequence[Sold]:
        """What the person ordered of others' listings, newest first."""

    def to_bring(self, code: str) -> Sequence[Sold]:
        """What the sellers of a station have yet to bring, oldest first."""

    def to_fetch(self, code: str) -> Sequence[Sold]:
        """What villagers of a station bought, was weighed lately and lies there, oldest first, with who they are."""

    def owed(self, code: str) -> Sequence[Sold]:
        """What was handed over at a station and is not paid out, oldest first."""

    def settlements(self) -> Sequence[Settlement]:
        """What the person was paid, newest first, 20 at most."""
