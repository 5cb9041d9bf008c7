"""All figures of a run: the same bytes from the same scene, in whatever process they are drawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from standoff.views.figures import map as map_figure
from standoff.views.figures import profile, style, timeline
from standoff.views.figures.chart import load_ground
from standoff.views.figures.crisis import draw as crisis_figures
from standoff.views.figures.scene import Scene

Make = Callable[[], str | None]
"""Draws one figure; None where there is nothing to draw."""

FIGURES: Final[dict[str, Callable[[Scene], str | None]]] = {
    map_figure.NAME: map_figure.draw_map,
    profile.NAME: profile.draw_profile,
    timeline.NAME: timeline.draw_timeline,
}


def draw_all(scene: Scene) -> dict[str, str]:
    """Name of each figure that the scene has -> SVG element. Those of a crisis come first."""
    drawn = {}
    whole: list[tuple[str, Make]] = [(name, partial(draw, scene)) for name, draw in FIGURES.items()]
    for name, make in (*_of_crisis(scene), *whole, *_of_raids(scene)):
        with style.house_style(name):
            svg = make()
        if svg is not None:
            drawn[name] = svg
    return drawn


def _of_crisis(scene: Scene) -> list[tuple[str, Make]]:
    """Figures of a crisis, none where there is none."""
    if scene.crisis is None:
        return []
    return [(name, partial(figure.draw, scene.crisis)) for name, figure in crisis_figures.FIGURES.items()]


def _of_raids(scene: Scene) -> list[tuple[str, Make]]:
    """A time line for each further raid of a crisis."""
    shown = min(len(timeline.raids(scene)), timeline.RAIDS)
    return [(timeline.name_of(raid), partial(timeline.draw_timeline, scene, raid)) for raid in range(1, shown)]


def warm_up() -> None:
    """Pay what is paid once a process: importing matplotlib, finding the type, reading the borders."""
    load_ground()
    with style.house_style("warm-up"):
        figure = style.new_figure(2.0, 2.0)
        axes = figure.add_axes((0.2, 0.2, 0.7, 0.7))
        axes.set_title("warm")
        axes.plot([0.0, 1.0], [0.0, 1.0], "o-", label="up")
        figure.legend(loc="lower center")
        style.to_svg(figure, "warm-up", "", "")
