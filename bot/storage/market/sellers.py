"""Who sold and bought, when two turn out to be one person, or when one is to be forgotten."""

from __future__ import annotations

from sqlalchemy import Connection, update

from bot.domain.listing import LIVE, WAITING
from bot.storage.schema import listing_sales, listings, settlements


def become(conn: Connection, former: str, person: str) -> None:
    """Whatever `former` sold, bought and was paid is `person`'s."""
    conn.execute(update(listings).where(listings.c.seller == former).values(seller=person))
    conn.execute(update(listing_sales).where(listing_sales.c.buyer == former).values(buyer=person))
    conn.execute(update(settlements).where(settlements.c.seller == former).values(seller=person))


def forget(conn: Connection, person: str, nobody: str) -> None:
    """Sales stay under a pseudonym; nothing of it is on sale any longer."""
    mine = listings.c.seller == person
    conn.execute(update(listings).where(mine, listings.c.status.in_((*WAITING, *LIVE))).values(status="expired"))
    conn.execute(update(listings).where(mine).values(photo=""))
    become(conn, person, nobody)
