"""The link to an order's page of paying: whoever has it may pay the order and see what it is, and no more."""

from __future__ import annotations

import hmac

from sqlalchemy import Connection

from bot.domain.order import Order
from bot.storage.persons import families
from bot.storage.privacy.seal import Seal

PAGE = "/pay"
LENGTH = 20


def page_token(seal: Seal, number: str, payer: str = "") -> str:
    """100 bits that only SECRET_KEY makes. `payer` is the person id of a child whose own link it is: only with that one's
    openid WeChat opens its button."""
    return seal.index(f"pay:{number}:{payer}" if payer else f"pay:{number}")[:LENGTH]


def pay_link(seal: Seal, base: str, number: str, payer: str = "") -> str:
    """`base` is where people reach this bot, '' where paying online is not configured: then there is no link."""
    return f"{base.rstrip('/')}{PAGE}/{number}/{page_token(seal, number, payer)}" if base else ""


def payer_of(conn: Connection, seal: Seal, order: Order, token: str) -> str | None:
    """Whose link it is: the buyer's, for all to whom it is passed on ('' where the buyer is nobody known), or a child's;
    None where it is no link to this order."""
    if _fits(seal, order.number, token):
        return order.person or ""
    tied = families.of(conn, order.person) if order.person else ()
    children = {order.helper, *(tie.child for tie in tied if tie.parent == order.person and tie.status == "agreed")}
    mine = [one for one in sorted(children - {""}) if _fits(seal, order.number, token, one)]
    return mine[0] if mine else None


def _fits(seal: Seal, number: str, token: str, payer: str = "") -> bool:
    """Also a link made before SECRET_KEY was changed, as long as the key before is known."""
    given = token.encode(errors="replace")
    made = [page_token(one, number, payer).encode() for one in (seal, seal.previous) if one is not None]
    return any(hmac.compare_digest(one, given) for one in made)
