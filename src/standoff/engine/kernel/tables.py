"""What the compiled engine reads of one world: its launches, windows, batteries and the digests of its streams."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Words = NDArray[np.uint64]


class Tables(NamedTuple):
    """Arrays over o orders, t threats, b batteries and c cases; seconds on the exercise clock.

    A case is one threat on one of its flights (as aimed, or failing at a moment). Windows lie one behind the other in
    `launch_s`, `latest_s` (the greatest launch so far), `intercept_s` and `joined`; `first` and `beyond` (c, b) say
    which part is whose. `hold_s` (c, b) is when the battery holds a track, infinite if it can never engage.
    """

    end_s: float
    order_s: Array
    order_first: Whole
    lift_off_s: Array
    threat_rank: Whole
    aim: Whole
    arrival_s: Array
    failing: NDArray[np.bool_]
    hold_s: Array
    first: Whole
    beyond: Whole
    deadline_s: Array
    launch_s: Array
    latest_s: Array
    intercept_s: Array
    joined: NDArray[np.bool_]
    inventory: Whole
    simultaneous: Whole
    round_size: Whole
    rounds: Array
    launch_interval_s: Array
    assessment_delay_s: Array
    battery_rank: Whole
    family: Whole
    free_s: Array
    free_first: Whole
    links: Array
    common_mode: Array
    expected: Array
    common_digest: Words
    kill_digest: Words
