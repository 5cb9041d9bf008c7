"""The kill chain of one interceptor: does it fly, does it pick the right object, does it hit.

Chance enters as uniform numbers in [0, 1) that the caller draws and records; an event of probability p happens when
its number is below p. Three numbers belong to each shot, in the order of `Link`, and one number to each class of
interceptor in a raid for the common-mode failure (a fault of design or of doctrine that all of the class share), as
in D. A. Wilkening, "A Simple Model for Calculating Ballistic Missile Defense Effectiveness", Science & Global Security
8 (1999).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.errors import InputError


class Link(IntEnum):
    """The links of the chain: the index of each one's uniform number."""

    RELIABILITY = 0
    DISCRIMINATION = 1
    KILL = 2


class Cause(StrEnum):
    """Why a shot missed: the first link that broke."""

    COMMON_MODE = "common-mode"
    UNRELIABLE = "interceptor-failure"
    WRONG_OBJECT = "wrong-object"
    MISSED = "missed"


@dataclass(frozen=True)
class KillChain:
    """Probabilities of the links, each in [0, 1], for one interceptor against one credible object."""

    reliability: float = 1.0
    discrimination: float = 1.0
    kill: float = 1.0
    common_mode_failure: float = 0.0

    def __post_init__(self) -> None:
        for name in ("reliability", "discrimination", "kill", "common_mode_failure"):
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:
                raise InputError("is not a probability", field=name, value=value, allowed="0 to 1")

    @property
    def single_shot(self) -> float:
        """Single-shot probability of kill while no common mode has failed: the product of the links."""
        return self.reliability * self.discrimination * self.kill


@dataclass(frozen=True)
class Outcome:
    """What became of one shot."""

    hit: bool
    cause_of_miss: Cause | None = None


def common_mode_fails(chain: KillChain, uniform: float) -> bool:
    """Whether the class fails as a whole in this raid; `uniform` is drawn once a raid for the class."""
    return uniform < chain.common_mode_failure


def outcome(chain: KillChain, uniforms: tuple[float, float, float], common_mode_failed: bool = False) -> Outcome:
    """Result of one shot from its three uniform numbers (order of `Link`) and the class's common mode."""
    if common_mode_failed:
        return Outcome(False, Cause.COMMON_MODE)
    if uniforms[Link.RELIABILITY] >= chain.reliability:
        return Outcome(False, Cause.UNRELIABLE)
    if uniforms[Link.DISCRIMINATION] >= chain.discrimination:
        return Outcome(False, Cause.WRONG_OBJECT)
    if uniforms[Link.KILL] >= chain.kill:
        return Outcome(False, Cause.MISSED)
    return Outcome(True)


def hits(chain: KillChain, uniforms: ArrayLike, common_mode_failed: ArrayLike = False) -> NDArray[np.bool_]:
    """Vector form of `outcome(...).hit`: uniforms (..., 3), common mode broadcast to (...)."""
    links = np.array([chain.reliability, chain.discrimination, chain.kill])
    passed = (np.asarray(uniforms, dtype=float) < links).all(axis=-1)
    result: NDArray[np.bool_] = passed & ~np.asarray(common_mode_failed, dtype=bool)
    return result
