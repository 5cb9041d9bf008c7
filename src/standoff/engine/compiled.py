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
from standoff.engine.crisis_outcomes import is_crisis
from standoff.engine.kernel import tables as t
from standoff.engine.launch import salvo
from standoff.engine.liftoff import LiftOff
from standoff.engine.moves import MOVES
from standoff.engine.outcomes import Outcomes
from standoff.engine.plan import Plans, ThreatPlan
from standoff.engine.raid_outcomes import aim_labels, count_raid, raid_metrics
from standoff.engine.run import play as play_events
from standoff.scenario.world import World

ALLOCATION: Final = "earliest-deadline-first"
# Streams kept for the shots of a battery whose doctrine sets no end to its rounds.
_MOST_SHOTS: Final = 32

Whole = NDArray[np.int64]
Words = NDArray[np.uint64]


class Launches(NamedTuple):
    """The threats of a world's timeline and when each lifts off, and for each order where its threats begin and end."""

    lift_offs: tuple[LiftOff, ...]
    lift_off_s: tuple[float, ...]
    orders: tuple[tuple[float, int, int], ...]


class Deal(NamedTuple):
    """What chance deals to the threats of some runs: the cases (threat, failure), and which one each gets (n, t)."""

    cases: tuple[tuple[int, int | None], ...]
    dealt: Whole


def can_play(world: World) -> bool:
    """Whether the kernel knows all that can happen in a world."""
    launches_only = all(order.move == "launch" and MOVES[order.move].lead_time_s == 0.0 for order in world.orders)
    return not is_crisis(world) and world.allocation == ALLOCATION and launches_only


def play_compiled(plans: Plans, seed: int, runs: Sequence[int]) -> Outcomes:
    """Play runs of a world. Raises `InputError` for an aim point that cannot be reached."""
    from standoff.engine.kernel import play

    world = plans.world
    launches = launches_of(world)
    index = np.array(runs, dtype=np.uint64)
    deal = deal_luck(world, launches, seed, index)
    tables = compile_tables(plans, launches, deal)
    metrics = raid_metrics(world)
    counts = np.zeros((len(runs), len(metrics)), dtype=np.int64)
    status = play(tables, t.make_room(tables), np.uint64(seed), index, deal.dealt, counts)
    for row in np.flatnonzero(status).tolist():
        counts[row] = list(count_raid(world, play_events(plans, seed, runs[row])).values())
    columns = {metric.name: counts[:, column].astype(np.int32) for column, metric in enumerate(metrics)}
    return Outcomes(index.astype(np.int64), columns)


def launches_of(world: World) -> Launches:
    """Every launch that the timeline orders."""
    lift_offs: list[LiftOff] = []
    times: list[float] = []
    orders: list[tuple[float, int, int]] = []
    for order in world.orders:
        first = len(lift_offs)
        for delay_s, lift_off in salvo(world, order):
            lift_offs.append(lift_off)
            times.append(order.issued_s + delay_s)
        orders.append((order.issued_s, first, len(lift_offs)))
    return Launches(tuple(lift_offs), tuple(times), tuple(orders))


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


def compile_tables(plans: Plans, launches: Launches, deal: Deal) -> t.Tables:
    """The world as the kernel reads it, with the plans of the cases that were dealt."""
    world = plans.world
    batteries = list(world.batteries.values())
    planned = [
        plans.of(launches.lift_offs[threat], failure, launches.lift_off_s[threat]) for threat, failure in deal.cases
    ]
    windows, nodes = _windows(planned, batteries)
    free = [interval for battery in batteries for interval in battery.rules.weapons_free_s]
    return t.Tables(
        end_s=world.end_s,
        orders=np.array(list(launches.orders), dtype=t.ORDER),
        threats=_threats(world, launches),
        cases=np.array(
            [(plan.arrival_s, failure is not None) for plan, (_, failure) in zip(planned, deal.cases, strict=True)],
            dtype=t.CASE,
        ),
        windows=windows,
        nodes=nodes,
        batteries=_batteries(batteries),
        free_s=np.array(free, dtype=float).reshape(-1, 2),
        expected=_expected_kills(batteries),
        digests=_kill_digests(
            tuple(each.threat for each in launches.lift_offs),
            tuple(world.batteries),
            max(map(_most_shots, batteries), default=0),
        ),
    )


def _threats(world: World, launches: Launches) -> t.Records:
    ranks = _ranks([each.threat for each in launches.lift_offs])
    numbers = {aim: number for number, aim in enumerate(aim_labels(world))}
    aims = [numbers[each.aim] for each in launches.lift_offs]
    return np.array(list(zip(launches.lift_off_s, ranks, aims, strict=True)), dtype=t.THREAT)


def _windows(planned: Sequence[ThreatPlan], batteries: Sequence[Battery]) -> tuple[t.Records, t.Records]:
    """The windows of all cases and batteries (c, b), and their nodes one behind the other."""
    windows = np.zeros((len(planned), len(batteries)), dtype=t.WINDOW)
    windows["hold_s"] = np.inf
    parts: list[t.Records] = [np.empty(0, dtype=t.NODE)]
    length = 0
    for case, plan in enumerate(planned):
        for column, battery in enumerate(batteries):
            engagement = plan.possible.get(battery.id)
            if engagement is None or engagement.track is None or engagement.window is None:
                continue
            possible = engagement.window
            part = np.empty(len(possible.launch_s), dtype=t.NODE)
            part["launch_s"], part["intercept_s"] = possible.launch_s, possible.intercept_s
            part["latest_s"] = np.maximum.accumulate(possible.launch_s)
            part["joined"] = possible.joined
            parts.append(part)
            beyond = length + len(part)
            windows[case, column] = (engagement.track.time_s, possible.latest_launch_s, length, beyond)
            length = beyond
    return windows, np.concatenate(parts)


def _batteries(batteries: Sequence[Battery]) -> t.Records:
    families = list(dict.fromkeys(battery.interceptor.family for battery in batteries))
    ranks = _ranks([battery.id for battery in batteries])
    table = np.zeros(len(batteries), dtype=t.BATTERY)
    free_beyond = 0
    for row, battery in enumerate(batteries):
        doctrine, chain = battery.doctrine, battery.interceptor.chain
        free_first, free_beyond = free_beyond, free_beyond + len(battery.rules.weapons_free_s)
        table[row] = (
            battery.inventory, battery.simultaneous, doctrine.round_size, doctrine.rounds,
            doctrine.launch_interval_s, doctrine.assessment_delay_s, ranks[row],
            families.index(battery.interceptor.family), free_first, free_beyond,
            (chain.reliability, chain.discrimination, chain.kill), chain.common_mode_failure,
            Streams.digest(f"common-mode/{battery.interceptor.family}"),
        )  # fmt: skip
    return table


def _expected_kills(batteries: Sequence[Battery]) -> NDArray[np.float64]:
    """Kills (b, shots + 1) that so many shots of a battery promise: `allocation.Option`'s own powers, so ties agree."""
    most = max((battery.inventory for battery in batteries), default=0)
    promised = [
        [1.0 * (1.0 - (1.0 - battery.interceptor.chain.single_shot) ** shots) for shots in range(most + 1)]
        for battery in batteries
    ]
    return np.array(promised, dtype=float).reshape(len(batteries), most + 1)


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
    """Keys (n, k) of named streams."""
    keys = [[Streams.digest(name) for name in row] for row in names]
    return np.array(keys, dtype=np.uint64).reshape(len(names), len(names[0]) if names else 0)


def _ranks(names: Sequence[str]) -> list[int]:
    """The place of each name in their alphabetical order."""
    order = sorted(names)
    return [order.index(name) for name in names]
