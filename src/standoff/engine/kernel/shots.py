# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""Launches inside a window: the numbers of `engagement.window.next_shot` and `engagement.doctrine`, bit for bit.

`window` and `battery` are records of `tables.WINDOW` and `tables.BATTERY`.
"""

from __future__ import annotations

import numpy as np

from standoff.base.jit import jit


@jit
def free_from(battery, free_s, time_s):
    """The first moment from `time_s` on at which the battery may fire; infinite if there is none."""
    if battery.free_first == battery.free_beyond:
        return time_s
    earliest = np.inf
    for i in range(battery.free_first, battery.free_beyond):
        if time_s < free_s[i, 1]:
            earliest = min(earliest, max(time_s, free_s[i, 0]))
    return earliest


@jit
def next_shot(nodes, window, not_before_s):
    """Launch and intercept of the earliest intercept whose launch is not before a moment; infinite if there is none."""
    at = _first_not_before(nodes, window.first, window.beyond, not_before_s)
    if at == window.beyond:
        return np.inf, np.inf
    here = nodes[at]
    if at > window.first and here.joined:
        last = nodes[at - 1]
        if last.launch_s < not_before_s < here.launch_s:
            share = (not_before_s - last.launch_s) / (here.launch_s - last.launch_s)
            if share < 1.0:
                return (
                    last.launch_s + share * (here.launch_s - last.launch_s),
                    last.intercept_s + share * (here.intercept_s - last.intercept_s),
                )
    return here.launch_s, here.intercept_s


@jit
def fire_round(nodes, window, battery, free_s, not_before_s, available):
    """One round from a moment on: shots that fit, first intercept, last launch, last intercept, weapons free at all."""
    count, first_intercept, last_launch, last_intercept, free = 0, np.inf, -np.inf, -np.inf, True
    while count < min(battery.round_size, available):
        launch, intercept = next_shot(nodes, window, not_before_s)
        if launch == np.inf:
            break
        if count == 0:
            first_intercept = intercept
        count += 1
        last_launch, last_intercept = max(last_launch, launch), max(last_intercept, intercept)
        free = free and free_from(battery, free_s, launch) == launch
        not_before_s = launch + battery.launch_interval_s
    return count, first_intercept, last_launch, last_intercept, free


@jit
def plan_shots(nodes, window, battery, free_s, now_s, available):
    """Shots in all rounds that would be fired from a moment on if every shot missed."""
    count, rounds, not_before_s = 0, 0, now_s
    while available > 0 and rounds < battery.rounds:
        shots, _, last_launch, last_intercept, _ = fire_round(nodes, window, battery, free_s, not_before_s, available)
        if shots == 0:
            break
        count += shots
        available -= shots
        rounds += 1
        assessed_s = last_intercept + battery.assessment_delay_s
        not_before_s = max(now_s, assessed_s, last_launch + battery.launch_interval_s)
    return count


@jit
def _first_not_before(nodes, first, beyond, time_s):
    """Index of the first node whose launch, or one before it in the window, is not before a moment."""
    while first < beyond:
        middle = (first + beyond) // 2
        if nodes[middle].latest_s < time_s:
            first = middle + 1
        else:
            beyond = middle
    return first
