"""Things the storage tests make over and over, each valid as it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from bot.domain.letter import Letter
from bot.domain.message import Inbound, Text
from bot.domain.order import Order, OrderLine
from bot.domain.people import Station
from catalog.product import Product

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 12, tzinfo=ZONE)
NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
SECOND = timedelta(seconds=1)

_numbers = count(1)


def an_order(**changes) -> Order:
    n = next(_numbers)
    usual = {
        "number": f"261125{n:04d}",
        "slip": n,
        "person": "pvillager",
        "recipient": "秋香",
        "placed_by": "villager",
        "station": "YL",
        "county": "河湾县",
        "lines": (a_line(),),
        "placed_at": NOON,
        "promised_by": date(2026, 11, 26),
        "draft": f"draft{n}",
    }
    return Order(**usual | changes)


def a_line(sku="SOY", quantity="2", price_fen=950) -> OrderLine:
    return OrderLine(sku=sku, name="草菇老抽500ml", unit="瓶", quantity=Decimal(quantity), price_fen=price_fen)


def a_station(code="YL", village="杨柳村", **changes) -> Station:
    usual = {
        "name": village.removesuffix("村") + "站",
        "province": "山西省",
        "city": "临汾市",
        "county": "河湾县",
        "town": "柳河镇",
        "cutoff": time(16, 30),
    }
    return Station(code=code, village=village, **usual | changes)


def an_article(sku="SOY", **changes) -> Product:
    return Product(**{"sku": sku, "name": "草菇老抽", "unit": "瓶", "price_fen": 950} | changes)


def a_letter(key="", to="pvillager", **changes) -> Letter:
    key = key or f"letter{next(_numbers)}"
    return Letter(
        **{"key": key, "to": to, "notice": "order_at_station", "text": f"长{key}", "sms": f"短{key}"} | changes
    )


def a_message(key="", contact="wechat:oMother", at=NOON, text="来两瓶酱油") -> Inbound:
    key = key or f"{contact}:{next(_numbers)}"
    return Inbound(key=key, channel=contact.partition(":")[0], contact=contact, at=at, content=Text(text=text))
