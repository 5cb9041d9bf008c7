"""The map of a footprint: bands from dark to light, the nominal outline, who defends, who sees, and the cities.

The ramp runs in lightness, so that it tells the same in gray: the darker, the more of the samples agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from standoff.base.geodesy import Place, geodesic
from standoff.views.digest import Spot
from standoff.views.figures import style
from standoff.views.figures.chart import (
    Chart,
    chart_on,
    draw_ground,
    draw_lines_over,
    label_graticule,
    scale_bar,
)
from standoff.views.figures.labels import Label, place
from standoff.views.figures.projection import Array, Projection, sector
from standoff.views.footprint.scene import BANDS, City, FootprintScene, Polygon
from standoff.views.stations import Sensor
from standoff.views.wording import count, km

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAME: Final = "footprint"
RAMP: Final = {"p95": "#d3e4f3", "p50": "#86b8dc", "p05": "#2e79b5"}
OUTLINE: Final = "#0b2f4f"
_LEGEND: Final = {
    "p05": "defended in ≥ 95 % of samples (p05)",
    "p50": "in ≥ 50 % (p50)",
    "p95": "in ≥ 5 % (p95)",
}
_WIDTH_IN, _HEIGHT_IN, _LEGEND_IN = 9.6, 7.6, 0.62
_DASH: Final = (0, (4, 3))
# Cities at most that get a mark; more would hide the areas.
_MARKED: Final = 60
# Launch places stay off the map if it would be so many times as wide with them.
_FAR: Final = 8.0
_HOLLOW: Final = "#ffffff"


def draw_footprint(scene: FootprintScene) -> str:
    """The map as SVG."""
    with style.house_style(NAME):
        figure = style.new_figure(_WIDTH_IN, _HEIGHT_IN)
        bottom = _LEGEND_IN / _HEIGHT_IN
        chart = chart_on(
            figure.add_axes((0.0, bottom, 1.0, 1.0 - bottom)), in_sight([scene]), (_WIDTH_IN, _HEIGHT_IN - _LEGEND_IN),
            margin=0.05, least_km=30.0,
        )  # fmt: skip
        draw_scene(chart, scene)
        _legend(figure, scene)
        return style.to_svg(figure, NAME, f"Footprint of {scene.title}", describe(scene))


def draw_side_by_side(scenes: Mapping[str, FootprintScene], name: str, title: str, description: str) -> str:
    """Maps of several footprints on one window, each under its own heading, as one SVG."""
    with style.house_style(name):
        width, height = 10.5, 5.6
        figure = style.new_figure(width, height)
        every = in_sight(list(scenes.values()))
        share, gap, bottom, top = 1.0 / len(scenes), 0.004, _LEGEND_IN / height, 1.0 - 0.30 / height
        for number, (heading, scene) in enumerate(scenes.items()):
            box = (number * share + gap, bottom, share - 2.0 * gap, top - bottom)
            chart = chart_on(figure.add_axes(box), every, (box[2] * width, box[3] * height), margin=0.03)
            draw_scene(chart, scene, names=12)
            figure.text(box[0], top + 0.012, heading, fontsize=9.5, fontweight="bold")
        _legend(figure, next(iter(scenes.values())))
        return style.to_svg(figure, name, title, description)


def draw_scene(chart: Chart, scene: FootprintScene, names: int = 28) -> None:
    """Ground, bands, outline, stations, cities and names on a chart."""
    countries = draw_ground(chart)
    for band in BANDS:
        _area(chart, scene.areas.get(band, ()), RAMP[band])
    if not scene.banded:
        _area(chart, scene.areas["nominal"], RAMP["p50"])
    draw_lines_over(chart, "#3d4852", 0.5, zorder=1.2)
    for polygon in scene.areas["nominal"]:
        chart.lines([_xy(chart, ring) for ring in polygon], OUTLINE, 1.5, zorder=4)
    _stations(chart, scene)
    shown = _marked(chart, scene)
    for filled in (False, True):
        spots = [city.spot for city in shown if city.defended == filled]
        _city_marks(chart, spots, filled)
    label_graticule(chart)
    _point_to_launches(chart, scene)
    _names(chart, scene, shown, countries, [scale_bar(chart)], names)


def in_sight(scenes: Sequence[FootprintScene]) -> Array:
    """Latitude and longitude of what maps of these footprints must hold.

    Launch places are left out where the footprint would be a dot beside the way to them; the map then says where they
    lie.
    """
    rings = [ring[:, ::-1] for scene in scenes for area in scene.areas.values() for piece in area for ring in piece]
    near = np.concatenate([*rings, np.array([(scene.battery.lat_deg, scene.battery.lon_deg) for scene in scenes])])
    spots = [(spot.lat_deg, spot.lon_deg) for scene in scenes for spot in scene.launches]
    every = np.concatenate([near, np.array(spots)])
    return every if _span_km(every) < _FAR * _span_km(near) else near


def _span_km(points: Array) -> float:
    projection = Projection.about(points[:, 0], points[:, 1])
    return float(max(np.ptp(axis) for axis in projection.forward(points[:, 0], points[:, 1])))


def _point_to_launches(chart: Chart, scene: FootprintScene) -> None:
    """Say at the edge of the map where launch places lie that are not on it."""
    window = chart.window
    middle = np.array([(window.left + window.right) / 2.0, (window.bottom + window.top) / 2.0])
    half = 0.5 * np.array([window.right - window.left, window.top - window.bottom]) - 14.0 * chart.km_per_point
    lines: dict[tuple[int, int], int] = {}
    for launch in scene.launches:
        if chart.holds(launch):
            continue
        toward = chart.xy(launch.lat_deg, launch.lon_deg)[0] - middle
        x, y = middle + toward * min(half / np.maximum(np.abs(toward), 1e-9))
        away = geodesic(
            Place(scene.battery.lat_deg, scene.battery.lon_deg), Place(launch.lat_deg, launch.lon_deg)
        ).distance_m  # fmt: skip
        # Those in about one direction stand one under the other.
        side = (round(float(x) / half[0]), round(float(y) / half[1]))
        row = lines[side] = lines.get(side, -1) + 1
        style.halo(
            chart.axes, float(x), float(y) - 11.0 * row * chart.km_per_point,
            f"\u25b2 {launch.name}, {km(away / 1e3)} away", fontsize=8.5, fontweight="bold",
            ha="left" if toward[0] < 0.0 else "right", va="center", zorder=9,
        )  # fmt: skip


def describe(scene: FootprintScene) -> str:
    """The map in words, for those who do not see it."""
    area = scene.summary["area_km2"]
    bands = f", between {area['p05']:,.0f} (p05) and {area['p95']:,.0f} (p95) over the samples" if scene.banded else ""
    defended = sum(city.defended for city in scene.cities)
    return (
        f"The area that {scene.battery.name} defends against {scene.threat}: {area['nominal']:,.0f} km2 at"
        f" nominal values{bands}; {count(defended, 'city', 'cities')} inside."
    )


def _area(chart: Chart, area: Sequence[Polygon], color: str) -> None:
    """Fill an area, holes left open."""
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path

    paths = [Path.make_compound_path(*(Path(_xy(chart, ring), closed=True) for ring in piece)) for piece in area]
    chart.axes.add_collection(
        PathCollection(paths, facecolor=color, edgecolor="none", zorder=0.7, alpha=0.86), autolim=False
    )


def _xy(chart: Chart, ring: Array) -> Array:
    return chart.xy(ring[:, 1], ring[:, 0])


def _stations(chart: Chart, scene: FootprintScene) -> None:
    coverage = []
    for radar in scene.radars:
        reach_km = radar.range_against_km(scene.rcs_m2)
        if reach_km is not None and radar.lat_deg is not None and radar.lon_deg is not None:
            outline = sector(radar.lat_deg, radar.lon_deg, reach_km, radar.boresight_deg, radar.halfwidth_deg)
            coverage.append(chart.xy(outline[:, 0], outline[:, 1]))
    chart.lines([np.vstack([line, line[:1]]) for line in coverage], style.PURPLE, 0.9, _DASH, zorder=3)
    if scene.reach_km is not None:
        ring = sector(scene.battery.lat_deg, scene.battery.lon_deg, scene.reach_km, 0.0, 180.0)
        chart.lines([chart.xy(ring[:, 0], ring[:, 1])], style.GREEN, 1.0, (0, (1, 2)), zorder=3)
    radars = [_spot_of(radar) for radar in scene.radars]
    chart.marks(radars, "o", style.PURPLE, 5.0)
    chart.marks([scene.battery], "s", style.GREEN, 7.0)
    chart.marks(list(scene.launches), "^", style.BLACK, 7.5)


def _spot_of(radar: Sensor) -> Spot:
    return Spot(radar.lat_deg or 0.0, radar.lon_deg or 0.0, radar.name)


def _marked(chart: Chart, scene: FootprintScene) -> list[City]:
    inside = sorted((city for city in scene.cities if chart.holds(city.spot)), key=lambda city: -city.population)
    return inside[:_MARKED]


def _city_marks(chart: Chart, spots: Sequence[Spot], filled: bool) -> None:
    if not spots:
        return
    xy = chart.xy([spot.lat_deg for spot in spots], [spot.lon_deg for spot in spots])
    chart.axes.plot(
        xy[:, 0], xy[:, 1], "o", color=style.BLACK if filled else _HOLLOW, markersize=3.6,
        markeredgecolor=_HOLLOW if filled else style.VERMILION, markeredgewidth=0.5 if filled else 1.1, zorder=6,
    )  # fmt: skip


def _names(
    chart: Chart,
    scene: FootprintScene,
    cities: Sequence[City],
    countries: Sequence[tuple[str, float, float]],
    blocked: Sequence[tuple[float, float, float, float]],
    most: int,
) -> None:
    scale, window, (width, height) = chart.km_per_point, chart.window, chart.size_pt
    standing = {(scene.battery.lat_deg, scene.battery.lon_deg)}
    named = [(0, 8.5, scene.battery), *((0, 8.5, spot) for spot in scene.launches)]
    named += [(1, 7.5, _spot_of(radar)) for radar in scene.radars if (radar.lat_deg, radar.lon_deg) not in standing]
    named += [(2 + number // 8, 7.0, city.spot) for number, city in enumerate(cities[:most])]
    labels = []
    for rank, size, spot in named:
        if chart.holds(spot):
            x, y = chart.xy(spot.lat_deg, spot.lon_deg)[0]
            labels.append(Label((x - window.left) / scale, (y - window.bottom) / scale, spot.name, size, rank))
    for name, x, y in countries:
        at = (x - window.left) / scale, (y - window.bottom) / scale
        labels.append(Label(*at, name.upper(), 6.5, 9, centered=True))
    for put in place(labels, width, height, blocked):
        label = put.label
        style.halo(
            chart.axes, window.left + put.x * scale, window.bottom + put.y * scale, label.text, fontsize=label.size,
            ha=put.align, va=put.vertical, zorder=9, fontweight="bold" if label.rank == 0 else "normal",
            color=style.GRAY if label.rank == 9 else style.BLACK,
        )  # fmt: skip


def _legend(figure: Figure, scene: FootprintScene) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    rim: dict[str, Any] = {"markeredgecolor": "white", "markeredgewidth": 0.5}
    entries: list[Any] = [Patch(facecolor=RAMP[band], label=_LEGEND[band]) for band in ("p05", "p50", "p95")]
    if not scene.banded:
        entries = [Patch(facecolor=RAMP["p50"], label="defended at nominal values")]
    dot = {"linestyle": "none", "marker": "o", "markersize": 4.0}
    entries += [
        Line2D([], [], color=OUTLINE, linewidth=1.5, label="edge at nominal values"),
        Line2D([], [], color=style.BLACK, label="city defended", **dot),  # type: ignore[arg-type]
        Line2D([], [], color=_HOLLOW, label="city not defended", markeredgecolor=style.VERMILION, **dot),  # type: ignore[arg-type]
        Line2D([], [], color=style.GREEN, linewidth=1.0, linestyle=(0, (1, 2)), marker="s", markersize=5.5,
               label="battery, reach", **rim),
        Line2D([], [], color=style.PURPLE, linewidth=0.9, linestyle=_DASH, marker="o", markersize=4.6,
               label="radar, range against the warhead", **rim),
        Line2D([], [], color=style.BLACK, linestyle="none", marker="^", markersize=6.5, label="launch place", **rim),
    ]  # fmt: skip
    figure.legend(
        handles=entries, loc="lower center", ncols=5 if scene.banded else 4, fontsize=7.4, handlelength=2.0,
        columnspacing=1.4,
    )  # fmt: skip
