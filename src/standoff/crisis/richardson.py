"""Richardson's linear equations of hostility between two sides, and when they settle.

    dx/dt = k1 y - a1 x + g1        dy/dt = k2 x - a2 y + g2

x is what the first side does toward the second, y the reverse; k is the reaction to the other's conduct, a the fatigue
with which one's own wears off, g the grievance. L. F. Richardson, Arms and Insecurity (Boxwood, 1960), chapter II; a
textbook account is J. M. Epstein, Nonlinear Dynamics, Mathematical Biology, and Social Science (1997), lecture 2.
Nothing changes when x, y and g change their signs together, so x and y may be tone (friendly above zero) as well as
hostility.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Side:
    """One side's parameters: `reaction` k >= 0 and `fatigue` a > 0 in 1/s, `grievance` g in tone per second."""

    reaction: float
    fatigue: float
    grievance: float = 0.0

    def __post_init__(self) -> None:
        if self.reaction < 0.0 or self.fatigue <= 0.0:
            raise ValueError("reaction must not be negative, and fatigue must be positive")


def growth(first: Side, second: Side) -> float:
    """The rate at which the faster of the dyad's two modes grows, 1/s: below zero if it dies away.

    The greater eigenvalue of [[-a1, k1], [k2, -a2]]; both are real since k1 k2 >= 0.
    """
    half_sum, half_difference = (first.fatigue + second.fatigue) / 2.0, (first.fatigue - second.fatigue) / 2.0
    return math.sqrt(half_difference**2 + first.reaction * second.reaction) - half_sum


def stable(first: Side, second: Side) -> bool:
    """Whether the dyad settles: a1 a2 > k1 k2."""
    return first.fatigue * second.fatigue > first.reaction * second.reaction


def equilibrium(first: Side, second: Side) -> tuple[float, float]:
    """Where a dyad rests, (x, y); one that is not stable moves away from there. Raises `ValueError` on the border."""
    margin = first.fatigue * second.fatigue - first.reaction * second.reaction
    if margin == 0.0:
        raise ValueError("a dyad with a1 a2 = k1 k2 has no single point of rest")
    return (
        (second.fatigue * first.grievance + first.reaction * second.grievance) / margin,
        (first.fatigue * second.grievance + second.reaction * first.grievance) / margin,
    )
