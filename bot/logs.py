"""Structured logs: one line an event, never a secret, never a message's text, phones and openids masked. What one message
caused carries one `trace`, see bot.trace."""

from __future__ import annotations

import contextlib
import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from bot.trace import CURRENT

_PHONE = re.compile(r"(?<!\d)((?:\+?86)?1[3-9]\d)\d{4}(\d{4})(?!\d)")
_OPENID = re.compile(r"(wechat:[\w-]{6})[\w-]+")
_DETAIL = re.compile(r"(DETAIL:)(?:(?!\\n)[^\n])+")
"""PostgreSQL quotes the whole row that it does not take. The line ends here, or, in JSON, with a written \\n."""
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def mask(text: str) -> str:
    """`+8613800001234` → `+86138****1234`, `wechat:oABCDEFGH` → `wechat:oABCDE…`; no rows out of errors of the database."""
    return _DETAIL.sub(r"\1 …", _OPENID.sub(r"\1…", _PHONE.sub(r"\1****\2", text)))


def _traced(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if trace := CURRENT.get():
        event.setdefault("trace", trace)
    return event


class _Lines(structlog.PrintLogger):
    """A full disk or a closed pipe must cost the line, never the message that was being handled. The whole line is masked,
    so that nothing gets through inside a list or a traceback."""

    def msg(self, message: str) -> None:
        with contextlib.suppress(OSError):
            super().msg(mask(message))

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


class _Masking(logging.Formatter):
    """For what libraries say by themselves."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def set_up(level: str) -> None:
    """Lines of key=value on a terminal, JSON elsewhere; to stderr, so that a command's output stays clean."""
    libraries = logging.StreamHandler()
    libraries.setFormatter(_Masking("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[libraries], level=logging.WARNING)
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            _traced,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=lambda *_: _Lines(sys.stderr),
        cache_logger_on_first_use=True,
    )
