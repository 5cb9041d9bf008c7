"""The map: ground tracks, launch sites, radar coverage, battery reach, intercepts and impacts, with borders and names.

Where the ends of the flights lie close together beside the length of the flights, an inset shows them enlarged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from standoff.views.digest import Spot
from standoff.views.figures import style
from standoff.views.figures.chart import Chart, chart_on, draw_ground, scale_bar
from standoff.views.figures.labels import Label, place
from standoff.views.figures.projection import Array, sector, thinned_line
from standoff.views.figures.scene import Scene
from standoff.views.wording import brief, count, listing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAME: Final = "map"
_WIDTH_IN, _HEIGHT_IN, _LEGEND_IN = 9.6, 7.0, 0.4
_INSET: Final = 0.34  # share of the map's width and height
# Ranks of labels: launch sites come first, then places flown over, aim points, batteries that fired and those that did
# not, radars, countries.
_AIM, _IDLE, _COUNTRY = 2, 4, 6
_DASH: Final = (0, (4, 3))
_DOTS: Final = (0, (2, 1.5))


def draw_map(scene: Scene) -> str | None:
    """The map as SVG, or None when nothing has a place."""
    points = _points(scene)
    if len(points) == 0:
        return None
    figure = style.new_figure(_WIDTH_IN, _HEIGHT_IN)
    size_in = (_WIDTH_IN, _HEIGHT_IN - _LEGEND_IN)
    bottom = _LEGEND_IN / _HEIGHT_IN
    chart = chart_on(figure.add_axes((0.0, bottom, 1.0, 1.0 - bottom)), points, size_in)
    countries = draw_ground(chart)
    _content(chart, scene)
    inset = _inset(figure, chart, scene, bottom)
    blocked = [] if inset is None else [_room(chart, inset[0])]
    if inset is None or inset[0] != "lower right":
        blocked.append(scale_bar(chart))
    _names(chart, scene, countries, blocked, None if inset is None else inset[1])
    _legend(figure, scene)
    return style.to_svg(figure, NAME, "Map of the run", describe(scene))


def describe(scene: Scene) -> str:
    """The map in words, for those who do not see it."""
    totals = scene.digest.totals
    origins = list(dict.fromkeys(threat.origin.name for threat in scene.digest.threats if threat.origin.name))
    return (
        f"Ground tracks of {count(len(scene.digest.threats), 'missile')} from {listing(origins) or 'the launch sites'}:"
        f" {count(totals.intercepted, 'interception')} and {count(totals.leakers, 'impact')},"
        " with the coverage of radars and the reach of batteries."
    )


def _content(chart: Chart, scene: Scene) -> None:
    _coverage(chart, scene)
    _reach(chart, scene)
    _paths(chart, scene)
    _ends(chart, scene)


def _points(scene: Scene) -> Array:
    """Latitude and longitude of what must be in sight."""
    spots = [spot for threat in scene.digest.threats for spot in (threat.origin, threat.aim)]
    spots += [*_batteries(scene), *_radars(scene)]
    found = [np.column_stack([path.lat_deg, path.lon_deg]) for path in scene.paths.values()]
    found.append(np.array([(spot.lat_deg, spot.lon_deg) for spot in spots]).reshape(-1, 2))
    return np.concatenate(found)


def _batteries(scene: Scene) -> list[Spot]:
    return [Spot(r.battery.lat_deg, r.battery.lon_deg, r.battery.name) for r in scene.batteries]


def _radars(scene: Scene) -> list[Spot]:
    return [
        Spot(sensor.lat_deg, sensor.lon_deg, sensor.name)
        for sensor in scene.sensors
        if sensor.lat_deg is not None and sensor.lon_deg is not None
    ]


def _hits(scene: Scene) -> list[Spot]:
    shots = [threat.intercept for threat in scene.digest.threats if threat.intercept]
    return [Spot(s.lat_deg, s.lon_deg) for s in shots if s.lat_deg is not None and s.lon_deg is not None]


def _impacts(scene: Scene, outcome: str | None = None) -> list[Spot]:
    """Where missiles came down, all or those of one outcome."""
    down = [threat for threat in scene.digest.threats if outcome in (None, threat.outcome)]
    return [threat.impact.spot for threat in down if threat.impact]


def _coverage(chart: Chart, scene: Scene) -> None:
    """Range against the warhead in flight, and sector, of each radar."""
    shapes = []
    for sensor in scene.sensors:
        reach_km = sensor.range_against_km(scene.target_rcs_m2)
        if sensor.lat_deg is None or sensor.lon_deg is None or reach_km is None:
            continue
        outline = sector(sensor.lat_deg, sensor.lon_deg, reach_km, sensor.boresight_deg, sensor.halfwidth_deg)
        shapes.append(chart.xy(outline[:, 0], outline[:, 1]))
    chart.areas(shapes, f"{style.PURPLE}0b", zorder=2)
    chart.areas(shapes, "none", f"{style.PURPLE}99", zorder=2)


def _reach(chart: Chart, scene: Scene) -> None:
    """Greatest ground range of each battery's interceptor."""
    wanted = {
        (battery.lat_deg, battery.lon_deg, battery.range_km)
        for battery in (result.battery for result in scene.batteries)
        if battery.range_km is not None
    }
    outlines = [sector(lat, lon, reach_km, 0.0, 180.0) for lat, lon, reach_km in sorted(wanted)]
    chart.lines([chart.xy(line[:, 0], line[:, 1]) for line in outlines], style.GREEN, 1.0, zorder=3)


def _paths(chart: Chart, scene: Scene) -> None:
    step = chart.km_per_point * 0.5
    outcomes = {threat.id: threat.outcome for threat in scene.digest.threats}
    lines = {name: thinned_line(chart.xy(path.lat_deg, path.lon_deg), step) for name, path in scene.paths.items()}
    for outcome, color in style.OUTCOME.items():
        chart.lines([lines[name] for name in lines if outcomes.get(name) == outcome], color, 1.6, zorder=5)
    chart.lines([lines[name] for name in lines if name not in outcomes], style.GREEN, 0.9, _DOTS)


def _ends(chart: Chart, scene: Scene) -> None:
    chart.marks(_radars(scene), "o", style.PURPLE, 4.6)
    chart.marks(_batteries(scene), "s", style.GREEN, 5.4)
    chart.marks([threat.origin for threat in scene.digest.threats], "^", style.BLACK, 6.5)
    chart.marks([threat.aim for threat in scene.digest.threats], "P", style.GRAY, 5.0)
    chart.marks(_hits(scene), "*", style.BLUE, 11.0)
    for outcome in ("arrived", "failed"):
        marker, size, _ = style.ENDS[outcome]
        chart.marks(_impacts(scene, outcome), marker, style.OUTCOME[outcome], size)


def _inset(figure: Figure, chart: Chart, scene: Scene, bottom: float) -> tuple[str, Chart] | None:
    """The ends of the flights enlarged, in the emptiest corner; None when they are large enough as they are."""
    ends = [*_hits(scene), *_impacts(scene)]
    if not ends:
        return None
    fired = {(r.battery.lat_deg, r.battery.lon_deg) for r in scene.batteries if r.fired}
    focus = np.array([(spot.lat_deg, spot.lon_deg) for spot in ends])
    flown = chart.xy(focus[:, 0], focus[:, 1])
    near = [
        spot for spot in fired
        if np.hypot(*(chart.xy(*spot)[0] - flown.mean(axis=0))) < 0.12 * (chart.window.right - chart.window.left)
    ]  # fmt: skip
    focus = np.concatenate([focus, np.array(near).reshape(-1, 2)])
    spread = np.ptp(chart.xy(focus[:, 0], focus[:, 1]), axis=0).max()
    if spread > 0.13 * (chart.window.right - chart.window.left):
        return None
    corner, (left, low) = _emptiest(chart, scene)
    height = 1.0 - bottom
    axes = figure.add_axes((left, bottom + low * height, _INSET, _INSET * height), zorder=10)
    size_in = (_INSET * _WIDTH_IN, _INSET * height * _HEIGHT_IN)
    inner = chart_on(axes, focus, size_in, margin=0.3, least_km=40.0)
    for spine in axes.spines.values():
        spine.set_visible(True)
    draw_ground(inner)
    _content(inner, scene)
    _names(inner, scene, [], [scale_bar(inner)], None)
    _frame(chart, inner)
    return corner, inner


def _emptiest(chart: Chart, scene: Scene) -> tuple[str, tuple[float, float]]:
    """The corner of the map in which the inset hides least: its name, and its left and lower edge as shares."""
    margin = 0.012
    far = 1.0 - _INSET - margin
    corners = {
        "lower left": (margin, margin),
        "upper right": (far, far),
        "upper left": (margin, far),
        "lower right": (far, margin),
    }
    points = _points(scene)
    window, xy = chart.window, chart.xy(points[:, 0], points[:, 1])
    share = (xy - (window.left, window.bottom)) / (window.right - window.left, window.top - window.bottom)

    def hidden(name: str) -> int:
        left, low = corners[name]
        inside = (share > (left - 0.03, low - 0.03)) & (share < (left + _INSET + 0.03, low + _INSET + 0.03))
        return int(inside.all(axis=1).sum())

    best = min(corners, key=hidden)
    return best, corners[best]


def _frame(chart: Chart, inner: Chart) -> None:
    """The inset's outline on the map."""
    window = inner.window
    corners = np.array(
        [
            (window.left, window.bottom),
            (window.right, window.bottom),
            (window.right, window.top),
            (window.left, window.top),
        ]
    )
    lat, lon = inner.projection.inverse(
        np.append(corners[:, 0], corners[0, 0]), np.append(corners[:, 1], corners[0, 1])
    )
    chart.lines([chart.xy(lat, lon)], style.GRAY, 0.9, zorder=8)


def _room(chart: Chart, corner: str) -> tuple[float, float, float, float]:
    """The part of the map that the inset covers, in points: left, bottom, width, height."""
    width, height = chart.size_pt
    wide, tall = (_INSET + 0.02) * width, (_INSET + 0.02) * height
    return (0.0 if "left" in corner else width - wide, 0.0 if "lower" in corner else height - tall, wide, tall)


def _names(
    chart: Chart,
    scene: Scene,
    countries: Sequence[tuple[str, float, float]],
    blocked: Sequence[tuple[float, float, float, float]],
    inset: Chart | None,
) -> None:
    """Names of places, stations and countries, as many as find room; aim points only where the inset has none."""
    scale, window, (width, height) = chart.km_per_point, chart.window, chart.size_pt
    labels, seen = [], set()
    for rank, spot in _named(scene):
        told = inset is not None and rank == _AIM and inset.holds(spot)
        if spot.name and spot.name not in seen and chart.holds(spot) and not told:
            seen.add(spot.name)
            x, y = chart.xy(spot.lat_deg, spot.lon_deg)[0]
            size = 9.0 if rank == 0 else 7.5
            labels.append(Label((x - window.left) / scale, (y - window.bottom) / scale, spot.name, size, rank))
    for name, x, y in countries:
        at = (x - window.left) / scale, (y - window.bottom) / scale
        labels.append(Label(*at, name.upper(), 6.5, _COUNTRY, centered=True))
    for put in place(labels, width, height, blocked):
        rank = put.label.rank
        style.halo(
            chart.axes, window.left + put.x * scale, window.bottom + put.y * scale, put.label.text,
            fontsize=put.label.size, ha=put.align, va=put.vertical, zorder=1.5 if rank == _COUNTRY else 9,
            fontweight="bold" if rank == 0 else "normal", color=style.BLACK if rank < _IDLE else style.GRAY,
        )  # fmt: skip


def _named(scene: Scene) -> Iterable[tuple[int, Spot]]:
    digest = scene.digest
    for threat in digest.threats:
        yield 0, threat.origin
        yield _AIM, replace(threat.aim, name=brief(threat.aim.name))
    for name in digest.watched:
        if name in digest.places:
            yield 1, digest.places[name]
    for result, spot in zip(scene.batteries, _batteries(scene), strict=True):
        yield 3 if result.fired else _IDLE, spot
    # A battery and its own radar stand at one place: the battery's name is enough.
    standing = {(spot.lat_deg, spot.lon_deg) for spot in _batteries(scene)}
    for spot in _radars(scene):
        if (spot.lat_deg, spot.lon_deg) not in standing:
            yield 5, spot


def _legend(figure: Figure, scene: Scene) -> None:
    from matplotlib.lines import Line2D

    outcomes = {threat.outcome for threat in scene.digest.threats}
    rim: dict[str, Any] = {"markeredgecolor": "white", "markeredgewidth": 0.5}
    entries = style.outcome_handles(outcomes)
    if len(scene.paths) > len(scene.digest.threats):
        entries.append(Line2D([], [], color=style.GREEN, linewidth=0.9, linestyle=_DOTS, label="interceptor"))
    if scene.digest.threats:
        entries.append(
            Line2D([], [], color=style.BLACK, linestyle="none", marker="^", markersize=6.5, label="launch site", **rim)
        )
        entries.append(
            Line2D([], [], color=style.GRAY, linestyle="none", marker="P", markersize=5.0, label="aim point", **rim)
        )
    if scene.batteries:
        entries.append(
            Line2D([], [], color=style.GREEN, linewidth=1.0, marker="s", markersize=5.4, label="battery, reach", **rim)
        )
    if _radars(scene):
        entries.append(
            Line2D([], [], color=style.PURPLE, linewidth=0.8, linestyle=_DASH, marker="o", markersize=4.6,
                   label="radar, coverage", **rim)
        )  # fmt: skip
    # Eight entries fit on the line only in small type.
    dense = len(entries) > 7
    figure.legend(
        handles=entries,
        loc="lower center",
        ncols=len(entries),
        fontsize=7.2 if dense else None,
        handlelength=1.8 if dense else 2.4,
        columnspacing=1.0 if dense else 1.6,
    )
