"""Many runs of one world by the compiled engine: geometry as tables, made once, and the inner draws in a kernel.

Gives the outcomes of the event-by-event engine for the same seed and runs, without a record. A run that the kernel
cannot play (see `kernel.raid.TOO_MANY_SHOTS`), or a world whose batteries are assigned by another allocator than
earliest deadline first, goes to the event-by-event engine, which shares the plans.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.base.streams import Streams
from standoff.engagement.battery import Battery
from standoff.engagement.kill import Link
from standoff.engine.aim import FAILURE_MOMENTS
from standoff.engine.kernel.tables import Tables
from standoff.engine.launch import salvo
from standoff.engine.liftoff import LiftOff
from standoff.engine.outcomes import Outcomes, aim_labels, count_state, metrics_of
from standoff.engine.plan import EngagementPlan, Plans, ThreatPlan
from standoff.engine.run import play as play_events
from standoff.scenario.world import World

ALLOCATION: Final = "earliest-deadline-first"
# Streams kept for the shots of a battery whose doctrine sets no end to its rounds.
_MOST_SHOTS: Final = 32

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Words = NDArray[np.uint64]


class Launches(NamedTuple):
    """The threats of a world's timeline in the order of their lift-offs, and the orders (first, beyond) behind them."""

    lift_offs: tuple[LiftOff, ...]
    lift_off_s: Array
    order_s: Array
    order_first: Whole


class Deal(NamedTuple):
    """What chance deals to the threats of some runs: the cases (threat, failure), and which one each gets (n, t)."""

    cases: tuple[tuple[int, int | None], ...]
    dealt: Whole


def play_compiled(plans: Plans, seed: int, runs: Sequence[int]) -> Outcomes:
    """Play runs of a world. Raises `InputError` for an aim point that cannot be reached."""
    from standoff.engine.kernel import play

    world = plans.world
    launches = launches_of(world)
    index = np.array(runs, dtype=np.uint64)
    deal = deal_luck(world, launches, seed, index)
    tables = compile_tables(plans, launches, deal)
    metrics = metrics_of(world)
    counts = np.zeros((len(runs), len(metrics)), dtype=np.int64)
    status = play(tables, np.uint64(seed), index, deal.dealt, counts)
    for row in np.flatnonzero(status).tolist():
        counts[row] = list(count_state(world, play_events(plans, seed, runs[row])).values())
    columns = {name: counts[:, column].astype(np.int32) for column, name in enumerate(metrics)}
    return Outcomes(index.astype(np.int64), columns)


def launches_of(world: World) -> Launches:
    """Every launch that the timeline orders."""
    lift_offs, times, first = [], [], [0]
    for order in world.orders:
        for delay_s, lift_off in salvo(world, order):
            lift_offs.append(lift_off)
            times.append(order.issued_s + delay_s)
        first.append(len(lift_offs))
    issued = np.array([order.issued_s for order in world.orders])
    return Launches(tuple(lift_offs), np.array(times), issued, np.array(first, dtype=np.int64))


def deal_luck(world: World, launches: Launches, seed: int, runs: Words) -> Deal:
    """Draw which launches fail, and when, as `aim.draw_luck` does."""
    from standoff.engine.kernel import uniforms

    digests = _digests([(f"reliability/{each.threat}", f"failure/{each.threat}") for each in launches.lift_offs])
    moments = np.full((len(runs), len(launches.lift_offs)), -1, dtype=np.int64)
    for threat, lift_off in enumerate(launches.lift_offs):
        reliability = world.missiles[lift_off.missile].reliability
        if lift_off.may_fail and reliability < 1.0:
            flies, when = uniforms(np.uint64(seed), digests[threat], runs).T
            moments[:, threat] = np.where(flies < reliability, -1, (when * FAILURE_MOMENTS).astype(np.int64))
    cases: list[tuple[int, int | None]] = []
    dealt = np.empty_like(moments)
    for threat in range(moments.shape[1]):
        found, place = np.unique(moments[:, threat], return_inverse=True)
        dealt[:, threat] = len(cases) + place
        cases += [(threat, None if moment < 0 else int(moment)) for moment in found]
    return Deal(tuple(cases), dealt)


def compile_tables(plans: Plans, launches: Launches, deal: Deal) -> Tables:
    """The world as the kernel reads it, with the plans of the cases that were dealt."""
    world = plans.world
    batteries = list(world.batteries.values())
    labels = aim_labels(world)
    planned = [
        plans.of(launches.lift_offs[threat], failure, float(launches.lift_off_s[threat]))
        for threat, failure in deal.cases
    ]
    return Tables(
        end_s=world.end_s,
        order_s=launches.order_s,
        order_first=launches.order_first,
        lift_off_s=launches.lift_off_s,
        threat_rank=_ranks([each.threat for each in launches.lift_offs]),
        aim=np.array([labels[each.aim] for each in launches.lift_offs], dtype=np.int64),
        arrival_s=np.array([plan.arrival_s for plan in planned]),
        failing=np.array([failure is not None for _, failure in deal.cases]),
        **_windows(planned, batteries)._asdict(),
        **_batteries(batteries)._asdict(),
        **_streams(launches, batteries)._asdict(),
    )


class _Windows(NamedTuple):
    hold_s: Array
    first: Whole
    beyond: Whole
    deadline_s: Array
    launch_s: Array
    latest_s: Array
    intercept_s: Array
    joined: NDArray[np.bool_]


def _windows(planned: Sequence[ThreatPlan], batteries: Sequence[Battery]) -> _Windows:
    """The windows of all cases and batteries, one behind the other."""
    shape = (len(planned), len(batteries))
    hold, deadline = np.full(shape, np.inf), np.full(shape, -np.inf)
    first, beyond = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    parts: list[EngagementPlan] = []
    length = 0
    for case, plan in enumerate(planned):
        for column, battery in enumerate(batteries):
            engagement = plan.engagements[battery.id]
            if engagement.track is not None and engagement.window is not None:
                hold[case, column] = engagement.track.time_s
                deadline[case, column] = engagement.window.latest_launch_s
                first[case, column] = length
                length += len(engagement.window.launch_s)
                beyond[case, column] = length
                parts.append(engagement)
    windows = [part.window for part in parts if part.window is not None]
    launch = _joined([window.launch_s for window in windows])
    latest = _joined([np.maximum.accumulate(window.launch_s) for window in windows])
    intercept = _joined([window.intercept_s for window in windows])
    joined = np.concatenate([np.empty(0, dtype=bool), *(window.joined for window in windows)])
    return _Windows(hold, first, beyond, deadline, launch, latest, intercept, joined)


class _Batteries(NamedTuple):
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


def _batteries(batteries: Sequence[Battery]) -> _Batteries:
    families = list(dict.fromkeys(battery.interceptor.family for battery in batteries))
    free = [battery.rules.weapons_free_s for battery in batteries]
    most = max((battery.inventory for battery in batteries), default=0)
    chains = [battery.interceptor.chain for battery in batteries]
    return _Batteries(
        inventory=_whole(battery.inventory for battery in batteries),
        simultaneous=_whole(battery.simultaneous for battery in batteries),
        round_size=_whole(battery.doctrine.round_size for battery in batteries),
        rounds=np.array([battery.doctrine.rounds for battery in batteries], dtype=float),
        launch_interval_s=np.array([battery.doctrine.launch_interval_s for battery in batteries], dtype=float),
        assessment_delay_s=np.array([battery.doctrine.assessment_delay_s for battery in batteries], dtype=float),
        battery_rank=_ranks([battery.id for battery in batteries]),
        family=_whole(families.index(battery.interceptor.family) for battery in batteries),
        free_s=np.array([interval for intervals in free for interval in intervals], dtype=float).reshape(-1, 2),
        free_first=np.cumsum([0, *map(len, free)], dtype=np.int64),
        links=np.array([(chain.reliability, chain.discrimination, chain.kill) for chain in chains]).reshape(-1, 3),
        common_mode=np.array([chain.common_mode_failure for chain in chains], dtype=float),
        # Python's own powers, so that ties between batteries fall as in the event-by-event engine.
        expected=np.array(
            [[1.0 * (1.0 - (1.0 - chain.single_shot) ** shots) for shots in range(most + 1)] for chain in chains]
        ).reshape(-1, most + 1),
    )


class _StreamDigests(NamedTuple):
    common_digest: Words
    kill_digest: Words


def _streams(launches: Launches, batteries: Sequence[Battery]) -> _StreamDigests:
    most = max((_most_shots(battery) for battery in batteries), default=0)
    common = _digests([tuple(f"common-mode/{battery.interceptor.family}" for battery in batteries)])[0]
    threats = tuple(each.threat for each in launches.lift_offs)
    return _StreamDigests(common, _kill_digests(threats, tuple(battery.id for battery in batteries), most))


def _most_shots(battery: Battery) -> int:
    doctrine = battery.doctrine
    return int(min(doctrine.rounds * doctrine.round_size, battery.inventory + doctrine.round_size, _MOST_SHOTS))


@lru_cache(maxsize=8)
def _kill_digests(threats: tuple[str, ...], batteries: tuple[str, ...], most: int) -> Words:
    """Digests (t, b, shots, links) of the kill chain's streams: the same at every design point of a scenario."""
    names = [tuple(_kill_streams(threat, battery, most)) for threat in threats for battery in batteries]
    return _digests(names).reshape(len(threats), len(batteries), most, len(Link))


def _kill_streams(threat: str, battery: str, most: int) -> Iterator[str]:
    for number in range(1, most + 1):
        for link in Link:
            yield f"kill/{battery}>{threat}#{number}/{link.name.lower()}"


def _digests(names: Sequence[Sequence[str]]) -> Words:
    return np.array([[Streams.digest(name) for name in row] for row in names], dtype=np.uint64).reshape(
        len(names), len(names[0]) if names else 0
    )


def _ranks(names: Sequence[str]) -> Whole:
    """The place of each name in their alphabetical order."""
    order = sorted(names)
    return _whole(order.index(name) for name in names)


def _whole(numbers: Iterator[int]) -> Whole:
    return np.array(list(numbers), dtype=np.int64)


def _joined(parts: Sequence[Array]) -> Array:
    return np.concatenate([np.empty(0), *parts])
