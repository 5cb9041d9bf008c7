"""Timing, the machine, and the shape of what is measured."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

PACKAGES: Final = ("standoff", "numpy", "scipy", "numba", "heyoka", "pytrajlib")


@dataclass(frozen=True)
class Effort:
    """How much is measured."""

    flights: int
    """Flights in one timed call of the kernel and of heyoka."""
    plain: int
    """Flights in one timed round of SciPy."""
    sample: int
    """Flights compared with the tight reference."""
    rounds: int
    """Times that everything is timed; the median counts."""
    grid: int
    """Settings of heyoka that are tried (all: a large number)."""
    runs: int
    """Processes of each command."""


FULL: Final = Effort(flights=10_000, plain=20, sample=40, rounds=5, grid=99, runs=5)
QUICK: Final = Effort(flights=64, plain=2, sample=2, rounds=2, grid=1, runs=1)


@dataclass
class Contender:
    """One way to fly the flights: rates (flights/s) of each round, errors of impacts (m), what to know about it."""

    name: str
    rates: list[float] = field(default_factory=list)
    errors_m: list[float] = field(default_factory=list)
    note: str = ""
    missing: str = ""

    @property
    def rate(self) -> float:
        """Median flights per second."""
        return statistics.median(self.rates)

    @property
    def worst_m(self) -> float:
        """Worst error of the sample."""
        return max(self.errors_m)

    @property
    def median_m(self) -> float:
        """Median error of the sample."""
        return statistics.median(self.errors_m)


@dataclass(frozen=True)
class Target:
    """A promise and what was found."""

    name: str
    wanted: str
    found: str
    met: bool


@dataclass
class Comparison:
    """All contenders on one kind of flight; the first is the kernel on one thread."""

    key: str
    title: str
    flight_time_s: float
    contenders: list[Contender]
    targets: list[Target] = field(default_factory=list)

    def advantage(self, other: Contender, threads: int = 1) -> float:
        """How many times faster the kernel is: the median of the rounds, each with its own ratio where paired."""
        ours = self.contenders[threads - 1]
        if len(other.rates) == len(ours.rates):
            return statistics.median(a / b for a, b in zip(ours.rates, other.rates, strict=True))
        return ours.rate / other.rate


@dataclass(frozen=True)
class Sheet:
    """A table of figures with a title and a text that says what they are."""

    key: str
    title: str
    text: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    targets: list[Target] = field(default_factory=list)


@dataclass(frozen=True)
class Program:
    """Whole commands: seconds of each process, and the largest memory of any (bytes)."""

    commands: dict[str, list[float]]
    first_s: float
    peak_bytes: int
    targets: list[Target]
    missing: str = ""


def seconds(call: Callable[[], object]) -> float:
    """Wall-clock time of one call."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def in_rounds(calls: dict[str, tuple[int, Callable[[], object]]], rounds: int) -> dict[str, list[float]]:
    """Rates of each call, which does a number of flights: all in turn, so that a busy moment hits all alike."""
    rates: dict[str, list[float]] = {name: [] for name in calls}
    for _, call in calls.values():
        call()
    for _ in range(rounds):
        for name, (count, call) in calls.items():
            rates[name].append(count / seconds(call))
    return rates


def machine() -> dict[str, str]:
    """Processor, cores, load and versions."""
    found = {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
    }
    if hasattr(os, "getloadavg"):
        found["load before"] = f"{os.getloadavg()[0]:.1f}"
    found["Python"] = platform.python_version()
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or "unknown"
