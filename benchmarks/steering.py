"""What the right-hand sides of the SciPy contender share: types, the engine and the steering of a phase."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
State = Sequence[float] | Array
Derivative = Callable[[float, Array], Sequence[float] | Array]


class Engine(NamedTuple):
    """A burning stage."""

    vacuum_thrust_n: float
    exit_area_m2: float
    start_mass_kg: float
    flow_kg_s: float
    ignition_s: float


@dataclass(frozen=True)
class Steering:
    """Thrust turns from `up` to `forward` (3,) at a rate from the end of the rise; without a rate: gravity turn."""

    rate_rad_s: float | None
    rise_s: float
    up: Array
    forward: Array
