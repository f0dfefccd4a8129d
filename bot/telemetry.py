"""Spans by OpenTelemetry. Imported only where traces are sent; use it through bot.spans."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from typing import Any

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags

from bot.trace import CURRENT, LENGTH

SENT_WITHIN_S = 5
SPAN_LENGTH = 16
_NOTHING = nullcontext()
Value = str | int | float | bool


class _Ids(RandomIdGenerator):
    """A trace is called as in the logs."""

    def generate_trace_id(self) -> int:
        return int(CURRENT.get() or "0", 16) or super().generate_trace_id()


class Telemetry:
    def __init__(self, url: str, share: float, processor: SpanProcessor | None) -> None:
        """See bot.spans.set_up. The sample goes by the trace's id, so that all processes choose the same traces."""
        self._provider = TracerProvider(
            resource=Resource.create({"service.name": "cunkou", "service.version": version("cunkou")}),
            sampler=TraceIdRatioBased(share),
            id_generator=_Ids(),
            shutdown_on_exit=False,
        )
        exporter = f"{url.rstrip('/')}/v1/traces"
        self._provider.add_span_processor(
            processor or BatchSpanProcessor(OTLPSpanExporter(endpoint=exporter, timeout=SENT_WITHIN_S))
        )
        self._taken = TraceIdRatioBased.get_bound_for_rate(share)
        self._tracer = self._provider.get_tracer("cunkou")

    def start(self, name: str, after: str, attributes: Mapping[str, Value]) -> AbstractContextManager[Any]:
        current = CURRENT.get()
        if (
            current and int(current[LENGTH // 2 :], 16) >= self._taken
        ):  # as the sampler would say, at a tenth of the cost
            return _NOTHING
        return self._tracer.start_as_current_span(name, _below(after), attributes=attributes)

    def here(self) -> str:
        """`trace-span`; the trace alone where no span of it is open."""
        at = trace.get_current_span().get_span_context()
        current = CURRENT.get()
        mine = at.is_valid and trace.format_trace_id(at.trace_id) == current
        return f"{current}-{trace.format_span_id(at.span_id)}" if mine else current

    def end(self) -> None:
        self._provider.shutdown()


def _below(after: str) -> Context | None:
    """None is below the span that is open; what a letter's row names is below that one, wherever it was."""
    if not after:
        return None
    if len(after) != LENGTH + 1 + SPAN_LENGTH:
        return Context()
    at = SpanContext(int(after[:LENGTH], 16), int(after[LENGTH + 1 :], 16), is_remote=True, trace_flags=TraceFlags(1))
    return trace.set_span_in_context(NonRecordingSpan(at), Context())
