# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""Launches inside a window: the numbers of `engagement.window.next_shot` and `engagement.doctrine`, bit for bit."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def free_from(tables, b, time_s):
    """The first moment from `time_s` on at which the battery may fire; infinite if there is none."""
    start, stop = tables.free_first[b], tables.free_first[b + 1]
    if start == stop:
        return time_s
    earliest = np.inf
    for i in range(start, stop):
        if time_s < tables.free_s[i, 1]:
            earliest = min(earliest, max(time_s, tables.free_s[i, 0]))
    return earliest


@njit(cache=True)
def next_shot(tables, case, b, not_before_s):
    """Launch and intercept of the earliest intercept whose launch is not before a moment; infinite if there is none."""
    first, beyond = tables.first[case, b], tables.beyond[case, b]
    at = first + np.searchsorted(tables.latest_s[first:beyond], not_before_s)
    if at == beyond:
        return np.inf, np.inf
    launch_s, intercept_s = tables.launch_s, tables.intercept_s
    if at > first and tables.joined[at] and launch_s[at - 1] < not_before_s < launch_s[at]:
        share = (not_before_s - launch_s[at - 1]) / (launch_s[at] - launch_s[at - 1])
        if share < 1.0:
            return (
                launch_s[at - 1] + share * (launch_s[at] - launch_s[at - 1]),
                intercept_s[at - 1] + share * (intercept_s[at] - intercept_s[at - 1]),
            )
    return launch_s[at], intercept_s[at]


@njit(cache=True)
def fire_round(tables, case, b, not_before_s, available):
    """One round from a moment on: shots that fit, first intercept, last launch, last intercept, weapons free at all."""
    count, first_intercept, last_launch, last_intercept, free = 0, np.inf, -np.inf, -np.inf, True
    while count < min(tables.round_size[b], available):
        launch, intercept = next_shot(tables, case, b, not_before_s)
        if launch == np.inf:
            break
        if count == 0:
            first_intercept = intercept
        count += 1
        last_launch, last_intercept = max(last_launch, launch), max(last_intercept, intercept)
        free = free and free_from(tables, b, launch) == launch
        not_before_s = launch + tables.launch_interval_s[b]
    return count, first_intercept, last_launch, last_intercept, free


@njit(cache=True)
def plan_shots(tables, case, b, now_s, available):
    """Shots in all rounds that would be fired from a moment on if every shot missed."""
    count, rounds, not_before_s = 0, 0, now_s
    while available > 0 and rounds < tables.rounds[b]:
        shots, _, last_launch, last_intercept, _ = fire_round(tables, case, b, not_before_s, available)
        if shots == 0:
            break
        count += shots
        available -= shots
        rounds += 1
        assessed_s = last_intercept + tables.assessment_delay_s[b]
        not_before_s = max(now_s, assessed_s, last_launch + tables.launch_interval_s[b])
    return count
