"""The review as one HTML page: no scripts, nothing from a network, the same bytes from the same review.

It has the look of the reports of runs. Whatever people wrote is escaped.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from standoff.exercise.review.outline import CARD_HEADS, Outline
from standoff.exercise.review.review import Review
from standoff.views import report
from standoff.views.crisis.reading import Crisis
from standoff.views.report import Figure

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES: Final = Path(__file__).parent / "templates"
_CRISIS_FIGURES: Final = ("crisis-timeline", "crisis-ladder")
_MANY_LINES: Final = 300


def render(review: Review) -> str:
    """The page as text."""
    outline = Outline(review)
    return _environment().get_template("review.html.j2").render(
        outline=outline,
        review=review,
        figures=_of_crisis(outline.digest.crisis),
        ahead=_ahead(outline),
        card_heads=CARD_HEADS,
        fold=sum(len(day.lines) for day in outline.days) > _MANY_LINES,
        observations=outline.notes("observation"),
        lessons=outline.notes("lesson"),
    )  # fmt: skip


def _of_crisis(crisis: Crisis | None) -> list[Figure]:
    """The figures of a crisis that tell an exercise: who did what when, and how high each climbed."""
    from standoff.views.figures import style
    from standoff.views.figures.crisis.draw import FIGURES

    if crisis is None:
        return []
    drawn = []
    for name, figure in FIGURES.items():
        if name not in _CRISIS_FIGURES:
            continue
        with style.house_style(name):
            svg = figure.draw(crisis)
        if svg is not None:
            drawn.append(Figure(name, figure.title, figure.told(crisis), svg))
    return drawn


def _ahead(outline: Outline) -> Figure | None:
    from standoff.views.figures.ahead import NAME, TITLE, caption, draw_ahead

    ahead: Any = outline.review.ahead
    svg = None if ahead is None else draw_ahead(ahead, outline.startex)
    return None if svg is None else Figure(NAME, TITLE, caption(ahead, outline.startex), svg)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """The templates of the reports with the review's own beside them."""
    from jinja2 import ChoiceLoader, FileSystemLoader

    shared = report.environment()
    assert shared.loader is not None
    return shared.overlay(loader=ChoiceLoader([FileSystemLoader(_TEMPLATES), shared.loader]))
