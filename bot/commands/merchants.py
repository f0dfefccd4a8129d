"""`cunkou merchant-token`: a merchant's token is made, or all of them are revoked."""

from __future__ import annotations

from datetime import UTC, datetime

import typer
from sqlalchemy import Connection

from bot.opening import opened_database
from bot.storage import audit
from bot.storage.insights import merchants
from config.settings import Settings

UNKNOWN = 2


async def run_merchant_token(settings: Settings, merchant: str, *, revoke: bool, older: bool = False) -> int:
    """Print a new token of the merchant; or end all, or all `older` than the newest. Returns the exit status."""

    def work(conn: Connection) -> str:
        now = datetime.now(UTC)
        if revoke or older:
            revoked = merchants.revoke(conn, merchant, but_newest=not revoke)
            if revoked:
                audit.add_operators(conn, "tokens_revoked", merchant, now, kind="merchants")
            return f"{revoked} tokens of {merchant} are worth nothing now."
        if not merchants.is_known(conn, merchant):
            return ""
        audit.add_operators(conn, "token_made", merchant, now, kind="merchants")
        return merchants.new_token(conn, merchant, now)

    async with opened_database(settings) as database:
        said = await database.run(work)
    if not said:
        typer.echo(f"no article of the catalogue has {merchant!r} as its merchant", err=True)
        return UNKNOWN
    typer.echo(said)
    return 0
