"""Amounts said without goods: “再来两瓶”, “不是两袋，是四袋”. The unit counts: 20斤 of a 10 kg bag are two bags."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import without
from bot.domain.cart import MOST_OF_ONE
from catalog.measure import DIMENSIONS, Amount
from intents.understand import read_amount
from intents.values.household import without_somebody
from intents.values.numbers import read_numbers
from intents.values.quantity import in_selling_units
from intents.values.units import unit_at

_PARTICLES = " ,，。！!吧啊呀哈哦"
_CLAUSE = re.compile(r"[,，。;；！!、]|(?<=不是)\s+|(?<=不对)\s+|(?=不是|不要)|(?<=[^不还])(?=是)")
_DENIED = ("不是", "不要")


_CODE = re.compile(r"\d{3}", re.ASCII)


class Said(msgspec.Struct, frozen=True, kw_only=True):
    value: Decimal
    unit: str = ""
    """'' where only a number was said."""

    @property
    def measures(self) -> bool:
        """Whether it may tell a size rather than a count: 20斤的, 1.28升的."""
        return _is_measure(self.unit)


def _is_measure(unit: str) -> bool:
    return DIMENSIONS.get(unit, ("pieces", 1))[0] != "pieces"


def said_amount(text: str) -> Said | None:
    """The amount a message comes down to, the last where it corrects itself; None where it says anything else."""
    parts = [without_somebody(part.strip()) for part in _CLAUSE.split(text)]
    said = [(part, clause) for part in parts if (clause := without("amount_verbs", part).strip())]
    amounts = [(part.startswith(_DENIED), _read(clause)) for part, clause in said]
    meant = [amount for denied, amount in amounts if amount and not denied]
    return meant[-1] if meant and all(amount for _, amount in amounts) else None


def amount_alone(text: str) -> Said | None:
    """As `said_amount`, where nobody asked how many: figures such as 6000 or 138 are a code or part of one, unless a unit
    stands behind them."""
    said = said_amount(text)
    return None if said and not said.unit and _CODE.search(text) else said


def _read(clause: str) -> Said | None:
    value = read_amount(clause)
    if not value or not 0 < value <= MOST_OF_ONE:
        return None  # a phone, or the number of an order
    units = [unit.word for number in read_numbers(clause) if (unit := unit_at(clause, number.end))]
    if not units and clause.rstrip(_PARTICLES).endswith("的"):
        return None  # 32的 is a size, or a number on a list
    return Said(value=value, unit=units[-1] if units else "")


def closing_amount(text: str) -> Said | None:
    """The count with which a message ends, “便宜的那个来两袋”; a size (要20斤的) is none."""
    numbers = read_numbers(text)
    unit = unit_at(text, numbers[-1].end) if numbers else None
    if unit is None or _is_measure(unit.word) or text[numbers[-1].end + len(unit.word) :].strip(_PARTICLES):
        return None
    return Said(value=numbers[-1].value, unit=unit.word)


def counts(text: str) -> bool:
    """Whether a number with a unit stands anywhere in it."""
    return any(unit_at(text, number.end) for number in read_numbers(text))


def units_of(ex: Exchange, said: Said, *skus: str) -> Decimal | None:
    """How many selling units that is, of each of these articles alike; None where it cannot be known (一箱 of bottles) or
    differs, and is asked."""
    amount = Amount(start=0, end=0, value=said.value, unit=said.unit, number_end=0)
    known = [sku for sku in skus if ex.facts.shop.product(sku) is not None]
    counts = {in_selling_units(amount, ex.facts.shop.article(sku)) for sku in known}
    return counts.pop() if len(counts) == 1 else None


def opening_amount(text: str) -> Said | None:
    """The count with which a description begins, “要两瓶便宜的”; “12瓶的”, “两斤装的” are sizes."""
    numbers = read_numbers(text)
    unit = unit_at(text, numbers[0].end) if numbers else None
    if unit is None or _is_measure(unit.word) or without("takes", text[: numbers[0].start]).strip(_PARTICLES):
        return None
    following = text[numbers[0].end :].removeprefix(unit.word).lstrip()
    return None if following[:1] in ("", "的", "装") else Said(value=numbers[0].value, unit=unit.word)
