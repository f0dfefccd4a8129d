"""Goods in a clause: where they stand, how many, and which articles they can be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from catalog.judge import Said
from catalog.measure import Amount
from catalog.shop import Shop
from catalog.stranger import stranger_beside
from catalog.tokens import Token
from intents.goods.group import Group
from intents.goods.parting import Assembler
from intents.goods.strangers import ASKED, find_strangers
from intents.item import Item
from intents.values.quantity import in_jin, in_selling_units, pack_weight


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """Goods named in a text: `text[start:end]` spans name and quantity."""

    start: int
    end: int
    words: str
    """The goods' words alone."""
    quantity: Decimal | None = None
    """As said, in `unit`; the item's quantity is in selling units."""
    unit: str = ""
    item: Item
    named: bool = True
    """False where only a brand, a size or a part of a name was said, which may describe goods named before."""
    negated: bool = False
    """Said to be unwanted: 不要盐."""


_NO_PACKS = ("", "个", "打")
"""Units that say no pack, so one said otherwise (一打, 罐装的) stands."""


def find_mentions(text: str, shop: Shop) -> tuple[Mention, ...]:
    """Find the goods of a normalised text, in order; goods that the shop lacks too, with no skus."""
    words = text.strip(" ")
    lead = text.find(words)
    found = _found_in(words, shop)
    if not lead:
        return found
    return tuple(msgspec.structs.replace(one, start=one.start + lead, end=one.end + lead) for one in found)


def _found_in(text: str, shop: Shop) -> tuple[Mention, ...]:
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text
    tokens = shop.scan(lowered)
    assembler = Assembler(lowered, tokens, shop.judge)
    groups = assembler.run()
    found = [mention for group in groups if (mention := _mention(text, tokens, group, shop))]
    taken = [(min(g.start, g.first_term), g.end) for g in assembler.groups] + [(m.start, m.end) for m in found]
    found += [
        _stranger(text, (start, end), words, amount)
        for start, end, words, amount in find_strangers(lowered, tokens, taken)
    ]
    return tuple(sorted(_shared(found, tokens, shop), key=lambda m: m.start))


def _mention(text: str, tokens: Sequence[Token], group: Group, shop: Shop) -> Mention | None:
    said = group.said
    if not said.terms:
        return _unwanted(text, group, shop)
    _take_in_stranger(text, tokens, group, shop)
    bits, amount = _meant(text, group, shop)
    words = text[group.first_term : group.last_term]
    if words.isdecimal() and not (group.has_noun or group.has_brand):
        return None  # 200个 is how many, though a quilt of 200×230 be the only thing with that number
    group.start = _with_purpose(tokens, group.start)
    skus = shop.skus(bits)
    unit = amount.unit if amount else ""
    near = () if skus else shop.nearest(words, said)
    return Mention(
        start=group.start,
        end=group.end,
        words=words,
        quantity=amount.value if amount else None,
        unit=unit,
        item=Item(mention=words, skus=skus, quantity=_quantity(bits, amount, shop), unit=unit, near=near),
        named=group.has_noun,
    )


def _take_in_stranger(text: str, tokens: Sequence[Token], group: Group, shop: Shop) -> None:
    """Let a word that no article has belong to the name it stands beside, unless it only sounds like one of its words."""
    said = group.said
    names = (group.first_term, group.last_term)
    said.stranger = said.stranger or stranger_beside(text, tokens, names, named=group.has_noun or group.has_brand)
    if len(said.stranger) > 1 and shop.judge.sounds_in(said.stranger.lower(), said.terms):
        said.stranger = ""
    if said.stranger:
        place = text.lower().find(said.stranger)
        group.first_term = min(group.first_term, place)
        group.last_term = max(group.last_term, place + len(said.stranger))
        group.start, group.end = min(group.start, place), max(group.end, group.last_term)


def _meant(text: str, group: Group, shop: Shop) -> tuple[int, Amount | None]:
    """The articles that fit, as bits, and how many; each may say something of the other."""
    said, amount = group.said, group.quantity
    told = said.unit and (amount is None or amount.unit in _NO_PACKS or said.unit.endswith("装"))  # 罐装的两箱
    if amount and amount.measure[0] == "pieces" and not told:
        said.unit = amount.unit
    bits = shop.judge.fitting(said)
    if bits and not amount:
        amount = _loose_weight(bits, said, shop)
    if bits and amount:
        bits = _by_weight(bits, amount, shop, weighed="称" in text[max(0, group.start - 1) : group.end])
    return bits, amount if bits or amount is None else in_jin(amount)


def _unwanted(text: str, group: Group, shop: Shop) -> Mention:
    terms = [(term, True) for term in group.said.banned]
    bits = shop.judge.named(terms)
    words = text[group.start : group.end]
    return Mention(
        start=group.start, end=group.end, words=words, negated=True, item=Item(mention=words, skus=shop.skus(bits))
    )


def _with_purpose(tokens: Sequence[Token], start: int) -> int:
    """Where a name begins together with what it is for or like: 结婚用的 before 红包, 手工 before 挂面."""
    place = min(bisect_left(tokens, start, key=lambda token: token.start), len(tokens) - 1)
    while place and tokens[place - 1].kind == "describing":
        place -= 1
    if place and tokens[place - 1].kind == "of" and tokens[place - 1].word.endswith("的"):
        while place and tokens[place - 1].kind not in ("joiner", "term", "amount", "negation", "fix", "brand"):
            place -= 1
    return min(tokens[place].start, start)


def _loose_weight(bits: int, said: Said, shop: Shop) -> Amount | None:
    """500克 of what is weighed out is how much, of what is packed how large."""
    weights = [size for size in said.sizes if size.measure[0] == "weight"]
    loose = all(article.product.unit in ("斤", "公斤") for article in shop.judge.of(bits))
    return weights[-1] if weights and loose else None


def _by_weight(bits: int, amount: Amount, shop: Shop, *, weighed: bool) -> int:
    """Of several packs, those that the weight names: exactly one of them, else a whole number of them. What is to be
    `weighed` (称十斤苹果) is loose, where it is sold so."""
    if amount.measure[0] != "weight":
        return bits
    total = amount.measure[1]
    articles = list(shop.judge.of(bits))
    loose = [a for a in articles if a.product.unit in ("斤", "公斤")]
    exact = [a for a in articles if pack_weight(a) == total and a not in loose]
    whole = [a for a in articles if (pack := pack_weight(a)) and not total % pack and a not in loose]
    chosen = (weighed and loose) or exact or loose or whole
    return sum(a.bit for a in chosen) or bits


def _quantity(bits: int, amount: Amount | None, shop: Shop) -> Decimal | None:
    """The amount in selling units, where all that fits agrees; the bare number for what is not carried."""
    if amount is None:
        return None
    counts = {in_selling_units(amount, article) for article in shop.judge.of(bits)}
    if not counts:
        return amount.value
    if len(counts) == 1:
        return counts.pop()
    return amount.value if amount.measure[0] != "weight" else None


def _stranger(text: str, span: tuple[int, int], named: tuple[int, int], amount: Amount | None) -> Mention:
    words = text[slice(*named)].strip()
    amount = in_jin(amount) if amount else None
    return Mention(
        start=span[0],
        end=span[1],
        words=words,
        quantity=amount.value if amount else None,
        unit=amount.unit if amount else "",
        item=Item(mention=words, quantity=amount.value if amount else None, unit=amount.unit if amount else ""),
    )


def _shared(found: list[Mention], tokens: Sequence[Token], shop: Shop) -> list[Mention]:
    """Spread the number after 各 over the goods before it: 红糖跟冰糖各两袋."""
    each = next((token for token in tokens if token.kind == "each"), None)
    if each is None or not found:
        return found
    counted = [m for m in found if m.quantity is not None and m.end > each.start]
    if not counted:
        return found
    asked = max((t.end for t in tokens if t.end <= each.start and (t.word in ASKED or t.word == "?")), default=0)
    giver = counted[0]
    amount = Amount(0, 0, giver.quantity or Decimal(1), giver.unit, 0)
    return [
        mention
        if mention.quantity is not None or mention.start > each.start or mention.start < asked
        else msgspec.structs.replace(
            mention,
            quantity=giver.quantity,
            unit=giver.unit,
            item=msgspec.structs.replace(
                mention.item,
                quantity=_quantity(shop.bits(mention.item.skus), amount, shop),
                unit=giver.unit,
                skus=shop.skus(shop.judge.packed(shop.bits(mention.item.skus), giver.unit))
                if giver.unit
                else mention.item.skus,
            ),
        )
        for mention in found
    ]
