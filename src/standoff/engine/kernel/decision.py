# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""Who shoots at what: the options of `engine.engage`, and earliest deadline first of `engagement.allocation`.

`tables` and `room` are those of the module `tables`. They are tuples of arrays, which cost more to hand on than a small
function's work: what is called often takes the arrays that it needs.
"""

from __future__ import annotations

import numpy as np

from standoff.base.jit import jit
from standoff.engine.kernel.shots import fire_round, free_from, plan_shots
from standoff.engine.kernel.tables import FLYING


@jit
def choose(tables, room, now_s):
    """Fill `room.served` with threats in order of service and the batteries that take them; returns how many."""
    batteries = room.batteries
    for b in range(batteries.size):
        batteries[b].free_shots = batteries[b].left
        batteries[b].free_channels = tables.batteries[b].simultaneous - batteries[b].under_way
        _find_options(
            tables.nodes, tables.windows, tables.batteries, tables.free_s, tables.expected, room.threats, batteries,
            room.pairs, b, now_s,
        )  # fmt: skip
    found = _by_deadline(tables.threats, tables.windows, room.threats, room.pairs, room.served[0])
    count = 0
    for place in range(found):
        t = room.served[0, place]
        b = _best_battery(tables.batteries, batteries, room.pairs[t])
        if b >= 0:
            batteries[b].free_shots -= room.pairs[t, b].first_round
            batteries[b].free_channels -= 1
            room.served[0, count], room.served[1, count] = t, b
            count += 1
    return count


@jit
def share_follow_up(battery, pair):
    """Interceptors that a choice may use: its first round, and what is left for its follow-up rounds."""
    extra = min(pair.shots - pair.first_round, battery.free_shots)
    battery.free_shots -= extra
    return pair.first_round + extra


@jit
def round_from_s(battery, pair, now_s):
    """When the next round may begin: after the result of the last one, and when its launcher is ready again."""
    if pair.rounds == 0:
        return now_s
    return max(now_s, pair.assessed_s, pair.last_launch_s + battery.launch_interval_s)


@jit
def earliest_launch_s(battery, state, free_s, now_s):
    """When the battery's launcher is ready again and its weapons are free."""
    return free_from(battery, free_s, max(now_s, state.ready_s))


@jit
def _find_options(nodes, windows, batteries, free_s, expected, threats, states, pairs, b, now_s):
    """What one battery offers for each threat."""
    battery, state = batteries[b], states[b]
    ready = state.left > 0 and state.under_way < battery.simultaneous
    launch_s = earliest_launch_s(battery, state, free_s, now_s)
    for t in range(threats.size):
        pair = pairs[t, b]
        pair.option = False
        if not (ready and pair.tracked and threats[t].fate == FLYING and pair.rounds < battery.rounds):
            continue
        window = windows[threats[t].case, b]
        if _must_wait(batteries, pairs[t], battery.family, window.deadline_s):
            continue
        from_s = round_from_s(battery, pair, launch_s)
        first, first_intercept, _, _, free = fire_round(nodes, window, battery, free_s, from_s, state.left)
        if first == 0 or not free:
            continue
        pair.option = True
        pair.shots = max(first, plan_shots(nodes, window, battery, free_s, launch_s, state.left))
        pair.first_round = min(battery.round_size, pair.shots)
        pair.expected = expected[b, pair.shots]
        pair.first_intercept_s = first_intercept


@jit
def _must_wait(batteries, pairs, family, deadline_s):
    """Whether a round under way, of its own tier or known in time, keeps a battery from a threat."""
    for other in range(batteries.size):
        if pairs[other].pending and (batteries[other].family == family or pairs[other].assessed_s <= deadline_s):
            return True
    return False


@jit
def _by_deadline(threats, windows, states, pairs, order):
    """Threats that somebody can engage: the one whose last launch comes first, first; then by name."""
    count = 0
    for t in range(threats.size):
        deadline = -np.inf
        for b in range(pairs.shape[1]):
            if pairs[t, b].option:
                deadline = max(deadline, windows[states[t].case, b].deadline_s)
        states[t].deadline_s = deadline
        if deadline == -np.inf:
            continue
        place = count
        while place > 0 and _before(threats, states, t, order[place - 1]):
            order[place] = order[place - 1]
            place -= 1
        order[place] = t
        count += 1
    return count


@jit
def _before(threats, states, t, other):
    if states[t].deadline_s != states[other].deadline_s:
        return states[t].deadline_s < states[other].deadline_s
    return threats[t].rank < threats[other].rank


@jit
def _best_battery(batteries, states, pairs):
    """The battery that best kills the threat, then the soonest, then by name; -1 if none is free."""
    best = -1
    for b in range(batteries.size):
        pair = pairs[b]
        if not pair.option or states[b].free_channels <= 0 or states[b].free_shots < pair.first_round:
            continue
        if best < 0 or _better(batteries, pairs, b, best):
            best = b
    return best


@jit
def _better(batteries, pairs, b, best):
    if pairs[b].expected != pairs[best].expected:
        return pairs[b].expected > pairs[best].expected
    if pairs[b].first_intercept_s != pairs[best].first_intercept_s:
        return pairs[b].first_intercept_s < pairs[best].first_intercept_s
    return batteries[b].rank < batteries[best].rank
