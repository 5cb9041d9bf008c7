"""Figures of a study of a crisis: what came of it, how often, and what drives each outcome."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from standoff.views.figures import style
from standoff.views.study.metrics import Summary, is_rung, is_share, leading, metric_name, rung_name, rungs
from standoff.views.study.movers import Mover, movers, sensitivity_of
from standoff.views.wording import percent, sentence_case

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

OUTCOMES: Final = "study-outcomes"
DRIVERS: Final = "study-drivers"

_WIDTH_IN: Final = 9.6
_ACROSS: Final = 3
_PANEL_IN: Final = 2.1
_SHOWN: Final = 12
_ROW_IN: Final = 0.3
_COLUMN: Final = 0.11
# Values up to so many are written below their bars one by one.
_WRITTEN: Final = 8
_TITLE: Final = 44
_FILL: Final = "#9cc3de"
_WAY: Final = {1: style.VERMILION, -1: style.BLUE, 0: style.GRAY}

Rows = Sequence[Mapping[str, Any]]


def draw_crisis_study(summary: Summary) -> dict[str, str]:
    """Name of each figure that the study has -> SVG element."""
    drawn = {}
    known = [name for name in leading(summary) if summary["distributions"].get(name)]
    if known:
        with style.house_style(OUTCOMES):
            drawn[OUTCOMES] = _outcomes(summary, known)
    asked = [name for name in known if sensitivity_of(summary, name)["left_out"] is None]
    clear = {name: [mover for mover in movers(summary, name) if mover.clear] for name in asked}
    if any(clear.values()):
        with style.house_style(DRIVERS):
            drawn[DRIVERS] = _drivers(summary, clear)
    return drawn


def _outcomes(summary: Summary, names: Sequence[str]) -> str:
    down = math.ceil(len(names) / _ACROSS)
    height_in = down * _PANEL_IN + 0.35
    figure = style.new_figure(_WIDTH_IN, height_in)
    for number, name in enumerate(names):
        row, column = divmod(number, _ACROSS)
        left, bottom = 0.055 + 0.318 * column, 1.0 - ((row + 1) * _PANEL_IN - 0.5) / height_in
        axes = figure.add_axes((left, bottom, 0.275, (_PANEL_IN - 0.85) / height_in))
        _histogram(axes, summary, name)
        if column == 0:
            axes.set_ylabel("share of runs, %")
    _legend(figure, any(summary["distributions"][name][0]["p05"] is not None for name in names))
    told = " ".join(_described(summary, name) for name in names)
    return style.to_svg(figure, OUTCOMES, "What came of the crisis", f"Share of runs by outcome. {told}")


def _histogram(axes: Axes, summary: Summary, name: str) -> None:
    rows: Rows = summary["distributions"][name]
    binned = rows[0]["low"] != rows[0]["high"]
    middle = [(row["low"] + row["high"]) / 2.0 for row in rows]
    width = rows[0]["high"] - rows[0]["low"] if binned else 0.72
    heights = [100.0 * row["share"] for row in rows]
    axes.bar(middle, heights, width=width, color=_FILL, edgecolor=style.BLUE, linewidth=0.8, zorder=2)
    if rows[0]["p05"] is not None:
        _world_ranges(axes, middle, rows)
    if is_share(summary, name):
        axes.set_xticks([0, 1], ["no", "yes"])
        axes.set_xlim(-0.7, 1.7)
    elif is_rung(name):
        axes.set_xticks(middle, [rung_name(value).replace(" ", "\n") for value in middle], fontsize=6.5)
        axes.set_xlim(middle[0] - 0.7, middle[-1] + 0.7)
    elif not binned and len(rows) <= _WRITTEN:
        axes.set_xticks(middle, [f"{value:g}" for value in middle])
        axes.set_xlim(middle[0] - 0.7, middle[-1] + 0.7)
    axes.set_ylim(0.0)
    axes.grid(True, axis="y")
    axes.set_axisbelow(True)
    axes.set_title(_title(metric_name(summary, name)), fontsize=8)
    unit = summary["outcomes"][name]["unit"]
    if unit is not None:
        axes.set_xlabel(unit, fontsize=7.5, labelpad=1.0)


def _world_ranges(axes: Axes, middle: Sequence[float], rows: Rows) -> None:
    low, high = ([100.0 * row[level] for row in rows] for level in ("p05", "p95"))
    axes.vlines(middle, low, high, color=style.VERMILION, linewidth=1.4, zorder=3)
    axes.plot(
        middle, [100.0 * row["p50"] for row in rows], "D", color=style.VERMILION, markersize=3.2,
        markeredgecolor="white", markeredgewidth=0.4, zorder=4, linestyle="none",
    )  # fmt: skip


def _legend(figure: Figure, worlds: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [Patch(facecolor=_FILL, edgecolor=style.BLUE, label="share of all runs")]
    if worlds:
        range_of, middle = "range over worlds: 90 % of the points lie within", "median world"
        handles += [
            Line2D([], [], color=style.VERMILION, linewidth=1.4, label=range_of),
            Line2D([], [], color=style.VERMILION, marker="D", markersize=3.2, linestyle="none", label=middle),
        ]
    figure.legend(handles=handles, loc="lower center", ncols=len(handles), fontsize=7.5)


def _described(summary: Summary, name: str) -> str:
    rows: Rows = summary["distributions"][name]
    if is_rung(name):
        told = ", ".join(f"{rung}: {percent(part)}" for rung, part in rungs(summary, name))
        return f"{sentence_case(metric_name(summary, name))}: {told}."
    told = ", ".join(
        f"{row['low']:g}" + (f" to {row['high']:g}" if row["low"] != row["high"] else "") + f": {percent(row['share'])}"
        for row in rows
        if row["share"] > 0.0
    )
    return f"{sentence_case(metric_name(summary, name))}: {told}."


def _drivers(summary: Summary, clear: Mapping[str, Sequence[Mover]]) -> str:
    """Outcomes across, parameters down: the strongest parameters by what they come to anywhere, over noise."""
    strongest: dict[str, float] = {}
    for found in clear.values():
        for mover in found:
            strongest[mover.label] = max(strongest.get(mover.label, 0.0), mover.index)
    labels = sorted(strongest, key=lambda label: (-strongest[label], label))[:_SHOWN]
    columns = list(clear)
    height_in = _ROW_IN * len(labels) + 1.5
    figure = style.new_figure(_WIDTH_IN, height_in)
    width = min(0.54, _COLUMN * len(columns))
    axes = figure.add_axes((0.38, 0.08 / height_in, width, _ROW_IN * len(labels) / height_in))
    for column, name in enumerate(columns):
        for mover in clear[name]:
            if mover.label in labels:
                _square(axes, column, labels.index(mover.label), mover)
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_yticks(range(len(labels)), labels)
    axes.xaxis.tick_top()
    titles = [_title(metric_name(summary, name)) for name in columns]
    axes.set_xticks(range(len(columns)), titles, rotation=28, ha="left", rotation_mode="anchor", fontsize=7.5)
    axes.tick_params(which="both", length=0)
    axes.set_xticks([column + 0.5 for column in range(len(columns) - 1)], minor=True)
    axes.set_yticks([row + 0.5 for row in range(len(labels) - 1)], minor=True)
    axes.grid(True, which="minor")
    told = "; ".join(
        f"{metric_name(summary, name)}: {', '.join(f'{mover.label} {mover.index:.2f}' for mover in clear[name])}"
        for name in columns
        if clear[name]
    )
    return style.to_svg(figure, DRIVERS, "What drives the outcomes", f"Indices of influence above noise. {told}.")


def _square(axes: Axes, column: int, row: int, mover: Mover) -> None:
    from matplotlib.patches import Rectangle

    strength = min(1.0, max(0.0, mover.index))
    color = _WAY[mover.direction]
    axes.add_patch(
        Rectangle((column - 0.5, row - 0.5), 1.0, 1.0, facecolor=color, alpha=0.15 + 0.7 * strength, zorder=1)
    )
    sign = {1: " ▲", -1: " ▼"}.get(mover.direction, "")
    style.halo(axes, column, row, f"{mover.index:.2f}{sign}", ha="center", va="center", fontsize=7.5, zorder=5)


def _title(text: str) -> str:
    short = text if len(text) <= _TITLE else f"{text[: _TITLE - 1].rstrip()}…"
    return sentence_case(short)
