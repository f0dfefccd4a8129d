"""Short answers to a question that was asked: how many."""

from __future__ import annotations

from decimal import Decimal

from intents.text.normalise import normalise
from intents.typed.amounts import typed_amount
from intents.values.numbers import read_number, read_numbers
from intents.values.units import unit_at


def read_amount(text: str) -> Decimal | None:
    """The number of a bare amount (两瓶, 3, 要五袋吧), as an answer to 要几瓶?; None where more is said."""
    plain = typed_amount(normalise(text).text.strip(" ,。!?."))
    numbers = read_numbers(plain)
    if len(numbers) != 1 or numbers[0].ordinal:
        return read_number(plain)
    number = numbers[0]
    unit = unit_at(plain, number.end)
    around = plain[: number.start] + plain[number.end + (len(unit.word) if unit else 0) :]
    return number.value if set(around) <= set("就要来拿给我先那的吧好了行就是共一总买订，, 呀啊哈") else None
