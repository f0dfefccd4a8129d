"""The day as a picture: the phones side by side, and how it came out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Final, Literal

from rich import box
from rich.align import Align
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.demo.script import Day
from bot.demo.stage import Bubble, StepFailed

WIDTH: Final = 172
COLUMN_WIDTH: Final = 36
"""A phone narrower than this is no joy to read."""
CELL_WIDTH: Final = 12.2
"""Of rich's pictures, in their own units."""
COLOURS: Final = {"wechat": "green", "sms": "cyan", "manager": "magenta"}
_TEXT: Final = re.compile(r'(<text [^>]*?)textLength="[\d.]+"([^>]*>)([^<]*)</text>')


def chats(day: Day, bubbles: Sequence[Bubble], width: int = WIDTH) -> RenderableType:
    """A column a person, each in the order of the day; as many beside each other as `width` has room for."""
    names = list(day.people)
    abreast = max(1, width // COLUMN_WIDTH)
    rows = [names[first : first + abreast] for first in range(0, len(names), abreast)]
    return Group(*(_phones(day, row, bubbles) for row in rows))


def _phones(day: Day, names: Sequence[str], bubbles: Sequence[Bubble]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, padding=(0, 1), show_edge=False)
    columns = []
    for name in names:
        role = day.people[name]
        kind = "manager" if role.manager else "wechat" if role.openid else "sms"
        header = Text(f"{name} · {'短信' if kind == 'sms' else '微信'}", style=f"bold {COLOURS[kind]}")
        table.add_column(Align.center(header), ratio=1, overflow="fold")
        columns.append(Group(*_screen([bubble for bubble in bubbles if bubble.who == name], COLOURS[kind])))
    table.add_row(*columns)
    return table


def _screen(bubbles: Sequence[Bubble], colour: str) -> list[RenderableType]:
    shown: list[RenderableType] = []
    before = ""
    for bubble in bubbles:
        if bubble.at != before:
            shown.append(Align.center(Text(bubble.at, style="dim")))
            before = bubble.at
        shown.append(_bubble(bubble, colour))
    return shown


def _bubble(bubble: Bubble, colour: str) -> RenderableType:
    side: Literal["right", "left"] = "right" if bubble.own else "left"
    panel = Panel(
        Text(bubble.text or "（没有回话）", style="bold" if bubble.own else ""),
        box=box.ROUNDED,
        border_style=colour if bubble.own else "white",
        padding=(0, 1),
        expand=False,
    )
    parts: list[RenderableType] = [Align(panel, side)]
    if bubble.note:
        style = "bold red" if "403" in bubble.note else f"dim {colour}"
        parts.append(Align(Text(f" {bubble.note} ", style=style), side))
    return Group(*parts)


def failure(failed: StepFailed) -> Panel:
    text = Text.assemble(
        (f"{failed.step}\n", "dim"), ("应该：", "bold"), f"{failed.expected}\n", ("却是：", "bold"), failed.came
    )
    return Panel(text, title=f"{failed.step.who}这一步不对", border_style="red")


def verdict(steps: int) -> Panel:
    return Panel(
        Text(f"这一天 {steps} 步，步步都对。", style="bold green", justify="center"),
        border_style="green",
        box=box.HEAVY,
    )


def wide_console() -> Console:
    """A console that records itself: as wide as the terminal, or as the picture wants where there is none."""
    console = Console(record=True)
    return console if console.is_terminal else Console(record=True, width=WIDTH)


def svg(console: Console) -> str:
    """All that was printed, as a picture that fetches nothing and gives Chinese its room.

    rich names fonts of a server far away, and measures a text by its letters where a Chinese one is two cells wide.
    """
    drawn = re.sub(r"@font-face\s*\{[^}]*\}\s*", "", console.export_svg(title="村口"))
    return _TEXT.sub(_measured, drawn)


def _measured(text: re.Match[str]) -> str:
    start, end, words = text.groups()
    return f'{start}textLength="{cell_len(unescape(words)) * CELL_WIDTH:.1f}"{end}{words}</text>'
