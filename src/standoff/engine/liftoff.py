"""The action that a missile leaves the ground: what was ordered, with its names looked up."""

from __future__ import annotations

from dataclasses import dataclass

from standoff.base.geodesy import Place


@dataclass(frozen=True)
class LiftOff:
    """A missile leaves the ground."""

    threat: str
    actor: str
    missile: str
    launch: Place
    aim: Place
    trajectory: str
    apogee_m: float | None = None
    may_fail: bool = True
    fails: bool = False
    """Whether it fails for certain, as a past flight did."""
    test: bool = False
    """Whether it is a test: no raid, no leaker."""
