"""Logs show no phone, no openid, and never cost a message."""

import io
import sys

import pytest
import structlog

from bot.logs import mask, set_up


@pytest.fixture(autouse=True)
def _restore():
    yield
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("sms:+8613800001234", "sms:+86138****1234"),
        ("13800001234 wrote", "138****1234 wrote"),
        ("wechat:oABCDEFGHIJKL:12", "wechat:oABCDE…:12"),
        ("null value\nDETAIL:  Failing row contains (秀英).\nmore", "null value\nDETAIL: …\nmore"),
        (r"null value\nDETAIL:  Failing row contains (秀英).\nmore", r"null value\nDETAIL: …\nmore"),
        ("order 261125001", "order 261125001"),
    ],
)
def test_what_is_personal_is_masked(said, shown):
    assert mask(said) == shown


def test_a_line_holds_no_phone(monkeypatch):
    lines = io.StringIO()
    monkeypatch.setattr(sys, "stderr", lines)
    set_up("info")
    structlog.get_logger().info("turn_failed", key="sms:1", contact="sms:+8613800001234")
    assert "turn_failed" in lines.getvalue()
    assert "13800001234" not in lines.getvalue()


def test_nothing_personal_hides_in_a_list_or_a_traceback(monkeypatch):
    lines = io.StringIO()
    monkeypatch.setattr(sys, "stderr", lines)
    set_up("info")
    log = structlog.get_logger()
    log.info("letters", to=["sms:+8613800001234", {"who": "wechat:oABCDEFGHIJKL"}])
    try:
        raise ValueError("sms:+8613800001234 is no openid")
    except ValueError:
        log.exception("turn_failed")
    written = lines.getvalue()
    assert "ValueError" in written
    assert "13800001234" not in written
    assert "oABCDEFGHIJKL" not in written


def test_a_full_disk_costs_the_line_only(monkeypatch):
    class Full(io.StringIO):
        def write(self, _):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stderr", Full())
    set_up("info")
    structlog.get_logger().info("serving")
    structlog.get_logger().error("turn_failed")
