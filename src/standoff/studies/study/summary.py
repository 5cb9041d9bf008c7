"""The summary of a study: what `standoff study --json` prints, from the table of runs and the design.

That of a crisis has keys of its own: `subject`, `outcomes` (what each metric is), and `distributions` in place of the
`distribution` of leakers.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

import numpy as np
import pyarrow as pa

from standoff.engine.metric import Metric
from standoff.scenario.loading import Scenario
from standoff.scenario.values import quantities
from standoff.studies.designs import Design
from standoff.studies.labels import label
from standoff.studies.study.again import row_command
from standoff.studies.study.histogram import Numbers
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
from standoff.studies.study.subject import LEAKERS, Subject
from standoff.studies.study.tally import Tallies, Tally

_NAMES: Final = ("p05", "p50", "p95")


def metrics_of(subject: Subject, design: Design, tallies: Tallies) -> dict[str, dict[str, Any]]:
    """Metric -> mean, quantiles, interval, and what is owed to the world and to chance."""
    return {name: _metric(subject.every[name], one, design) for name, one in tallies.metrics.items() if one.runs.any()}


def _metric(metric: Metric, one: Tally, design: Design) -> dict[str, Any]:
    sums, parts = one.sums(), split(one.sums())
    found = interval(_independent(sums, one, design), binary=metric.kind == "yes-no", sampled=design.kind != "grid")
    low, high = _bounded(metric, found)
    points = worlds(sums)
    world = (None,) * len(QUANTILES) if points is None else quantiles(points)
    return {
        "mean": overall_mean(sums),
        **dict(zip(_NAMES, quantiles(one.histogram.values, one.histogram.total()), strict=True)),
        "ci95": [low, high],
        "world": dict(zip(_NAMES, world, strict=True)),
        "sd_world": parts.sd_world,
        "sd_chance": parts.sd_chance,
        "share_world": parts.share_world,
    }


def _bounded(metric: Metric, found: tuple[float, float] | None) -> tuple[float | None, float | None]:
    """An interval within the bounds of the metric: no count is negative, and a share is at most 1."""
    if found is None:
        return None, None
    low = found[0] if metric.least is None else max(metric.least, found[0])
    return low, found[1] if metric.most is None else min(metric.most, found[1])


def _independent(sums: PointSums, one: Tally, design: Design) -> PointSums:
    """The metric by what is independent: points, or the groups of points of a Saltelli design."""
    if not design.base:
        return sums
    groups = np.flatnonzero(one.runs > 0) // (len(design) // design.base)
    return together(sums, np.unique(groups, return_inverse=True)[1])


def sensitivities(subject: Subject, design: Design, tallies: Tallies, seed: int) -> list[dict[str, Any]]:
    """The sensitivity of each outcome that is asked for."""
    found = []
    for name in subject.asked:
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


def shown(subject: Subject, tallies: Tallies) -> dict[str, Any]:
    """How often the outcomes that are shown came to which value: the keys of the summary that say so."""
    if subject.kind == "raid":
        one = tallies.metrics[LEAKERS]
        rows = zip(one.histogram.values, _shares(one, one.histogram.counts), strict=True)
        return {"distribution": [{LEAKERS: int(value), **share} for value, share in rows]}
    return {
        "subject": subject.kind,
        "outcomes": {metric.name: _described(metric) for metric in subject.metrics},
        "distributions": {name: _distribution(name, tallies) for name in subject.shown},
    }


def _described(metric: Metric) -> dict[str, Any]:
    return {"title": metric.title or metric.name, "kind": metric.kind, "unit": metric.unit, "leading": metric.leading}


def _distribution(name: str, tallies: Tallies) -> list[dict[str, Any]]:
    """Values (`low` and `high` are the same) or bins from `low` to `high`, each with its share of the runs."""
    one, bins = tallies.metrics[name], tallies.binned.get(name)
    if bins is not None:
        ends, counts = zip(bins.edges[:-1], bins.edges[1:], strict=True), bins.counts
    else:
        ends, counts = zip(one.histogram.values, one.histogram.values, strict=True), one.histogram.counts
    rows = zip(ends, _shares(one, counts), strict=True)
    return [{"low": float(low), "high": float(high), **share} for (low, high), share in rows]


def _shares(one: Tally, counts: Numbers) -> list[dict[str, float | None]]:
    """Of counts (v, points): the share of each value over all runs, and the quantiles of that share over worlds."""
    runs = one.runs[one.runs > 0]
    rows: list[dict[str, float | None]] = []
    for by_point in counts[:, one.runs > 0]:
        points = worlds(PointSums(runs, by_point / runs, by_point * (1.0 - by_point / runs)))
        band = (None,) * len(QUANTILES) if points is None else quantiles(points)
        share = float(by_point.sum() / runs.sum())
        rows.append({"share": share, **dict(zip(_NAMES, band, strict=True))})
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
