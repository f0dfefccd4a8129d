"""How things are said: days, amounts, goods, orders. Chinese words for plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from bot.dialogue.replies import render
from bot.domain.legs import Why
from bot.domain.money import number, yuan
from bot.domain.order import Installation, Order
from catalog.product import Product

_CUT_SIZE = re.compile(r"[\x00-\x7f]+$")
_WEEKDAYS = "一二三四五六日"
_NEAR_DAYS = ("今天", "明天", "后天")
NOON = 12
PERIODS = {"morning": "上午", "noon": "中午", "afternoon": "下午", "evening": "傍晚"}


def day_said(day: date, today: date) -> str:
    """`明天（11月26日周四）`, `12月3日周四`."""
    plain = f"{day.month}月{day.day}日周{_WEEKDAYS[day.weekday()]}"
    ahead = (day - today) // timedelta(days=1)
    return f"{_NEAR_DAYS[ahead]}（{plain}）" if 0 <= ahead < len(_NEAR_DAYS) else plain


def short_day(day: date, today: date | None = None) -> str:
    """`明天11月26`, `12月3日`: for SMS."""
    ahead = (day - today) // timedelta(days=1) if today else -1
    return (
        f"{_NEAR_DAYS[ahead]}{day.month}月{day.day}日" if 0 <= ahead < len(_NEAR_DAYS) else f"{day.month}月{day.day}日"
    )


def why_said(why: Why, channel: str) -> str:
    """Why the day is not the next one, to stand behind it: `（春节车停）`; '' where there is nothing to say."""
    return render(f"promise.{why}", channel) if why else ""


def fitting_said(installation: Installation, today: date) -> str:
    period = PERIODS.get(installation.period or "", "")
    return day_said(installation.date, today) + period + time_said(installation.time, after=period)


def time_said(time: str, after: str = "") -> str:
    """A clock's `15:30` as it is said: `3点半` behind 下午, `15点半` alone; '' for ''."""
    if not time:
        return ""
    hour, minute = map(int, time.split(":"))
    hour -= 12 if after and hour > NOON else 0
    return f"{hour}点" + {0: "", 30: "半"}.get(minute, f"{minute:02d}分")


def goods_name(product: Product) -> str:
    """The name, and the size where the name does not tell it."""
    spec = product.spec
    return product.name if not spec or spec.casefold() in product.name.casefold() else f"{product.name} {spec}"


def priced(product: Product, *, city: bool = True) -> str:
    """`海天金标生抽酱油500ml 9.9元/瓶（城里11.5元）`; the city's price only where it is higher."""
    said = f"{goods_name(product)} {yuan(product.price_fen)}元/{product.unit}"
    dearer = product.city_price_fen is not None and product.city_price_fen > product.price_fen
    return f"{said}（城里{yuan(product.city_price_fen or 0)}元）" if city and dearer else said


def amount(quantity: Decimal, unit: str) -> str:
    return f"{number(quantity)}{unit}"


def numbered(rows: Iterable[str], start: int = 1) -> str:
    return "\n".join(f"{n}. {row}" for n, row in enumerate(rows, start))


def brief(order: Order, width: int = 60) -> str:
    """An order's goods in at most `width` characters: `海天生抽2瓶、盐1袋`, `海天生抽2瓶等3样`."""
    names = [_named(line.name, amount(line.quantity, line.unit)) for line in order.lines]
    whole = "、".join(names)
    if len(whole) <= width:
        return whole
    tail = f"等{len(names)}样" if len(names) > 1 else ""
    line = order.lines[0]
    count = amount(line.quantity, line.unit)
    short = line.name[: max(2, width - len(tail) - len(count) - 1)]
    return _named(_CUT_SIZE.sub("", short) or short, count) + tail


def paid_mark(order: Order) -> str:
    """`（已付）`, or what of it is paid, so that nobody takes it twice; '' where nothing is."""
    if order.is_paid:
        return "（已付）"
    return f"（已付{yuan(order.paid_fen)}元，还收{yuan(order.due_fen)}元）" if order.paid_fen > 0 else ""


def _named(name: str, count: str) -> str:
    """`食盐3袋`, but `酱油500ml 2瓶`: digits beside digits cannot be read."""
    return f"{name} {count}" if name[-1:].isascii() else name + count


def called(mention: str, found: Iterable[Product]) -> str:
    """What goods are called: as it was said, or, where it was typed in letters, what all that was found is."""
    if not mention.isascii():
        return mention
    kinds = {product.category.rpartition("/")[2] for product in found}
    kind = kinds.pop() if len(kinds) == 1 else ""
    return kind or "这样的"
