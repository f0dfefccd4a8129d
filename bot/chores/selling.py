"""Listings whose time is over, and group buys that came together or ran out of time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.chores.chore import Chore
from bot.domain.events import Event, GroupClosed, ListingMoved
from bot.domain.listing import Listing, bring_by
from bot.storage.market import listing_sales, listings
from bot.storage.privacy.seal import Seal


def look(conn: Connection, _seal: Seal, now: datetime) -> Iterable[Event]:
    for listing in listings.groups_due(conn, now):
        yield _closed(conn, listing, now)
    for listing in listings.ended(conn, now):
        yield ListingMoved(listing=listing, to="expired", by="system", at=now)


def _closed(conn: Connection, listing: Listing, now: datetime) -> GroupClosed:
    return GroupClosed(
        listing=listing,
        reached=not listing.lacking,
        pledged=listing_sales.pledged(conn, listing.key),
        bring_by=bring_by(now.date(), listing),
        at=now,
    )


SELLING = Chore(name="selling", every=timedelta(minutes=2), do=look)
