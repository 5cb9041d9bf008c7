"""The two comparisons: unpowered arcs and two-stage flights, every contender in the same rounds."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks import arrays, cases, scalars, with_pytrajlib, with_scipy
from benchmarks.measure import Comparison, Contender, Effort, Target, in_rounds, seconds
from standoff.base.geodesy import ecef_from_geodetic
from standoff.flight import reference
from standoff.flight.arc import Arcs, arcs
from standoff.flight.flight import Flights, fly_many

if TYPE_CHECKING:
    from benchmarks import with_heyoka

Array = NDArray[np.float64]
Impact = Callable[[int], Array]

ARC_ERROR_M: Final = 1.0
FLIGHT_ERROR_M: Final = 10.0
ARC_RATIO: Final = 2000.0
FLIGHT_RATIO: Final = 500.0

KERNEL, THREADS = "standoff, 1 thread", "standoff, 2 threads"
SCALARS, VECTORS = "SciPy RK45, scalar Python", "SciPy RK45, NumPy vectors"


def compare_arcs(effort: Effort) -> Comparison:
    """Unpowered arcs of about 1,000 s with drag."""
    full, sample = cases.arcs(effort.flights), cases.arcs(effort.sample)

    def ours(workers: int = 1) -> Arcs:
        start = (full.lat_deg, full.lon_deg, full.altitude_m)
        return arcs(start, full.speed_m_s, full.path_angle_deg, full.azimuth_deg, full.beta_kg_m2, workers=workers)

    def true(i: int) -> Array:
        angles = (float(sample.path_angle_deg[i]), float(sample.azimuth_deg[i]))
        outcome = reference.arc(sample.place(i), float(sample.speed_m_s[i]), *angles, float(sample.beta_kg_m2[i]))
        return outcome.impact_position_m

    flown = ours()
    found = ecef_from_geodetic(flown.impact_lat_deg, flown.impact_lon_deg)
    plain = {
        SCALARS: lambda i: with_scipy.arc(sample, i, scalars),
        VECTORS: lambda i: with_scipy.arc(sample, i, arrays),
    }
    heyoka, fly_heyoka = _heyoka("arcs", effort, ARC_ERROR_M)
    comparison = Comparison(
        "arcs",
        f"{effort.flights:,} unpowered arcs with drag",
        float(np.mean(flown.flight_time_s)),
        _contenders(effort, ours, plain, heyoka, fly_heyoka, found, [true(i) for i in range(effort.sample)]),
    )
    comparison.contenders.append(_pytrajlib(with_pytrajlib.arcs, effort, "re-entry only"))
    comparison.targets = _targets(comparison, "arcs", ARC_RATIO, ARC_ERROR_M)
    return comparison


def compare_flights(effort: Effort) -> Comparison:
    """Powered flights of a two-stage vehicle."""
    full, sample = cases.flights(effort.flights), cases.flights(effort.sample)
    vehicle, launch = cases.VEHICLE, cases.LAUNCH

    def ours(workers: int = 1) -> Flights:
        return fly_many(vehicle, launch, full.azimuth_deg, full.kick_deg, full.cutoff_s, workers=workers)

    def true(i: int) -> Array:
        steering = (float(sample.azimuth_deg[i]), float(sample.kick_deg[i]), float(sample.cutoff_s[i]))
        return reference.fly(vehicle, launch, vehicle.ascent(*steering)).impact_position_m

    flown = ours()
    found = ecef_from_geodetic(flown.impact_lat_deg, flown.impact_lon_deg)
    plain = {
        SCALARS: lambda i: with_scipy.flight(sample, i, scalars),
        VECTORS: lambda i: with_scipy.flight(sample, i, arrays),
    }
    heyoka, fly_heyoka = _heyoka("flights", effort, FLIGHT_ERROR_M)
    comparison = Comparison(
        "flights",
        f"{effort.flights:,} flights of a two-stage vehicle",
        float(np.mean(flown.flight_time_s)),
        _contenders(effort, ours, plain, heyoka, fly_heyoka, found, [true(i) for i in range(effort.sample)]),
    )
    comparison.contenders.append(_pytrajlib(with_pytrajlib.flights, effort, "three stages"))
    comparison.targets = _targets(comparison, "flights", FLIGHT_RATIO, FLIGHT_ERROR_M)
    return comparison


def _contenders(
    effort: Effort,
    ours: Callable[[int], object],
    plain: dict[str, Impact],
    heyoka: Contender,
    fly_heyoka: Callable[[], object] | None,
    found: Array,
    true: Sequence[Array],
) -> list[Contender]:
    def some(impact: Impact, count: int) -> Callable[[], object]:
        return lambda: [impact(i % effort.sample) for i in range(count)]

    calls: dict[str, tuple[int, Callable[[], object]]] = {
        KERNEL: (effort.flights, lambda: ours(1)),
        THREADS: (effort.flights, lambda: ours(2)),
        SCALARS: (effort.plain, some(plain[SCALARS], effort.plain)),
        VECTORS: (max(1, effort.plain // 4), some(plain[VECTORS], max(1, effort.plain // 4))),
    }
    if fly_heyoka:
        calls[heyoka.name] = (effort.flights, fly_heyoka)
    rates = in_rounds(calls, effort.rounds)
    errors = {name: [_miss(impact(i), t) for i, t in enumerate(true)] for name, impact in plain.items()}
    errors[KERNEL] = errors[THREADS] = [_miss(f, t) for f, t in zip(found, true, strict=False)]
    heyoka.rates = rates.get(heyoka.name, [])
    names = (KERNEL, THREADS, SCALARS, VECTORS)
    return [*(Contender(name, rates[name], errors[name]) for name in names), heyoka]


def _heyoka(kind: str, effort: Effort, error_m: float) -> tuple[Contender, Callable[[], object] | None]:
    """Heyoka at the fastest of its settings that keeps the error, and the call to time."""
    contender = Contender("heyoka, 1 thread")
    try:
        with _without_heyoka_cache():
            from benchmarks import heyoka_model, with_heyoka
            from benchmarks.with_heyoka import GRID, Runner
    except ImportError as problem:
        contender.missing = f"not measured: {problem} (install the bench extra)"
        return contender, None
    full, few = _heyoka_load(kind, effort.flights), _heyoka_load(kind, max(effort.sample, min(effort.flights, 400)))
    true = with_heyoka.impacts(np.array([with_heyoka.tight(few, i) for i in range(effort.sample)]))
    trials = []
    for setting in GRID[:: max(1, -(-len(GRID) // effort.grid))]:
        with _without_heyoka_cache():
            runner = Runner(few, setting)
        impacts = with_heyoka.impacts(runner.fly(few)[: effort.sample])
        errors = [_miss(f, t) for f, t in zip(impacts, true, strict=True)]
        took = min(seconds(partial(runner.fly, few)) for _ in range(3))
        trials.append((max(errors) > error_m, took, runner, errors))
    missed, _, runner, contender.errors_m = min(trials, key=lambda t: (t[0], t[1] if not t[0] else max(t[3])))
    compile_s = max(trial[2].compile_s for trial in trials)  # what was compiled once is kept by the package
    contender.note = (
        f"tolerance {runner.setting.tolerance:g}, steps up to {runner.setting.cap_s:g} s, "
        f"{with_heyoka.LANES} flights at a time; compiled in {compile_s:.1f} s, not counted; "
        f"density within {heyoka_model.fit_error():.0%} of the standard below 100 km"
        + ("; no setting of the grid keeps the error asked for" if missed else "")
    )
    return contender, partial(runner.fly, full)


@contextmanager
def _without_heyoka_cache() -> Iterator[None]:
    """Point heyoka's store of compiled code at an empty folder, so that its compilation is seen."""
    kept = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = _empty_folder()
    try:
        yield
    finally:
        del os.environ["XDG_CACHE_HOME"]
        if kept is not None:
            os.environ["XDG_CACHE_HOME"] = kept


@cache
def _empty_folder() -> str:
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _heyoka_load(kind: str, count: int) -> with_heyoka.Load:
    from benchmarks import with_heyoka

    if kind == "arcs":
        return with_heyoka.arcs_load(cases.arcs(count))
    return with_heyoka.flights_load(cases.flights(count))


def _pytrajlib(fly: Callable[[int], with_pytrajlib.Result], effort: Effort, what: str) -> Contender:
    contender = Contender(f"pytrajlib, {what}")
    try:
        result = fly(max(20, min(400, effort.flights // 25)))
    except (RuntimeError, OSError) as problem:
        contender.missing = f"not measured: {problem} (install the bench extra)"
        return contender
    contender.rates, contender.errors_m = result.rates, result.errors_m
    contender.note = f"its own vehicle and equations, flights of {result.flight_time_s:,.0f} s"
    return contender


def _targets(comparison: Comparison, kind: str, ratio: float, error_m: float) -> list[Target]:
    ours, scalars, vectors = (comparison.contenders[i] for i in (0, 2, 3))
    targets = []
    for scipy, threads in ((vectors, 1), (scalars, 1), (scalars, 2)):
        times = comparison.advantage(scipy, threads)
        name = f"{kind}: speed on {threads} thread{'s' if threads > 1 else ''} against {scipy.name}"
        targets.append(Target(name, f"at least {ratio:,.0f} times", f"{times:,.0f} times", times >= ratio))
    found = f"{ours.worst_m:.2g} m"
    targets.append(Target(f"{kind}: worst error", f"at most {error_m:g} m", found, ours.worst_m <= error_m))
    for peer in comparison.contenders[4:]:
        if peer.rates:
            times = comparison.advantage(peer)
            name = peer.name.split(",")[0]
            targets.append(Target(f"{kind}: speed against {name}", "faster", f"{times:,.1f} times", times > 1.0))
    return targets


def _miss(found: Array, true: Array) -> float:
    return float(np.linalg.norm(found - true))
