"""What an answer wants to know, as a patient villager reads it."""

from __future__ import annotations

import re

READ_BACK = re.compile(
    r"(回|按|打|发)(复)?\s*[“\"「]?(1|确认|好)[”\"」]?\s*[，,]?\s*(就|来)?(下单|确认|买|定|是|对)"
    r"|(确认|下单)(下单|吗|[？?])|对吗|对不对|确认请"
)
QUESTIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("village", re.compile(r"哪个村|哪村|什么村|村名|哪一个(村|站)|哪个站")),
    ("name", re.compile(r"怎么称呼|贵姓|姓名|名字|您是哪位|谁的名")),
    ("mode", re.compile(r"自己(来)?[取拿].*还是|自取.*(送|上门)|(送货|送到家|上门).*(自取|自己|来取)")),
    ("address", re.compile(r"地址|门牌|送到哪|住哪|哪一家|怎么走")),
    ("day", re.compile(r"哪(一)?天|什么时候|几号|哪个时间|啥时候")),
    ("quantity", re.compile(r"要几|几[瓶袋箱包桶条台个件]|多少[瓶袋箱包桶条台个件]")),
    ("article", re.compile(r"哪(一)?(种|个|款|样)|选|挑")),
    ("more", re.compile(r"还要(点|些)?(别的|什么|啥)|还需要|别的吗")),
)


def wanted(answer: str) -> str:
    """What the answer asks for: `readback`, or the name of a question; '' where it asks nothing known."""
    if READ_BACK.search(answer):
        return "readback"
    return next((name for name, pattern in QUESTIONS if pattern.search(answer)), "")
