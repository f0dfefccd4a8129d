"""What is counted and timed, in the words of Prometheus. One registry a process, handed out by `exposed()`."""

from __future__ import annotations

from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()

TURN_SECONDS = Histogram(
    "cunkou_turn_seconds",
    "From a message's arrival to its answer",
    ["channel"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4),
    registry=REGISTRY,
)
MESSAGES = Counter("cunkou_messages", "Messages by what became of them", ["channel", "outcome"], registry=REGISTRY)
INTENTS = Counter("cunkou_intents", "Acts understood, by intent", ["intent"], registry=REGISTRY)
QUESTIONS = Counter("cunkou_questions", "Questions asked, by kind", ["kind"], registry=REGISTRY)
LETTERS = Counter("cunkou_letters", "Outbox messages by way and outcome", ["way", "outcome"], registry=REGISTRY)
REFUSED = Counter("cunkou_hook_refused", "Callbacks refused, by status", ["hook", "status"], registry=REGISTRY)
OUTBOX_AGE = Gauge("cunkou_outbox_oldest_seconds", "Age of the oldest message still to be sent", registry=REGISTRY)
INBOX_AGE = Gauge("cunkou_inbox_oldest_seconds", "Age of the oldest message not yet handled", registry=REGISTRY)


def seconds_since(moment: datetime | None) -> float:
    """Seconds from `moment` (aware) to now; 0 for None or the future."""
    return max(0.0, (datetime.now(UTC) - moment).total_seconds()) if moment else 0.0


def exposed() -> bytes:
    return generate_latest(REGISTRY)
