"""The day as a picture: the phones side by side, then what the shop has on its books, and how long it all took."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal

from rich import box
from rich.align import Align
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.demo.acting import Timed
from bot.demo.script import Day
from bot.demo.stage import WAYS, ZONE, Bubble, StepFailed
from bot.domain.money import yuan

WIDTH: Final = 172
COLUMN_WIDTH: Final = 36
"""A phone narrower than this is no joy to read."""
COLOURS: Final = {"wechat": "green", "sms": "cyan", "manager": "magenta"}
STATES: Final = {
    "placed": "已下单",
    "packed": "已装箱",
    "at_county": "到县里",
    "in_transit": "在路上",
    "at_station": "到站",
    "collected": "已取走",
    "out_for_delivery": "送货中",
    "delivered": "已送到",
    "installed": "已装好",
    "cancelled": "已取消",
}
SENT: Final = {"sent": "[green]已发[/]", "pending": "[yellow]待发[/]", "failed": "[red]没发成[/]"}
SLOWEST_SHOWN: Final = 6


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


def orders(rows: Sequence[dict[str, Any]], names: Mapping[str, str]) -> Table:
    """`names`: contact → who it is."""
    table = _table("订单", "单号", "谁的", "东西", ("金额", "right"), "怎么拿", "答应哪天", "现在", "一路")
    for order in reversed(rows):
        goods = "、".join(f"{line['name']}×{line['quantity']:g}" for line in order["lines"])
        fitted = order["installation"]
        way = f"送到{order['address']}" if order["delivery"] == "home" else "到站取"
        way += f"，{fitted['date']}装" if fitted else ""
        steps = " → ".join(STATES.get(event["type"], event["type"]) for event in order["events"])
        total = f"{yuan(order['total_fen'])}元"
        state = f"[green]{STATES.get(order['status'], order['status'])}[/]"
        table.add_row(
            order["number"],
            names.get(order["contact"], order["recipient"]),
            goods,
            total,
            way,
            order["promised_by"],
            state,
            steps,
        )
    return table


def alerts(rows: Sequence[dict[str, Any]]) -> Table:
    table = _table("站长的提醒", "几点", "哪一类", "轻重", "说的什么")
    for alert in reversed(rows):
        table.add_row(_clock(alert["created_at"]), alert["kind"], alert["level"], _one_line(alert["text"]))
    return table


def outbox(rows: Sequence[dict[str, Any]], names: Mapping[str, str]) -> Table:
    """`names`: contact → who it is."""
    table = _table("发出去的消息", "给谁", "走哪条路", "内容", "结果", ("试了几次", "right"))
    for letter in reversed(rows):
        result = SENT.get(letter["status"], letter["status"])
        table.add_row(
            names.get(letter["to"], "村民"),
            WAYS[letter["channel"]],
            _one_line(letter["text"]),
            result,
            str(letter["attempts"]),
        )
    return table


def timings(rows: Sequence[Timed], whole: float) -> Table:
    """The time of every scene, and its slowest step."""
    table = _table(
        f"用时（整天 {whole:.1f} 秒，连开门带打烊）",
        "哪一场",
        ("几步", "right"),
        ("共", "right"),
        "最慢的一步",
        ("用时", "right"),
    )
    for scene in dict.fromkeys(row.scene for row in rows):
        steps = [row for row in rows if row.scene == scene]
        slowest = max(steps, key=lambda row: row.seconds)
        total = sum(row.seconds for row in steps)
        table.add_row(
            scene,
            str(len(steps)),
            f"{total * 1000:.0f} ms",
            _one_line(slowest.what),
            f"{slowest.seconds * 1000:.0f} ms",
        )
    return table


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
    """All that was printed, as a picture that fetches nothing: rich's own names fonts of a server far away."""
    return re.sub(r"@font-face\s*\{[^}]*\}\s*", "", console.export_svg(title="村口"))


def _table(title: str, *columns: str | tuple[str, Literal["right"]]) -> Table:
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", expand=True)
    for column in columns:
        name, right = (column, False) if isinstance(column, str) else (column[0], True)
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    return table


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _clock(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(ZONE).strftime("%H:%M")
