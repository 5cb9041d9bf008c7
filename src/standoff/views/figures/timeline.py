"""The time line: for each missile its flight as a bar with detections, tracks, commits, shots, and its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from standoff.views.digest import Digest, Threat
from standoff.views.figures import style
from standoff.views.figures.scene import Scene
from standoff.views.wording import count, date, km, time_of_day

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME: Final = "timeline"
ROWS: Final = 36
RAIDS: Final = 4
"""Raids of a crisis that get a time line each."""

# Launches this far apart belong to two raids.
_APART_S: Final = 6.0 * 3600.0
_WIDTH_IN: Final = 9.6
_ROW_IN: Final = 0.36


class _Mark(NamedTuple):
    label: str
    marker: str
    color: str
    size: float
    lift: float


_MARKS: Final = {
    "infrared": _Mark("seen by satellite", "D", style.ORANGE, 5.0, 0.0),
    "radar": _Mark("seen by radar", "o", style.PURPLE, 5.0, 0.0),
    "track": _Mark("track good enough to shoot", "s", style.PURPLE, 5.0, 0.28),
    "commit": _Mark("battery commits", "|", style.BLACK, 8.0, 0.28),
    "shot": _Mark("interceptor fired", "^", style.GREEN, 5.5, -0.28),
    "miss": _Mark("miss", "x", style.GRAY, 5.0, 0.0),
    "hit": _Mark("shot down", "*", style.BLUE, 11.0, 0.0),
    "impact": _Mark("comes down", "X", style.VERMILION, 7.5, 0.0),
}


def raids(scene: Scene) -> list[tuple[Threat, ...]]:
    """Missiles that belong on one time line: all of a run; in a crisis those of each raid, without tests."""
    if scene.crisis is None:
        return [scene.digest.threats] if scene.digest.threats else []
    found: list[list[Threat]] = []
    for threat in sorted(scene.digest.threats, key=lambda threat: threat.launched_s):
        if threat.test:
            continue
        if not found or threat.launched_s - found[-1][-1].launched_s > _APART_S:
            found.append([])
        found[-1].append(threat)
    return [tuple(raid) for raid in found]


def name_of(number: int) -> str:
    """The name of the figure of a raid, counted from 0."""
    return NAME if number == 0 else f"{NAME}-{number + 1}"


def draw_timeline(scene: Scene, number: int = 0) -> str | None:
    """The figure of a raid (counted from 0) as SVG, or None when nothing was launched."""
    found = raids(scene)
    if number >= len(found):
        return None
    threats, name = found[number][:ROWS], name_of(number)
    height_in = _ROW_IN * len(threats) + 1.35
    figure = style.new_figure(_WIDTH_IN, height_in)
    left = (0.25 + 0.066 * max(len(_called(threat)) for threat in threats)) / _WIDTH_IN
    axes = figure.add_axes((left, 1.1 / height_in, 0.79 - left, _ROW_IN * len(threats) / height_in))
    zero = min(threat.launched_s for threat in threats)
    _bars(axes, threats, zero)
    _marks(axes, threats, zero)
    _rows(axes, threats)
    _clock_axis(axes, scene.digest, threats, zero)
    _legend(figure, threats)
    return style.to_svg(figure, name, "Time line of detections, shots and ends", describe(threats))


def describe(threats: Sequence[Threat]) -> str:
    """The figure in words."""
    return (
        f"For each of {count(len(threats), 'missile')} a bar from launch to its end, with marks for"
        f" detections, tracks, commitments, shots and results. The same events are in the tables below."
    )


def _called(threat: Threat) -> str:
    return f"{threat.id} {threat.missile_name}"


def _ended_s(threat: Threat) -> float:
    flight = threat.flight_time_s if threat.flight_time_s is not None else 60.0
    return threat.launched_s + flight if threat.ended_s is None else threat.ended_s


def _bars(axes: Axes, threats: Sequence[Threat], zero: float) -> None:
    from matplotlib.collections import LineCollection

    flights, boosts = [], []
    for row, threat in enumerate(threats):
        start, end = (threat.launched_s - zero) / 60.0, (_ended_s(threat) - zero) / 60.0
        flights.append([(start, row), (end, row)])
        if threat.burnout_s is not None:
            boosts.append([(start, row), ((threat.burnout_s - zero) / 60.0, row)])
    axes.add_collection(LineCollection(flights, colors="#cfd9e3", linewidths=8.0, capstyle="butt", zorder=1))
    axes.add_collection(LineCollection(boosts, colors="#f1c26b", linewidths=8.0, capstyle="butt", zorder=2))


def _moments(threat: Threat) -> Iterable[tuple[str, float]]:
    for sighting in threat.sightings:
        yield ("infrared" if sighting.basis == "infrared" else "radar"), sighting.t_s
    for track in threat.tracks:
        yield "track", track.t_s
    for engagement in threat.engagements:
        if engagement.committed_s is not None:
            yield "commit", engagement.committed_s
    for shot in threat.shots:
        yield "shot", shot.t_s
        if shot.result_t_s is not None and shot.result in ("hit", "miss"):
            yield shot.result, shot.result_t_s
    if threat.impact is not None:
        yield "impact", threat.impact.t_s


def _marks(axes: Axes, threats: Sequence[Threat], zero: float) -> None:
    gathered: dict[str, list[tuple[float, float]]] = {kind: [] for kind in _MARKS}
    for row, threat in enumerate(threats):
        for kind, t_s in _moments(threat):
            gathered[kind].append(((t_s - zero) / 60.0, row - _MARKS[kind].lift))
    for order, (kind, points) in enumerate(gathered.items()):
        if points:
            mark, xy = _MARKS[kind], np.array(points)
            edge: dict[str, Any] = {} if mark.marker in "|x" else {"markeredgecolor": "white", "markeredgewidth": 0.5}
            axes.plot(
                xy[:, 0], xy[:, 1], mark.marker, color=mark.color, markersize=mark.size, zorder=4 + order,
                clip_on=False, **edge,
            )  # fmt: skip


def _rows(axes: Axes, threats: Sequence[Threat]) -> None:
    axes.set_ylim(len(threats) - 0.4, -0.6)
    axes.set_yticks(range(len(threats)), [_called(threat) for threat in threats])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    for row, threat in enumerate(threats):
        axes.text(
            1.015, row, ending(threat), transform=axes.get_yaxis_transform(), va="center", fontsize=7.5,
            color=style.OUTCOME[threat.outcome],
        )  # fmt: skip


def ending(threat: Threat) -> str:
    """How a threat ended, in four words."""
    if threat.intercept is not None:
        height = threat.intercept.altitude_km
        return "shot down" if height is None else f"shot down {km(height)} up"
    if threat.impact is not None:
        near, place = threat.impact.distance_km, threat.impact.nearest_place
        fell = "failed, down" if threat.impact.failed else "down"
        return f"{fell} {km(near)} from {place}" if near is not None and place else "came down"
    return "still in flight"


def _clock_axis(axes: Axes, digest: Digest, threats: Sequence[Threat], zero: float) -> None:
    last = max((_ended_s(threat) - zero) / 60.0 for threat in threats)
    step = next((step for step in (1, 2, 5, 10, 15, 30) if last / step <= 9), 60)
    ticks = np.arange(0, last + 0.5 * step, step)
    axes.set_xlim(-0.01 * last, max(last, float(ticks[-1])) * 1.01)
    axes.set_xticks(ticks, [f"{tick:.0f}\n{time_of_day(digest.startex, zero + 60.0 * tick)}" for tick in ticks])
    on = f" on {date(digest.startex, zero)}" if digest.crisis is not None else ""
    axes.set_xlabel(f"minutes after the first launch, and UTC{on}")
    axes.grid(True, axis="x")
    axes.set_axisbelow(True)


def _legend(figure: Any, threats: Sequence[Threat]) -> None:
    from matplotlib.lines import Line2D

    seen = {kind for threat in threats for kind, _ in _moments(threat)}
    entries: list[Any] = [Line2D([], [], color="#f1c26b", linewidth=6, label="motor burning")]
    for kind, mark in _MARKS.items():
        if kind in seen:
            edge: dict[str, Any] = {} if mark.marker in "|x" else {"markeredgecolor": "white", "markeredgewidth": 0.5}
            entries.append(
                Line2D(
                    [],
                    [],
                    linestyle="none",
                    marker=mark.marker,
                    color=mark.color,
                    markersize=mark.size,
                    label=mark.label,
                    **edge,
                )
            )
    figure.legend(
        handles=entries,
        loc="lower center",
        ncols=(len(entries) + 1) // 2,
        handlelength=1.2,
        columnspacing=1.4,
        handletextpad=0.5,
        fontsize=7.5,
    )
