"""What stands under each figure: how to read it, and what it leaves out."""

from __future__ import annotations

from typing import Final

from standoff.views.figures import map as map_figure
from standoff.views.figures import profile, timeline
from standoff.views.figures.crisis.draw import FIGURES as CRISIS
from standoff.views.figures.scene import Scene
from standoff.views.wording import exact

TITLES: Final = {
    map_figure.NAME: "Where it happened",
    profile.NAME: "How high they flew, and how high defenses reach",
    timeline.NAME: "When it happened",
}


def title(name: str) -> str:
    """The title of a figure."""
    if name in CRISIS:
        return CRISIS[name].title
    raid = name.removeprefix(f"{timeline.NAME}-")
    return f"{TITLES[timeline.NAME]}: raid {raid}" if raid != name else TITLES[name]


def caption(name: str, scene: Scene) -> str:
    """The caption of a figure."""
    if name in CRISIS and scene.crisis is not None:
        return CRISIS[name].told(scene.crisis)
    if name.startswith(timeline.NAME):
        return _timeline(scene, name)
    return {map_figure.NAME: _map, profile.NAME: _profile}[name](scene)


def _map(scene: Scene) -> str:
    target = ""
    if scene.target_rcs_m2 is not None:
        target = f" against the warhead in flight ({exact(scene.target_rcs_m2)} m² of radar cross-section)"
    return (
        f"Ground tracks. Violet: how far and in which sector each radar could see{target} at nominal values; what lies"
        " under its horizon it does not see all the same. Green: ground range of each battery's interceptors; whether"
        " they reach a missile depends on its altitude too (next figure). Azimuthal equidistant projection."
    )


def _profile(scene: Scene) -> str:
    groups, drawn = profile.drawn_groups(scene)
    more = f" {groups - drawn} more groups of flights are not drawn." if groups > drawn else ""
    return (
        "Altitude over the ground, stretched upward. A shaded box is where the interceptors of a battery may work:"
        " between their lowest and highest altitude and within their range, in the plane of the flight. A flight that"
        " misses the box cannot be engaged; one that crosses it can, if a track comes in time and the interceptor is"
        f" fast enough.{more}"
    )


def _timeline(scene: Scene, name: str) -> str:
    found = timeline.raids(scene)
    number = next(place for place in range(len(found)) if timeline.name_of(place) == name)
    left = len(found[number]) - timeline.ROWS
    more = f" {left} more missiles are not drawn." if left > 0 else ""
    return (
        "One bar a missile, from launch to its end. Marks on the bar: who saw it and what met it; above: when a track"
        f" was good enough and a battery committed; below: interceptors leaving.{more}"
    )
