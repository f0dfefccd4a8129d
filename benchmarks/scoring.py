"""Scores what was understood against what was meant: counts a message, shares a set.

Gold and answers are acts as `cunkou understand` writes them. The rules stand in `tests/phrases/sets/README.md`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

ORDERS = frozenset({"add", "set_quantity", "order_for", "jielong", "walk_in_sale", "stock_in"})
"""Acts by which goods are bought, sold or booked: a wrong article in them costs somebody money."""
ABOUT_CART = frozenset({"remove", "set_quantity", "return_goods"})
"""Acts whose goods are looked up in the cart or an old order, so that any overlap is right."""
COURTESY = frozenset({"greet", "thanks"})
NEARLY_ALL = 0.8
"""A list to choose from may miss this share's remainder, but hold nothing strange."""
Item = dict[str, Any]
Place = tuple[str, str]
"""Intent and person: where an item stands."""


@dataclass
class Score:
    """Counts of one set, or of one tag of it."""

    counts: Counter[str] = field(default_factory=Counter)

    def row(self) -> list[str]:
        """The headline: shares, in the order of `HEAD`."""
        n = self.counts
        precision, recall = _share(n["right"], n["said"]), _share(n["right"], n["wanted"])
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        goods, bare = n["with_goods"], n["lines"] - n["with_goods"]
        shares = (_share(n["whole"], n["lines"]), _share(n["intents"], n["lines"]), f1, _share(n["wrong"], goods),
                  _share(n["guessed"], goods), _share(n["over_asked"], n["ones"]), _share(n["refused"], n["carried"]),
                  _share(n["phantom"], bare))  # fmt: skip  # what belongs together on one line
        return [str(n["lines"]), *(f"{share:.3f}" for share in shares)]


HEAD = ("lines", "whole", "intents", "items_f1", "wrong_goods", "guessed", "over_asking", "false_refusal", "phantom")


def _share(part: int, of: int) -> float:
    return part / of if of else 0.0


def items_of(acts: Iterable[dict[str, Any]]) -> Iterator[tuple[Place, Item]]:
    """Every item of the acts with where it stands."""
    for act in acts:
        for item in act.get("items", ()):
            yield (act["intent"], plain(act.get("person", ""))), item
        for entry in act.get("entries", ()):
            for item in entry["items"]:
                yield (act["intent"], plain(entry["person"])), item


def skus(item: Item) -> frozenset[str]:
    return frozenset([item["sku"]] if "sku" in item else item.get("any_of", ()))


def plain(value: object) -> str:
    """Words without spaces, case, closing marks and particles; numbers by value."""
    text = f"{value:g}" if isinstance(value, int | float) else str(value)
    return "".join(text.split()).casefold().rstrip("。,，.!！?？~了啊的呀吧哦")


def is_right(gold: Item, said: Item, intent: str) -> bool:
    """Whether an item is what was meant, with the number that was meant."""
    if gold.get("qty") is not None and said.get("qty") != gold["qty"]:
        return False
    wanted, got = skus(gold), skus(said)
    if not wanted:
        return not got
    if intent in ABOUT_CART:
        return bool(wanted & got)
    return bool(got) and got <= wanted and len(got) >= NEARLY_ALL * len(wanted)


def pair(gold: Sequence[tuple[Place, Item]], said: Sequence[tuple[Place, Item]]) -> list[tuple[Place, Item, Item]]:
    """Each item said that is right, with the item of the gold that it is: (place, gold, said)."""
    left, pairs = list(said), []
    for place, item in gold:
        found = next((one for one in left if one[0] == place and is_right(item, one[1], place[0])), None)
        if found:
            left.remove(found)
            pairs.append((place, item, found[1]))
    return pairs


def slots(act: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The slots that are compared, as sorted pairs; items and reasons are not among them."""
    left_out = ("items", "entries", "reason", "mention")
    return tuple(sorted((name, plain(value)) for name, value in act.items() if name not in left_out))


def judge(gold: Sequence[dict[str, Any]], said: Sequence[dict[str, Any]]) -> Counter[str]:
    """Count one message."""
    wanted_kinds = {act["intent"] for act in gold}
    kept = [act for act in said if act["intent"] in wanted_kinds or act["intent"] not in COURTESY]
    want, got = list(items_of(gold)), list(items_of(kept))
    right = pair(want, got)
    counts = Counter(lines=1, wanted=len(want), said=len(got), right=len(right), with_goods=bool(want))
    counts["intents"] = wanted_kinds == {act["intent"] for act in kept}
    same_slots = {slots(act) for act in gold} == {slots(act) for act in kept}
    counts["whole"] = bool(counts["intents"] and same_slots and len(right) == len(want) == len(got))
    counts.update(_harm(want, got))
    return counts


def _harm(want: Sequence[tuple[Place, Item]], got: Sequence[tuple[Place, Item]]) -> Counter[str]:
    """What hurts: goods nobody meant, picking where one should ask, asking and refusing where one need not."""
    harm: Counter[str] = Counter()
    ordered = [(place[1], skus(item)) for place, item in got if place[0] in ORDERS and "sku" in item]
    meant = [(place[1], skus(item)) for place, item in want if place[0] not in ("remove", "return_goods")]
    for person, one in ordered:
        for_person = [wanted for who, wanted in meant if who == person] or [wanted for _, wanted in meant]
        if not any(one <= wanted for wanted in for_person):
            harm["wrong" if want else "phantom"] = 1
    for place, item in want:
        wanted = skus(item)
        if not wanted or place[0] in ABOUT_CART:
            continue
        beside = [skus(one) for there, one in got if there == place]
        harm["carried"] += 1
        harm["ones"] += len(wanted) == 1
        met = any(one and one <= wanted for one in beside)
        harm["guessed"] |= len(wanted) > 1 and any(len(one) == 1 and one < wanted for one in beside)
        harm["over_asked"] += len(wanted) == 1 and not met and any(wanted < one for one in beside)
        harm["refused"] += not met and not any(wanted & one for one in beside) and frozenset() in beside
    harm["guessed"] &= not harm["wrong"]
    return harm
