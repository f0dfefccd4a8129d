"""`cunkou demo`: a village day over real HTTP, on the embedded stores, with pretend platforms on loopback."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.rule import Rule

from bot.demo import books, picture
from bot.demo.acting import Timed, play
from bot.demo.merchant import MerchantFailed, show_merchant
from bot.demo.script import read_day
from bot.demo.server import ServerFailed
from bot.demo.stage import Stage, StepFailed
from bot.demo.village import Village, open_village
from config.data import HERE

SAMPLE = HERE / "sample"


def run_demo(svg: Path | None = None) -> int:
    """Play the day and print it; with `svg` also save the picture there. 0 only if every step came out right."""
    console = picture.wide_console()
    console.print(Rule("[bold]村口 · 一天[/]"))
    code = asyncio.run(_run(console))
    if svg:
        svg.write_text(picture.svg(console), encoding="utf-8")
    return code


async def _run(console: Console) -> int:
    begun = time.perf_counter()
    try:
        with tempfile.TemporaryDirectory(prefix="cunkou-") as home, console.status("村口开门……"):
            async with open_village(
                Path(home), catalog=SAMPLE / "catalog.csv", stations=SAMPLE / "stations.csv"
            ) as village:
                return await _play(console, village, begun)
    except ServerFailed as failed:
        console.print("没开成门：", style="bold red")
        console.print(str(failed), markup=False)
        return 1


async def _play(console: Console, village: Village, begun: float) -> int:
    stage, timings = Stage(village, read_day()), list[Timed]()
    failed: StepFailed | None = None
    try:
        await play(stage, timings)
    except StepFailed as error:
        failed = error
    console.print(picture.chats(stage.day, stage.bubbles, console.width))
    if failed:
        console.print(picture.failure(failed))
        console.print(village.server.log_tail(), markup=False, style="dim")
        return 1
    try:
        console.print(await show_merchant(village))
    except MerchantFailed as wrong:
        console.print(f"商家这一步不对：{wrong}", style="bold red", markup=False)
        return 1
    county, station, names = village.county, stage.day.station, _names(stage)
    console.print(books.orders(await county.orders(station=station), names))
    console.print(books.alerts((await county.get("alerts"))["alerts"]))
    console.print(books.outbox((await county.get("outbox"))["messages"], names))
    console.print(books.timings(timings, time.perf_counter() - begun))
    console.print(picture.verdict(len(timings)))
    return 0


def _names(stage: Stage) -> dict[str, str]:
    """Contact → name, over all contacts of everybody."""
    roles = stage.day.people.items()
    names = {f"wechat:{role.openid}": name for name, role in roles if role.openid}
    return names | {f"sms:{role.phone}": name for name, role in roles if role.phone}
