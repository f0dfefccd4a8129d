"""The commands about one station: its manager comes or leaves, it closes, it gets its poster."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands import given

Code = Annotated[str, typer.Argument(help="The station's code.", show_default=False)]

app = typer.Typer()


@app.command()
def invite(station: Code) -> None:
    """Make a one-time code with which a station's new manager signs on by WeChat or SMS."""
    from bot.commands import network

    raise typer.Exit(network.run(given.whole(), network.invite(station)))


@app.command("dismiss-manager")
def dismiss_manager(station: Code) -> None:
    """A station's manager leaves; what is unseen goes to the county."""
    from bot.commands import network

    raise typer.Exit(network.run(given.whole(), network.dismiss(station)))


@app.command("close-station")
def close_station(
    station: Code,
    move_to: Annotated[
        str, typer.Option("--move-to", help="The station that takes over; needed where villagers or orders are.")
    ] = "",
) -> None:
    """Close a station; its villagers and open orders go to another one and are told."""
    from bot.commands import network

    raise typer.Exit(network.run(given.whole(), network.close(station, move_to)))


@app.command()
def poster(
    station: Code,
    out: Annotated[Path | None, typer.Option(help="The file; poster-CODE.pdf where not given.")] = None,
    png: Annotated[bool, typer.Option("--png", help="A picture instead of PDF.")] = False,
) -> None:
    """Write a station's poster: its QR code, the SMS number, three things to say."""
    from bot.commands.poster import run

    raise typer.Exit(run(given.whole(), station, out, png=png))
