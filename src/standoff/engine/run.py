"""A run: one execution of a scenario from a seed, and its replay from the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from importlib.metadata import version
from typing import Any, Final

from standoff.base.bounds import about
from standoff.base.errors import InputError, nearest
from standoff.base.streams import Streams
from standoff.base.time import after, format_utc, parse_utc
from standoff.engine.crisis_summary import crisis_summary
from standoff.engine.inputs import Input
from standoff.engine.moves import move_of, names_of
from standoff.engine.plan import Plans
from standoff.engine.play import Play
from standoff.engine.record import FORMAT, Record
from standoff.engine.state import Fate, State
from standoff.engine.tracks import Track, tracks_of
from standoff.scenario.evidence import check_claims
from standoff.scenario.loading import Scenario
from standoff.scenario.orders import Order
from standoff.scenario.world import World, build_world

DEFAULT_SEED: Final = 1


@dataclass(frozen=True)
class Run:
    """What one execution leaves: the record, the arrays beside it, and the state at the end."""

    record: Record
    tracks: Mapping[str, Track]
    state: State
    crisis: Mapping[str, Any] = field(default_factory=dict)
    """Where the crisis stands at the end (`crisis_summary`); empty for a scenario without one."""

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Counts of the run and its digest: the main keys of `standoff run --json`."""
        fates = [threat.fate for threat in self.state.raid]
        header = self.record.header
        return {
            "scenario": header["name"],
            "seed": header["seed"],
            "events": len(self.record.events),
            "threats": len(fates),
            "intercepted": fates.count(Fate.INTERCEPTED),
            "leakers": fates.count(Fate.ARRIVED),
            "failed": fates.count(Fate.FAILED),
            "interceptors_fired": sum(shot.fired for shot in self.state.shots.values()),
            **self.crisis,
            "record_sha256": self.record.sha256,
        }


@dataclass(frozen=True)
class Replay:
    """A record compared with its own inputs run again."""

    identical: bool
    events: int
    first_difference: int | None

    def to_json(self) -> dict[str, Any]:
        """The main keys of `standoff replay --json`; the first difference is a line of the record."""
        return {"identical": self.identical, "events": self.events, "first_difference": self.first_difference}


def run(
    scenario: Scenario,
    seed: int = DEFAULT_SEED,
    *,
    until: str | None = None,
    inputs: Sequence[Order | Input] = (),
    run_index: int = 0,
    settings: Sequence[str] = (),
) -> Run:
    """Execute a scenario. The result is a function of the arguments alone.

    Args:
        scenario: the scenario as loaded, settings applied.
        seed: of all random streams, 0 to 2**64 - 1.
        until: stop at this UTC time (ISO 8601) instead of the scenario's ENDEX.
        inputs: orders from outside, each due at its `issued_s`, and what else people did in an exercise.
        run_index: which of many runs with this seed.
        settings: what was set from outside when the scenario was loaded; noted in the header, already in the scenario.

    Raises:
        InputError: the scenario orders something impossible, or `until` lies outside the exercise.
    """
    world = build_world(scenario)
    refuse_impossible_timeline(scenario, world)
    stop_s = world.end_s if until is None else _stop_s(world, until)
    playing = Play(Plans(world), Streams(seed, run_index), stop_s, inputs)
    playing.advance()
    return finished(scenario, playing, until=until, settings=settings)


def finished(scenario: Scenario, playing: Play, *, until: str | None = None, settings: Sequence[str] = ()) -> Run:
    """The record and the rest of an execution that has come to its end."""
    world, state = playing.plans.world, playing.state
    seed, run_index, stop_s = playing.streams.seed, playing.streams.run, playing.stop_s
    header = _header(scenario, world, seed, run_index, until, settings)
    record = Record(header, tuple(event.to_json(world.startex) for event in playing.events))
    stands = {} if world.crisis is None or state.crisis is None else crisis_summary(world.crisis, state.crisis, stop_s)
    return Run(record, tracks_of(state), state, stands)


def replay(record: Record) -> Replay:
    """Run a record's scenario, seed and inputs again and compare byte for byte."""
    header = record.header
    scenario = Scenario.from_documents(header["scenario"], header["library"])
    again = run(
        scenario,
        header["seed"],
        until=header["until"],
        inputs=inputs_of(record),
        run_index=header["run"],
        settings=header["settings"],
    ).record
    mine, theirs = again.content.splitlines(), record.content.splitlines()
    if mine == theirs:
        return Replay(True, len(record.events), None)
    common = min(len(mine), len(theirs))
    first = next((line for line in range(common) if mine[line] != theirs[line]), common)
    return Replay(False, len(record.events), first + 1)


def inputs_of(record: Record) -> list[Order | Input]:
    """What came from outside, in the order in which it came."""
    return [given for event in record.events if (given := input_of(event)) is not None]


def input_of(event: Mapping[str, Any]) -> Order | Input | None:
    """The order from outside or the other input that an event of a record holds; None if it holds none."""
    if event["kind"] == "order":
        order = Order.from_json(event["actor"], event["data"])
        return order if order.origin == "input" else None
    return Input.of_event(event)


def play(plans: Plans, seed: int, run_index: int) -> State:
    """The state at the end of one run of a world, without a record."""
    return end_of(plans, Streams(seed, run_index))


def end_of(plans: Plans, streams: Streams) -> State:
    """The same for streams some of which may have been drawn already."""
    playing = Play(plans, streams, plans.world.end_s, recorded=False)
    playing.advance()
    return playing.state


def _header(
    scenario: Scenario, world: World, seed: int, run_index: int, until: str | None, settings: Sequence[str]
) -> dict[str, Any]:
    return {
        "standoff_record": FORMAT,
        "software": f"standoff {version('standoff')}",
        "name": scenario.name,
        "variant": scenario.model.variant,
        "seed": seed,
        "run": run_index,
        "settings": list(settings),
        "startex": format_utc(world.startex),
        "endex": format_utc(after(world.startex, world.end_s)),
        "until": until,
        "scenario_sha256": scenario.sha256,
        "evidence": check_claims(scenario),
        "scenario": scenario.document,
        "library": scenario.library,
    }


def refuse_impossible_timeline(scenario: Scenario, world: World) -> None:
    """The scenario's own orders must be possible: a person's order is refused in play, an author's before it."""
    for block, orders in (("timeline", world.orders), ("crisis.history", world.script)):
        for order in orders:
            try:
                _require(world, order)
            except InputError as error:
                inner = f".{error.field}" if error.field and block != "timeline" else ""
                error.file, error.field = scenario.file, f"{block}.{order.id}{inner}"
                raise


def _require(world: World, order: Order) -> None:
    move = move_of(world, order.move)
    if move is None:
        raise InputError("is not a known move", value=order.move, allowed=nearest(order.move, names_of(world)))
    move.require(world, order)


def _stop_s(world: World, until: str) -> float:
    with about("until"):
        moment: datetime = parse_utc(until)
    seconds = (moment - world.startex).total_seconds()
    if not 0.0 <= seconds <= world.end_s:
        raise InputError(
            "lies outside the exercise",
            field="until",
            value=until,
            allowed=f"{format_utc(world.startex)} to {format_utc(after(world.startex, world.end_s))}",
        )
    return seconds
