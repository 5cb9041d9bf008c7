"""Place names on a map without overlaps: each label takes the first free position around its point, or is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

# Mean width of a character of DejaVu Sans, and line height, as shares of the type size.
_CHARACTER: Final = 0.58
_LINE: Final = 1.15


@dataclass(frozen=True)
class Label:
    """A text at a point, both in points (1/72 inch) of the figure; lower `rank` is placed first.

    A `centered` label stands on its point, which has no mark; the others stand beside theirs. `lift` says where first:
    1 above to the right, -1 below to the right, 0 level with it.
    """

    x: float
    y: float
    text: str
    size: float = 8.0
    rank: int = 0
    centered: bool = False
    lift: int = 0


class Placed(NamedTuple):
    """A label and where it went."""

    label: Label
    x: float
    y: float
    align: str
    vertical: str


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )


def place(
    labels: Iterable[Label], width: float, height: float, blocked: Iterable[tuple[float, float, float, float]] = ()
) -> list[Placed]:
    """Place labels inside a frame of (0, 0, width, height); those that find no room are left out.

    `blocked` are parts of the frame to stay clear of: left, bottom, width, height.
    """
    ordered = sorted(labels, key=lambda label: label.rank)
    marked = [label for label in ordered if not label.centered]
    taken = [_Box(label.x - 3.0, label.y - 3.0, label.x + 3.0, label.y + 3.0) for label in marked]
    taken += [_Box(left, bottom, left + wide, bottom + tall) for left, bottom, wide, tall in blocked]
    placed = []
    for label in ordered:
        for spot in _positions(label):
            box = _box(spot)
            fits = box.left >= 2.0 and box.bottom >= 2.0 and box.right <= width - 2.0 and box.top <= height - 2.0
            if fits and not any(box.meets(other) for other in taken):
                taken.append(box)
                placed.append(spot)
                break
    return placed


def _positions(label: Label) -> list[Placed]:
    x, y = label.x, label.y
    if label.centered:
        return [Placed(label, x, y + dy, "center", "center") for dy in (0.0, 10.0, -10.0, 20.0, -20.0)]
    near = [
        (6.0, 0.0, "left", "center"), (-6.0, 0.0, "right", "center"), (0.0, 6.0, "center", "bottom"),
        (0.0, -6.0, "center", "top"), (5.0, 4.0, "left", "bottom"), (5.0, -4.0, "left", "top"),
        (-5.0, 4.0, "right", "bottom"), (-5.0, -4.0, "right", "top"),
    ]  # fmt: skip
    if label.lift:
        up = float(label.lift)
        edge = "bottom" if up > 0.0 else "top"
        steps = [(5.0, 4.0, "left"), (5.0, 13.0, "left"), (-5.0, 4.0, "right"), (-5.0, 13.0, "right")]
        return [Placed(label, x + dx, y + up * dy, align, edge) for dx, dy, align in steps] + [
            Placed(label, x + dx, y + dy, align, vertical) for dx, dy, align, vertical in (*near[4:], *near[:2])
        ]
    far = [(3.0 * dx, 2.2 * dy, align, vertical) for dx, dy, align, vertical in near[2:]]
    return [Placed(label, x + dx, y + dy, align, vertical) for dx, dy, align, vertical in near + far]


def _box(spot: Placed) -> _Box:
    width = len(spot.label.text) * spot.label.size * _CHARACTER
    height = spot.label.size * _LINE
    left = spot.x - {"left": 0.0, "center": width / 2.0, "right": width}[spot.align]
    bottom = spot.y - {"bottom": 0.0, "center": height / 2.0, "top": height}[spot.vertical]
    return _Box(left, bottom, left + width, bottom + height)
