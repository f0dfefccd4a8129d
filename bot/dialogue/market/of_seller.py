"""买十斤老张的苹果: a buyer who names the seller need not look at a list. Where it is not plainly that, it is left to be understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.dialogue.asking import buying as asking
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import is_question
from bot.dialogue.lexicon import said_in, without
from bot.dialogue.market import buying, called, weights
from bot.dialogue.market.called import spoken
from bot.dialogue.market.facts import OnSale
from bot.dialogue.market.questions import ConfirmPurchase, HowMuchOf
from bot.dialogue.market.reading import plain
from bot.domain.listing import Listing
from intents.offers import read_amount
from intents.values.people import Alike, alike, looks_like_person

LONGEST = 25
_LONGEST_NAME, _SHORTEST_NAME = 5, 2
_OWNED = re.compile(r"家的|家(?=.)|的")
_AROUND = " ,，。！!、的了吧啊呢"


def ordered(ex: Exchange) -> bool:
    """False where nobody of that name sells such goods in the county, or more is said."""
    text = plain(ex.text)
    if len(text) <= LONGEST and said_in("village_goods_joins", text) and _joined(ex, text):
        return True
    if len(text) > LONGEST or not _OWNED.search(text) or ex.station is None:
        return False
    span, quantity, unit = read_amount(text, None)
    rest = text[: span[0]] + " " + text[span[1] :] if span else text
    named = _sellers(rest)
    if not named:
        return False
    found = [(one, words) for one in buying.on_sale(ex) for words in named if _is_that(one.listing, rest, words)]
    if not found or not (_says_nothing_else(rest, found) or (quantity is not None and _is_called(rest, found))):
        return False
    _buy(ex, [one for one, _ in found], quantity, text[slice(*unit)] if unit else "")
    return True


def _joined(ex: Exchange, text: str) -> bool:
    """我也要拼脐橙，20斤, of a group buy; False where none of such goods is open."""
    found = [one for one in buying.on_sale(ex) if one.listing.group_min is not None]
    found = called.named(found, text, lambda one: one.listing.goods)
    if not found or "不" in text or is_question(text):
        return False
    _, quantity, unit = read_amount(text, None)
    _buy(ex, found, quantity, text[slice(*unit)] if unit else "")
    return True


def _sellers(text: str) -> list[str]:
    """老张 of 买老张的苹果: whatever before 的 or 家 may be somebody, the longest first."""
    found = []
    for owned in _OWNED.finditer(text):
        for length in range(_LONGEST_NAME, _SHORTEST_NAME - 1, -1):
            words = text[max(owned.start() - length, 0) : owned.start()]
            if len(words) == length and looks_like_person(words):
                found.append(words)
    return found


def _is_that(listing: Listing, text: str, who: str) -> bool:
    return (
        bool(spoken(listing.goods, text)) and bool(listing.seller_name) and alike(who, listing.seller_name) > Alike.NO
    )


def _is_called(text: str, found: Sequence[tuple[OnSale, str]]) -> bool:
    """Whether the seller's whole name stands beside an amount: that orders nothing of the shop, whatever the verb."""
    return all(one.listing.seller_name == who for one, who in found) and not is_question(text)


def _says_nothing_else(text: str, found: Sequence[tuple[OnSale, str]]) -> bool:
    """苹果坏了 is no order."""
    for one, who in found:
        owned = (f"{who}家的", f"{who}家", f"{who}的", spoken(one.listing.goods, text))
        rest = called.blanked(text, owned)
        if not without("village_goods_wants", rest).strip(_AROUND):
            return True
    return False


def _buy(ex: Exchange, found: Sequence[OnSale], quantity: Decimal | None, unit: str) -> None:
    listing = found[0].listing
    if len({one.listing.key for one in found}) > 1:
        buying.put(ex, list({one.listing.key: one for one in found}.values()))
        return
    wanted = weights.reckoned(quantity, unit, listing.unit) if quantity is not None else None
    if wanted is None or not buying.enough(listing, wanted):
        asking.ask_amount(ex, HowMuchOf(listing=listing.key))
    else:
        asking.ask_really(ex, ConfirmPurchase(listing=listing.key, quantity=wanted, price_fen=listing.price_fen or 0))
