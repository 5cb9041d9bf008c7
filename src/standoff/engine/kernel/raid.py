# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""One run after another: what is due, and what it does. Each branch is a handler of `engine.step`."""

from __future__ import annotations

import numpy as np

from standoff.base.jit import jit
from standoff.engine.kernel.chance import uniform
from standoff.engine.kernel.decision import choose, earliest_launch_s, round_from_s, share_follow_up
from standoff.engine.kernel.queue import INPUT, LAST, RESPONSE, WORLD, drop_first, push
from standoff.engine.kernel.shots import fire_round, next_shot
from standoff.engine.kernel.tables import ARRIVED, FAILED, FLYING, INTERCEPTED, UNBORN

# Kinds of what is due, in the upper bits of `what`; the lower ones say which order, threat, pair or shot.
_KIND = 32
_ORDER, _LIFT_OFF, _HOLD, _DECIDE, _SHOOT, _MEET, _ASSESS, _ARRIVE, _END = range(9)
# Columns of a result before those of the batteries and aim points: the order of `raid_outcomes.TOTALS`.
_THREATS, _INTERCEPTED, _LEAKERS, _FAILED, _FIRED, TOTALS = range(6)
DONE, TOO_MANY_SHOTS = 0, 1


@jit
def play(tables, room, seed, runs, cases, out):
    """Play runs (n,) with the cases (n, t) that chance dealt to their threats; write counts into `out` (n, metrics).

    Returns a status (n,): `DONE`, or `TOO_MANY_SHOTS` for a run that needs more streams than the tables hold.
    """
    status = np.empty(runs.size, np.int64)
    for row in range(runs.size):
        out[row] = 0
        _reset(tables.batteries, room.threats, room.batteries, room.pairs, cases[row])
        status[row] = _play_one(tables, room, seed, runs[row], out[row])
        _count(tables.threats, tables.batteries, room.threats, out[row])
    return status


@jit
def _reset(batteries, threats, states, pairs, cases):
    for t in range(threats.size):
        threats[t].fate, threats[t].case = UNBORN, cases[t]
        for b in range(states.size):
            pair = pairs[t, b]
            pair.tracked, pair.pending, pair.rounds, pair.made = False, False, 0, 0
    for b in range(states.size):
        state = states[b]
        state.left, state.under_way, state.ready_s, state.common = batteries[b].inventory, 0, 0.0, -1.0


@jit
def _play_one(tables, room, seed, run, out):
    threats, states, pairs, due, batteries = room.threats, room.batteries, room.pairs, room.due, tables.batteries
    streams = tables.digests.shape[2]
    size = push(due, 0, tables.end_s, LAST, _END << _KIND)
    sequence = 1
    for order in range(tables.orders.size):
        size = push(due, size, tables.orders[order].issued_s, INPUT + sequence, (_ORDER << _KIND) + order)
        sequence += 1
    while True:
        now_s, kind, which = due[0].time_s, due[0].what >> _KIND, due[0].what & ((1 << _KIND) - 1)
        size = drop_first(due, size)
        pair = which // streams if kind in (_SHOOT, _MEET) else which
        t, b = pair // states.size, pair % states.size
        decide = False
        if kind == _END:
            return DONE
        if kind == _ORDER:
            for threat in range(tables.orders[which].first, tables.orders[which].beyond):
                size = push(
                    due, size, tables.threats[threat].lift_off_s, WORLD + sequence, (_LIFT_OFF << _KIND) + threat
                )
                sequence += 1
        elif kind == _LIFT_OFF:
            threats[which].fate = FLYING
            size = _lift_off(tables.windows[threats[which].case], due, size, sequence, now_s, which)
            sequence += states.size
            arrival_s = max(tables.cases[threats[which].case].arrival_s, now_s)
            size = push(due, size, arrival_s, WORLD + sequence, (_ARRIVE << _KIND) + which)
            sequence += 1
        elif kind == _ARRIVE:
            if threats[which].fate == FLYING:
                threats[which].fate = FAILED if tables.cases[threats[which].case].failing else ARRIVED
        elif kind == _HOLD:
            if threats[t].fate == FLYING:
                pairs[t, b].tracked = True
                decide = True
        elif kind == _SHOOT:
            if threats[t].fate == FLYING:
                out[_FIRED] += 1
                out[TOTALS + b] += 1
                size = push(due, size, max(room.meets_s[which], now_s), WORLD + sequence, (_MEET << _KIND) + which)
                sequence += 1
            else:
                states[b].left += 1
        elif kind == _MEET:
            if threats[t].fate == FLYING and _hits(
                batteries[b], states[b], tables.digests[t, b, which % streams], seed, run
            ):
                threats[t].fate = INTERCEPTED
        elif kind == _ASSESS:
            pairs[t, b].pending = False
            states[b].under_way -= 1
            decide = True
        else:  # _DECIDE
            size, sequence = _decide(tables, room, size, sequence, now_s)
            if size < 0:
                return TOO_MANY_SHOTS
        if decide:
            size = push(due, size, now_s, RESPONSE + sequence, _DECIDE << _KIND)
            sequence += 1


@jit
def _lift_off(windows, due, size, sequence, now_s, t):
    """The tracks that batteries will hold become due."""
    for b in range(windows.size):
        if windows[b].hold_s < np.inf:
            what = (_HOLD << _KIND) + t * windows.size + b
            size = push(due, size, max(windows[b].hold_s, now_s), WORLD + sequence + b, what)
    return size


@jit
def _decide(tables, room, size, sequence, now_s):
    """Choose and commit. Size and sequence of the queue after it; a negative size if streams are missing."""
    count = choose(tables, room, now_s)
    for i in range(count):
        t, b = room.served[0, i], room.served[1, i]
        available = share_follow_up(room.batteries[b], room.pairs[t, b])
        size, sequence = _commit(
            tables.nodes, tables.windows[room.threats[t].case, b], tables.batteries[b], tables.free_s,
            tables.digests.shape[2], room.batteries[b], room.pairs[t, b], room.due, room.meets_s, size, sequence,
            now_s, t * room.batteries.size + b, available,
        )  # fmt: skip
        if size < 0:
            break
    return size, sequence


@jit
def _commit(
    nodes, window, battery, free_s, streams, state, pair, due, meets_s, size, sequence, now_s, number, available
):  # fmt: skip
    """Book a round: its launches and its assessment become due. A negative size if its shots lack streams."""
    from_s = round_from_s(battery, pair, earliest_launch_s(battery, state, free_s, now_s))
    shots, _, last_launch, last_intercept, _ = fire_round(nodes, window, battery, free_s, from_s, available)
    if shots == 0 or pair.rounds >= battery.rounds:
        return size, sequence
    if pair.made + shots > streams:
        return -1, sequence
    for _ in range(shots):
        launch, intercept = next_shot(nodes, window, from_s)
        shot = number * streams + pair.made
        pair.made += 1
        meets_s[shot] = intercept
        size = push(due, size, max(launch, now_s), WORLD + sequence, (_SHOOT << _KIND) + shot)
        sequence += 1
        from_s = launch + battery.launch_interval_s
    pair.rounds += 1
    pair.pending = True
    pair.assessed_s, pair.last_launch_s = last_intercept + battery.assessment_delay_s, last_launch
    state.under_way += 1
    state.left -= shots
    state.ready_s = last_launch + battery.launch_interval_s
    size = push(due, size, max(pair.assessed_s, now_s), WORLD + sequence, (_ASSESS << _KIND) + number)
    return size, sequence + 1


@jit
def _hits(battery, state, digests, seed, run):
    """The kill chain, link by link; whether the class works at all is drawn once a run."""
    if state.common < 0.0:
        state.common = uniform(seed, battery.common_digest, run)
    if state.common < battery.common_mode:
        return False
    for link in range(digests.size):  # noqa: SIM110  (Numba knows no generator here)
        if uniform(seed, digests[link], run) >= battery.links[link]:
            return False
    return True


@jit
def _count(threats, batteries, states, out):
    leakers_at = TOTALS + batteries.size
    for t in range(threats.size):
        fate = states[t].fate
        out[_THREATS] += fate != UNBORN
        out[_INTERCEPTED] += fate == INTERCEPTED
        out[_LEAKERS] += fate == ARRIVED
        out[_FAILED] += fate == FAILED
        out[leakers_at + threats[t].aim] += fate == ARRIVED
