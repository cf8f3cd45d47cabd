"""What is counted, and how Prometheus reads it. No text of a query and no address is a label."""

from __future__ import annotations

import os
import resource
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

if TYPE_CHECKING:
    from dialograph.engine.pool import Pool
    from dialograph.web.cache import Cache
    from dialograph.web.hub import Hub
    from dialograph.web.logs import AccessLog

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_PAGE = resource.getpagesize()


class Metrics:
    """Counts requests and queries; everything else is read where it is when somebody asks."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._queries = [0] * (len(_BOUNDS) + 1)
        self._query_seconds = 0.0
        self._gauges: Callable[[], Iterable[Metric]] = tuple

    def request(self, route: str, status: int) -> None:
        """Count a response."""
        self._requests[route, status] += 1

    def query(self, seconds: float) -> None:
        """Count a query that was answered, or failed, from its arrival on."""
        self._queries[bisect_left(_BOUNDS, seconds)] += 1
        self._query_seconds += seconds

    def watch(self, pool: Pool, cache: Cache, log: AccessLog, hub: Hub) -> None:
        """Read also what these know of themselves."""
        self._gauges = lambda: _read(pool, cache, log, hub)

    def text(self) -> bytes:
        """Everything, in the exposition format of Prometheus."""
        registry = CollectorRegistry()
        registry.register(self)
        return generate_latest(registry)

    def collect(self) -> Iterator[Metric]:
        """Everything, as families of the client library."""
        requests = CounterMetricFamily(
            "dialograph_requests", "Responses by route and status.", labels=["route", "status"]
        )
        for (route, status), n in sorted(self._requests.items()):
            requests.add_metric([route, str(status)], n)
        yield requests
        total, buckets = 0, []
        for bound, n in zip((*map(str, _BOUNDS), "+Inf"), self._queries, strict=True):
            total += n
            buckets.append((bound, total))
        yield HistogramMetricFamily(
            "dialograph_query_seconds",
            "Queries by how long they took, waiting included.",
            buckets=buckets,
            sum_value=self._query_seconds,
        )
        yield from self._gauges()


def _read(pool: Pool, cache: Cache, log: AccessLog, hub: Hub) -> Iterator[Metric]:
    yield _counted(
        "dialograph_processes_ended",
        "Query processes by cause of death.",
        "cause",
        pool.processes.ended,
    )
    yield _gauged("dialograph_pool", "Processes, and questions that wait.", "what", pool.sizes)
    counters = {
        "dialograph_forks": ("Query processes forked.", pool.processes.forks),
        "dialograph_evaluation_seconds": ("Time worked by query processes.", pool.query_seconds),
        "dialograph_cache_hits": ("Answers found in the cache.", cache.hits),
        "dialograph_cache_misses": ("Answers not found in the cache.", cache.misses),
        "dialograph_connections_refused": ("Requests refused on the wire.", hub.refused),
        "dialograph_log_lines_dropped": ("Lines that the log had no room for.", log.dropped),
    }
    for name, (told, value) in counters.items():
        yield CounterMetricFamily(name, told, value=value)
    gauges = {
        "dialograph_ready": ("Whether questions are answered.", int(pool.is_ready)),
        "dialograph_in_memory": (
            "Whether the graph is in memory, and can be changed.",
            int(pool.processes.is_in_memory),
        ),
        "dialograph_cache_bytes": ("Size of the cache.", cache.size),
        "dialograph_cache_answers": ("Answers in the cache.", len(cache)),
        "dialograph_connections": ("Open connections.", len(hub.connections)),
    }
    for name, (told, value) in gauges.items():
        yield GaugeMetricFamily(name, told, value=value)
    main, *others = [os.getpid(), *pool.processes.pids]
    memory = {"server": _resident(main), "nursery": _resident(others[0])}
    memory["queries"] = sum(_private(each) for each in others[1:])
    yield _gauged(
        "dialograph_memory_bytes",
        "Memory in use; of query processes, what they do not share with the nursery.",
        "process",
        memory,
    )


def _counted(name: str, told: str, label: str, values: Counter[str]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, told, labels=[label])
    for each, n in sorted(values.items()):
        family.add_metric([each], n)
    return family


def _gauged(name: str, told: str, label: str, values: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=[label])
    for each, n in values.items():
        family.add_metric([each], n)
    return family


def _resident(pid: int) -> int:
    fields = _statm(pid)
    return fields[1] * _PAGE if fields else 0


def _private(pid: int) -> int:
    """What is resident and not shared with files; of a forked process, a little too much."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Private_Dirty:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        return 0
    return 0


def _statm(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/statm").read_text().split()]
    except (OSError, ValueError):  # it has just died
        return []
