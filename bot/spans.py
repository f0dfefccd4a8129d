"""Spans of what is done, for OpenTelemetry, where CUNKOU_TRACE_URL is set (the extra `tracing`).

Where it is not, nothing of OpenTelemetry is imported and a span costs a function call. A trace has the id that the logs carry
(see bot.trace), so one leads to the other; a letter's row keeps trace and span, so that its sending, later and by another
process, hangs on the turn that wrote it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.trace import CURRENT, LENGTH

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor

Value = str | int | float | bool
Start = Callable[[str, str, Mapping[str, Value]], contextlib.AbstractContextManager[Any]]
_NOTHING = contextlib.nullcontext()
_start: Start | None = None
_here: Callable[[], str] | None = None
_end: Callable[[], None] | None = None


class CannotTrace(Exception):
    """TRACE_URL is set and the extra is not installed."""


def span(name: str, after: str = "", **attributes: Value) -> contextlib.AbstractContextManager[Any]:
    """A span of the block, below the one that is open; `after` is what a letter's row says of the turn that wrote it.

    Attributes hold no text, phone or openid of anybody.
    """
    return _start(name, after, attributes) if _start is not None else _NOTHING


def here() -> str:
    """What a letter's row keeps: the trace, and where traces are sent `-` and the span that is open."""
    return _here() if _here is not None else CURRENT.get()


def trace_in(kept: str) -> str:
    """The trace of what a letter's row keeps."""
    return kept[:LENGTH]


def set_up(url: str, share: float, processor: SpanProcessor | None = None) -> None:
    """Send `share` (0 to 1) of all traces to an OTLP collector by HTTP, `http://collector:4318`, in the background.

    `processor` is for tests: it takes the spans instead. Raises CannotTrace.
    """
    global _start, _here, _end
    try:
        from bot.telemetry import Telemetry
    except ImportError as missing:
        raise CannotTrace(f"TRACE_URL needs the extra: pip install 'cunkou[tracing]' ({missing.name})") from missing
    telemetry = Telemetry(url, share, processor)
    _start, _here, _end = telemetry.start, telemetry.here, telemetry.end


def shut_down() -> None:
    """Send what is left, and trace no more. Blocks for some seconds where the collector does not answer."""
    global _start, _here, _end
    end, _start, _here, _end = _end, None, None, None
    if end is not None:
        end()
