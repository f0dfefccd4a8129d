"""The tables are whole: every act, question and kind of message has somebody who deals with it."""

from __future__ import annotations

import ast
import re
from datetime import datetime
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from world import SHOP, ZONE

import bot.dialogue
from bot.dialogue.asking.table import ASKING
from bot.dialogue.handlers.table import HANDLERS, MANAGER_HANDLERS
from bot.dialogue.pages import SMS_UNITS, size
from bot.dialogue.questions import AnyQuestion
from bot.dialogue.replies import replies
from bot.dialogue.take import MENU, READERS
from bot.domain.message import AnyContent
from bot.domain.order import Status
from intents.acts import ACTS, Unknown
from intents.understand import understand
from intents.utterance import Utterance

SOURCES = [
    *sorted(Path(bot.dialogue.__file__).parent.rglob("*.py")),
    *sorted((Path(bot.dialogue.__file__).parent.parent / "chores").glob("*.py")),
    *sorted((Path(bot.dialogue.__file__).parent.parent / "payments").glob("*.py")),
    Path(bot.dialogue.__file__).parent.parent / "turns.py",
    Path(bot.dialogue.__file__).parent.parent / "storage" / "persons" / "managing.py",
    Path(bot.dialogue.__file__).parent.parent / "web" / "console" / "visits.py",
]
SPEAKERS = {"say": 0, "ask": 1, "alert": 2, "render": 0, "set_aside": 1, "about_order": 2}
ALERT_GIVES = {"who", "quote"}


def test_every_act_has_one_handler():
    assert set(ACTS) == set(HANDLERS) | set(MANAGER_HANDLERS)
    assert not set(HANDLERS) & set(MANAGER_HANDLERS)


def test_every_question_can_be_put_and_answered():
    assert set(get_args(AnyQuestion)) == set(ASKING)


def test_every_kind_of_message_is_read():
    assert set(get_args(AnyContent)) == set(READERS)


def test_every_button_does_something_known():
    assert {type(act) for act in MENU.values()} <= set(HANDLERS)


def test_every_status_can_be_told():
    assert {f"status.{status}" for status in Status} <= set(replies())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def calls():
    """(where, key, given names, whether ** gives more) of everything said with a key that stands in the code."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = SPEAKERS.get(name)
            if place is None or len(node.args) <= place:
                continue
            key = node.args[place]
            given = {keyword.arg for keyword in node.keywords}
            if isinstance(key, ast.Constant) and isinstance(key.value, str) and "." in key.value:
                yield f"{path.name}:{node.lineno}", name, key.value, given


CALLS = list(calls())


@pytest.mark.parametrize(("where", "speaker", "key", "given"), CALLS, ids=[f"{c[0]}-{c[2]}" for c in CALLS])
def test_what_is_said_exists_and_gets_all_it_needs(where, speaker, key, given):
    assert key in replies(), where
    if None in given or speaker == "set_aside":
        return
    given = given | (ALERT_GIVES if speaker == "alert" else set())
    for text in replies()[key].values():
        assert placeholders(text) <= given, where


def test_no_reply_is_written_for_nobody():
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    built = (
        "status.",
        "readback.",
        "notices.",
        "manager.stock_in",
        "manager.walk_in_sale",
        "manager.county_",
        "order.placed_",
        "people.where_",
        "ask.article_",
        "offer.several_",
        "roll.article_",
        "promise.",
        "shipping.",
        "selling.status_",
        "selling.bought_",
        "training.why_",
        "survey.how_",
        "family.not_asked_",
        "family.which_",
        "faq.",
    )
    unused = [
        key
        for key in replies()
        if f'"{key}"' not in source and not key.startswith((*built, "delivery.noted_", "cart.expired"))
    ]
    assert not unused


@pytest.mark.parametrize("key", sorted(replies()))
def test_an_sms_leaves_room_for_what_is_put_in(key):
    bare = re.sub(r"\{\w+\}", "", replies()[key]["sms"])
    assert size(bare, "sms") <= SMS_UNITS * 2 // 3


HEARD_BY_THE_DIALOGUE = {"亲情", "亲情码", "恢复", "改成3瓶", "我叫王秀英", "我卖的", "村货"}
VILLAGERS = ("kinds", "courtesy", "answers", "goods", "cart", "join", "order", "status", "readback")
SAID = sorted(
    {
        phrase
        for key, texts in replies().items()
        if key.partition(".")[0] in VILLAGERS and not key.endswith("_manager")
        for text in texts.values()
        for phrase in re.findall(r"“([^”{]+)”", text)
        if not phrase.endswith("村") and phrase not in HEARD_BY_THE_DIALOGUE
    }
)


@pytest.mark.parametrize("phrase", SAID)
def test_what_cunkou_tells_people_to_say_it_understands(phrase):
    acts = understand(Utterance(text=phrase, at=datetime(2026, 11, 25, 12, tzinfo=ZONE)), SHOP)
    assert acts
    assert not any(isinstance(act, Unknown) for act in acts)
