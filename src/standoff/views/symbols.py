"""Symbols for maps: APP-6 for units and missiles, small marks for what happens. All SVG.

The APP-6 drawings lie in the package, drawn once by `builders/symbols.py`. Marks differ in shape as well as in color.
"""

from __future__ import annotations

import base64
import json
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from standoff.views.palette import ARRIVED, INTERCEPTED, INTERCEPTOR, MISSED, SKY_BLUE

Role = Literal["missile", "interceptor", "launcher", "battery", "ship", "radar", "satellite"]
Identity = Literal["unknown", "friend", "neutral", "hostile"]
Mark = Literal["hit", "miss", "impact", "drill", "unit"]

FILE = Path(__file__).resolve().parents[1] / "data" / "symbols" / "app6.json"

_MARKS: dict[str, str] = {
    # An eight-pointed star, a diagonal cross, and a ring around a dot.
    "hit": f'<path fill="{INTERCEPTED}" stroke="#fff" stroke-width="1.2" '
    'd="M12 1l2.6 6.1 6.1-2.6-2.6 6.1 4.9 1.4-4.9 1.4 2.6 6.1-6.1-2.6-2.6 6.1-2.6-6.1-6.1 2.6 2.6-6.1L1 12l4.9-1.4'
    '-2.6-6.1 6.1 2.6z"/>',
    "miss": f'<path fill="none" stroke="#111" stroke-width="5" d="M6 6l12 12M18 6L6 18"/>'
    f'<path fill="none" stroke="{MISSED}" stroke-width="3" d="M6 6l12 12M18 6L6 18"/>',
    "impact": f'<circle cx="12" cy="12" r="9" fill="none" stroke="#fff" stroke-width="4.5"/>'
    f'<circle cx="12" cy="12" r="9" fill="none" stroke="{ARRIVED}" stroke-width="3"/>'
    f'<circle cx="12" cy="12" r="4" fill="{ARRIVED}" stroke="#fff"/>',
    # A pennant on a pole, and a square.
    "drill": f'<path fill="{SKY_BLUE}" stroke="#fff" stroke-width="1.2" d="M6 3l15 5.5L6 14z"/>'
    '<path fill="none" stroke="#fff" stroke-width="2.4" d="M6 2v20"/>',
    "unit": f'<path fill="{INTERCEPTOR}" stroke="#fff" stroke-width="1.5" d="M5 5h14v14H5z"/>',
}


class Symbol(NamedTuple):
    """A drawing and its identification code (20 digits, MIL-STD-2525D and APP-6D)."""

    sidc: str
    svg: str

    @property
    def uri(self) -> str:
        """The drawing as a data URI."""
        return _uri(self.svg)


@lru_cache(maxsize=64)
def symbol(role: Role, identity: Identity) -> Symbol:
    """The APP-6 symbol of a role on a side."""
    drawn = _table()[f"{role}/{identity}"]
    return Symbol(drawn["sidc"], drawn["svg"])


@lru_cache(maxsize=8)
def mark_svg(mark: Mark) -> str:
    """The mark of an intercept that hit or missed, of an impact, of a drill, or of a unit without a battery."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">{_MARKS[mark]}</svg>'


@lru_cache(maxsize=8)
def mark_uri(mark: Mark) -> str:
    """`mark_svg` as a data URI."""
    return _uri(mark_svg(mark))


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = json.loads(FILE.read_bytes())
    return table


def _uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
