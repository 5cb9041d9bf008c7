"""Tone of every ordered pair over time: small multiples, and the pairs that moved most with what moved them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from standoff.base.time import DAY_S
from standoff.views.crisis.moves import Move
from standoff.views.crisis.reading import Crisis
from standoff.views.crisis.signs import signed
from standoff.views.crisis.tone import Pair
from standoff.views.figures import style
from standoff.views.figures.crisis import looks
from standoff.views.figures.crisis.calendar import Calendar
from standoff.views.figures.labels import Label, place
from standoff.views.wording import listing, sentence_case, shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MATRIX: Final = "crisis-dyads"
CURVES: Final = "crisis-tones"
_WIDTH_IN: Final = 9.6
_MOST_CURVES: Final = 6
_PANEL_IN, _GAP_IN = 1.12, 0.3
_LABELED: Final = 20
_LONGEST: Final = 30
_EMPTY: Final = "#f3f4f6"


def draw_matrix(crisis: Crisis) -> str | None:
    """A small panel for each ordered pair as SVG, or None when no move had a target."""
    if not crisis.tone.moves:
        return None
    actors = [actor for actor in crisis.active if any(actor in pair for pair in crisis.tone.moves)]
    left_in, top_in, bottom_in, gap_in = 1.2, 0.42, 0.26, 0.05
    cell_in = (_WIDTH_IN - left_in - 0.1) / len(actors)
    tall_in = min(0.62 * cell_in, 0.95)
    height_in = top_in + bottom_in + tall_in * len(actors)
    figure = style.new_figure(_WIDTH_IN, height_in)
    calendar = Calendar.of(crisis.startex, crisis.end_s, cell_in - gap_in)
    reach = _reach(crisis)
    for row, actor in enumerate(actors):
        for column, target in enumerate(actors):
            left, bottom = left_in + column * cell_in, bottom_in + (len(actors) - 1 - row) * tall_in
            size = ((cell_in - gap_in) / _WIDTH_IN, (tall_in - gap_in) / height_in)
            axes = figure.add_axes((left / _WIDTH_IN, bottom / height_in, *size))
            _cell(axes, crisis, (actor, target), reach, calendar)
            if row == len(actors) - 1:
                _dates(axes, calendar)
            if row == 0:
                axes.set_title(sentence_case(crisis.short(target)), fontsize=8, loc="center", pad=4.0)
            if column == 0:
                name = sentence_case(crisis.short(actor))
                axes.set_ylabel(name, fontsize=8, fontweight="bold", rotation=0, ha="right", va="center", labelpad=6.0)
    figure.text(left_in / _WIDTH_IN, 1.0 - 0.09 / height_in, "toward →", fontsize=7.5, color=style.GRAY, va="center")
    figure.text(0.06 / _WIDTH_IN, 1.0 - 0.3 / height_in, "who acts ↓", fontsize=7.5, color=style.GRAY, va="center")
    return style.to_svg(figure, MATRIX, "Tone of every pair over time", describe_matrix(crisis))


def describe_matrix(crisis: Crisis) -> str:
    """The figure in words: the pairs and where their tone ends."""
    ends = [f"{a} toward {b} {float(crisis.tone.at((a, b), crisis.end_s)[0]):.1f}" for a, b in crisis.tone.ranked()]
    return f"Tone of ordered pairs over time, at the end: {'; '.join(ends)}."


def draw_curves(crisis: Crisis) -> str | None:
    """The pairs that moved most, with the moves named, as SVG; None when no move had a target."""
    pairs = crisis.tone.ranked()[:_MOST_CURVES]
    if not pairs:
        return None
    left_in, top_in, bottom_in = 0.5, 0.28, 0.42
    wide_in = _WIDTH_IN - left_in - 0.55
    panels_in = [_panel_in(len(crisis.tone.moves[pair])) for pair in pairs]
    height_in = top_in + bottom_in + sum(panels_in) + _GAP_IN * (len(pairs) - 1)
    figure = style.new_figure(_WIDTH_IN, height_in)
    calendar = Calendar.of(crisis.startex, crisis.end_s, wide_in)
    top = height_in - top_in
    for pair, tall_in in zip(pairs, panels_in, strict=True):
        bottom = (top - tall_in) / height_in
        axes = figure.add_axes((left_in / _WIDTH_IN, bottom, wide_in / _WIDTH_IN, tall_in / height_in))
        _panel(axes, crisis, pair, calendar, 72.0 * tall_in, last=pair == pairs[-1])
        top -= tall_in + _GAP_IN
    return style.to_svg(figure, CURVES, "The pairs that moved most", describe_curves(crisis))


def describe_curves(crisis: Crisis) -> str:
    """The figure in words."""
    pairs = crisis.tone.ranked()[:_MOST_CURVES]
    return f"Tone over time with the moves that changed it, of {listing([f'{a} toward {b}' for a, b in pairs])}."


def _panel_in(moves: int) -> float:
    """Height of a panel: more moves need more room for their names."""
    return min(_PANEL_IN + 0.06 * max(moves - 5, 0), 2.2)


def _reach(crisis: Crisis) -> tuple[float, float]:
    """Lowest and highest tone of any pair, and zero, with room."""
    values = [0.0]
    for pair in crisis.tone.moves:
        values += crisis.tone.curve(pair, 0.0, crisis.end_s, 2)[1].tolist()
    low, high = min(values), max(values)
    room = 0.14 * (high - low or 1.0)
    return low - room, high + 2.0 * room


def _cell(axes: Axes, crisis: Crisis, pair: Pair, reach: tuple[float, float], calendar: Calendar) -> None:
    axes.set_xlim(calendar.first, calendar.last)
    axes.set_ylim(*reach)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    if pair not in crisis.tone.moves:
        axes.set_facecolor("#dfe2e6" if pair[0] == pair[1] else _EMPTY)
        return
    axes.set_facecolor(_EMPTY)
    _curve(axes, crisis, pair)
    moves = crisis.tone.moves[pair]
    axes.plot([move.t_s / DAY_S for move in moves], [0.0] * len(moves), "|", color=style.BLACK, markersize=4.0,
              markeredgewidth=0.7)  # fmt: skip
    end = float(crisis.tone.at(pair, crisis.end_s)[0])
    style.halo(axes, 0.97, 0.95, signed(end), transform=axes.transAxes, ha="right", va="top", fontsize=7.0)


def _curve(axes: Axes, crisis: Crisis, pair: Pair) -> None:
    times, tone = crisis.tone.curve(pair, 0.0, crisis.end_s)
    days = times / DAY_S
    axes.axhline(0.0, color=style.GRAY, linewidth=0.5, zorder=1)
    axes.fill_between(days, np.minimum(tone, 0.0), 0.0, color="#f6cdb2", linewidth=0, zorder=2)
    axes.fill_between(days, 0.0, np.maximum(tone, 0.0), color="#b9d7ea", linewidth=0, zorder=2)
    axes.plot(days, tone, color=style.BLACK, linewidth=0.9, zorder=3)


def _dates(axes: Axes, calendar: Calendar) -> None:
    shown = [0.0, calendar.last / 1.008]
    axes.set_xticks(shown, [calendar.label(tick) for tick in shown], fontsize=6.5)
    axes.tick_params(axis="x", length=2.0, pad=1.5)
    first, last = axes.get_xticklabels()
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")


def _panel(axes: Axes, crisis: Crisis, pair: Pair, calendar: Calendar, tall_pt: float, *, last: bool) -> None:
    _curve(axes, crisis, pair)
    calendar.draw(axes, labels=last)
    if last:
        axes.set_xlabel(calendar.caption(), fontsize=7.5, labelpad=1.0)
    moves = crisis.tone.moves[pair]
    values = crisis.tone.at(pair, [move.t_s for move in moves])
    lows, highs = [*values, 0.0], [*values, 0.0]
    room = 0.3 * (max(highs) - min(lows) or 1.0)
    axes.set_ylim(min(lows) - room, max(highs) + room)
    axes.set_title(f"{sentence_case(crisis.short(pair[0]))} toward {crisis.name(pair[1])}", fontsize=8.5, pad=3.0)
    for move, value in zip(moves, values, strict=True):
        look = looks.CATEGORIES[move.category]
        axes.plot([move.t_s / DAY_S], [value], look.marker, markersize=look.size, zorder=5, **looks.edge(look))
    end = float(crisis.tone.at(pair, crisis.end_s)[0])
    axes.text(1.006, end, signed(end), transform=axes.get_yaxis_transform(), va="center", fontsize=8.0,
              fontweight="bold")  # fmt: skip
    _name(axes, moves, values.tolist(), calendar, tall_pt)


def _name(axes: Axes, moves: Sequence[Move], values: Sequence[float], calendar: Calendar, tall_pt: float) -> None:
    """Labels of the moves that weigh most, where there is room for them."""
    low, high = axes.get_ylim()
    by_weight = sorted(range(len(moves)), key=lambda index: -abs(moves[index].weight or 0.0))[:_LABELED]
    labels = []
    for rank, index in enumerate(by_weight):
        x = (moves[index].t_s / DAY_S - calendar.first) / calendar.days_per_point
        y = (values[index] - low) / (high - low) * tall_pt
        told = f"{shortened(moves[index].title, _LONGEST)} ({signed(moves[index].weight or 0.0)})"
        lift = 1 if (moves[index].weight or 0.0) > 0.0 else -1
        labels.append(Label(x, y, told, 6.6, rank, lift=lift))
    for spot in place(labels, calendar.width_pt, tall_pt):
        x = calendar.first + spot.x * calendar.days_per_point
        y = low + spot.y / tall_pt * (high - low)
        style.halo(axes, x, y, spot.label.text, ha=spot.align, va=spot.vertical, fontsize=6.6, zorder=6)
