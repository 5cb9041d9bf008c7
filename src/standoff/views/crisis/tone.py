"""Tone between two events: every weight halved with each half-life, summed. Exact at any moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.views.crisis.events import crisis_block
from standoff.views.crisis.moves import Move
from standoff.views.stations import nominal_si

Array = NDArray[np.float64]
Pair = tuple[str, str]
"""Ordered: who acts, toward whom."""


@dataclass(frozen=True)
class ToneReading:
    """The moves within each ordered pair, and how fast they fade. Pairs without a move are absent: their tone is 0."""

    half_life_s: float
    moves: Mapping[Pair, tuple[Move, ...]] = field(default_factory=dict)

    def at(self, pair: Pair, t_s: ArrayLike) -> Array:
        """Tone of a pair at times (n,), s after STARTEX; a move counts from its own moment on."""
        times = np.atleast_1d(np.asarray(t_s, dtype=float))
        total = np.zeros_like(times)
        for move in self.moves.get(pair, ()):
            age = np.maximum(times - move.t_s, 0.0)
            total += np.where(times >= move.t_s, (move.weight or 0.0) * np.exp2(-age / self.half_life_s), 0.0)
        return total

    def curve(self, pair: Pair, start_s: float, end_s: float, points: int = 120) -> tuple[Array, Array]:
        """Times and tone of a pair for a line: evenly spread, with every jump upright."""
        jumps = np.array([move.t_s for move in self.moves.get(pair, ())])
        grid = np.linspace(start_s, end_s, points)
        times = np.sort(np.concatenate([grid, jumps]))
        just_before = np.nextafter(jumps, -np.inf)
        times = np.sort(np.concatenate([times, just_before]))
        return times, self.at(pair, times)

    def ranked(self) -> list[Pair]:
        """Pairs by how much was done within them (sum of the sizes of all weights), the most first."""
        size = {pair: sum(abs(move.weight or 0.0) for move in moves) for pair, moves in self.moves.items()}
        return sorted(size, key=lambda pair: (-size[pair], pair))


def tone_of(header: Mapping[str, Any], moves: Iterable[Move]) -> ToneReading:
    """The tone of a record, by the half-life that its scenario gives."""
    half_life_s = nominal_si(crisis_block(header), "tone", "half_life") or float("inf")
    found: dict[Pair, list[Move]] = {}
    for move in moves:
        if move.weight is not None and move.target is not None:
            found.setdefault((move.actor, move.target), []).append(move)
    return ToneReading(half_life_s, {pair: tuple(moved) for pair, moved in found.items()})
