"""Contacts that a platform says take nothing any more."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.storage.persons import people
from bot.storage.privacy.seal import Seal


def close(conn: Connection, seal: Seal, contact: str, *, opted_out: bool) -> None:
    """Send nothing to a contact until its person writes by it again; `opted_out`: they asked the platform for that, so
    what is no news of their own orders ends on every channel."""
    people.set_reachable(conn, seal, contact, reachable=False)
    if opted_out and (who := people.find(conn, seal, contact)):
        people.change(conn, who.id, opted_out=True)
