"""What the next tokens tell of an amount or a quality: whether it goes with the goods before or with those behind."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from catalog.tokens import Token
from intents.goods.group import Group
from intents.goods.strangers import ASKED

ORDERING = frozenset({"来", "要", "拿", "买", "给我", "我要", "称", "捎", "带", "想要", "就来", "就拿"})
_ASKED = ASKED | {"呢"}
_CLOSING = frozenset({"卖", "的", "了", "啊", "呀"})


def asked_before(tokens: Sequence[Token], place: int, group: Group) -> bool:
    """Tell whether the goods before were asked for in full, so that a noun here is one more: 酱油有没有 醋呢 盐呢."""
    term = tokens[place].term
    if term is None or not term.noun or not group.names_goods:
        return False
    before = place - 1
    while before > 0 and (tokens[before].word in _CLOSING or not tokens[before].word.strip()):
        before -= 1
    return tokens[before].word in _ASKED


def counted_next(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether an amount follows."""
    after = tokens[place + 1 : place + 2]
    return bool(after) and after[0].kind == "amount"


def counted_soon(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether an amount follows, a verb of ordering between: 面要50斤."""
    after = tokens[place + 1 : place + 2]
    verb = bool(after) and (after[0].word in ORDERING or after[0].word.startswith("也"))
    return counted_next(tokens, place + verb)


def is_name_next(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a name follows."""
    return any(token.kind == "term" for token in tokens[place + 1 : place + 2])


def counts_before(tokens: Sequence[Token], place: int, group: Group) -> bool:
    """Tell whether 也来 or 再来 leads on to the number of the goods right before it: 带鱼也来四斤."""
    leads = tokens[place].word.startswith(("也", "再")) and tokens[place].start == group.last_term
    return leads and group.quantity is None and counted_next(tokens, place) and not is_name_next(tokens, place + 1)


def begins_next(tokens: Sequence[Token], place: int, group: Group, *, parted: bool) -> bool:
    """Tell whether the name right behind an amount is not of the goods before: 5斤土豆,3斤洋葱."""
    if group.quantity is None and not parted:
        return _leads_on(tokens, place, group)
    after = tokens[place + 1 : place + 2]
    again = group.counted_behind and group.has_noun and counted_next(tokens, place + 1)  # 5号电池一板7号电池两板
    return any(
        t.term is not None and (parted or not t.term.fits & group.bits or (again and t.term.noun)) for t in after
    )


def _leads_on(tokens: Sequence[Token], place: int, group: Group) -> bool:
    """Whether a number behind a new verb is that of the name behind it: 糯米够吃来两瓶老抽."""
    before, after = tokens[place - 1], tokens[place + 1 : place + 2]
    if before.word not in ORDERING or before.start == group.last_term or not after or after[0].term is None:
        return False
    return after[0].term.noun and not after[0].term.fits & group.bits and not counted_next(tokens, place + 1)


def belongs_ahead(tokens: Sequence[Token], place: int, group: Group) -> bool:
    """Tell whether a quality after a counted article and before another name, 大瓶, is said of the next."""
    following = takewhile(lambda token: token.kind != "joiner", tokens[place + 1 : place + 4])
    return group.counted_behind and any(
        t.kind == "term" and t.term is not None and not t.term.fits & group.bits for t in following
    )
