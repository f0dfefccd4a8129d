"""What a patient villager reads out of an answer: the choices it offers by digit, and what it wants to know."""

from __future__ import annotations

import re
from collections.abc import Sequence

# A number is a choice where a mark follows it, or where it stands alone before words: never the 2 of 2瓶 or of 1.28L.
_UNITS = "瓶袋箱包桶元块条斤天日月号点件台个盒提床双年罐支口板把件成岁"
_MARK = re.compile(
    rf"""
    (?: ^ | (?<=[\s；;。，,：:？?、回按选“"（(]) )
    (\d{{1,2}})
    (?: [.、．)）:：](?!\d) | [”"](?=\S) | \s+(?=[^\d\s]) | (?=[\u4e00-\u9fff])(?![{_UNITS}]) )
    """,
    re.MULTILINE | re.VERBOSE,
)
_END = re.compile(r"[。；;\n]")
_MORE = re.compile(r"M")


def choices(answer: str) -> dict[int, str]:
    """`{1: words, 2: words …}`: the longest run of counted-up choices in an answer; {} where nothing is counted."""
    marks = [(int(m[1]), m.start(1), m.end()) for m in _MARK.finditer(answer)]
    best: list[tuple[int, int, int]] = []
    for first in range(len(marks)):
        run = [marks[first]]
        for mark in marks[first + 1 :]:
            if mark[0] == run[-1][0] + 1:
                run.append(mark)
        if len(run) > len(best):
            best = run
    if not best:
        return {}
    ends = [start for _, start, _ in best[1:]] + [len(answer)]
    return {
        n: _END.split(answer[begin:end])[0].strip(" ，,、回按") for (n, _, begin), end in zip(best, ends, strict=True)
    }


def digit_for(answer: str, want: Sequence[str]) -> str:
    """The digit of the first choice that fits, the first wish before the others; '' where none does."""
    offered = choices(answer)
    for wish in want:
        for digit, words in offered.items():
            if re.search(wish, words):
                return str(digit)
    return ""


def offers_more(answer: str) -> bool:
    """Whether the answer goes on after M."""
    return bool(_MORE.search(answer))


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
