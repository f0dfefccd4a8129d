"""Names stuck together that name some third thing: 苹果醋, 红糖馒头, 苹果手机, 醋泡花生, 电视遥控器."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.heads import PARTS
from catalog.judge import Judge
from catalog.speech import small_words
from catalog.terms import Term
from catalog.tokens import Token
from intents.goods.group import Group


def is_compound(tokens: Sequence[Token], place: int, group: Group, judge: Judge) -> bool:
    """Tell whether the name at `place` makes another thing of the group it is stuck to, unless both are listed."""
    before, term = _stuck_before(tokens, place), tokens[place].term
    if before is None or before.term is None or term is None or group.quantity or before.end != group.last_term:
        return False
    if any(token.kind == "each" for token in tokens[place:]):
        return False
    if before.term.noun and term.word.endswith(PARTS):
        return not is_part_for(tokens, place, group, judge)
    return not (before.term.noun and term.noun and _is_list(before.term, term, judge))


def has_other_head(text: str, tokens: Sequence[Token], place: int, group: Group, judge: Judge) -> bool:
    """Tell whether the noun stuck behind a noun is none of what was named: 糯米酒 is no 糯米, 酸菜面 may be one noodle."""
    before, here, term = tokens[place - 1], tokens[place], tokens[place].term
    if term is None or not term.noun or term.does or group.bits & term.heads:
        return False
    if term.brand and group.bits & term.fits:
        return False  # 充电宝小米的 is no millet
    if _is_taste(here, tokens[place + 1 : place + 2]) and group.bits & term.fits:
        return False  # 薯片西红柿味 is still one of crisps
    if before.end != here.start or before.term is None or not before.term.noun:
        return False
    both = text[before.start : here.end]
    fitting = judge.of(max(group.bits, 0) & term.fits)
    return not any(both in article.text or article.core.endswith(term.word) for article in fitting)


def _is_taste(name: Token, after: Sequence[Token]) -> bool:
    """Whether 味 behind a name makes a taste of it."""
    return bool(after) and after[0].start == name.end and after[0].word in ("味", "味的", "味儿", "口味")


def is_strange_brand(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a name is that of a brand which these goods are not of here: 充电宝小米的, where 小米 is sold as millet."""
    before, here, after = tokens[place - 1], tokens[place], tokens[place + 1 : place + 2]
    stuck = place > 0 and before.end == here.start and before.term is not None and before.term.noun
    known = here.term is not None and here.term.noun and small_words().get(here.word) == "brand"
    return stuck and known and bool(after) and after[0].kind == "of"


def is_part_for(tokens: Sequence[Token], place: int, group: Group, judge: Judge) -> bool:
    """Tell whether a part is named behind the thing that it is for: 煤气灶减压阀, where the valve's label says 液化气 as the
    stove's does. A part for other things is none of these."""
    before, part = _stuck_before(tokens, place), tokens[place].term
    if before is None or before.term is None or not before.term.noun or part is None or not part.word.endswith(PARTS):
        return False
    labels = [article.core.replace(part.word, "").strip() for article in judge.of(part.fits)]
    return any(not label or any(label in thing.text for thing in judge.of(max(group.bits, 0))) for label in labels)


def is_purpose(tokens: Sequence[Token], place: int, group: Group, term: Term, judge: Judge) -> bool:
    """Tell whether the goods before only tell what these are for: 腌咸菜用的盐."""
    if group.quantity is None and is_part_for(tokens, place, group, judge):
        return True
    told = place > 0 and tokens[place - 1].word in ("的", "用的", "滴", "嘅", "那种", "这种")
    return told and term.noun and group.has_noun and group.quantity is None


def is_kin(group: Group, term: Term, judge: Judge) -> bool:
    """Tell whether a head said far behind its first part makes up the name with it: 挡风的 … 被子 is 挡风被."""
    stem = term.word.removesuffix("子") or term.word
    firsts = [first.word + stem for first, _ in group.said.terms if first.noun and len(first.word) > 1]
    return group.quantity is None and any(word in a.text for word in firsts for a in judge.of(max(group.bits, 0)))


def _stuck_before(tokens: Sequence[Token], place: int) -> Token | None:
    """The name right before, or with one unknown character between."""
    before, here = tokens[place - 1] if place else None, tokens[place]
    if before is None or before.end != here.start:
        return None
    if before.kind == "unknown" and before.end - before.start == 1 and before.word.isalnum() and place > 1:
        first = tokens[place - 2]
        return first if first.end == before.start else None
    return before


def _is_list(one: Term, other: Term, judge: Judge) -> bool:
    """Whether goods named in a row stand on one shelf, so that both may be meant: 酱油醋."""
    shelves = [{article.shelf for article in judge.of(term.heads)} for term in (one, other)]
    return bool(shelves[0] & shelves[1])
