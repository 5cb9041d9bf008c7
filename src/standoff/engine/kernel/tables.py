"""What the compiled engine reads of one world, and the room in which it plays: arrays of records.

Records keep what belongs together in one array, which a kernel function takes as one argument. Seconds are those of the
exercise clock.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Records = NDArray[Any]

# Orders of the timeline: when they are issued, and which threats are theirs.
ORDER: Final = np.dtype([("issued_s", "f8"), ("first", "i8"), ("beyond", "i8")])
# Threats: lift-off, place in the alphabetical order of names, number of the aim point.
THREAT: Final = np.dtype([("lift_off_s", "f8"), ("rank", "i8"), ("aim", "i8")])
# A case is one threat on one of its flights: as aimed, or failing at a moment.
CASE: Final = np.dtype([("arrival_s", "f8"), ("failing", "?")])
# What a battery can do in a case: when it holds a track (infinite if it can never engage), its deadline, and which of
# the nodes are its window's.
WINDOW: Final = np.dtype([("hold_s", "f8"), ("deadline_s", "f8"), ("first", "i8"), ("beyond", "i8")])
# Nodes of windows, one window behind the other; `latest_s` is the greatest launch of the window so far.
NODE: Final = np.dtype([("launch_s", "f8"), ("latest_s", "f8"), ("intercept_s", "f8"), ("joined", "?")])
BATTERY: Final = np.dtype(
    [
        ("inventory", "i8"), ("simultaneous", "i8"), ("round_size", "i8"), ("rounds", "f8"),
        ("launch_interval_s", "f8"), ("assessment_delay_s", "f8"), ("rank", "i8"), ("family", "i8"),
        ("free_first", "i8"), ("free_beyond", "i8"), ("links", "f8", (3,)), ("common_mode", "f8"),
        ("common_digest", "u8"),
    ]
)  # fmt: skip


class Tables(NamedTuple):
    """One world: o orders, t threats, c cases, b batteries, n nodes.

    `free_s` (k, 2) are the intervals in which weapons are free; `expected` (b, shots + 1) the kills that so many shots
    promise; `digests` (t, b, shots, links) the keys of the kill chain's streams.
    """

    end_s: float
    orders: Records
    threats: Records
    cases: Records
    windows: Records
    nodes: Records
    batteries: Records
    free_s: NDArray[np.float64]
    expected: NDArray[np.float64]
    digests: NDArray[np.uint64]


# What changes in a run. Fates: not launched, flying, intercepted, arrived, failed.
UNBORN, FLYING, INTERCEPTED, ARRIVED, FAILED = range(5)
THREAT_STATE: Final = np.dtype([("fate", "i8"), ("case", "i8"), ("deadline_s", "f8")])
BATTERY_STATE: Final = np.dtype(
    [
        ("left", "i8"), ("under_way", "i8"), ("ready_s", "f8"), ("common", "f8"), ("free_shots", "i8"),
        ("free_channels", "i8"),
    ]
)  # fmt: skip
# A battery and a threat: whether it holds a track; its rounds, the last one's launch and assessment, whether that is
# still pending; shots made; and the option that it offers in the decision of the moment.
PAIR_STATE: Final = np.dtype(
    [
        ("tracked", "?"), ("pending", "?"), ("option", "?"), ("rounds", "i8"), ("made", "i8"), ("assessed_s", "f8"),
        ("last_launch_s", "f8"), ("shots", "i8"), ("first_round", "i8"), ("expected", "f8"),
        ("first_intercept_s", "f8"),
    ]
)  # fmt: skip
# What is due: time, priority and sequence as one number, kind and object as another.
DUE: Final = np.dtype([("time_s", "f8"), ("order", "i8"), ("what", "i8")])


class Room(NamedTuple):
    """Room for one run: states of threats (t,), batteries (b,) and pairs (t, b), the queue, and the shots' meetings."""

    threats: Records
    batteries: Records
    pairs: Records
    due: Records
    meets_s: NDArray[np.float64]
    served: NDArray[np.int64]
    """Threats in order of service, and by whom: (2, t)."""


def make_room(tables: Tables) -> Room:
    """Room for runs of a world, one at a time."""
    threats, batteries = len(tables.threats), len(tables.batteries)
    shots = tables.digests.size // max(1, tables.digests.shape[-1])
    # Each order, lift-off, arrival, hold, decision and assessment once at most, and each shot's launch and meeting.
    most = 2 + len(tables.orders) + 2 * threats + 2 * threats * batteries + 4 * shots
    return Room(
        np.zeros(threats, THREAT_STATE),
        np.zeros(batteries, BATTERY_STATE),
        np.zeros((threats, batteries), PAIR_STATE),
        np.zeros(most, DUE),
        np.zeros(shots),
        np.zeros((2, threats), dtype=np.int64),
    )
