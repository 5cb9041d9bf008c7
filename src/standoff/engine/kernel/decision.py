# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""Who shoots at what: the options of `engine.engage`, and earliest deadline first of `engagement.allocation`."""

from __future__ import annotations

from collections import namedtuple

import numpy as np
from numba import njit

from standoff.engine.kernel.shots import fire_round, free_from, plan_shots

FLYING, INTERCEPTED, ARRIVED, FAILED = 1, 2, 3, 4

# What changes in a run: arrays over t threats and b batteries; options and choices are work space of one decision.
State = namedtuple(
    "State",
    "fate case tracks left under_way ready_s rounds pending assessed_s last_launch_s made option "
    "shots first_round expected first_intercept_s deadline_s free_shots free_channels chosen",
)


@njit(cache=True)
def new_state(threats, batteries):
    """Room for one run at a time."""
    pair = (threats, batteries)
    return State(
        np.zeros(threats, np.int64), np.zeros(threats, np.int64), np.full(pair, False), np.zeros(batteries, np.int64),
        np.zeros(batteries, np.int64), np.zeros(batteries), np.zeros(pair, np.int64), np.full(pair, False),
        np.zeros(pair), np.zeros(pair), np.zeros(pair, np.int64), np.full(pair, False), np.zeros(pair, np.int64),
        np.zeros(pair, np.int64), np.zeros(pair), np.zeros(pair), np.zeros(threats), np.zeros(batteries, np.int64),
        np.zeros(batteries, np.int64), np.zeros(threats, np.int64),
    )  # fmt: skip


@njit(cache=True)
def next_round(tables, state, t, b, now_s, available):
    """The next round of a battery at a threat, as `fire_round` gives it; no shots if none is due."""
    if state.rounds[t, b] >= tables.rounds[b]:
        return 0, np.inf, -np.inf, -np.inf, True
    return fire_round(tables, state.case[t], b, round_from_s(tables, state, t, b, now_s), available)


@njit(cache=True)
def round_from_s(tables, state, t, b, now_s):
    """When the next round may begin: after the result of the last one, and when its launcher is ready again."""
    if state.rounds[t, b] == 0:
        return now_s
    return max(now_s, state.assessed_s[t, b], state.last_launch_s[t, b] + tables.launch_interval_s[b])


@njit(cache=True)
def earliest_launch_s(tables, state, b, now_s):
    """When the battery's launcher is ready again and its weapons are free."""
    return free_from(tables, b, max(now_s, state.ready_s[b]))


@njit(cache=True)
def choose(tables, state, now_s):
    """Fill `state.chosen` with threats in the order in which they are served; their batteries come as second result."""
    _find_options(tables, state, now_s)
    order = _by_deadline(tables, state)
    for b in range(state.left.size):
        state.free_shots[b] = state.left[b]
        state.free_channels[b] = tables.simultaneous[b] - state.under_way[b]
    served = np.empty(order.size, np.int64)
    count = 0
    for t in order:
        b = _best_battery(tables, state, t)
        if b >= 0:
            state.free_shots[b] -= state.first_round[t, b]
            state.free_channels[b] -= 1
            state.chosen[count], served[count] = t, b
            count += 1
    return count, served


@njit(cache=True)
def share_follow_ups(state, count, served):
    """Interceptors (count,) that each choice may use: its first round, then what is left, in the order of service."""
    use = np.empty(count, np.int64)
    for i in range(count):
        t, b = state.chosen[i], served[i]
        extra = min(state.shots[t, b] - state.first_round[t, b], state.free_shots[b])
        state.free_shots[b] -= extra
        use[i] = state.first_round[t, b] + extra
    return use


@njit(cache=True)
def _find_options(tables, state, now_s):
    for b in range(state.left.size):
        ready = state.left[b] > 0 and state.under_way[b] < tables.simultaneous[b]
        launch_s = earliest_launch_s(tables, state, b, now_s)
        for t in range(state.fate.size):
            state.option[t, b] = False
            if not (ready and state.tracks[t, b] and state.fate[t] == FLYING) or _must_wait(tables, state, t, b):
                continue
            first, first_intercept, _, _, free = next_round(tables, state, t, b, launch_s, state.left[b])
            if first == 0 or not free:
                continue
            shots = max(first, plan_shots(tables, state.case[t], b, launch_s, state.left[b]))
            state.option[t, b] = True
            state.shots[t, b] = shots
            state.first_round[t, b] = min(tables.round_size[b], shots)
            state.expected[t, b] = tables.expected[b, shots]
            state.first_intercept_s[t, b] = first_intercept


@njit(cache=True)
def _must_wait(tables, state, t, b):
    for other in range(state.left.size):
        if state.pending[t, other]:
            same_tier = tables.family[other] == tables.family[b]
            if same_tier or state.assessed_s[t, other] <= tables.deadline_s[state.case[t], b]:
                return True
    return False


@njit(cache=True)
def _by_deadline(tables, state):
    """Threats that somebody can engage: the one whose last launch comes first, first; then by name."""
    order = np.empty(state.fate.size, np.int64)
    count = 0
    for t in range(state.fate.size):
        deadline = -np.inf
        for b in range(state.left.size):
            if state.option[t, b]:
                deadline = max(deadline, tables.deadline_s[state.case[t], b])
        state.deadline_s[t] = deadline
        if deadline == -np.inf:
            continue
        place = count
        while place > 0 and _before(tables, state, t, order[place - 1]):
            order[place] = order[place - 1]
            place -= 1
        order[place] = t
        count += 1
    return order[:count]


@njit(cache=True)
def _before(tables, state, t, other):
    if state.deadline_s[t] != state.deadline_s[other]:
        return state.deadline_s[t] < state.deadline_s[other]
    return tables.threat_rank[t] < tables.threat_rank[other]


@njit(cache=True)
def _best_battery(tables, state, t):
    """The battery that best kills the threat, then the soonest, then by name; -1 if none is free."""
    best = -1
    for b in range(state.left.size):
        if not state.option[t, b] or state.free_channels[b] <= 0 or state.free_shots[b] < state.first_round[t, b]:
            continue
        if best < 0 or _better(tables, state, t, b, best):
            best = b
    return best


@njit(cache=True)
def _better(tables, state, t, b, best):
    if state.expected[t, b] != state.expected[t, best]:
        return state.expected[t, b] > state.expected[t, best]
    if state.first_intercept_s[t, b] != state.first_intercept_s[t, best]:
        return state.first_intercept_s[t, b] < state.first_intercept_s[t, best]
    return tables.battery_rank[b] < tables.battery_rank[best]
