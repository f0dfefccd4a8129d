"""One of what was offered, by its number: 2, 第三个, 要1, 头一个."""

from __future__ import annotations

import re

from intents.acts import Choose
from intents.goods.mentions import find_mentions
from intents.requests import COURTESY, says_only
from intents.text.message import Made, Message
from intents.values.numbers import read_number

MOST = 20
"""Menus are no longer than this; a greater number is something else."""
_A_DAY_FROM = 9
"""18号 is a day, 2号 may be the second of a list."""
_NUMBER = r"(?P<{}>[0-9]{{1,2}}|[一二两三四五六七八九十]{{1,3}})"
_CHOICE = re.compile(
    r"(?:(?:那个|这个|上头|上面|里头|你说的|要那个|要上面|要上头)*(?:的)?我?(?:就|那就|还是)?(?:选|要|来|拿|挑|点|定|订|用|买|按)?(?:择)?(?:排|排在|摆)?(?:第|选项|编号|序号)?"
    + _NUMBER.format("n")
    + r"(?:号|个|种|款|项|样|条|位)?(?:的|那个|那款|那种|吧|好了?|就行|就好|行|可以)*)"
)
_FIRST = re.compile(
    r"(?:就|要|选|拿|来)*(?:(?:头|打头|最前面|最上面|最上头|最前头|上面|前面)(?:的)?(?:一|那)?(?:个|款|种|样)|第一(?:个|款|种|样))(?:的|吧|那个|就行|就好|行|可以|就它|得了)*"
)


def read_choice(text: str) -> int | None:
    """The number that a short answer chooses, or None."""
    if _FIRST.fullmatch(text):
        return 1
    match = _CHOICE.fullmatch(text)
    value = read_number(match["n"]) if match else None
    if value is not None and value > _A_DAY_FROM and text.endswith(("号", "日")):
        return None
    return int(value) if value is not None and 1 <= value <= MOST else None


def recognise(message: Message) -> tuple[Made, ...]:
    number = read_choice(message.core)
    asked = [clause for clause in message.clauses if not says_only(clause, (*COURTESY, "confirm"))]
    if number is None and asked and len(message.clauses) > 1:
        number = read_choice(asked[0].core)  # 第二个吧, 便宜; 谢谢, 要第二个
        number = None if number is not None and find_mentions(message.text, message.shop) else number
    return () if number is None else (Made(Choose(n=number), "choose"),)
