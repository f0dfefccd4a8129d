"""`cunkou understand`: messages in, what they mean out, for measuring what cunkou understands."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

import msgspec

from bot.commands.lines import BAD_INPUT, answer_lines
from catalog.problem import BadFile
from catalog.reading import read_catalog
from catalog.shop import Shop
from intents.goods.evidence import evidence
from intents.understand import Explained
from intents.understand import explain as explained_of
from intents.utterance import Channel, Role, Utterance
from intents.wire import to_wire

_LOCAL = ZoneInfo("Asia/Shanghai")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of input."""

    id: str
    text: str
    at: datetime
    channel: Channel = "wechat"
    role: Role = "villager"


_LINES = msgspec.json.Decoder(Line)


def run_understand(catalog: Path, explain: bool, lines: Iterable[str], out: TextIO) -> int:
    """Answer each line `{"id","text","channel","role","at"}` with `{"id","acts"}`; with its stages if asked.

    A line that cannot be read is named on stderr and left out. Returns the exit status.
    """
    try:
        reading = read_catalog(catalog)
    except BadFile as error:
        sys.stderr.write(f"{catalog.name}: {error}\n")
        return BAD_INPUT
    for problem in reading.problems:
        sys.stderr.write(f"{catalog.name}: {problem}\n")
    status = answer_lines(partial(_understood, Shop(reading.rows), explain), lines, out)
    return BAD_INPUT if reading.problems else status


def _understood(shop: Shop, explain: bool, text: str) -> dict[str, Any]:
    line = _LINES.decode(text)
    at = line.at if line.at.tzinfo else line.at.replace(tzinfo=_LOCAL)
    utterance = Utterance(text=line.text, at=at, channel=line.channel, role=line.role)
    explained = explained_of(utterance, shop)
    wire: dict[str, Any] = {"id": line.id, "acts": [to_wire(act) for act in explained.acts]}
    if explain:
        wire["stages"] = _stages(explained, shop)
    return wire


def _stages(explained: Explained, shop: Shop) -> dict[str, Any]:
    """What each stage made of a message; of goods the articles that came into question, best first."""
    return {
        "normalised": explained.normalised,
        "decoded": explained.decoded,
        "clauses": explained.clauses,
        "acts": [
            {
                "intent": one.act.intent,
                "rule": one.rule,
                "start": one.start,
                "goods": [msgspec.to_builtins(item) for item in evidence(one.act, shop)],
            }
            for one in explained.made
        ],
    }
