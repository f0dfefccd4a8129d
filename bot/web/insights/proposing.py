"""What an offer must be before it is kept, however it was proposed: by the API or on a merchant's page."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from decimal import Decimal

import msgspec
from sqlalchemy import Connection

from bot.domain.campaign import LONGEST_TEXT, MOST_DAYS, Campaign
from bot.domain.money import yuan
from bot.storage.offers import campaigns
from bot.storage.offers import deciding as campaign_deciding
from bot.storage.trade import products
from catalog.product import Product

KEY_BYTES = 6
FARTHEST = timedelta(days=90)


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """An offer as a merchant wishes it; each field is within its own limits."""

    sku: str
    price_fen: int
    text: str
    opens: date
    closes: date
    pieces: int
    counties: tuple[str, ...] = ()


class CannotBe(Exception):
    """Why an offer is not taken: a name of config/console.yaml, `offer_troubles`, with its values, and the field at fault."""

    def __init__(self, trouble: str, field: str, **values: object) -> None:
        super().__init__(f"{field}: {trouble} {values or ''}".strip())
        self.trouble, self.field, self.values = trouble, field, values


def new_key() -> str:
    return secrets.token_hex(KEY_BYTES)


def composed(conn: Connection, wish: Wish, merchant: str, today: date, key: str) -> Campaign:
    """The offer as it would be kept. Raises CannotBe."""
    _check_days(wish, today)
    product = _own(conn, wish, merchant)
    counties = tuple(dict.fromkeys(" ".join(name.split()) for name in wish.counties))
    if unknown := campaign_deciding.unknown(conn, counties):
        raise CannotBe("no_county", "counties", county=unknown[0])
    text = " ".join(wish.text.split()).rstrip("。")
    if not text or not text.isprintable():
        raise CannotBe("text", "text", most=LONGEST_TEXT)
    return Campaign(
        key=key,
        merchant=merchant,
        sku=product.sku,
        name=product.name,
        unit=product.unit,
        usual_fen=product.price_fen,
        price_fen=wish.price_fen,
        text=text,
        opens=wish.opens,
        closes=wish.closes,
        counties=counties,
        pieces=Decimal(wish.pieces),
    )


def propose(conn: Connection, made: Campaign, at: datetime) -> None:
    """Keep it, once: a form that is sent twice proposes one offer. Raises CannotBe."""
    known = campaigns.find(conn, made.key)
    if known is not None and known.merchant == made.merchant:
        return
    if campaign_deciding.waiting(conn, made.merchant, at.date()) >= campaign_deciding.MOST_WAITING:
        raise CannotBe("too_many", "sku", most=campaign_deciding.MOST_WAITING)
    if not campaigns.propose(conn, made, at):
        raise CannotBe("not_now", "sku")


def _check_days(wish: Wish, today: date) -> None:
    if not today <= wish.opens <= today + FARTHEST:
        raise CannotBe("opens", "opens", days=FARTHEST.days)
    if not timedelta(0) <= wish.closes - wish.opens < timedelta(days=MOST_DAYS):
        raise CannotBe("closes", "closes", days=MOST_DAYS)


def _own(conn: Connection, wish: Wish, merchant: str) -> Product:
    product = next(iter(products.some(conn, [wish.sku])), None)
    if product is None or product.merchant != merchant:
        raise CannotBe("no_goods", "sku")
    if wish.price_fen > product.price_fen:
        raise CannotBe("dear", "price_fen", most_fen=product.price_fen, most=yuan(product.price_fen))
    return product
