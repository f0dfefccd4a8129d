"""Which of several goods in a clause are ordered: in 酱油还有,来两瓶醋 only the vinegar is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intents.goods.mentions import Mention
from intents.text.words import said

_JOINED = re.compile(r"(?:[\s,、和跟与及同]|还有|外加|加上?|一?点|一些|再来?|也)*|.{0,4}换.{0,4}")


def wanted_starts(region: str, offset: int, mentions: Sequence[Mention]) -> frozenset[int]:
    """Where the goods that a clause orders start: those that are counted, stand behind a verb of ordering or before one
    that closes the clause, or are listed with such. `region` begins at `offset` of the text that the mentions are of.
    """
    if len(mentions) <= 1:
        return frozenset(mention.start for mention in mentions)
    gaps = _gaps(region, offset, mentions)
    last = len(mentions) - 1
    wanted = [
        mention.quantity is not None
        or bool(said("add_verb").search(gaps[place]))
        or (place == last and bool(said("add_verb").search(gaps[place + 1])))
        for place, mention in enumerate(mentions)
    ]
    for place in range(1, len(mentions)):
        wanted[place] = wanted[place] or (wanted[place - 1] and _is_joined(gaps[place]))
    for place in range(last - 1, -1, -1):
        wanted[place] = wanted[place] or (wanted[place + 1] and _is_joined(gaps[place + 1]))
    return frozenset(mention.start for mention, is_wanted in zip(mentions, wanted, strict=True) if is_wanted)


def _is_joined(gap: str) -> bool:
    return bool(_JOINED.fullmatch(gap))


def _gaps(region: str, offset: int, mentions: Sequence[Mention]) -> list[str]:
    """What stands before the first, between each two, and after the last."""
    edges = [0, *(edge - offset for mention in mentions for edge in (mention.start, mention.end)), len(region)]
    return [region[max(0, start) : max(0, end)] for start, end in zip(edges[::2], edges[1::2], strict=True)]
