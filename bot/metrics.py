"""What is counted and timed, in the words of Prometheus. One registry a process, handed out by `exposed()`.

No label holds a person, a number or a text: labels are of a few values each. docs/operations.md says what to look at.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Gauge, ProcessCollector, generate_latest

from bot.tallies import Counts, Timings

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
QUICK = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1)
"""Seconds: of what is a part of a turn."""


def _counter(name: str, said: str, *labels: str) -> Counts:
    return Counts(name, said, labels, REGISTRY)


def _gauge(name: str, said: str, *labels: str) -> Gauge:
    return Gauge(name, said, labels, registry=REGISTRY)


def _histogram(name: str, said: str, *labels: str, buckets: tuple[float, ...] = QUICK) -> Timings:
    return Timings(name, said, labels, buckets, REGISTRY)


BUILD = _gauge("cunkou_build_info", "Always 1; the label says which version runs", "version")
BUILD.labels(version("cunkou")).set(1)

# What comes in.
TURN_SECONDS = _histogram(
    "cunkou_turn_seconds",
    "From a message's arrival to its answer",
    "channel",
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4),
)
MESSAGES = _counter("cunkou_messages", "Messages by what became of them", "channel", "outcome")
for _channel in ("wechat", "sms"):
    for _outcome in ("failed", "not_stored"):
        MESSAGES.labels(_channel, _outcome)  # at 0: what begins at 1 never rose to Prometheus, and nobody is called
INTENTS = _counter("cunkou_intents", "Acts understood, and whether the turn asked back", "channel", "intent", "outcome")
QUESTIONS = _counter("cunkou_questions", "Questions asked, by kind", "kind")
REFUSED = _counter("cunkou_hook_refused", "Callbacks refused, by status", "hook", "status")
API_REFUSED = _counter("cunkou_api_refused", "Requests of the API that were refused, by status", "status")
FLOODS = _counter(
    "cunkou_floods", "Requests held back: api and refused are too many from an address, slow is a body", "what"
)
INBOX_PENDING = _gauge("cunkou_inbox_pending", "Messages acknowledged and not yet handled; 10000 is that many or more")
INBOX_AGE = _gauge("cunkou_inbox_oldest_seconds", "Age of the oldest message not yet handled")

# The parts of a turn.
UNDERSTANDING_SECONDS = _histogram("cunkou_understanding_seconds", "Reading a message's words")
DIALOGUE_SECONDS = _histogram("cunkou_dialogue_seconds", "Understanding a message and deciding what follows")
SEAT_SECONDS = _histogram("cunkou_seat_seconds", "Waiting for the person's lock, and loading the conversation")
TALKS_UNREADABLE = _counter(
    "cunkou_conversations_unreadable", "Conversations begun anew because they did not open", "reason"
)
TRANSACTION_SECONDS = _histogram("cunkou_transaction_seconds", "From asking for a turn's transaction to its commit")
COMMIT_SECONDS = _histogram("cunkou_commit_seconds", "The commit alone, until it is durable")
RETAKEN = _counter(
    "cunkou_turns_retaken", "Turns taken again because the world changed: StockShort is goods that ran out", "reason"
)

# What goes out.
LETTERS = _counter("cunkou_letters", "Outbox messages by way and outcome", "way", "outcome")
SEND_SECONDS = _histogram(
    "cunkou_send_seconds", "A platform's answer to a message", "way", buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)
)
REPORTS = _counter("cunkou_delivery_reports", "What platforms told of messages sent: delivered or lost", "outcome")
OUTBOX_PENDING = _gauge("cunkou_outbox_pending", "Messages still to be sent that are due; 10000 is that many or more")
OUTBOX_AGE = _gauge("cunkou_outbox_oldest_seconds", "Age of the oldest message still to be sent")
OUTBOX_DEAD = _gauge("cunkou_outbox_dead", "Messages of the last day that did not arrive, by state", "status")

# The shop.
ORDERS_LATE = _gauge("cunkou_orders_late", "Orders on their way whose promised day is over; 10000 is that or more")
CHORE_DONE = _gauge("cunkou_chore_last_success_seconds", "When a recurring chore was last done, since 1970", "chore")
CHORE_FAILED = _counter("cunkou_chore_failures", "Chores that broke, each time", "chore")

# The process.
STORE_TROUBLE = _counter("cunkou_store_unavailable", "Times that a store could not be used", "where")
LOOP_LAG = _gauge("cunkou_event_loop_lag_seconds", "How late the event loop came to its last look-around")


def seconds_since(moment: datetime | None) -> float:
    """Seconds from `moment` (aware) to now; 0 for None or the future."""
    return max(0.0, (datetime.now(UTC) - moment).total_seconds()) if moment else 0.0


def exposed() -> bytes:
    return generate_latest(REGISTRY)
