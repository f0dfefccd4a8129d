"""Tallies lose nothing between threads, and say to Prometheus what its own would say."""

from __future__ import annotations

import sys
from threading import Thread

import pytest
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from bot.tallies import Counts, Timings

BOUNDS = (0.001, 0.01, 1)
TIMES = (0.0005, 0.001, 0.0011, 0.5, 7)


@pytest.fixture
def registry():
    return CollectorRegistry()


def lines(registry) -> set[str]:
    said = generate_latest(registry).decode().splitlines()
    return {line for line in said if "_created" not in line}


@pytest.mark.parametrize("labels", [(), ("way", "outcome")])
def test_timings_are_told_as_prometheus_own(registry, labels):
    theirs = CollectorRegistry()
    own = Timings("x_seconds", "said", labels, BOUNDS, registry)
    other = Histogram("x_seconds", "said", labels, buckets=BOUNDS, registry=theirs)
    for seconds in TIMES:
        for one in (own, other):
            (one.labels(*labels) if labels else one).observe(seconds)
    assert lines(registry) == lines(theirs)


def test_counts_are_told_as_prometheus_own(registry):
    theirs = CollectorRegistry()
    for one in (Counts("x", "said", ("status",), registry), Counter("x", "said", ("status",), registry=theirs)):
        one.labels(403).inc()
        one.labels(403).inc(2)
        one.labels('say "it"').inc()
    assert lines(registry) == lines(theirs)


def test_a_block_is_timed(registry):
    own = Timings("x_seconds", "said", (), BOUNDS, registry)
    with own.time():
        pass
    with pytest.raises(ZeroDivisionError), own.time():
        raise ZeroDivisionError
    assert "x_seconds_count 2.0" in lines(registry)


def test_nothing_is_lost_between_threads(registry):
    count, times = Counts("x", "said", ("a",), registry), Timings("y_seconds", "said", (), BOUNDS, registry)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)

    def work() -> None:
        for _ in range(20_000):
            count.labels("a").inc()
            times.observe(0.5)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(usual)
    assert {'x_total{a="a"} 80000.0', "y_seconds_count 80000.0", "y_seconds_sum 40000.0"} <= lines(registry)
