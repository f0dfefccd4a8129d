"""Kinds of the same goods told in a breath, spelled out: 锅两口一大一小 is 锅两口一个大的一个小的."""

from __future__ import annotations

import re
from decimal import Decimal

from intents.text.wording import Wording, wording_of
from intents.values.numbers import read_number

_NUMBER = "[0-9一两二俩三四五六七八九十]"
_UNIT = "个口把瓶桶袋包箱盒罐双条件张床只支根块板提卷台"
_SHARE = rf"(?P<count{{0}}>{_NUMBER})(?P<kind{{0}}>[大小中男女红黑白蓝绿黄粉灰紫])(?P<unit{{0}}>[{_UNIT}]?)"
_BREATH = re.compile(
    rf"(?<![第初0-9一二三四五六七八九十]){_SHARE.format(1)}[,、 ]?{_SHARE.format(2)}(?![{_UNIT}一-鿿]*[号码段岁])的?"
)
"""One kind and another: 一大一小, 一红两黑, 一大桶一小瓶."""
_WHO = (
    "(?:爸爸?|妈妈?|爹|娘|爷爷|奶奶|老公|老婆|媳妇|老伴|老头|老汉|老太太?|婆娘|儿子|女儿|闺女|孙子|孙女|老大|老二|大人|小孩"
    "|男的?|女的?|我)"
)
_SIZE = "(?:[0-9]{2,3}|[smlxSMLX]{1,4})码?"
_EACH = re.compile(
    rf"(?P<one>{_WHO}(?:的|穿|要)?{_SIZE})[,、 和]?(?P<other>{_WHO}(?:的|穿|要)?{_SIZE})(?:的)?各(?:来|要|拿|买)?"
    rf"(?P<count>{_NUMBER}[{_UNIT}])"
)
"""爸44妈38各一双: so many for everybody, in sizes of their own."""
_TWO = re.compile(
    rf"(?P<one>{_WHO}(?:的|穿|要)?{_SIZE})的?[,、 ]?(?P<other>{_WHO}(?:的|穿|要)?{_SIZE})的?(?=$|[,。;!?吧啊])"
)
"""我要XL的老婆M的: nobody counts what is for himself and one more."""
_BOTH = re.compile(
    rf"(?P<one>男|大|红)(?P<other>女|小|黑|绿|蓝)(?P<goods>[一-鿿]{{1,6}}?)??(?:款|式|号)?(?:的)?各(?:来|要|拿|买)?"
    rf"(?P<count>{_NUMBER}[{_UNIT}])"
)
"""男女各一双, 大小碗各十个."""
_LED_UP = re.compile(r"(?:^|.*[,。;!?\s和跟])(?:老板|麻烦|那个|给|帮|我|想|就|要|来|买|拿|再)*$", re.DOTALL)
"""Before kinds that stand in front of their goods."""
_GOODS = re.compile(rf"(?:{_NUMBER}[{_UNIT}])?[一-鿿]{{1,8}}?(?=$|[,。;!?\s和跟]|还有|再[来要])")
_NO_GOODS = re.compile(r"[吧啊呀呢了哈的就行好都可以要来]+$|各")
_TOTAL = re.compile(rf"(?P<sum>{_NUMBER})[{_UNIT}](?=$|[,。;!?\s吧])")


def spell_out(wording: Wording) -> Wording:
    """The wording with every kind after its goods, counted: 一大一小两口锅 is 两口锅一个大的一个小的; the same object where
    nothing is told so."""
    each = wording.replace(_EACH, _of_each).replace(_TWO, _of_two).replace(_BOTH, _of_both)
    if each is not wording:
        return each
    match = _BREATH.search(wording.text)
    if match is None or match["kind1"] == match["kind2"]:
        return wording
    start, end = match.span()
    pieces = wording.pieces()
    said = (wording.starts[start], wording.ends[end - 1])
    goods = _goods_behind(wording.text, end)
    first = bool(_LED_UP.fullmatch(wording.text[:start]))
    behind = goods if first else end
    apart = "," if goods > end and not first else ""  # 锅一大一小盐一袋: the salt is neither
    kinds = [(sign, *said) for sign in _share(match, 1) + _share(match, 2) + apart]
    if (total := _TOTAL.match(wording.text, end)) and read_number(total["sum"]) == _sum(match):
        end = total.end()
    return wording_of([*pieces[:start], *pieces[end:behind], *kinds, *pieces[max(behind, end) :]], wording.source)


def _of_each(found: re.Match[str]) -> str:
    """爸44一双,妈38一双 for 爸44妈38各一双."""
    return f"{found['one']}{found['count']},{found['other']}{found['count']}"


def _of_two(found: re.Match[str]) -> str:
    """我XL一个,老婆M一个 for 我XL老婆M."""
    return f"{found['one']}一个,{found['other']}一个"


def _of_both(found: re.Match[str]) -> str:
    """碗大的十个,小的十个 for 大小碗各十个."""
    return f"{found['goods'] or ''}{found['one']}的{found['count']},{found['other']}的{found['count']}"


def shares(text: str) -> tuple[tuple[str, str], ...]:
    """The kinds, each with its count, of an answer that says nothing else: 要一大一小 is (大的, 一个), (小的, 一个)."""
    match = _BREATH.search(text)
    if match is None or match["kind1"] == match["kind2"] or not _LED_UP.fullmatch(text[: match.start()]):
        return ()
    if text[match.end() :].strip(" ,。!吧啊呀就行好"):
        return ()
    return tuple((f"{match[f'kind{n}']}的", f"{match[f'count{n}']}{match[f'unit{n}'] or '个'}") for n in (1, 2))


def _sum(match: re.Match[str]) -> Decimal:
    return sum((read_number(match[f"count{n}"]) or Decimal(0) for n in (1, 2)), Decimal(0))


def _share(match: re.Match[str], n: int) -> str:
    return f"{match[f'count{n}']}{match[f'unit{n}'] or '个'}{match[f'kind{n}']}的"


def _goods_behind(text: str, end: int) -> int:
    """Where goods end that stand right behind the kinds; `end` where none do."""
    goods = _GOODS.match(text, end)
    return end if goods is None or _NO_GOODS.match(goods[0]) else goods.end()
