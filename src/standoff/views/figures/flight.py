"""Figures of one flight without a scenario: altitude and speed, for `standoff fly --out`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from standoff.views.figures import style
from standoff.views.figures.projection import Array
from standoff.views.wording import exact, km, minutes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME: Final = "flight"
_PHASES: Final = {
    "boost": (style.VERMILION, 2.8, "motor burning"),
    "coast": (style.BLUE, 1.5, "unpowered"),
    "vacuum": (style.BLUE, 1.5, "unpowered"),
    "reentry": (style.ORANGE, 2.0, "re-entry"),
}


@dataclass(frozen=True)
class FlightData:
    """One flight in arrays (n,): time in s, ground range and altitude in km, Earth-fixed speed in km/s, phase names."""

    title: str
    t_s: Array
    range_km: Array
    altitude_km: Array
    speed_km_s: Array
    phase: tuple[str, ...]


def draw_flight(data: FlightData) -> dict[str, str]:
    """Two figures as SVG: `altitude-range` and `altitude-speed-time`."""
    drawn = {}
    for name, draw in (("altitude-range", _altitude_range), ("altitude-speed-time", _altitude_speed_time)):
        with style.house_style(name):
            drawn[name] = draw(name, data)
    return drawn


def _altitude_range(name: str, data: FlightData) -> str:
    picture = style.new_figure(8.0, 4.0)
    axes = picture.add_axes((0.09, 0.14, 0.88, 0.77))
    _by_phase(axes, data, data.range_km, data.altitude_km)
    axes.set_title(data.title)
    axes.set_xlabel("ground range (km)")
    axes.set_ylabel("altitude (km)")
    _marks(axes, data)
    axes.legend(loc="upper right")
    return style.to_svg(picture, name, f"{data.title}: altitude against ground range", _describe(data))


def _marks(axes: Axes, data: FlightData) -> None:
    top = int(np.argmax(data.altitude_km))
    notes = [(top, f"{km(float(data.altitude_km[top]))} after {minutes(float(data.t_s[top]))}", (0, 6), "center")]
    burnout = _burnout(data)
    if burnout:
        fastest = float(data.speed_km_s[burnout : burnout + 2].max())
        notes.append((burnout, f"burnout: {fastest:.1f} km/s", (9, -3), "left"))
    notes.append((-1, f"{km(float(data.range_km[-1]))} after {minutes(float(data.t_s[-1]))}", (-8, 8), "right"))
    for index, text, offset, align in notes:
        axes.annotate(
            text, (float(data.range_km[index]), float(data.altitude_km[index])), xytext=offset,
            textcoords="offset points", ha=align, fontsize=7.5, gid="halo",
        )  # fmt: skip
    axes.set_ylim(0.0, 1.14 * float(data.altitude_km.max()))
    axes.set_xlim(left=0.0)
    axes.grid(True)


def _altitude_speed_time(name: str, data: FlightData) -> str:
    picture = style.new_figure(8.0, 5.0)
    for number, (values, label) in enumerate(((data.altitude_km, "altitude (km)"), (data.speed_km_s, "speed (km/s)"))):
        axes = picture.add_axes((0.09, 0.54 - 0.435 * number, 0.88, 0.39))
        _by_phase(axes, data, data.t_s, values)
        axes.set_ylabel(label)
        axes.set_ylim(bottom=0.0)
        axes.set_xlim(0.0, float(data.t_s[-1]) * 1.01)
        axes.grid(True)
        if number == 0:
            axes.set_title(data.title)
            axes.tick_params(labelbottom=False)
            axes.legend(loc="upper right")
        else:
            axes.set_xlabel("time after lift-off (s)")
    return style.to_svg(picture, name, f"{data.title}: altitude and speed over time", _describe(data))


def _by_phase(axes: Axes, data: FlightData, x: Array, y: Array) -> None:
    """One line a phase, joined to the next; what is no boost and no re-entry looks alike."""
    phases = np.array(data.phase)
    starts = np.flatnonzero(np.concatenate([[True], phases[1:] != phases[:-1]]))
    told: set[str] = set()
    for start, stop in zip(starts, [*starts[1:], len(phases) - 1], strict=True):
        color, width, label = _PHASES.get(str(phases[start]), (style.GRAY, 1.5, str(phases[start])))
        span = slice(int(start), int(stop) + 1)
        axes.plot(x[span], y[span], color=color, linewidth=width, label="_" if label in told else label)
        told.add(label)


def _burnout(data: FlightData) -> int:
    powered = [index for index, phase in enumerate(data.phase) if phase == "boost"]
    return powered[-1] if powered else 0


def _describe(data: FlightData) -> str:
    return (
        f"{data.title}: ground range {km(float(data.range_km[-1]))}, greatest altitude"
        f" {km(float(data.altitude_km.max()))}, flight time {exact(round(float(data.t_s[-1])))} s."
    )
