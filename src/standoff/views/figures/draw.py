"""All figures of a run: the same bytes from the same scene, in whatever process they are drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from standoff.views.figures import map as map_figure
from standoff.views.figures import profile, style, timeline
from standoff.views.figures.chart import load_ground
from standoff.views.figures.scene import Scene

FIGURES: Final[dict[str, Callable[[Scene], str | None]]] = {
    map_figure.NAME: map_figure.draw_map,
    profile.NAME: profile.draw_profile,
    timeline.NAME: timeline.draw_timeline,
}


def draw_all(scene: Scene) -> dict[str, str]:
    """Name of each figure that the scene has -> SVG element."""
    drawn = {}
    for name, draw in FIGURES.items():
        with style.house_style(name):
            svg = draw(scene)
        if svg is not None:
            drawn[name] = svg
    return drawn


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
