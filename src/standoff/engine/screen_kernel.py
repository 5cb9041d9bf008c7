# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""The screen of many paths against one battery, compiled: the kernels of sensing and engagement, joined.

`screen` says for each path what `plan.FlightPlan` and `doctrine.shots_that_fit` say of one; here as there the
conditions come in the order: in reach, tracked, in time, guided. Times count from lift-off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.geodesy import Array
from standoff.base.jit import jit
from standoff.engagement.battery import Battery
from standoff.engagement.kernel import open_window, pack_doctrine, pack_limits, pack_site, place_path, shots
from standoff.engagement.reach import reach_of
from standoff.engine.plan import TRACK_CANDIDATES
from standoff.flight.results import Phase
from standoff.scenario.world import Missile, World
from standoff.sensing.kernel import RADAR_COLUMNS, first_fit, follow, held_for, hold, last_until, pack_radar
from standoff.sensing.radar import Radar

Index = NDArray[np.int64]

_BOOST: Final = int(Phase.BOOST)

# Results of a path: shots, time of the first track that fits, and of the window: first and last intercept, last launch.
SHOTS, TRACK, FIRST_INTERCEPT, LAST_INTERCEPT, LAST_LAUNCH = range(5)
RESULTS: Final = 5


@dataclass(frozen=True, eq=False)
class Case:
    """One battery with its sensors, packed: what does not depend on the path.

    `radars` (s, 26) are rows of `sensing.kernel.pack_radar`; `commit` (c,) and `guide` (g,) index them, `delay_s` (c,)
    is the link delay of each commit sensor's track. `reach` is (limits, altitudes, squares of range limits, speeds);
    `free_s` (k, 2) are the intervals in which weapons are free, none for always.
    """

    radars: Array
    commit: Index
    delay_s: Array
    guide: Index
    hold_s: float
    site: Array
    reach: tuple[Array, Array, Array, Array]
    doctrine: Array
    basket_m: float
    reaction_s: float
    free_s: Array
    most: int


def pack(world: World, battery: Battery, missile: Missile, most: int) -> Case:
    """A battery and the sensors of a world that its network names, against a missile's cross-sections."""
    network, reach = battery.network, reach_of(battery.interceptor)
    after_m2 = missile.warhead_rcs_m2 if missile.vehicle.separates else missile.boosting_rcs_m2
    radars = {
        sensor: pack_radar(model, missile.boosting_rcs_m2, after_m2)
        for sensor in dict.fromkeys((*network.commit_sensors, *network.guidance_sensors))
        if isinstance(model := world.sensors[sensor].model, Radar)
    }
    order = list(radars)
    commit = [sensor for sensor in network.commit_sensors if sensor in radars]
    guide = [sensor for sensor in network.guidance_sensors if sensor in radars]
    return Case(
        radars=np.array([radars[sensor] for sensor in order]).reshape(-1, RADAR_COLUMNS),
        commit=np.array([order.index(sensor) for sensor in commit], dtype=np.int64),
        delay_s=np.array([0.0 if sensor == network.organic else network.link_delay_s for sensor in commit]),
        guide=np.array([order.index(sensor) for sensor in guide], dtype=np.int64),
        hold_s=network.hold_s,
        site=pack_site(battery.place),
        reach=(pack_limits(reach), reach.altitude_m, reach.limit_m2, reach.speed_m_s),
        doctrine=pack_doctrine(battery.doctrine),
        basket_m=battery.interceptor.divert_m,
        reaction_s=battery.reaction_s,
        free_s=np.array(battery.rules.weapons_free_s, dtype=float).reshape(-1, 2),
        most=min(most, battery.inventory),
    )


def nothing(count: int) -> Array:
    """Results (n, 5) of paths on which nothing is possible."""
    out = np.full((count, RESULTS), np.nan)
    out[:, SHOTS] = 0.0
    return out


def screen(case: Case, samples: Array, taken: Index) -> Array:
    """Results (n, 5) of paths (n, m, 8), samples of the flight kernel of which `taken` (n,) are filled (0: no path)."""
    out = nothing(len(samples))
    _screen(
        samples, taken, case.radars, case.commit, case.delay_s, case.guide, case.hold_s, case.site, case.reach,
        case.doctrine, case.basket_m, case.reaction_s, case.free_s, case.most, out,
    )  # fmt: skip
    return out


@jit
def _screen(
    samples, taken, radars, commit, delay, guide, hold_s, site, reach, doctrine, basket, reaction, free_s, most, out
):  # fmt: skip
    """Screen paths one after another in one set of work arrays."""
    size = samples.shape[1]
    ground_range, altitude, time = np.empty(size), np.empty(size), np.empty(size)
    free, feasible, guided = np.empty(size, np.bool_), np.empty(size, np.bool_), np.empty(size, np.bool_)
    held = np.empty((len(radars), size), np.bool_)
    intercept, launch, latest = np.empty(2 * size), np.empty(2 * size), np.empty(2 * size)
    joined = np.empty(2 * size, np.bool_)
    transition, information = np.empty((size, 6, 6)), np.empty((size, 6, 6))
    for n in range(len(samples)):
        count = taken[n]
        if count == 0:
            continue
        position, phase = samples[n, :, 1:4], samples[n, :, 7]
        coasting = 0  # the first sample after the last burn
        for i in range(count):
            time[i] = samples[n, i, 0]
            free[i] = phase[i] != _BOOST
            if not free[i]:
                coasting = i + 1
        place_path(site, reach[0], position, count, ground_range, altitude)
        nodes = open_window(
            reach, time, ground_range, altitude, free, count, time[0], intercept, launch, joined, feasible
        )
        if nodes == 0:
            continue
        count = min(count, last_until(time, 0, count - 1, intercept[nodes - 1]) + 2)
        meets, leaves = candidates(intercept, launch, nodes)
        for r in range(len(radars)):
            hold(radars[r], time, position, phase, count, held[r])
        track_s = first_track(
            radars, held, commit, delay, time, position, coasting, count, meets, leaves, basket, reaction, transition,
            information,
        )  # fmt: skip
        fire_s = weapons_free(free_s, track_s + reaction)
        if fire_s == math.inf:
            continue
        out[n, TRACK] = track_s
        guided[:count] = False
        for g in guide:
            held_for(held[g], time, count, hold_s, guided)
        for i in range(count):
            free[i] = free[i] and guided[i]
        nodes = open_window(
            reach, time, ground_range, altitude, free, count, fire_s, intercept, launch, joined, feasible
        )
        if nodes == 0:
            continue
        out[n, SHOTS] = shots(doctrine, intercept, launch, joined, latest, nodes, -math.inf, most)
        out[n, FIRST_INTERCEPT], out[n, LAST_INTERCEPT] = intercept[0], intercept[nodes - 1]
        out[n, LAST_LAUNCH] = latest[nodes - 1]


@jit
def candidates(intercept, launch, nodes):
    """Intercepts at which tracks are tried, evenly over the nodes, and their launches: see `plan._first_track`."""
    meets, leaves = np.empty(TRACK_CANDIDATES), np.empty(TRACK_CANDIDATES)
    step = (nodes - 1) / (TRACK_CANDIDATES - 1)
    kept, before = 0, -1
    for k in range(TRACK_CANDIDATES):
        at = nodes - 1 if k == TRACK_CANDIDATES - 1 else int(k * step)
        if at != before:
            meets[kept], leaves[kept] = intercept[at], launch[at]
            kept, before = kept + 1, at
    return meets[:kept], leaves[:kept]


@jit
def first_track(
    radars, held, commit, delay, time, position, coasting, count, meets, leaves, basket, reaction, transition,
    information,
):  # fmt: skip
    """Time of the first track at the battery that fits the basket for a candidate intercept; infinite if none."""
    best_s = math.inf
    for c in range(len(commit)):
        radar, hold_mask = radars[commit[c]], held[commit[c]]
        decide = leaves - reaction - delay[c]
        gathered = last_until(time, 0, count - 1, min(decide.max(), best_s - delay[c]))
        first = coasting
        while first <= gathered and not hold_mask[first]:
            first += 1
        if first > gathered:
            continue
        last = last_until(time, first, count - 1, meets[-1])
        follow(radar, hold_mask, time, position, first, gathered, last, transition, information)
        found = first_fit(
            time, position, first, gathered, last, transition, information, meets, decide, basket, gathered + 1
        )
        if found >= 0 and time[found] + delay[c] < best_s:
            best_s = time[found] + delay[c]
    return best_s


@jit
def weapons_free(free_s, at_s):
    """The first moment from `at_s` on at which weapons are free: see `rules.weapons_free_from`."""
    if len(free_s) == 0:
        return at_s
    first = math.inf
    for k in range(len(free_s)):
        if at_s < free_s[k, 1]:
            first = min(first, max(at_s, free_s[k, 0]))
    return first
