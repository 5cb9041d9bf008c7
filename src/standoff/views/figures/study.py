"""Figures of a study of a raid: how many missiles get through, what moves that number, and which way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from standoff.views.figures import style
from standoff.views.figures.crisis_study import draw_crisis_study
from standoff.views.study.metrics import Summary, is_crisis
from standoff.views.study.movers import Mover, movers, sensitivity_of
from standoff.views.wording import exact

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DISTRIBUTION: Final = "study-leakers"
INFLUENCE: Final = "study-influence"
SCATTER: Final = "study-scatter"

_WIDTH_IN: Final = 9.6
_ROW_IN: Final = 0.27
_SHOWN: Final = 12
_PANELS: Final = 4
# More bars than this are thinned to their labels.
_LABELED: Final = 25
_WAY: Final = {
    1: (style.VERMILION, "more of it: more leakers"),
    -1: (style.BLUE, "more of it: fewer leakers"),
    0: (style.GRAY, "no clear direction"),
}
_NAMES: Final = {"pawn": "PAWN index (0: no influence, 1: all)", "sobol": "Sobol' total index (part of the variance)"}

Points = Mapping[str, Sequence[Any]]


def draw_study(summary: Summary, points: Points) -> dict[str, str]:
    """Name of each figure that the study has -> SVG element."""
    if is_crisis(summary):
        return draw_crisis_study(summary)
    drawn = {}
    with style.house_style(DISTRIBUTION):
        drawn[DISTRIBUTION] = _distribution(summary)
    if movers(summary, "leakers"):
        with style.house_style(INFLUENCE):
            drawn[INFLUENCE] = _influence(summary)
        with style.house_style(SCATTER):
            drawn[SCATTER] = _scatter(summary, points)
    return drawn


def _distribution(summary: Summary) -> str:
    from matplotlib.ticker import MaxNLocator

    rows = summary["distribution"]
    figure = style.new_figure(_WIDTH_IN, 3.5)
    axes = figure.add_axes((0.075, 0.16, 0.9, 0.74))
    values, shares = [row["leakers"] for row in rows], [100.0 * row["share"] for row in rows]
    axes.bar(values, shares, width=0.72, color="#9cc3de", edgecolor=style.BLUE, linewidth=0.8, zorder=2)
    if rows[0]["p05"] is not None:
        _world_ranges(axes, rows)
    for value, share in zip(values, shares, strict=True):
        if len(rows) <= _LABELED:
            axes.text(value - 0.3, share, f"{share:.0f} %" if share >= 0.5 else "<1 %", va="bottom", fontsize=7.5)
    axes.set_xlabel("missiles that get through (leakers)")
    axes.set_ylabel("share of runs, %")
    axes.set_xlim(min(values) - 0.6, max(values) + 0.6)
    axes.set_ylim(0.0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(True, axis="y")
    axes.set_axisbelow(True)
    text = ", ".join(f"{value}: {share:.0f} %" for value, share in zip(values, shares, strict=True))
    return style.to_svg(figure, DISTRIBUTION, "How many missiles get through", f"Share of runs by leakers: {text}.")


def _world_ranges(axes: Axes, rows: Sequence[Mapping[str, Any]]) -> None:
    values = [row["leakers"] for row in rows]
    axes.vlines(
        values, [100.0 * row["p05"] for row in rows], [100.0 * row["p95"] for row in rows],
        color=style.VERMILION, linewidth=1.6, zorder=3, label="range over worlds: 90 % of the points lie within",
    )  # fmt: skip
    middle = [100.0 * row["p50"] for row in rows]
    axes.plot(
        values, middle, "D", color=style.VERMILION, markersize=4.5, markeredgecolor="white", markeredgewidth=0.5,
        zorder=4, linestyle="none", label="median world",
    )  # fmt: skip
    axes.legend(loc="upper right")


def _influence(summary: Summary) -> str:
    entry, shown = sensitivity_of(summary, "leakers"), movers(summary, "leakers")[:_SHOWN]
    height_in = _ROW_IN * len(shown) + 1.25
    figure = style.new_figure(_WIDTH_IN, height_in)
    axes = figure.add_axes((0.36, 0.85 / height_in, 0.61, _ROW_IN * len(shown) / height_in))
    for row, mover in enumerate(shown):
        color, _ = _WAY[mover.direction]
        axes.barh(row, max(mover.index, 0.0), height=0.66, color=color, alpha=1.0 if mover.clear else 0.35, zorder=2)
        sign = {1: "▲", -1: "▼"}.get(mover.direction, "")
        end = max(mover.index, 0.0) + (mover.detail["total_ci95"] if entry["method"] == "sobol" else 0.0)
        style.halo(axes, end, row, f"  {mover.index:.2f} {sign}", va="center", fontsize=7.5, zorder=5)
        if entry["method"] == "sobol":
            _error(axes, row, mover)
    axes.axvspan(0.0, entry["floor"], color="#e3e6ea", zorder=0)
    axes.axvline(entry["floor"], color=style.GRAY, linestyle="--", linewidth=1.0, zorder=3)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_yticks(range(len(shown)), [mover.label for mover in shown])
    axes.tick_params(axis="y", length=0)
    furthest = max(mover.index + mover.detail.get("total_ci95", 0.0) for mover in shown)
    axes.set_xlim(0.0, 1.12 * max(entry["floor"], furthest))
    axes.set_xlabel(_NAMES[entry["method"]])
    axes.set_title("What moves the number of leakers")
    _influence_legend(figure, shown)
    said = "; ".join(f"{mover.label} {mover.index:.2f}" for mover in shown)
    described = f"Indices of influence, strongest first: {said}. Noise alone reaches {entry['floor']:.2f}."
    return style.to_svg(figure, INFLUENCE, "What moves the number of leakers", described)


def _error(axes: Axes, row: int, mover: Mover) -> None:
    half = mover.detail["total_ci95"]
    axes.plot(
        [max(0.0, mover.index - half), mover.index + half], [row, row], color=style.BLACK, linewidth=1.0, zorder=4
    )


def _influence_legend(figure: Any, shown: Sequence[Mover]) -> None:
    from matplotlib.patches import Patch

    entries = [Patch(color="#e3e6ea", label="noise: what a parameter without influence reaches")]
    for way in sorted({mover.direction for mover in shown}):
        color, label = _WAY[way]
        entries.append(Patch(color=color, label=label))
    figure.legend(handles=entries, loc="lower center", ncols=len(entries), fontsize=7.5, handlelength=1.4)


def _scatter(summary: Summary, points: Points) -> str:
    chosen = movers(summary, "leakers")[:_PANELS]
    figure = style.new_figure(_WIDTH_IN, 2.9)
    described = {one["path"]: one for one in summary["parameters"]}
    for number, mover in enumerate(chosen):
        width = 0.92 / len(chosen)
        axes = figure.add_axes((0.065 + number * width, 0.2, width - 0.025, 0.62))
        path = mover.detail["path"]
        pairs = [(x, y) for x, y in zip(points[path], points["mean.leakers"], strict=True) if y is not None and y == y]
        color, _ = _WAY[mover.direction]
        axes.plot([x for x, _ in pairs], [y for _, y in pairs], "o", color=color, markersize=3.2, alpha=0.6, mew=0)
        unit = "" if described[path]["unit"] == "1" else f" ({described[path]['unit']})"
        owner, _, name = mover.label.partition(": ")
        axes.set_title(owner, fontsize=8)
        axes.set_xlabel(f"{name}{unit}")
        axes.set_ylim(0.0, 1.05 * max([y for y in points["mean.leakers"] if y is not None], default=1.0) or 1.0)
        axes.grid(True)
        axes.set_axisbelow(True)
        if number == 0:
            axes.set_ylabel("mean leakers of a point")
        else:
            axes.tick_params(labelleft=False)
    said = ", ".join(
        f"{mover.label} ({exact(described[mover.detail['path']]['low'])} to"
        f" {exact(described[mover.detail['path']]['high'])})"
        for mover in chosen
    )
    return style.to_svg(figure, SCATTER, "Mean leakers against single parameters", f"One dot a point, against {said}.")
