"""`cunkou merchant-token`: a merchant's token is made, or all of them are revoked."""

from __future__ import annotations

from datetime import UTC, datetime

import typer
from sqlalchemy import Connection

from bot.opening import opened_database
from bot.storage import merchants
from config.settings import Settings

UNKNOWN = 2


async def run_merchant_token(settings: Settings, merchant: str, *, revoke: bool) -> int:
    """Print a new token of the merchant. Returns the exit status."""

    def work(conn: Connection) -> str:
        if revoke:
            return f"{merchants.revoke(conn, merchant)} tokens of {merchant} are worth nothing now."
        return merchants.new_token(conn, merchant, datetime.now(UTC)) if merchants.is_known(conn, merchant) else ""

    async with opened_database(settings) as database:
        said = await database.run(work)
    if not said:
        typer.echo(f"no article of the catalogue has {merchant!r} as its merchant", err=True)
        return UNKNOWN
    typer.echo(said)
    return 0
