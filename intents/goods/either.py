"""Two brands of the same goods, between which somebody cannot choose: 酱油东古还是味事达 asks for 东古酱油 and 味事达酱油."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.shop import Shop
from catalog.tokens import Token
from intents.text.wording import Piece, Wording, wording_of

_OR = re.compile("还是|或者?")
_AND = "和"
_LONGEST = 40
_AROUND = ("filler", "of", "joiner")


def spell_out_either(wording: Wording, shop: Shop) -> Wording:
    """The wording with the goods named beside each brand; where it is told how many, without the brands, as these are still to
    be chosen. The same object where nothing is told so."""
    if len(wording.text) > _LONGEST or not _OR.search(wording.text):
        return wording
    tokens = shop.scan(wording.text.lower())
    place = next((n for n, token in enumerate(tokens) if _OR.fullmatch(token.word)), 0)
    first, second = _brand_before(tokens, place), _brand_behind(tokens, place)
    if first is None or second is None or first.word == second.word:
        return wording
    if _is_goods(tokens[place - 1]):  # 东古酱油还是味事达酱油
        return _with(wording, tokens[place], _AND)
    goods = [token for token in tokens if _is_goods(token)]
    if len(goods) != 1 or goods[0].start > first.start:  # 东古还是味事达的酱油 is read as it stands
        return wording
    return _spelled(wording, tokens, (first, second, goods[0]))


def _spelled(wording: Wording, tokens: Sequence[Token], told: tuple[Token, Token, Token]) -> Wording:
    first, second, goods = told
    pieces = wording.pieces()
    if any(token.amount for token in tokens):
        end = next((t.end for t in reversed(tokens) if t.start >= second.end and t.kind in _AROUND), second.end)
        return wording_of([*pieces[: first.start], *pieces[end:]], wording.source)
    if not all(token in told or token.kind in _AROUND or _OR.fullmatch(token.word) for token in tokens):
        return wording
    between: Piece = (_AND, *pieces[second.start][1:])
    one, other = (_named(pieces, brand, goods) for brand in (first, second))
    return wording_of([*one, between, *other], wording.source)


def _named(pieces: Sequence[Piece], brand: Token, goods: Token) -> list[Piece]:
    """The goods behind their brand, which is what was written of both."""
    start, end = pieces[brand.start][1], pieces[brand.end - 1][2]
    return [*pieces[brand.start : brand.end], *((sign, start, end) for sign, _, _ in pieces[goods.start : goods.end])]


def _brand_before(tokens: Sequence[Token], place: int) -> Token | None:
    """The brand before the word that says or, over 的 or the goods."""
    behind = place - 1
    if behind > 0 and (tokens[behind].kind == "of" or _is_goods(tokens[behind])):
        behind -= 1
    return tokens[behind] if behind >= 0 and _is_brand(tokens[behind]) else None


def _brand_behind(tokens: Sequence[Token], place: int) -> Token | None:
    follows = tokens[place + 1 : place + 2]
    return follows[0] if follows and _is_brand(follows[0]) else None


def _with(wording: Wording, token: Token, sign: str) -> Wording:
    pieces = wording.pieces()
    said: Piece = (sign, wording.starts[token.start], wording.ends[token.end - 1])
    return wording_of([*pieces[: token.start], said, *pieces[token.end :]], wording.source)


def _is_brand(token: Token) -> bool:
    return token.kind == "brand" or bool(token.term and token.term.brand and not token.term.noun)


def _is_goods(token: Token) -> bool:
    return bool(token.term and token.term.noun)
