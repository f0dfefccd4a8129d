"""The day on which goods shall come, be fetched or be installed."""

from __future__ import annotations

import re

from intents import houses
from intents.dates import SaidTime
from intents.message import Made, Message
from intents.recognisers import delivery_mode
from intents.words import said as said_words

_MEANT = re.compile(
    r"送|到|装|取|拿|提|领|来|收|配|安|在家|有人|有空|得空|方便|改|定|约|等|上门|要|过去|去|行|中|可以|就|再|吧|前|后|之前|以后"
)
_EVENT = re.compile(
    r"回(?:来|家|村|去|门)|到家(?!里)|过(?:生日|寿|年|节)|生日|结婚|娶|嫁|出嫁|办(?:事|酒|席|喜|满月|丧)|请客|来客|来人|客人|做寿|祝寿|满月|考试|开学|放假|上班|上学|走亲|打工|出门|动身|赶集|下雨|下雪|停(?:水|电)|上梁|搬家|盖房|插秧|收麦|杀猪|烧纸|上坟|生娃|坐月子|体检|看病|开会"
)
_BROUGHT = re.compile(r"送|装|取|拿|提货|收货|到货|发货|领|配送|上门|要用|等着用|再要")
_THAT_DAY = re.compile(r"(?:那天|当天|之前|以前|到时候|那时|那日|前一天|头天)[^。]{0,12}(?:送|装|取|拿|提|领|到|要|来)")
_PAST = re.compile(
    r"来不来|到不到|送不送|来没来|(?:今早|今天|早上|上午|刚才|今儿)[^,。]{0,3}(?:下|订|买|定|拿|点)(?:的|了)|昨|前天|前儿|上(?:周|个月|回|次|礼拜)|刚|过期|上次"
)
_GREETING = re.compile(r"(?:早上|上午|中午|下午|晚上)好|快乐|拜年|恭喜|安康|吉祥|大吉|万事如意|祝")


def recognise(message: Message) -> tuple[Made, SaidTime] | None:
    """The day said, with the words that say it; None where a day is only talked of."""
    said = message.time_in(houses.without(message.text))
    if not said or _GREETING.search(message.text):
        return None
    first = min(start for start, _ in said.spans)
    clause = next((c for c in message.clauses if c.start <= first < c.end), None)
    if clause is None or _PAST.search(clause.text):
        return None
    if _EVENT.search(clause.text):  # a day in somebody's life, unless something shall come on it
        wanted = (
            _BROUGHT.search(clause.text)
            or _THAT_DAY.search(message.text, clause.end)
            or any(delivery_mode.recognise(one) for one in message.clauses if one.start >= clause.end)
        )
        return (Made(said.schedule, "schedule.event", first), said) if wanted else None
    last = max(end for _, end in said.spans)
    end = max(c.end for c in message.clauses if c.start < last)
    rest = _without(message, said, clause.start, end)
    if not said.dated and rest.strip().endswith("了"):  # 天黑了 tells the time
        return None
    alone = bool(said_words("leftover").fullmatch(rest)) or not rest.strip(" ,。的吧了啊呢行")
    vague = not said.dated or (said.today and not said.schedule.period and not said.schedule.time)
    if not alone and (
        not _MEANT.search(rest) or (vague and not re.search(r"送|到|装|取|拿|提|领|收|家里|在家|有空|上门", rest))
    ):
        return None
    return Made(said.schedule, "schedule", first), said


def _without(message: Message, said: SaidTime, start: int, end: int) -> str:
    text = message.text
    for span in said.spans:
        text = text[: span[0]] + " " * (span[1] - span[0]) + text[span[1] :]
    return text[start:end]
