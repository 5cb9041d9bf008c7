"""The look of all figures in one place: colors, type, lines, and the way to SVG.

Colors are those of `views.palette`, the darker ones, for a light ground; line style or marker says the same thing again
for print in black and white. Light ground always, so that a page
prints as it looks. Text stays text in the SVG (`svg.fonttype: none`): small files that can be searched and read aloud;
the type is the reader's own sans serif where DejaVu Sans is missing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any, Final

from standoff.views import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLACK: Final = "#1a1a1a"
GRAY: Final = "#5f6368"
ORANGE: Final = palette.ORANGE
GREEN: Final = palette.GREEN
BLUE: Final = palette.BLUE
VERMILION: Final = palette.VERMILLION
PURPLE: Final = "#9a4c7c"  # the palette's reddish purple, darkened for thin lines on a light ground
PAPER: Final = "#ffffff"
SEA: Final = "#e9f0f6"
LAND: Final = "#fbf8f1"

OUTCOME: Final = {"intercepted": BLUE, "arrived": VERMILION, "failed": GRAY, "unresolved": GRAY}
# Marker, size and name of how a missile ended.
ENDS: Final = {
    "intercepted": ("*", 10.0, "shot down"),
    "arrived": ("X", 7.0, "came down"),
    "failed": ("v", 6.0, "failed under thrust"),
    "unresolved": ("", 0.0, "in flight"),
}

_RC: Final[dict[str, Any]] = {
    "svg.fonttype": "none",
    "svg.id": None,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "Helvetica"],
    "font.size": 8.5,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8.5,
    "axes.labelcolor": BLACK,
    "axes.edgecolor": GRAY,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "text.color": BLACK,
    "text.parse_math": False,
    "xtick.color": GRAY,
    "ytick.color": GRAY,
    "xtick.labelcolor": BLACK,
    "ytick.labelcolor": BLACK,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "grid.color": "#e3e6ea",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "lines.linewidth": 1.5,
    "path.simplify": True,
    "path.simplify_threshold": 0.3,
    "figure.facecolor": PAPER,
}

_HALO: Final = "halo"
_LONG: Final = re.compile(r"(\.\d\d)\d+")
_PATH: Final = re.compile(r'( d="| x="| y=")([^"]*)"')


@contextmanager
def house_style(name: str) -> Iterator[None]:
    """Settings of matplotlib while a figure is made; `name` salts the ids inside the SVG, so that they repeat."""
    import matplotlib as mpl

    settings: dict[Any, Any] = {key: value for key, value in _RC.items() if key in mpl.rcParams}
    settings["svg.hashsalt"] = f"standoff-{name}"
    with mpl.rc_context(settings):
        yield


def new_figure(width_in: float, height_in: float) -> Figure:
    """An empty figure with an SVG canvas."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width_in, height_in))
    FigureCanvasSVG(figure)
    return figure


def halo(axes: Axes, x: float, y: float, text: str, **options: Any) -> None:
    """Text with a light rim, readable over lines. The rim is a style of the SVG, not a drawn path."""
    axes.text(x, y, text, gid=_HALO, **options)


def outcome_handles(outcomes: Collection[str]) -> list[Any]:
    """Legend entries for how missiles ended."""
    from matplotlib.lines import Line2D

    return [
        Line2D(
            [], [], color=OUTCOME[outcome], marker=marker, markersize=size, label=label, markeredgecolor="white",
            markeredgewidth=0.5,
        )
        for outcome, (marker, size, label) in ENDS.items()
        if outcome in outcomes
    ]  # fmt: skip


def to_svg(figure: Figure, name: str, title: str, description: str) -> str:
    """An SVG element to stand in an HTML page: no prolog, ids of its own, a title and a description to read aloud."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = _PATH.sub(lambda found: f'{found[1]}{_LONG.sub(_two, found[2])}"', svg)
    svg = svg.replace(f'id="{_HALO}"', f'class="{_HALO}"')
    svg = re.sub(r'(\bid="|="#|url\(#)', rf"\g<1>{name}-", svg)
    head_end = svg.index(">") + 1
    head = re.sub(r' (?:width|height)="[^"]*pt"', "", svg[:head_end])
    head = head.replace("<svg", f'<svg role="img" aria-labelledby="{name}-title {name}-desc"', 1)
    rim = f".{_HALO} text{{paint-order:stroke;stroke:#fff;stroke-width:2.6px;stroke-linejoin:round;stroke-opacity:.85}}"
    return (
        f'{head}\n <title id="{name}-title">{escape(title)}</title>'
        f'\n <desc id="{name}-desc">{escape(description)}</desc>\n <style>{rim}</style>{svg[head_end:]}'
    )


def _two(found: re.Match[str]) -> str:
    return found[1]
