"""The ladder: the rung of each actor over time, the moves that raised it, its alert, and the scores of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from standoff.base.time import DAY_S
from standoff.views.crisis.ladder import Climb, Step
from standoff.views.crisis.reading import Crisis
from standoff.views.figures import style
from standoff.views.figures.crisis import looks
from standoff.views.figures.crisis.calendar import Calendar
from standoff.views.figures.labels import Label, place
from standoff.views.wording import figure as numeral

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME: Final = "crisis-ladder"
_WIDTH_IN, _LEFT_IN, _RIGHT_IN = 9.6, 1.0, 1.2
_PANEL_IN, _ALERT_IN, _GAP_IN = 0.88, 0.15, 0.27
_SCORE_IN, _SCORE_GAP_IN = 1.5, 0.35
_SIZE: Final = 6.6
# Alert 1 to 5, light to dark.
_ALERTS: Final = ("#f5f6f8", "#d9dee4", "#b4bdc8", "#838f9d", "#4d5966")


def draw_ladder(crisis: Crisis) -> str | None:
    """The figure as SVG, or None when nobody moved."""
    actors = [actor for actor in crisis.active if len(crisis.climbs[actor].scores) > 1]
    if not actors:
        return None
    each_in = _PANEL_IN + _ALERT_IN + _GAP_IN
    bottom_in = 0.42
    height_in = 0.27 + each_in * len(actors) + _SCORE_GAP_IN - _GAP_IN + _SCORE_IN + bottom_in
    figure = style.new_figure(_WIDTH_IN, height_in)
    wide_in = _WIDTH_IN - _LEFT_IN - _RIGHT_IN
    calendar = Calendar.of(crisis.startex, crisis.end_s, wide_in)
    top = height_in - 0.27
    for actor in actors:
        rect = (_LEFT_IN / _WIDTH_IN, (top - _PANEL_IN) / height_in, wide_in / _WIDTH_IN, _PANEL_IN / height_in)
        axes = figure.add_axes(rect)
        _rungs(axes, crisis, actor, calendar)
        below = (rect[0], (top - _PANEL_IN - _ALERT_IN) / height_in, rect[2], 0.86 * _ALERT_IN / height_in)
        _alerts(figure.add_axes(below), crisis.climbs[actor].alerts, crisis.end_s, calendar)
        top -= each_in
    axes = figure.add_axes((_LEFT_IN / _WIDTH_IN, bottom_in / height_in, wide_in / _WIDTH_IN, _SCORE_IN / height_in))
    _scores(axes, crisis, actors, calendar)
    return style.to_svg(figure, NAME, "The ladder of escalation", describe(crisis))


def describe(crisis: Crisis) -> str:
    """The figure in words."""
    told = []
    for actor in crisis.active:
        climb = crisis.climbs[actor]
        highest, last = looks.RUNGS[climb.highest], looks.RUNGS[int(climb.rungs[-1].value)]
        told.append(f"{crisis.short(actor)}: highest {highest}, at the end {last}, score {climb.scores[-1].value:g}")
    return f"Rung of each actor on the ladder over time. {'; '.join(told)}."


def _line(steps: Sequence[Step], end_s: float) -> tuple[list[float], list[float]]:
    """Corners of a step line: days and values."""
    days = [step.t_s / DAY_S for step in steps]
    values = [step.value for step in steps]
    return [*days, end_s / DAY_S], [*values, values[-1]]


def _rungs(axes: Axes, crisis: Crisis, actor: str, calendar: Calendar) -> None:
    climb = crisis.climbs[actor]
    days, rungs = _line(climb.rungs, crisis.end_s)
    axes.fill_between(days, rungs, 0.0, step="post", color="#e9e2d3", linewidth=0, zorder=2)
    axes.step(days, rungs, where="post", color=style.BLACK, linewidth=1.2, zorder=4)
    calendar.draw(axes, labels=False)
    axes.grid(True, axis="y")
    axes.set_ylim(-0.25, 4.4)
    axes.set_yticks(range(5), looks.RUNGS, fontsize=_SIZE)
    axes.tick_params(axis="y", length=0, pad=2.0)
    axes.set_title(crisis.short(actor)[:1].upper() + crisis.short(actor)[1:], fontsize=8.5, pad=2.0)
    _raised(axes, climb, calendar)
    last = climb.scores[-1].value
    highest = f"highest: {looks.RUNGS[climb.highest]}"
    axes.text(1.01, 0.5, f"score {_number(last)}\n{highest}", transform=axes.transAxes, fontsize=7.0, va="center")


def _raised(axes: Axes, climb: Climb, calendar: Calendar) -> None:
    """The moves that lifted the actor, marked and, where there is room, named."""
    labels = []
    for step in climb.rungs:
        if step.move is None or not step.move.raised:
            continue
        look = looks.CATEGORIES[step.move.category]
        axes.plot([step.t_s / DAY_S], [step.value], look.marker, markersize=look.size, zorder=5, **looks.edge(look))
        x = (step.t_s / DAY_S - calendar.first) / calendar.days_per_point
        y = (step.value + 0.25) / 4.65 * 72.0 * _PANEL_IN
        title = step.move.title if len(step.move.title) <= 32 else f"{step.move.title[:31].rstrip()}…"
        toward = f" → {step.move.target}" if step.move.target else ""
        labels.append(Label(x, y, title + toward, _SIZE, int(-step.value), lift=1))
    for spot in place(labels, calendar.width_pt, 72.0 * _PANEL_IN):
        x = calendar.first + spot.x * calendar.days_per_point
        y = spot.y / (72.0 * _PANEL_IN) * 4.65 - 0.25
        style.halo(axes, x, y, spot.label.text, ha=spot.align, va=spot.vertical, fontsize=_SIZE, zorder=6)


def _alerts(axes: Axes, steps: Sequence[Step], end_s: float, calendar: Calendar) -> None:
    axes.set_xlim(calendar.first, calendar.last)
    axes.set_ylim(0.0, 1.0)
    axes.set_xticks([])
    axes.set_yticks([0.5], ["alert"], fontsize=_SIZE)
    axes.tick_params(length=0, pad=2.0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    ends = [*(step.t_s for step in steps[1:]), end_s]
    for step, until_s in zip(steps, ends, strict=True):
        start, end = step.t_s / DAY_S, until_s / DAY_S
        level = int(step.value)
        axes.axvspan(start, end, color=_ALERTS[level - 1], linewidth=0)
        told = f"{level} {step.label}".strip()
        for text in (told, str(level)):
            if calendar.text_days(text, 6.2) + 2.0 * calendar.days_per_point <= end - start:
                color = "#ffffff" if level >= 4 else style.BLACK
                axes.text(start + 2.0 * calendar.days_per_point, 0.47, text, fontsize=6.2, va="center_baseline",
                          color=color)  # fmt: skip
                break


def _scores(axes: Axes, crisis: Crisis, actors: Sequence[str], calendar: Calendar) -> None:
    ends = []
    for number, actor in enumerate(actors):
        color, dash = looks.LINES[number % len(looks.LINES)]
        days, scores = _line(crisis.climbs[actor].scores, crisis.end_s)
        axes.step(days, scores, where="post", color=color, linestyle=dash, linewidth=1.4)
        ends.append((scores[-1], actor, color))
    calendar.draw(axes)
    axes.set_xlabel(calendar.caption(), fontsize=7.5, labelpad=1.0)
    axes.grid(True, axis="y")
    axes.set_title("Score: the sum of each actor's moves so far", fontsize=8.5, pad=3.0)
    low, high = axes.get_ylim()
    apart = 9.5 / (72.0 * _SCORE_IN) * (high - low)
    for y, (score, actor, color) in zip(spread([end[0] for end in sorted(ends)], apart), sorted(ends), strict=True):
        told = f"{actor} {_number(score)}"
        axes.text(1.012, y, told, transform=axes.get_yaxis_transform(), va="center", fontsize=7.5, color=color)


def _number(score: float) -> str:
    return numeral(score).replace("-", "\N{MINUS SIGN}")


def spread(values: Sequence[float], apart: float) -> list[float]:
    """Ascending values moved as little as may be so that neighbors are `apart`."""
    groups: list[tuple[float, int]] = []
    for value in values:
        groups.append((value, 1))
        while len(groups) > 1 and groups[-1][0] - groups[-2][0] < apart * (groups[-1][1] + groups[-2][1]) / 2.0:
            (one, many), (other, more) = groups.pop(), groups.pop()
            groups.append(((one * many + other * more) / (many + more), many + more))
    return [middle + apart * (place - (size - 1) / 2.0) for middle, size in groups for place in range(size)]
