"""What might have come: each line of an exercise as it went, and the bands of its continuations without people."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from standoff.base.time import DAY_S
from standoff.views.figures import style
from standoff.views.figures.crisis.calendar import Calendar
from standoff.views.wording import figure as numeral
from standoff.views.wording import sentence_case, shortened, stamp

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAME: Final = "look-ahead"
TITLE: Final = "What might have come"
MOST_LINES: Final = 9

_WIDTH_IN: Final = 9.6
_ACROSS: Final = 3
_PANEL_IN: Final = 1.95
_FOOT_IN: Final = 0.35
_BAND: Final = "#9cc3de"
_DPI: Final = 200

Json = Mapping[str, Any]


def leading(ahead: Json) -> list[Json]:
    """The lines that are drawn: those whose value moves or spreads, the widest against their own range first.

    The outcome comes before all: rung, shots and tests stand first whenever they are there.
    """
    lines = list(ahead["lines"])
    first = [line for line in lines if " " not in line["name"]]
    rest = [line for line in lines if " " in line["name"] and _moves(line) > 0.0]
    rest.sort(key=lambda line: (-_moves(line), line["name"]))
    return [*first, *rest][:MOST_LINES]


def draw_ahead(ahead: Json, startex: datetime) -> str | None:
    """The figure as an SVG element; None where nothing was run on."""
    lines = leading(ahead) if ahead["runs"] else []
    if not lines:
        return None
    with style.house_style(NAME):
        return style.to_svg(_figure(ahead, lines, startex), NAME, TITLE, described(ahead, startex))


def ahead_png(ahead: Json, startex: datetime) -> bytes | None:
    """The same for print, as PNG; None where nothing was run on."""
    lines = leading(ahead) if ahead["runs"] else []
    if not lines:
        return None
    buffer = io.BytesIO()
    with style.house_style(NAME):
        _figure(ahead, lines, startex).savefig(buffer, format="png", dpi=_DPI, metadata={"Software": None})
    return buffer.getvalue()


def caption(ahead: Json, startex: datetime) -> str:
    """What stands under the figure."""
    return (
        f"From {stamp(startex, float(ahead['now_s']))} UTC (dotted) the exercise was run on {ahead['runs']:,} times "
        "without people: the policies of the scenario played every cell, and chance was new in each run. Black is what "
        "the cells lived through; nine runs of ten lie within the band, half of them below the dashed line."
        f"{_ends(ahead)} The band says what the models hold possible, not what was likely in the world."
    )


def described(ahead: Json, startex: datetime) -> str:
    """The figure in words, for those who do not see it."""
    told = [f"Run on {ahead['runs']:,} times from {stamp(startex, float(ahead['now_s']))} UTC."]
    for line in leading(ahead):
        lived = f"{_value(line['live'][-1][1])} in the exercise, " if line["live"] else ""
        if line["band"]:
            low, middle, high = (_value(one) for one in line["band"][-1][1:])
            told.append(f"{sentence_case(line['title'])}: {lived}{middle} at the end of the runs ({low} to {high}).")
    return " ".join(told)


def _ends(ahead: Json) -> str:
    ends = ahead.get("ends") or {}
    if "fired" not in ends:
        return ""
    return f" Missiles were fired in anger in {ends['fired']:,} of {ahead['runs']:,} runs."


def _value(value: float) -> str:
    return numeral(round(float(value), 3)).replace("-", "\N{MINUS SIGN}")


def _moves(line: Json) -> float:
    """How far a line spreads or moves, as a share of the range of its kind."""
    values = [point[1] for point in line["live"]]
    values += [one for point in line["band"] for one in point[1:]]
    if not values:
        return 0.0
    scale = 1.0 if line["name"].startswith("credibility") else 10.0
    return float(max(values) - min(values)) / scale


def _figure(ahead: Json, lines: Sequence[Json], startex: datetime) -> Figure:
    down = math.ceil(len(lines) / _ACROSS)
    height_in = down * _PANEL_IN + _FOOT_IN
    figure = style.new_figure(_WIDTH_IN, height_in)
    end_s = max(point[0] for line in lines for point in (*line["live"], *line["band"]))
    width_in = 0.272 * _WIDTH_IN
    for number, line in enumerate(lines):
        row, column = divmod(number, _ACROSS)
        left, bottom = 0.048 + 0.327 * column, 1.0 - ((row + 1) * _PANEL_IN - 0.42) / height_in
        axes = figure.add_axes((left, bottom, 0.272, (_PANEL_IN - 0.78) / height_in))
        _panel(axes, line, float(ahead["now_s"]) / DAY_S)
        Calendar.of(startex, float(end_s), width_in).draw(axes)
        axes.set_title(sentence_case(shortened(str(line["title"]), 48)), fontsize=8)
    _legend(figure)
    return figure


def _panel(axes: Axes, line: Json, now: float) -> None:
    if line["band"]:
        days, low, middle, high = zip(*((one[0] / DAY_S, *one[1:]) for one in line["band"]), strict=True)
        axes.fill_between(days, low, high, color=_BAND, alpha=0.65, linewidth=0.0, zorder=2)
        axes.plot(days, middle, color=style.BLUE, linewidth=1.3, linestyle=(0, (4, 2)), zorder=3)
    if line["live"]:
        days, values = zip(*((one[0] / DAY_S, one[1]) for one in line["live"]), strict=True)
        axes.plot(days, values, color=style.BLACK, linewidth=1.6, zorder=4)
    axes.axvline(now, color=style.GRAY, linewidth=0.9, linestyle=":", zorder=1)
    if line["name"].startswith("credibility"):
        axes.set_ylim(0.0, 1.0)
    elif line["name"] == "rung":
        axes.set_ylim(-0.2, 4.2)
        axes.set_yticks(range(5))
    elif " " not in line["name"]:
        axes.set_ylim(0.0, max(1.0, axes.get_ylim()[1]))
    else:
        bottom, top = axes.get_ylim()
        if top - bottom < 1.0:
            axes.set_ylim((bottom + top) / 2.0 - 0.5, (bottom + top) / 2.0 + 0.5)
    axes.grid(True, axis="y")
    axes.set_axisbelow(True)


def _legend(figure: Figure) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Line2D([], [], color=style.BLACK, linewidth=1.6, label="in the exercise"),
        Line2D([], [], color=style.BLUE, linewidth=1.3, linestyle=(0, (4, 2)), label="middle of the runs"),
        Patch(facecolor=_BAND, alpha=0.65, label="nine runs of ten"),
    ]
    figure.legend(handles=handles, loc="lower center", ncols=len(handles), fontsize=7.5)
