"""Altitude against ground range: the flights, the interceptors and what each battery can reach in the same plane."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from standoff.views.digest import Threat
from standoff.views.figures import style
from standoff.views.figures.labels import Label, place
from standoff.views.figures.scene import Path, Scene
from standoff.views.figures.track_plane import Plane, alike
from standoff.views.wording import brief, count, km, spans

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME: Final = "profile"
_WIDTH_IN: Final = 9.6
_PANELS: Final = 3
_LEFT, _RIGHT, _TOP, _BOTTOM = 0.65, 0.15, 0.35, 0.45
_LEGEND_IN: Final = 0.35
# Letters of a title that fit the width of a panel in bold; longer titles take a second line, which needs this height.
_TITLE: Final = 100
_LINE_IN: Final = 0.17


def draw_profile(scene: Scene) -> str | None:
    """The figure as SVG, or None when nothing flew."""
    groups = [[t for t in group if t.id in scene.paths] for group in alike(scene.digest.threats)]
    groups = [group for group in groups if group][:_PANELS]
    if not groups:
        return None
    more_in = _LINE_IN * max(_title(group).count("\n") for group in groups)
    panel_in = (3.9 if len(groups) == 1 else 2.7) + more_in
    height_in = panel_in * len(groups) + _LEGEND_IN
    figure = style.new_figure(_WIDTH_IN, height_in)
    for number, group in enumerate(groups):
        bottom = height_in - panel_in * (number + 1) + _BOTTOM
        box = (_WIDTH_IN - _LEFT - _RIGHT, panel_in - _TOP - more_in - _BOTTOM)
        axes = figure.add_axes((_LEFT / _WIDTH_IN, bottom / height_in, box[0] / _WIDTH_IN, box[1] / height_in))
        _panel(axes, scene, group, (box[0] * 72.0, box[1] * 72.0))
    _legend(figure, scene, groups)
    return style.to_svg(figure, NAME, "Altitude against ground range", describe(scene))


def describe(scene: Scene) -> str:
    """The figure in words."""
    apogees = [threat.apogee_km for threat in scene.digest.threats if threat.apogee_km is not None]
    highest = f" The highest flight reaches {km(max(apogees))}." if apogees else ""
    return (
        f"Altitude against distance along the ground for {count(len(scene.digest.threats), 'missile')}, with"
        " interceptor paths and, shaded, the altitudes and distances that each battery can reach in the plane of the"
        f" flight.{highest}"
    )


def drawn_groups(scene: Scene) -> tuple[int, int]:
    """How many groups of like flights there are, and how many of them are drawn."""
    groups = len(alike(scene.digest.threats))
    return groups, min(groups, _PANELS)


def _panel(axes: Axes, scene: Scene, group: Sequence[Threat], size_pt: tuple[float, float]) -> None:
    plane = Plane.of(group[0])
    paths = {threat.id: scene.paths[threat.id] for threat in group}
    flown = max(float(plane.along_and_beside_km(p.lat_deg, p.lon_deg)[0].max()) for p in paths.values())
    top = max(float(path.altitude_km.max()) for path in paths.values())
    flown = max([flown, *(threat.range_km for threat in group if threat.range_km is not None)])
    axes.set_xlim(-0.03 * flown, 1.06 * flown)
    axes.set_ylim(0.0, 1.12 * top)
    axes.grid(True, axis="y")
    axes.set_axisbelow(True)
    axes.set_xlabel("distance along the ground from the launch point (km)")
    axes.set_ylabel("altitude (km)")
    axes.set_title(_title(group))
    labels = _boxes(axes, scene, plane, size_pt)
    _flights(axes, plane, group, paths)
    _flyouts(axes, scene, plane, group)
    _overflights(axes, plane, group[0], paths[group[0].id])
    _write(axes, labels, size_pt)


def _title(group: Sequence[Threat]) -> str:
    """Which missiles a panel shows, from where to where, in lines that fit it; names that need more are cut."""
    first = group[0]
    flown = (
        f"{spans([threat.id for threat in group])}: {first.missile_name} from {first.origin.name or 'the launch point'}"
        f" toward {brief(first.aim.name) or 'the aim point'}"
    )
    return textwrap.fill(flown, _TITLE, max_lines=2, placeholder=" …")


def _boxes(axes: Axes, scene: Scene, plane: Plane, size_pt: tuple[float, float]) -> list[Label]:
    """What each battery reaches in the plane: range beside it taken off, between its lowest and highest altitude."""
    from matplotlib.collections import PolyCollection

    (left, right), (_, top) = axes.get_xlim(), axes.get_ylim()
    shapes, labels = [], []
    for result in scene.batteries:
        battery = result.battery
        if battery.range_km is None or battery.highest_km is None:
            continue
        along, beside = (float(value) for value in plane.along_and_beside_km(battery.lat_deg, battery.lon_deg))
        if abs(beside) >= battery.range_km or along - battery.range_km > right:
            continue
        half, low = np.sqrt(battery.range_km**2 - beside**2), battery.lowest_km or 0.0
        high = min(battery.highest_km, 2.0 * top)
        shapes.append([(along - half, low), (along + half, low), (along + half, high), (along - half, high)])
        x = (max(along - half, left) - left) / (right - left) * size_pt[0] - 2.0
        y = min(high, 0.97 * top) / top * size_pt[1] - 6.0
        labels.append(Label(x, y, battery.name, 7.0, 1 if result.fired else 2))
    for face, edge in ((f"{style.GREEN}14", "none"), ("none", f"{style.GREEN}b0")):
        axes.add_collection(
            PolyCollection(shapes, facecolor=face, edgecolor=edge, linewidths=0.8, zorder=1), autolim=False
        )
    return labels


def _flights(axes: Axes, plane: Plane, group: Sequence[Threat], paths: dict[str, Path]) -> None:
    for threat in group:
        path = paths[threat.id]
        along, _ = plane.along_and_beside_km(path.lat_deg, path.lon_deg)
        color = style.OUTCOME[threat.outcome]
        axes.plot(along, path.altitude_km, color=color, linewidth=1.4, zorder=4)
        powered = [phase == "boost" for phase in path.phase]
        axes.plot(
            along[powered], path.altitude_km[powered], color=color, linewidth=3.2, solid_capstyle="butt", zorder=4
        )
        if threat.outcome != "unresolved":
            mark, size, _ = style.ENDS[threat.outcome]
            axes.plot(
                along[-1:], path.altitude_km[-1:], mark, color=color, markersize=size, markeredgecolor="white",
                markeredgewidth=0.5, zorder=6, clip_on=False,
            )  # fmt: skip


def _flyouts(axes: Axes, scene: Scene, plane: Plane, group: Sequence[Threat]) -> None:
    for threat in group:
        for shot in threat.shots:
            path = scene.paths.get(shot.interceptor)
            if path is None:
                continue
            along, _ = plane.along_and_beside_km(path.lat_deg, path.lon_deg)
            axes.plot(along, path.altitude_km, color=style.GREEN, linewidth=0.9, linestyle=(0, (2, 1.5)), zorder=3)


def _overflights(axes: Axes, plane: Plane, threat: Threat, path: Path) -> None:
    """A drop line under each pass over a watched place, with the altitude of the first missile of the group."""
    passes = sorted(threat.overflights, key=lambda overflight: overflight.t_s)
    for number, overflight in enumerate(passes):
        lat, lon = np.interp(overflight.t_s, path.t_s, path.lat_deg), np.interp(overflight.t_s, path.t_s, path.lon_deg)
        x = float(plane.along_and_beside_km(lat, lon)[0])
        axes.plot(
            [x, x], [0.0, overflight.altitude_km], color=style.GRAY, linewidth=0.6, linestyle=(0, (1, 2)), zorder=2
        )
        share = 0.10 + 0.07 * (number % 3)
        style.halo(
            axes, x, share * axes.get_ylim()[1], f" {overflight.place}: {km(overflight.altitude_km)}", fontsize=7.0,
            color=style.GRAY, ha="left", va="center", zorder=8,
        )  # fmt: skip


def _write(axes: Axes, labels: Sequence[Label], size_pt: tuple[float, float]) -> None:
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    for spot in place(labels, *size_pt):
        style.halo(
            axes, left + spot.x / size_pt[0] * (right - left), bottom + spot.y / size_pt[1] * (top - bottom),
            spot.label.text, fontsize=spot.label.size, ha=spot.align, va=spot.vertical, color="#00654a", zorder=8,
        )  # fmt: skip


def _legend(figure: Any, scene: Scene, groups: Sequence[Sequence[Threat]]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    shown = [threat for group in groups for threat in group]
    outcomes = {threat.outcome for threat in shown}
    entries = style.outcome_handles(outcomes)
    entries.append(Line2D([], [], color=style.BLACK, linewidth=3.2, label="motor burning"))
    if any(threat.shots for threat in shown):
        entries.append(Line2D([], [], color=style.GREEN, linewidth=0.9, linestyle=(0, (2, 1.5)), label="interceptor"))
    if scene.batteries:
        face, edge = f"{style.GREEN}20", f"{style.GREEN}b0"
        entries.append(Patch(facecolor=face, edgecolor=edge, label="within a battery's altitude and range limits"))
    figure.legend(handles=entries, loc="lower center", ncols=len(entries), handlelength=2.2, columnspacing=1.4)
