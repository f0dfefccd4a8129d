"""What the shop has on its books at the end of the day, and how long it all took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal

from rich import box
from rich.markup import escape
from rich.table import Table

from bot.demo.acting import Timed
from bot.demo.stage import WAYS, ZONE
from bot.domain.money import yuan

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


def orders(rows: Sequence[dict[str, Any]], names: Mapping[str, str]) -> Table:
    """`names`: contact → who it is."""
    table = _table("订单", "单号", "谁的", "东西", ("金额", "right"), "怎么拿", "答应哪天", "现在", "一路")
    for order in reversed(rows):
        goods = "、".join(f"{line['name']}×{line['quantity']:g}" for line in order["lines"])
        fitted = order["installation"]
        way = f"送到{escape(order['address'])}" if order["delivery"] == "home" else "到站取"
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
    """`names`: contact → who it is. What many got alike is one row."""
    table = _table("发出去的消息", "给谁", "走哪条路", "内容", "结果", ("试了几次", "right"))
    alike = Counter(
        (
            names.get(letter["to"], "别的乡亲"),
            WAYS[letter["channel"]],
            _one_line(letter["text"]),
            SENT.get(letter["status"], letter["status"]),
            str(letter["attempts"]),
        )
        for letter in reversed(rows)
    )
    for (who, *told), times in alike.items():
        table.add_row(who if times == 1 else f"{who} ×{times}", *told)
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


def _table(title: str, *columns: str | tuple[str, Literal["right"]]) -> Table:
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", expand=True)
    for column in columns:
        name, right = (column, False) if isinstance(column, str) else (column[0], True)
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    return table


def _one_line(text: str) -> str:
    return escape(" ".join(text.split()))


def _clock(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(ZONE).strftime("%H:%M")
