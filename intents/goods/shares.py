"""Goods named once and wanted in several kinds: 袜子,女的一包,男的两包; 豆油十升的跟五升的; 两双拖鞋,一双男的一双女的."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_

from catalog.judge import Judge, Said
from catalog.tokens import Token
from intents.goods.amounts import MANY, is_label, is_size
from intents.goods.group import Group

_GRADES = ("big", "small", "biggest")
_QUALITIES = ("trait", *_GRADES)
_BETWEEN = ("of", "filler", "pack")


def begins_share(tokens: Sequence[Token], place: int, group: Group, judge: Judge) -> bool:
    """Tell whether the quality or size at `place` begins another kind of goods that are counted already: a number follows;
    or of goods of which there shall be so many of each kind."""
    if not group.named or not _is_kind(tokens, place, group, judge):
        return False
    if group.quantity is None:
        return _one_of_each(tokens, place, group, judge) or _is_other_brand(tokens, place, group)
    if tokens[place].amount is not None and tokens[place].start == group.quantity.end and not group.said.sizes:
        return False  # 一盒12支的来三盒: that is what a box holds
    if tokens[place].term is not None and tokens[place - 1].amount not in (None, group.quantity):
        return False  # 被子两床,一床喜被: its number stands before it
    chain = [token.kind for token in _chain(tokens, place, group, judge)]
    sized = is_sized_next(tokens, place, group, judge)
    return len(chain) > 1 + sized and chain[1 + sized] == chain[-1] == "amount"


def is_sized_next(tokens: Sequence[Token], place: int, group: Group, judge: Judge) -> bool:
    """Tell whether the size right behind belongs to the kind at `place`: the 38 of 女的38一双."""
    after = tokens[place + 1 : place + 2]
    return (
        any(token.amount for token in after) and not tokens[place].amount and _is_kind(tokens, place + 1, group, judge)
    )


def _one_of_each(tokens: Sequence[Token], place: int, group: Group, judge: Judge) -> bool:
    """Whether the kind at `place` is another than the one said, and a number for each follows: 围巾红的灰的各一条."""
    rest = tokens[place + 1 :]
    each = next((here for here, token in enumerate(rest, place + 1) if token.kind == "each"), 0)
    if not each or not _differs(tokens[place], group, judge):
        return False
    return all(
        token.kind in _BETWEEN or not token.word.strip() or _is_kind(tokens, here, group, judge)
        for here, token in enumerate(tokens[place + 1 : each], place + 1)
    )


def _is_other_brand(tokens: Sequence[Token], place: int, group: Group) -> bool:
    """Whether a second brand is asked for too, 奶粉飞鹤的伊利的多少钱; not where a number may be that of both."""
    term = tokens[place].term
    if term is None or not term.brand or group.bits & term.fits or not (group.has_noun and group.has_brand):
        return False
    said_on = any(t.kind == "joiner" and group.last_term <= t.start < group.end for t in tokens[:place])
    return not (said_on or any(t.amount for t in tokens[place + 1 :]))


def _differs(token: Token, group: Group, judge: Judge) -> bool:
    """Whether nothing can be of this kind and of that which was said: 红的 and 灰的, M and L."""
    heir = begin(group, token, token.start, judge)
    new, old = judge.fitting(heir.said), judge.fitting(group.said)
    return bool(new and old) and not new & old


def begin(group: Group, kind: Token, start: int, judge: Judge) -> Group:
    """One more kind of the same goods, which takes from them what it can also be: 56度的两瓶小瓶的十瓶 asks for no small one of 56."""
    heir = inherit(group, kind, start)
    (heir.name if kind.term else heir.describe)(kind)
    if not judge.fitting(heir.said):
        heir.said.sizes = [kind.amount] if kind.amount else []
    return heir


def _chain(tokens: Sequence[Token], place: int, group: Group, judge: Judge) -> Iterator[Token]:
    """The kinds and the numbers from `place` on, as long as no other goods are named."""
    for here, token in enumerate(tokens[place:], place):
        if token.amount is not None:
            if _is_other(tokens, here + 1, group):
                return
            is_kind = _is_kind(tokens, here, group, judge)
            yield token._replace(kind="trait") if is_kind else token
        elif _is_quality((token,), group):
            yield token
        elif token.kind not in _BETWEEN and not token.word.startswith("也"):
            return


def begins_counted_share(tokens: Sequence[Token], place: int, group: Group, judge: Judge) -> bool:
    """Tell the same of a number that stands before its kind: the second 一双 of 一双男的一双女的, and the first where
    a total was said before."""
    if group.quantity is None or not group.named or _is_kind(tokens, place, group, judge):
        return False
    if _is_quality(tokens[place + 1 : place + 2], group):
        told = bool(group.said.traits or group.said.grade or group.said.unit.endswith("装"))
    elif _is_sized(tokens, place, group, judge):
        told = bool(group.said.sizes)
    else:
        return False
    return told or any(
        token.amount is not None
        and (_is_quality(tokens[here + 1 : here + 2], group) or _is_sized(tokens, here, group, judge))
        for here, token in enumerate(tokens[place + 2 :], place + 2)
    )


def goes_on(tokens: Sequence[Token], place: int, group: Group, judge: Judge) -> bool:
    """Tell whether a quality behind 跟 or 和 is one more kind of the goods before: no other name follows."""
    if not group.named or not _is_kind(tokens, place, group, judge):
        return False
    token = tokens[place]
    dimension = token.amount.measure[0] if token.amount else ""
    alike = any(size.measure[0] == dimension for size in group.said.sizes) if token.amount else _alike(token, group)
    for after in tokens[place + 1 :]:
        if after.kind == "joiner":
            break
        if after.kind == "term":
            return False
    return alike


def inherit(group: Group, kind: Token, start: int) -> Group:
    """One more kind of the same goods: their names, and what was said of them in other respects than `kind`."""
    old = group.said
    branded = kind.term is None or not kind.term.brand
    names = [(term, exact) for term, exact in old.terms if term.noun or (term.brand and branded)] or list(old.terms)
    said = Said(terms=names if kind.kind in ("trait", "term") else list(old.terms), banned=list(old.banned))
    if kind.amount is None:
        said.sizes = [] if kind.kind in _GRADES else list(old.sizes)
    if kind.kind != "trait":
        said.traits = list(old.traits)
    return Group(
        start=start,
        end=kind.end,
        said=said,
        bits=reduce(and_, (term.fits for term, _ in said.terms)),
        first_term=group.first_term,
        last_term=group.last_term,
        heir=True,
    )


def instead(name: Token, kind: Token) -> Group:
    """The kind that is wanted of goods of which another is not: 不要红笔,黑的来三盒."""
    group = Group(start=kind.start, end=kind.end, heir=True)
    group.name(name)
    group.describe(kind)
    return group


def _is_kind(tokens: Sequence[Token], place: int, group: Group, judge: Judge) -> bool:
    token = tokens[place]
    if token.amount is not None:
        label = not token.amount.unit and token.amount.value >= MANY
        return label or is_size(tokens, place, token.amount, group, judge)
    return _is_quality((token,), group)


def _is_sized(tokens: Sequence[Token], place: int, group: Group, judge: Judge) -> bool:
    """Whether a size stands behind the number at `place`: the 三米 of 一个三米一个一米八, the 28 of 一双28一双32."""
    after = tokens[place + 1 : place + 2]
    if not after or (size := after[0].amount) is None or size.measure[0] in ("pieces", "weight"):
        return False
    return is_label(size, group, judge) if size.measure[0] == "" else _is_kind(tokens, place + 1, group, judge)


def _is_quality(tokens: Sequence[Token], group: Group) -> bool:
    """Whether a word tells which kind of the goods: 男的, 大的, 袋装, another brand or flavour of them."""
    if not tokens:
        return False
    term = tokens[0].term
    sort = term is not None and not term.noun and group.has_noun and bool(kind_of(group) & term.fits)
    return sort or tokens[0].kind in _QUALITIES or (tokens[0].kind == "pack" and tokens[0].word.endswith("装"))


def kind_of(group: Group) -> int:
    """All that the nouns of a group mean, whatever their brand."""
    return reduce(and_, (term.fits for term, _ in group.said.terms if term.noun))


def _is_other(tokens: Sequence[Token], place: int, group: Group) -> bool:
    """Whether other goods follow, to which the number before belongs."""
    after = tokens[place : place + 2]
    counted = len(after) > 1 and after[1].amount is not None
    return bool(after) and after[0].term is not None and not after[0].term.fits & group.bits and not counted


def _alike(token: Token, group: Group) -> bool:
    return bool(group.said.traits if token.kind == "trait" else group.said.grade)
