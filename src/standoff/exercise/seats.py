"""Seats: one login each, at the white cell, at a cell, or beside them to watch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from standoff.engine.inputs import CONTROL


class Role(StrEnum):
    """What a seat may do: control runs the exercise, players order for their cell, observers watch and take notes."""

    CONTROL = "control"
    PLAYER = "player"
    OBSERVER = "observer"


@dataclass(frozen=True)
class Seat:
    """A seat.

    Attributes:
        id: name of the seat: `control`, `usa-1`.
        role: what it may do.
        cell: the actor whose cell it sits in; None for control and for observers of everything.
        title: its name for people.
    """

    id: str
    role: Role
    cell: str | None
    title: str

    @property
    def sees_all(self) -> bool:
        """Whether nothing is hidden from it: control, and observers who sit in no cell."""
        return self.cell is None

    @property
    def view(self) -> str:
        """Whose view it has: that of a cell, or of control."""
        return CONTROL if self.cell is None else self.cell


SERVER: Final = Seat("server", Role.CONTROL, None, "server")
"""The seat in whose name a server itself acts: it pauses what is opened while its time runs."""
