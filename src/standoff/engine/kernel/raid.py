# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""The queue of the compiled engine: what is due when, and what it does, for one run after another."""

from __future__ import annotations

import heapq

import numpy as np
from numba import njit

from standoff.engine.kernel.chance import uniform
from standoff.engine.kernel.decision import (
    ARRIVED,
    FAILED,
    FLYING,
    INTERCEPTED,
    choose,
    earliest_launch_s,
    new_state,
    next_round,
    round_from_s,
    share_follow_ups,
)
from standoff.engine.kernel.shots import next_shot

# Priorities of `engine.queue`, and the kinds of what is due; `End` comes last at its moment.
_INPUT, _WORLD, _RESPONSE, _LAST = 0, 1, 2, 3
_ORDER, _LIFT_OFF, _HOLD, _DECIDE, _SHOOT, _MEET, _ASSESS, _ARRIVE, _END = range(9)
# Columns of a result before those of the batteries and aim points: the order of `outcomes.TOTALS`.
_THREATS, _INTERCEPTED, _LEAKERS, _FAILED, _FIRED, TOTALS = range(6)
DONE, TOO_MANY_SHOTS = 0, 1


@njit(cache=True)
def play(tables, seed, runs, cases, out):
    """Play runs (n,) with the cases (n, t) that chance dealt to their threats; write counts into `out` (n, metrics).

    Returns a status (n,): `DONE`, or `TOO_MANY_SHOTS` for a run that needs more streams than the tables hold.
    """
    status = np.empty(runs.size, np.int64)
    state = new_state(cases.shape[1], tables.inventory.size)
    for row in range(runs.size):
        out[row] = 0
        _reset(tables, state, cases[row])
        status[row] = _play_one(tables, seed, runs[row], state, out[row])
        _count(tables, state, out[row])
    return status


@njit(cache=True)
def _reset(tables, state, case):
    state.fate[:] = 0
    state.case[:] = case
    state.tracks[:] = False
    state.left[:] = tables.inventory
    state.under_way[:] = 0
    state.ready_s[:] = 0.0
    state.rounds[:] = 0
    state.pending[:] = False
    state.made[:] = 0


@njit(cache=True)
def _play_one(tables, seed, run, state, out):
    batteries = tables.inventory.size
    streams = tables.kill_digest.shape[2]
    meets = np.empty(tables.kill_digest.size // 3)  # when each shot meets its threat
    queue = [(tables.end_s, _LAST, 0, _END, 0)]
    sequence = 1
    for order in range(tables.order_s.size):
        heapq.heappush(queue, (tables.order_s[order], _INPUT, sequence, _ORDER, order))
        sequence += 1
    while True:
        now_s, _, _, kind, what = heapq.heappop(queue)
        if kind == _END:
            return DONE
        if kind == _ORDER:
            for t in range(tables.order_first[what], tables.order_first[what + 1]):
                heapq.heappush(queue, (tables.lift_off_s[t], _WORLD, sequence, _LIFT_OFF, t))
                sequence += 1
        elif kind == _LIFT_OFF:
            sequence = _lift_off(tables, state, queue, sequence, now_s, what)
        elif kind == _ARRIVE:
            if state.fate[what] == FLYING:
                state.fate[what] = FAILED if tables.failing[state.case[what]] else ARRIVED
        elif kind == _HOLD:
            t, b = what // batteries, what % batteries
            if state.fate[t] == FLYING:
                state.tracks[t, b] = True
                heapq.heappush(queue, (now_s, _RESPONSE, sequence, _DECIDE, 0))
                sequence += 1
        elif kind == _DECIDE:
            sequence = _decide(tables, state, queue, sequence, now_s, meets)
            if sequence < 0:
                return TOO_MANY_SHOTS
        elif kind == _SHOOT:
            pair = what // streams
            t, b = pair // batteries, pair % batteries
            if state.fate[t] == FLYING:
                out[_FIRED] += 1
                out[TOTALS + b] += 1
                heapq.heappush(queue, (max(meets[what], now_s), _WORLD, sequence, _MEET, what))
                sequence += 1
            else:
                state.left[b] += 1
        elif kind == _MEET:
            pair = what // streams
            t, b = pair // batteries, pair % batteries
            if state.fate[t] == FLYING and _hits(tables, seed, run, t, b, what % streams):
                state.fate[t] = INTERCEPTED
        else:  # _ASSESS
            t, b = what // batteries, what % batteries
            state.pending[t, b] = False
            state.under_way[b] -= 1
            heapq.heappush(queue, (now_s, _RESPONSE, sequence, _DECIDE, 0))
            sequence += 1


@njit(cache=True)
def _lift_off(tables, state, queue, sequence, now_s, t):
    case = state.case[t]
    state.fate[t] = FLYING
    batteries = tables.inventory.size
    for b in range(batteries):
        if tables.hold_s[case, b] < np.inf:
            heapq.heappush(queue, (max(tables.hold_s[case, b], now_s), _WORLD, sequence, _HOLD, t * batteries + b))
            sequence += 1
    heapq.heappush(queue, (max(tables.arrival_s[case], now_s), _WORLD, sequence, _ARRIVE, t))
    return sequence + 1


@njit(cache=True)
def _decide(tables, state, queue, sequence, now_s, meets):
    count, served = choose(tables, state, now_s)
    use = share_follow_ups(state, count, served)
    for i in range(count):
        sequence = _commit(tables, state, queue, sequence, now_s, meets, state.chosen[i], served[i], use[i])
        if sequence < 0:
            break
    return sequence


@njit(cache=True)
def _commit(tables, state, queue, sequence, now_s, meets, t, b, available):
    """Book a round: its launches and its assessment become due. Negative if there are no streams for its shots."""
    launch_from = earliest_launch_s(tables, state, b, now_s)
    shots, _, last_launch, last_intercept, _ = next_round(tables, state, t, b, launch_from, available)
    if shots == 0:
        return sequence
    batteries, streams = tables.inventory.size, tables.kill_digest.shape[2]
    if state.made[t, b] + shots > streams:
        return -1
    pair = t * batteries + b
    not_before_s = round_from_s(tables, state, t, b, launch_from)
    for _ in range(shots):
        launch, intercept = next_shot(tables, state.case[t], b, not_before_s)
        shot = pair * streams + state.made[t, b]
        state.made[t, b] += 1
        meets[shot] = intercept
        heapq.heappush(queue, (max(launch, now_s), _WORLD, sequence, _SHOOT, shot))
        sequence += 1
        not_before_s = launch + tables.launch_interval_s[b]
    assessed_s = last_intercept + tables.assessment_delay_s[b]
    state.rounds[t, b] += 1
    state.pending[t, b] = True
    state.under_way[b] += 1
    state.assessed_s[t, b], state.last_launch_s[t, b] = assessed_s, last_launch
    state.left[b] -= shots
    state.ready_s[b] = last_launch + tables.launch_interval_s[b]
    heapq.heappush(queue, (max(assessed_s, now_s), _WORLD, sequence, _ASSESS, pair))
    return sequence + 1


@njit(cache=True)
def _hits(tables, seed, run, t, b, number):
    if uniform(seed, tables.common_digest[b], run) < tables.common_mode[b]:
        return False
    for link in range(3):  # noqa: SIM110  (Numba knows no generator here)
        if uniform(seed, tables.kill_digest[t, b, number, link], run) >= tables.links[b, link]:
            return False
    return True


@njit(cache=True)
def _count(tables, state, out):
    leakers_at = TOTALS + tables.inventory.size
    for t in range(state.fate.size):
        fate = state.fate[t]
        out[_THREATS] += fate != 0
        out[_INTERCEPTED] += fate == INTERCEPTED
        out[_LEAKERS] += fate == ARRIVED
        out[_FAILED] += fate == FAILED
        out[leakers_at + tables.aim[t]] += fate == ARRIVED
