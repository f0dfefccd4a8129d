"""Merchants' tokens: only their hashes are kept, so that nobody who reads the database can use one."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, literal, select

from bot.storage.schema import insight_cells, merchant_tokens, products

PREFIX = "cm_"
LONGEST = 64
_FIND = select(merchant_tokens.c.merchant).where(merchant_tokens.c.hash == bindparam("hash"))

_NEWEST = (
    select(merchant_tokens.c.hash)
    .where(merchant_tokens.c.merchant == bindparam("merchant"))
    .order_by(merchant_tokens.c.created_at.desc())
    .limit(1)
)


def new_token(conn: Connection, merchant: str, at: datetime) -> str:
    """A new token beside those the merchant has; it is shown this once."""
    token = PREFIX + secrets.token_urlsafe(32)
    conn.execute(insert(merchant_tokens), {"hash": _hash(token), "merchant": merchant, "created_at": at})
    return token


def revoke(conn: Connection, merchant: str, *, but_newest: bool = False) -> int:
    """All tokens of a merchant, or all but the one made last, are worth nothing from now on. Returns how many those were."""
    query = delete(merchant_tokens).where(merchant_tokens.c.merchant == merchant)
    if but_newest and (newest := conn.execute(_NEWEST, {"merchant": merchant}).scalar()):
        query = query.where(merchant_tokens.c.hash != newest)
    return conn.execute(query).rowcount


def merchant_of(conn: Connection, token: str) -> str | None:
    """Whose token it is; None: nobody's."""
    if not token.startswith(PREFIX) or len(token) > LONGEST:
        return None
    found: str | None = conn.execute(_FIND, {"hash": _hash(token)}).scalar()
    return found


def is_known(conn: Connection, merchant: str) -> bool:
    """Whether any article is, or was, this merchant's."""
    asked = (select(literal(1)).where(table.c.merchant == merchant).limit(1) for table in (products, insight_cells))
    return bool(merchant) and any(conn.execute(query).first() for query in asked)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
