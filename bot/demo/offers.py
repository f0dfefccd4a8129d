"""What a villager reads out of an answer: the choices it offers by digit."""

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
