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


def test_a_full_disk_costs_the_line_only(monkeypatch):
    class Full(io.StringIO):
        def write(self, _):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stderr", Full())
    set_up("info")
    structlog.get_logger().info("serving")
    structlog.get_logger().error("turn_failed")
