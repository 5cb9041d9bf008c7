"""The summary of a study: what `standoff study --json` prints, from the table of runs and the design."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any, Final

import numpy as np
import pyarrow as pa

from standoff.scenario.loading import Scenario
from standoff.scenario.values import quantities
from standoff.studies.designs import Design
from standoff.studies.labels import label
from standoff.studies.study.again import row_command
from standoff.studies.study.sensitivity import sensitivity
from standoff.studies.study.statistics import (
    QUANTILES,
    PointSums,
    chance_in_means,
    interval,
    overall_mean,
    quantiles,
    split,
    together,
    worlds,
)
from standoff.studies.study.tally import LEAK_FREE, LEAK_RATE, SHOWN, Tallies, Tally

# Outcomes whose sensitivity is asked for: the raid's, not each battery's.
ASKED: Final = ("leakers", LEAK_FREE, LEAK_RATE, "intercepted", "interceptors_fired")

MOST: Final = {LEAK_FREE: 1.0, LEAK_RATE: 1.0}

_NAMES: Final = ("p05", "p50", "p95")


def metrics_of(design: Design, tallies: Tallies) -> dict[str, dict[str, Any]]:
    """Metric -> mean, quantiles, interval, and what is owed to the world and to chance."""
    return {name: _metric(name, one, design) for name, one in tallies.metrics.items() if one.runs.any()}


def _metric(name: str, one: Tally, design: Design) -> dict[str, Any]:
    sums, parts = one.sums(), split(one.sums())
    found = interval(_independent(sums, one, design), binary=name == LEAK_FREE, sampled=design.kind != "grid")
    # No outcome is negative, and a share is at most 1.
    low, high = (None, None) if found is None else (max(0.0, found[0]), min(MOST.get(name, math.inf), found[1]))
    points = worlds(sums)
    world = (None,) * len(QUANTILES) if points is None else quantiles(points)
    return {
        "mean": overall_mean(sums),
        **dict(zip(_NAMES, quantiles(*one.histogram()), strict=True)),
        "ci95": [low, high],
        "world": dict(zip(_NAMES, world, strict=True)),
        "sd_world": parts.sd_world,
        "sd_chance": parts.sd_chance,
        "share_world": parts.share_world,
    }


def _independent(sums: PointSums, one: Tally, design: Design) -> PointSums:
    """The metric by what is independent: points, or the groups of points of a Saltelli design."""
    if not design.base:
        return sums
    groups = np.flatnonzero(one.runs > 0) // (len(design) // design.base)
    return together(sums, np.unique(groups, return_inverse=True)[1])


def sensitivities(design: Design, tallies: Tallies, seed: int) -> list[dict[str, Any]]:
    """The sensitivity of each outcome that is asked for."""
    found = []
    for name in ASKED:
        one = tallies.metrics[name]
        chance = chance_in_means(one.sums()) if one.runs.any() else None
        found.append(sensitivity(design, name, one.point_means(), seed, chance).to_json())
    return found


def failures_of(source: str, settings: list[str], design: Design, tallies: Tallies, seed: int) -> list[dict[str, Any]]:
    """Point, first runs and their number, seed and reason of what failed, and the command for the first run alone."""
    return [
        {
            "point": failure.point,
            "runs": failure.runs,
            "count": failure.count,
            "seed": seed,
            "reason": failure.reason,
            "again": row_command(source, settings, design, failure.point, failure.runs[0], seed),
        }
        for failure in tallies.failures
    ]


def distribution(tallies: Tallies) -> list[dict[str, Any]]:
    """How often each number of leakers occurred: over all runs, and the quantiles of that share over worlds."""
    one = tallies.metrics[SHOWN]
    runs = one.runs[one.runs > 0]
    rows: list[dict[str, Any]] = []
    for value in sorted(one.values):
        counts = one.values[value][one.runs > 0]
        points = worlds(PointSums(runs, counts / runs, counts * (1.0 - counts / runs)))
        band = (None,) * len(QUANTILES) if points is None else quantiles(points)
        share = float(counts.sum() / runs.sum())
        rows.append({"leakers": int(value), "share": share, **dict(zip(_NAMES, band, strict=True))})
    return rows


def points_table(design: Design, tallies: Tallies) -> pa.Table:
    """One row a point: its runs, how many failed and why, the values of the design, and the means of the metrics."""
    failed, reasons = np.zeros(len(design), np.int64), [None] * len(design)
    for failure in tallies.failures:
        failed[failure.point] += failure.count
        reasons[failure.point] = reasons[failure.point] or failure.reason  # type: ignore[call-overload]
    status = np.where(failed == 0, "played", np.where(failed < tallies.runs, "partly failed", "failed"))
    columns: dict[str, Any] = {
        "point": pa.array(range(len(design)), pa.int32()),
        "runs": pa.array(tallies.runs, pa.int64()),
        "failed": pa.array(failed, pa.int64()),
        "status": pa.array(status.tolist(), pa.string()),
        "reason": pa.array(reasons, pa.string()),
    }
    for index, parameter in enumerate(design.parameters):
        columns[parameter.path] = pa.array(design.values[:, index])
    for name, one in tallies.metrics.items():
        columns[f"mean.{name}"] = pa.array(one.point_means(), from_pandas=True)
    return pa.table(columns)


def design_json(design: Design) -> dict[str, Any]:
    """The design without its points."""
    return {"kind": design.kind, "distribution": design.distribution, "points": len(design), "base": design.base}


def parameters_json(design: Design) -> list[dict[str, Any]]:
    """The parameters with their ranges."""
    return [asdict(one) for one in design.parameters]


def described_parameters(scenario: Scenario, design: Design) -> list[dict[str, Any]]:
    """The parameters with their ranges, a label for people, and the source of the range."""
    known = quantities(scenario)
    found = []
    for one in design.parameters:
        quantity = known[one.path]
        own = (one.low, one.high) == (quantity.low, quantity.high)
        source = quantity.source if own else "range given for this study"
        note = quantity.note if own else f"in place of {quantity.low:g} to {quantity.high:g}: {quantity.source}"
        found.append({**asdict(one), "label": label(scenario, one.path), "source": source, "note": note})
    return found
