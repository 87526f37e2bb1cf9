"""What is counted. One process counts in its memory, several in the folder PROMETHEUS_MULTIPROC_DIR."""

import os
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_ours = CollectorRegistry()

REQUESTS = Counter(
    "newsroom_requests", "Answers by view, method and status.", ["view", "method", "status"], registry=_ours
)
RENDERING = Histogram(
    "newsroom_request_seconds", "How long making an answer took, by view.", ["view"], buckets=SECONDS, registry=_ours
)
PAGES = Counter("newsroom_stored_pages", "Stored pages: hit, miss, stored, retired.", ["what"], registry=_ours)
DATABASE_ERRORS = Counter("newsroom_database_errors", "Questions that the database refused.", ["kind"], registry=_ours)

# Looked up once: these stand in the way of each page.
HIT, MISS, STORED, RETIRED = (PAGES.labels(what) for what in ("hit", "miss", "stored", "retired"))

# Figures of the moment: a name, what it means, and who knows it.
_of_now: list[tuple[str, str, Callable[[], float | None]]] = []


def tells(name: str, meaning: str) -> Callable[[Callable[[], float | None]], Callable[[], float | None]]:
    """Decorator of a function that knows a figure of the moment, such as the length of a queue; None: not now."""

    def remember(function: Callable[[], float | None]) -> Callable[[], float | None]:
        _of_now.append((name, meaning, function))
        return function

    return remember


class _OfNow:
    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, meaning, function in _of_now:
            try:
                value = function()
            except Exception:  # noqa: S112
                # A figure that cannot be had is not said; the others are.
                continue
            if value is not None:
                yield GaugeMetricFamily(name, meaning, value=value)


def exposition() -> bytes:
    """Return all figures in Prometheus' text format."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        all_processes = CollectorRegistry()
        MultiProcessCollector(all_processes)
        figures = generate_latest(all_processes)
    else:
        figures = generate_latest(_ours)
    now = CollectorRegistry()
    now.register(_OfNow())  # type: ignore[arg-type]
    return figures + generate_latest(now)
