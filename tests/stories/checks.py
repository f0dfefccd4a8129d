"""What is checked of everything anybody gets to read, whatever the story."""

from __future__ import annotations

import re
from typing import Any

from bot.demo.people import Heard

ANSWER_WITHIN_S = 5
LONGEST_BYTES = 2000
MOST_SMS_PARTS = 2
FAULTS = {
    "a placeholder": re.compile(r"\{\w*\}|%s|%\(\w+\)"),
    "a Python value": re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|Decimal\(|Traceback|Error\b|datetime\."),
    "mojibake": re.compile("\ufffd|\\?{3,}|锟斤拷|Ã|â€"),
    "a control character": re.compile(r"[\x00-\x08\x0b-\x1f\x7f]"),
}


def check_heard(heard: Heard) -> None:
    """Chinese, sound, and short enough for the way it came. Raises AssertionError."""
    for fault, pattern in FAULTS.items():
        assert not pattern.search(heard.text), f"{fault} in {heard.text!r}"
    assert re.search(r"[\u4e00-\u9fff]", heard.text), f"no Chinese in {heard.text!r}"
    assert len(heard.text.encode()) <= LONGEST_BYTES, f"{len(heard.text.encode())} bytes: {heard.text[:60]}…"
    assert heard.parts <= MOST_SMS_PARTS, f"an SMS of {heard.parts} parts: {heard.text!r}"


def check_answer(heard: Heard, openid: str) -> None:
    """An answer in time, to the right person, and fit to read where something was said."""
    assert heard.status == 200, f"HTTP {heard.status}"
    assert heard.seconds < ANSWER_WITHIN_S, f"answered after {heard.seconds:.1f} s"
    if heard.text:
        assert heard.to in ("", openid), f"answered to {heard.to}, not to {openid}"
        check_heard(heard)


def check_order(order: dict[str, Any]) -> None:
    """Numbers one can read over a phone, and money that adds up."""
    assert 3 <= len(order["number"]) <= 12, order["number"]
    assert order["total_fen"] == sum(line["amount_fen"] for line in order["lines"]), order
    for line in order["lines"]:
        assert line["amount_fen"] == round(line["quantity"] * line["price_fen"]), line
    assert order["contact"].startswith(("wechat:", "sms:", "station:")), order["contact"]
