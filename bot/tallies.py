"""Counters and timings that cost a turn next to nothing, handed to Prometheus when it asks.

prometheus_client's own take a lock and look a label up anew each time, some microseconds each; a turn has a dozen. These are
plain numbers. CPython lets another thread in at calls and loops only, never within an `x += 1`, so none is lost.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector


class Count:
    """How often something happened."""

    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value = 0

    def inc(self, amount: int = 1) -> None:
        self.value += amount


class Times:
    """How long something took, each time, by ranges."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds, self.counts, self.total = bounds, [0] * (len(bounds) + 1), 0.0

    def observe(self, seconds: float) -> None:
        self.counts[bisect_left(self.bounds, seconds)] += 1
        self.total += seconds

    def time(self) -> _Clock:
        """Time a block."""
        return _Clock(self)


class _Clock:
    __slots__ = ("begun", "times")

    def __init__(self, times: Times) -> None:
        self.times, self.begun = times, time.perf_counter()

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self.times.observe(time.perf_counter() - self.begun)


class Counts(Collector):
    """A counter by its labels' values."""

    def __init__(self, name: str, said: str, labels: tuple[str, ...], registry: CollectorRegistry) -> None:
        self.name, self.said, self.names = name, said, labels
        self._children: dict[tuple[object, ...], Count] = {}
        registry.register(self)

    def labels(self, *values: object) -> Count:
        """The count of these values, in the order of the labels' names."""
        return self._children.get(values) or self._children.setdefault(values, Count())

    def describe(self) -> Iterable[Metric]:
        return self.collect()

    def collect(self) -> Iterable[Metric]:
        family = CounterMetricFamily(self.name, self.said, labels=self.names)
        for values, count in list(self._children.items()):
            family.add_metric([str(value) for value in values], count.value)
        yield family


class Timings(Collector):
    """A histogram by its labels' values; without labels it is itself the one that is timed."""

    def __init__(
        self, name: str, said: str, labels: tuple[str, ...], bounds: tuple[float, ...], registry: CollectorRegistry
    ) -> None:
        self.name, self.said, self.names, self._bounds = name, said, labels, bounds
        self._children: dict[tuple[object, ...], Times] = {}
        if not labels:
            only = self.labels()
            self.observe, self.time = only.observe, only.time
        registry.register(self)

    def labels(self, *values: object) -> Times:
        """The times of these values, in the order of the labels' names."""
        return self._children.get(values) or self._children.setdefault(values, Times(self._bounds))

    def describe(self) -> Iterable[Metric]:
        return self.collect()

    def collect(self) -> Iterable[Metric]:
        family = HistogramMetricFamily(self.name, self.said, labels=self.names)
        upto = [*(str(float(bound)) for bound in self._bounds), "+Inf"]
        for values, times in list(self._children.items()):
            buckets = list(zip(upto, accumulate(times.counts), strict=True))
            family.add_metric([str(value) for value in values], buckets, sum_value=times.total)
        yield family
