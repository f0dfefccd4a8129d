"""`cunkou understand`: lines in, lines out; a bad line is named and the others are answered."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest

from bot.commands.understand import run_understand
from config.data import HERE

CATALOG = HERE / "sample" / "catalog.csv"
GOOD = '{"id":"a","text":"谢谢","channel":"sms","role":"villager","at":"2026-12-03T10:00:00+08:00"}'


def test_each_line_is_answered_with_its_acts() -> None:
    out = StringIO()
    assert run_understand(CATALOG, False, [GOOD + "\n", "\n"], out) == 0
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [{"id": "a", "acts": [{"intent": "thanks"}]}]


def test_the_stages_are_written_when_asked_for() -> None:
    out = StringIO()
    assert run_understand(CATALOG, True, [GOOD], out) == 0
    assert [act["rule"] for act in json.loads(out.getvalue())["stages"]["acts"]] == ["thanks"]


def test_what_only_a_managers_chat_knows_is_not_answered() -> None:
    out = StringIO()
    line = GOOD.replace("谢谢", "我手里多少钱").replace("villager", "manager")
    assert run_understand(CATALOG, False, [line], out) == 0
    assert json.loads(out.getvalue())["acts"] != [{"intent": "cash_balance"}]


def test_goods_are_shown_with_what_came_into_question_and_the_decision() -> None:
    out = StringIO()
    assert run_understand(CATALOG, True, [GOOD.replace("谢谢", "雪花粉来一袋，再来瓶风油精")], out) == 0
    carried, missing = json.loads(out.getvalue())["stages"]["acts"][0]["goods"]
    assert carried["decision"] == "article"
    assert carried["candidates"][0]["score"] > carried["candidates"][1]["score"]
    assert carried["margin"] > 0
    assert missing["decision"] == "not_carried"


@pytest.mark.parametrize(
    "bad", ["{", '{"id":"b"}', "[1]", GOOD.replace("villager", "king"), GOOD.replace("2026-12-03T", "gestern ")]
)
def test_a_bad_line_is_named_and_the_others_are_answered(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = StringIO()
    assert run_understand(CATALOG, False, [bad, GOOD], out) == 2
    assert len(out.getvalue().splitlines()) == 1
    assert "line 1:" in capsys.readouterr().err


def test_a_catalogue_that_is_not_there_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_understand(tmp_path / "none.csv", False, [GOOD], StringIO()) == 2
    assert "none.csv" in capsys.readouterr().err
