"""How moves look: a marker and a color for each category of the ladder, so that either alone tells them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from standoff.views import palette
from standoff.views.figures import style

if TYPE_CHECKING:
    from collections.abc import Collection


class Look(NamedTuple):
    """Marker, color, size and name."""

    marker: str
    color: str
    size: float
    name: str


CATEGORIES: Final = {
    "de-escalation": Look("v", style.GREEN, 5.2, "de-escalation"),
    "status-quo": Look("o", style.GRAY, 4.2, "status quo"),
    "posturing": Look("s", style.BLUE, 4.4, "posturing"),
    "non-violent-escalation": Look("^", style.ORANGE, 5.6, "non-violent escalation"),
    "violent-escalation": Look("*", style.VERMILION, 9.0, "violent escalation"),
    "nuclear": Look("X", style.BLACK, 7.5, "nuclear"),
}
RUNGS: Final = ("status quo", "posturing", "non-violent", "violent", "nuclear")
"""Names of rungs, short enough for an axis."""

WORSE: Final = style.VERMILION
BETTER: Final = style.BLUE
# One color and dash an actor in figures that hold several lines; in the order of the scenario.
LINES: Final[tuple[tuple[str, Any], ...]] = (
    (style.BLUE, "solid"),
    (style.VERMILION, "solid"),
    (style.GREEN, (0, (5, 2))),
    (style.BLACK, "solid"),
    (style.PURPLE, (0, (3, 1.5))),
    (style.ORANGE, (0, (6, 1.5, 1, 1.5))),
    (palette.SKY_BLUE, (0, (1.5, 1.5))),
    (style.GRAY, (0, (4, 1, 1, 1))),
)


def edge(look: Look) -> dict[str, Any]:
    """The white rim of a marker."""
    return {"markeredgecolor": "white", "markeredgewidth": 0.5, "linestyle": "none", "color": look.color}


def handles(categories: Collection[str]) -> list[Any]:
    """Legend entries for categories of the ladder, in the order of the ladder."""
    from matplotlib.lines import Line2D

    return [
        Line2D([], [], marker=look.marker, markersize=look.size, label=look.name, **edge(look))
        for name, look in CATEGORIES.items()
        if name in categories
    ]
