"""One set of colors for all views: Okabe and Ito's, which people with any color vision can tell apart.

Source: M. Okabe, K. Ito, "Color Universal Design", University of Tokyo 2002, rev. 2008. Color never speaks alone: marks
differ in shape, lines in width or dash, and everything has a label.
"""

from __future__ import annotations

from typing import Final

ORANGE: Final = "#e69f00"
SKY_BLUE: Final = "#56b4e9"
GREEN: Final = "#009e73"
YELLOW: Final = "#f0e442"
BLUE: Final = "#0072b2"
VERMILLION: Final = "#d55e00"
PURPLE: Final = "#cc79a7"
GRAY: Final = "#999999"
WHITE: Final = "#ffffff"

IN_FLIGHT: Final = ORANGE
ARRIVED: Final = VERMILLION
INTERCEPTED: Final = SKY_BLUE
INTERCEPTOR: Final = GREEN
MISSED: Final = GRAY
COVERAGE: Final = WHITE
PLACE: Final = YELLOW


def outcome_color(outcome: str) -> str:
    """The color of a threat by how it ended: `intercepted`, `arrived`, `failed`, else still in flight."""
    return {"intercepted": INTERCEPTED, "arrived": ARRIVED, "failed": MISSED}.get(outcome, IN_FLIGHT)


def rgba(color: str, alpha: float = 1.0) -> list[int]:
    """`#56b4e9` as [86, 180, 233, 255], with opacity 0 to 1."""
    return [*bytes.fromhex(color.removeprefix("#")), round(255 * alpha)]
