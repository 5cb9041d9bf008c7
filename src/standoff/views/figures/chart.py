"""The ground of a map: a window on a projection, with land, coasts, borders, graticule and a scale bar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from standoff.views import borders
from standoff.views.digest import Spot
from standoff.views.figures import style
from standoff.views.figures.projection import Array, Projection, Window, clipped_line, clipped_ring, thinned_line
from standoff.views.wording import km

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LINES: Final[tuple[tuple[Literal["coast", "border"], str, float], ...]] = (
    ("coast", "#8d97a3", 0.5),
    ("border", "#b9b3a4", 0.6),
)


@dataclass(frozen=True)
class Chart:
    """What is drawn on: axes, projection, window (km) and scale (km to a point of 1/72 inch)."""

    axes: Axes
    projection: Projection
    window: Window
    km_per_point: float

    def xy(self, lat_deg: Any, lon_deg: Any) -> Array:
        """Plane coordinates (n, 2) in km."""
        return np.column_stack(self.projection.forward(np.atleast_1d(lat_deg), np.atleast_1d(lon_deg)))

    def holds(self, spot: Spot) -> bool:
        """Whether a place is in the window."""
        x, y = self.xy(spot.lat_deg, spot.lon_deg)[0]
        return bool(self.window.left < x < self.window.right and self.window.bottom < y < self.window.top)

    @property
    def size_pt(self) -> tuple[float, float]:
        """Width and height in points."""
        window = self.window
        return (window.right - window.left) / self.km_per_point, (window.top - window.bottom) / self.km_per_point

    def marks(self, spots: Sequence[Spot], marker: str, color: str, size: float) -> None:
        """One kind of marker at places."""
        if spots:
            xy = self.xy([spot.lat_deg for spot in spots], [spot.lon_deg for spot in spots])
            self.axes.plot(
                xy[:, 0], xy[:, 1], marker, color=color, markersize=size, markeredgecolor="white", markeredgewidth=0.5,
                zorder=7,
            )  # fmt: skip

    def lines(self, shapes: Iterable[Array], color: str, width: float, dash: Any = "solid", zorder: float = 4) -> None:
        """Lines (n, 2) of plane coordinates."""
        from matplotlib.collections import LineCollection

        kept = [shape for shape in shapes if len(shape) > 1]
        self.axes.add_collection(
            LineCollection(kept, colors=color, linewidths=width, linestyles=dash, zorder=zorder), autolim=False
        )

    def areas(self, shapes: Sequence[Array], face: str, edge: str = "none", zorder: float = 0) -> None:
        """Filled shapes (n, 2) of plane coordinates."""
        from matplotlib.collections import PolyCollection

        dash: Any = (0, (4, 3))
        self.axes.add_collection(
            PolyCollection(shapes, facecolor=face, edgecolor=edge, linewidths=0.8, linestyles=dash, zorder=zorder),
            autolim=False,
        )


def chart_on(
    axes: Axes, points: Array, size_in: tuple[float, float], margin: float = 0.07, least_km: float = 200.0
) -> Chart:
    """A chart that holds points (n, 2) of latitude and longitude, with a margin as a share of the size."""
    projection = Projection.about(points[:, 0], points[:, 1])
    x, y = projection.forward(points[:, 0], points[:, 1])
    width_in, height_in = size_in
    half_height = max(np.ptp(y), np.ptp(x) * height_in / width_in, least_km) * (0.5 + margin)
    half_width = half_height * width_in / height_in
    middle_x, middle_y = (x.min() + x.max()) / 2.0, (y.min() + y.max()) / 2.0
    window = Window(middle_x - half_width, middle_y - half_height, middle_x + half_width, middle_y + half_height)
    axes.set_xlim(window.left, window.right)
    axes.set_ylim(window.bottom, window.top)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_facecolor(style.SEA)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return Chart(axes, projection, window, 2.0 * half_width / (width_in * 72.0))


def draw_ground(chart: Chart) -> list[tuple[str, float, float]]:
    """Land, coasts, borders and graticule. Gives a name and a point for each country with much land in sight."""
    bounds, step = _bounds(chart), chart.km_per_point * 0.6
    wide = _grown(chart.window, 5.0 * chart.km_per_point)
    rings: list[Array] = []
    named: dict[str, tuple[float, float, float]] = {}
    land, boxes = _land()
    west, south, east, north = bounds
    near = (boxes[:, 2] >= west) & (boxes[:, 0] <= east) & (boxes[:, 3] >= south) & (boxes[:, 1] <= north)
    for name, outer in (land[index] for index in np.flatnonzero(near)):
        ring = clipped_ring(chart.xy(outer[:, 1], outer[:, 0]), wide)
        if len(ring) < 4:
            continue
        rings.append(thinned_line(ring, step))
        area, x, y = _middle(ring)
        if area > max(named.get(name, (0.0, 0.0, 0.0))[0], (40.0 * chart.km_per_point) ** 2):
            named[name] = (area, x, y)
    chart.areas([ring for ring in rings if len(ring) > 3], style.LAND)
    for kind, color, width in _LINES:
        pieces = [
            thinned_line(piece, step)
            for line in borders.lines(kind, bounds)
            for piece in clipped_line(chart.xy(line[:, 1], line[:, 0]), wide)
        ]
        chart.lines(pieces, color, width, zorder=1)
    chart.lines(_graticule(chart, bounds, wide), "#ccd6df", 0.4, zorder=0.5)
    return [(name, x, y) for name, (_, x, y) in named.items()]


def draw_lines_over(chart: Chart, color: str, width: float, zorder: float) -> None:
    """Coasts and borders once more, over what was filled since."""
    step, wide = chart.km_per_point * 0.6, _grown(chart.window, 5.0 * chart.km_per_point)
    pieces = [
        thinned_line(piece, step)
        for line in borders.lines("all", _bounds(chart))
        for piece in clipped_line(chart.xy(line[:, 1], line[:, 0]), wide)
    ]
    chart.lines(pieces, color, width, zorder=zorder)


def label_graticule(chart: Chart) -> None:
    """Degrees where the lines of the graticule leave the map: latitudes on the left, longitudes along the top."""
    west, south, east, north = _bounds(chart)
    step, window = _graticule_step(south, north), chart.window
    inset = 3.0 * chart.km_per_point
    for lat in np.arange(np.ceil(south / step) * step, north, step):
        line = chart.xy(np.full(400, lat), np.linspace(west, east, 400))
        at = _crossing(line, 0, window.left)
        if at is not None and window.bottom + 4.0 * inset < at < window.top - 6.0 * inset:
            style.halo(
                chart.axes, window.left + inset, at, _degrees(float(lat), "N", "S"), fontsize=6.3, color=style.GRAY,
                va="center", zorder=8,
            )  # fmt: skip
    for lon in np.arange(np.ceil(west / step) * step, east, step):
        line = chart.xy(np.linspace(south, north, 400), np.full(400, lon))
        at = _crossing(line, 1, window.top)
        if at is not None and window.left + 8.0 * inset < at < window.right - 6.0 * inset:
            turned = (float(lon) + 180.0) % 360.0 - 180.0
            style.halo(
                chart.axes, at, window.top - inset, _degrees(turned, "E", "W"), fontsize=6.3, color=style.GRAY,
                ha="center", va="top", zorder=8,
            )  # fmt: skip


def scale_bar(chart: Chart) -> tuple[float, float, float, float]:
    """A bar of a round length in the lower right corner; gives the room it takes, in points from the lower left."""
    window = chart.window
    width = window.right - window.left
    length = next((step for step in (2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2) if step < 0.22 * width), 1)
    x, y = window.right - 12.0 * chart.km_per_point - length, window.bottom + 10.0 * chart.km_per_point
    chart.axes.plot([x, x + length], [y, y], color=style.BLACK, linewidth=1.8, solid_capstyle="butt", zorder=9)
    middle, above = x + length / 2.0, y + 4.0 * chart.km_per_point
    style.halo(chart.axes, middle, above, km(length), ha="center", va="bottom", fontsize=7.5, zorder=9)
    (width_pt, _), long_pt = chart.size_pt, length / chart.km_per_point
    return (width_pt - long_pt - 16.0, 0.0, long_pt + 16.0, 26.0)


def load_ground() -> None:
    """Read what maps are drawn from, ahead of time."""
    _land()
    for kind, _, _ in _LINES:
        borders.lines(kind)


@lru_cache(maxsize=1)
def _land() -> tuple[list[tuple[str, Array]], Array]:
    """Country and outer ring of each piece of land, on the turns of the globe about -180 to 180, and their boxes."""
    pieces = [(name, rings[0]) for name, rings in borders.polygons((-360.0, -90.0, 360.0, 90.0))]
    return pieces, np.array([[*ring.min(axis=0), *ring.max(axis=0)] for _, ring in pieces])


def _bounds(chart: Chart) -> borders.Bounds:
    """Longitudes and latitudes that the window holds, with the poles in mind."""
    window = chart.window
    x, y = np.meshgrid(np.linspace(window.left, window.right, 15), np.linspace(window.bottom, window.top, 15))
    lat, lon = chart.projection.inverse(x, y)
    turn = (lon - chart.projection.lon_deg + 180.0) % 360.0 - 180.0
    if np.abs(lat).max() > 85.0:
        return (-180.0, float(lat.min()), 180.0, float(lat.max()))
    west, east = chart.projection.lon_deg + turn.min(), chart.projection.lon_deg + turn.max()
    return (float(west), float(lat.min()), float(east), float(lat.max()))


def _graticule(chart: Chart, bounds: borders.Bounds, window: Window) -> list[Array]:
    west, south, east, north = bounds
    step = _graticule_step(south, north)
    lines = [
        chart.xy(np.full(60, lat), np.linspace(west, east, 60))
        for lat in np.arange(np.ceil(south / step) * step, north, step)
    ]
    lines += [
        chart.xy(np.linspace(south, north, 60), np.full(60, lon))
        for lon in np.arange(np.ceil(west / step) * step, east, step)
    ]
    return [piece for line in lines for piece in clipped_line(line, window)]


def _graticule_step(south: float, north: float) -> float:
    return next((step for step in (0.2, 0.5, 1, 2, 5, 10, 20) if (north - south) / step < 8), 30)


def _crossing(line: Array, axis: int, edge: float) -> float | None:
    """Where a line (n, 2) first passes an edge of the window: the other coordinate there."""
    side = line[:, axis] >= edge
    change = np.flatnonzero(side[1:] != side[:-1])
    if len(change) == 0:
        return None
    before, after = line[change[0]], line[change[0] + 1]
    share = (edge - before[axis]) / (after[axis] - before[axis])
    return float(before[1 - axis] + share * (after[1 - axis] - before[1 - axis]))


def _degrees(angle: float, positive: str, negative: str) -> str:
    return f"{abs(angle):g}°" + ("" if angle == 0.0 else f" {positive if angle > 0.0 else negative}")


def _middle(ring: Array) -> tuple[float, float, float]:
    """Area (km2) and center of mass of a ring."""
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    doubled = float(cross.sum())
    if abs(doubled) < 1e-9:
        return 0.0, float(ring[0, 0]), float(ring[0, 1])
    middle_x = float(((x + np.roll(x, -1)) * cross).sum()) / (3.0 * doubled)
    middle_y = float(((y + np.roll(y, -1)) * cross).sum()) / (3.0 * doubled)
    return abs(doubled) / 2.0, middle_x + float(ring[0, 0]), middle_y + float(ring[0, 1])


def _grown(window: Window, by: float) -> Window:
    return Window(window.left - by, window.bottom - by, window.right + by, window.top + by)
