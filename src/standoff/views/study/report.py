"""The report of a study: one HTML page from its summary and its table of points, complete in itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from standoff.base.errors import InputError
from standoff.base.files import write_text
from standoff.views.report import FILE, Figure, environment
from standoff.views.study import metrics as metrics
from standoff.views.study import words as words
from standoff.views.study.metrics import Summary
from standoff.views.study.movers import movers

SUMMARY: Final = "summary.json"
POINTS: Final = "points.parquet"
SPEC: Final = "study.json"

# Low, middle and high of what is spread.
_LEVELS: Final = ("p05", "p50", "p95")

_FIGURES: Final = {
    "study-leakers": (
        "How many missiles get through",
        "Bars: share of all runs. Orange lines: where that share lies in 90 % of the worlds that the points stand for,"
        " with the chance of finite runs taken out; diamonds: the median world. Long lines mean that the answer depends"
        " on what is not known of the world more than on luck.",
    ),
    "study-outcomes": (
        "What came of the crisis",
        "Bars: share of all runs, by value or by range of values. Orange lines: where that share lies in 90 % of the"
        " worlds that the points stand for, with the chance of finite runs taken out; diamonds: the median world.",
    ),
    "study-drivers": (
        "What drives it",
        "One square for each outcome and parameter: how much the distribution of the outcome's point means changes when"
        " the parameter is known (PAWN), or which part of their variance it owns alone and with others (Sobol')."
        " Vermilion: more of the parameter gives more of the outcome; blue: less; gray: no clear direction. Empty"
        " squares cannot be told from noise.",
    ),
    "study-influence": (
        "What moves it",
        "Each bar says how much the distribution of mean leakers changes when one parameter is known (PAWN), or which"
        " part of their variance is a parameter's own and in concert with others (Sobol'). Bars that end in the gray"
        " zone cannot be told from noise: of as many parameters on which nothing depends, even the strongest ends there"
        " in 19 cases of 20.",
    ),
    "study-scatter": (
        "Which way",
        "One dot a point of the design: the mean leakers of its runs against the parameters that move them most. All"
        " other parameters vary as well, which makes the spread.",
    ),
}


@dataclass(frozen=True)
class Row:
    """One outcome as the table shows it."""

    metric: str
    name: str
    cells: tuple[str, ...]


def is_study(folder: Path) -> bool:
    """Whether a folder holds a study."""
    return (folder / SPEC).is_file()


def write_report(folder: Path) -> Path:
    """Write `report.html` again from a finished study's summary and points. Raises `InputError` if there is none."""
    import pyarrow.parquet as pq

    try:
        summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        if not isinstance(summary, dict):
            raise ValueError(f"{SUMMARY} is no summary")
        points = pq.read_table(folder / POINTS, partitioning=None).to_pydict()
        page = render(summary, points)
    except (OSError, ValueError, KeyError) as error:
        message = f"holds no finished study: {' '.join(str(error).split())}"
        raise InputError(message, file=folder, allowed="the folder of a finished standoff study") from error
    path = folder / FILE
    write_text(path, page)
    return path


def render(summary: Summary, points: Mapping[str, Sequence[Any]]) -> str:
    """The page as text, from the summary's content and the table of points (column -> values)."""
    from standoff.views.figures.study import draw_study

    drawn = draw_study(summary, points)
    figures = [
        Figure(name, title, caption, drawn[name]) for name, (title, caption) in _FIGURES.items() if name in drawn
    ]
    return (
        environment()
        .get_template("study.html.j2")
        .render(
            study=summary,
            asked=words.asked(summary),
            headline=words.headline(summary),
            account=words.account(summary),
            numbers=words.numbers(summary),
            figures=figures,
            outcomes=outcomes(summary),
            sensitivities=[
                _sensitivity(summary, entry)
                for entry in summary["sensitivity"]
                if not metrics.unmoved(summary, entry["metric"])
            ],
            design=words.design_name(summary),
        )
    )


def outcomes(summary: Summary) -> list[Row]:
    """Each outcome with mean, interval, quantiles of runs and of worlds, and the world's share of its variance.

    Of rungs, which are names, the quantiles of runs alone.
    """
    rows = []
    for metric, found in summary["metrics"].items():
        if metrics.unmoved(summary, metric):
            continue
        of_runs = [found[level] for level in _LEVELS]
        if metrics.is_rung(metric):
            cells = ["-"] * 3 + [metrics.rung_number(value) for value in of_runs] + ["-"] * 4
        else:
            values = [found["mean"], *found["ci95"], *of_runs, *(found["world"][level] for level in _LEVELS)]
            cells = [*(metrics.amount(summary, metric, value) for value in values), metrics.share(found["share_world"])]
        rows.append(Row(metric, metrics.heading(summary, metric), tuple(cells)))
    return rows


def _sensitivity(summary: Summary, entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": metrics.metric_name(summary, entry["metric"]),
        "method": entry["method"],
        "floor": entry["floor"],
        "left_out": entry["left_out"],
        "movers": movers(summary, entry["metric"]) if entry["left_out"] is None else [],
    }
