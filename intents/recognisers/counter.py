"""What a manager does at the counter and no public intent stands for: cash, counts, what to order, the day sheet.

Only where it says nothing else is a message taken from the public intents; a parcel's code beside the cash is kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from intents.acts import Act, CashBalance, CashHandedIn, CashTaken, CountStock, DaySheet, Restock
from intents.recognisers import handed_over, parcel_of, shelf
from intents.recognisers.desk_goods import read_items
from intents.text.message import Made, Message
from intents.text.words import said
from intents.values.numbers import read_number

_WHOLE: dict[str, type[Act]] = {"cash_balance": CashBalance, "restock": Restock, "day_sheet": DaySheet}
_TENTH = Decimal(10)
_ANYBODY = ("他", "她", "人家")
_SLOT = re.compile(r"\d+$")


def at_counter(message: Message, known: Collection[str] = ()) -> list[Made]:
    """The acts of such a message; [] where it is none. `known` are those who have something ordered at the station."""
    for intent, act in _WHOLE.items():
        if said(intent, "counter").fullmatch(message.core.strip(" ,。!?")):
            return [Made(act(), intent)]
    own = _counted(message) or _handed_in(message) or _taken(message, known)
    return own or shelf.recognise(message) or parcel_of.recognise(message, known)


def _counted(message: Message) -> list[Made]:
    match = said("count_stock", "counter").match(message.text)
    items = read_items(message, match.end()) if match else ()
    return [Made(CountStock(items=items), "count_stock")] if items else []


def _handed_in(message: Message) -> list[Made]:
    match = said("cash_handed_in", "counter").search(message.text)
    amount = _amount(match) if match else None
    return [Made(CashHandedIn(amount=amount), "cash_handed_in", match.start())] if match and amount else []


def _taken(message: Message, known: Collection[str]) -> list[Made]:
    """Each sum that was paid, and the parcels that were handed over with the same words."""
    told = [
        (match, kept)
        for match in said("cash_taken", "counter").finditer(message.text)
        if (kept := _kept(message.text, match))
    ] or _bare_sums(message, known)
    if not told:
        return []
    rest = message.text
    for match, _ in told:
        rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]
    paid = [
        Made(CashTaken(amount=amount, person=_payer(message, match)), "cash_taken", match.start())
        for match, amount in told
    ]
    return [*(handed_over.parcels_in(rest) or _parcels_of(rest, told, message, known)), *paid]


def _bare_sums(message: Message, known: Collection[str]) -> list[tuple[re.Match[str], Decimal]]:
    """收了秀英98, of somebody who has something ordered or is called as people are."""
    return [
        (match, amount)
        for match in said("cash_bare", "counter").finditer(message.text)
        if (amount := _amount(match)) and parcel_of.is_person(match["payer"], message, known)
    ]


def _parcels_of(
    rest: str, told: list[tuple[re.Match[str], Decimal]], message: Message, known: Collection[str]
) -> list[Made]:
    """The parcel of somebody who is named beside the cash, or with it: 周大爷拿走了给了85块."""
    words = [rest, *(message.text[slice(*_payer_span(match))] for match, _ in told)]
    return next((made for one in words if (made := parcel_of.named_in(one, message, known))), [])


def _payer(message: Message, match: re.Match[str]) -> str:
    payer = message.said(*_payer_span(match))
    return "" if payer in _ANYBODY or handed_over.speaks_of_it(payer) else payer  # 取走了给了85块


def _payer_span(match: re.Match[str]) -> tuple[int, int]:
    return next((match.span(name) for name in ("payer", "payer2", "payer3") if match[name]), (0, 0))


def _kept(text: str, match: re.Match[str]) -> Decimal | None:
    """What stays of a sum: 收了十块,找他六块二 is 3.8."""
    paid = _amount(match)
    back = said("change_given", "counter").match(text, match.end())
    change = _amount(back) if back else None
    return paid - change if paid and change and change < paid else paid


def _amount(match: re.Match[str]) -> Decimal | None:
    """85块5 is 85.5; None where the words are no number."""
    said_so = {_SLOT.sub("", name): words for name, words in match.groupdict().items() if words}
    whole = read_number(said_so.get("taken", ""))
    tail = said_so.get("tail", "")
    if whole is None or not tail:
        return whole
    tenths = Decimal(5) if tail == "半" else read_number(tail)
    return None if tenths is None else whole + tenths / _TENTH
