"""What may come: the exercise run on many times without people, beside what happened so far.

Cells that people play are played by the policies of the scenario from then on; the list of injects goes on. Chance is
new in every run from now on, and what was drawn so far stays.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from multiprocessing import parent_process
from threading import Thread
from typing import Any, Final, NamedTuple

import numpy as np

from standoff.base.evolve import evolve
from standoff.base.streams import Streams
from standoff.crisis.crisis import Crisis
from standoff.engine.outside.standing import Outside
from standoff.engine.play import Play
from standoff.exercise.desk import given_of
from standoff.exercise.session import Exercise, Given
from standoff.exercise.store import Entry
from standoff.scenario.loading import Scenario

Json = dict[str, Any]
Live = list[list[list[float]]]

POINTS: Final = 60
_QUANTILES: Final = (0.05, 0.5, 0.95)


class Line(NamedTuple):
    """Something that is followed through time: its name, its title, and how many decimals it deserves."""

    name: str
    title: str
    decimals: int


def end_with_parent() -> None:
    """For a process that looks ahead: it ends when the server is gone, however that ended."""

    def wait() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, name="end with parent", daemon=True).start()


def look_ahead(
    document: Mapping[str, Any],
    library: Mapping[str, Any],
    seed: int,
    run_index: int,
    inputs: Sequence[Entry],
    now_s: float,
    runs: int,
    from_s: float | None = None,
) -> Json:
    """The lines of the exercise so far, and bands of what may come. Takes plain values, so another process can do it.

    A review looks ahead from a moment that is past: its lines go on beyond it, to what came.

    Args:
        document: the scenario.
        library: its items.
        seed: of the exercise.
        run_index: of the exercise.
        inputs: what people did so far.
        now_s: exercise time.
        runs: how many continuations.
        from_s: the moment from which the exercise is run on; now if it is None or later than now.

    Returns:
        `now_s` (the moment from which it was run on), `runs`, `lines`: for each its name and title, `live` as [t_s,
        value], and `band` as [t_s, p05, p50, p95]; and `ends`: how many continuations end with missiles fired in anger,
        and on which rung.
    """
    session = Exercise(Scenario.from_documents(document, library), seed, run_index)
    lines = lines_of(session.crisis)
    start_s = now_s if from_s is None else min(from_s, now_s)
    waiting = [given_of(entry) for entry in inputs]
    live: Live = [[] for _ in lines]
    moments = np.linspace(0.0, now_s, POINTS)
    _follow(session, waiting, [*moments[moments < start_s], start_s], live)
    start_s = session.now_s
    times = np.linspace(start_s, session.play.stop_s, POINTS)[1:]
    values = np.empty((runs, len(times), len(lines)))
    fired, rungs = 0, [0] * 5
    for index in range(runs):
        fork = forked(session.play, Streams(seed, run_index + 1 + index))
        for place, time_s in enumerate(times):
            fork.advance(None if place == len(times) - 1 else float(time_s))
            values[index, place] = reading(session.crisis, fork, float(time_s), lines)
        state = fork.state.crisis
        assert state is not None
        fired += state.fired > 0
        rungs[max(place.highest for place in state.rungs.values())] += 1
    _follow(session, waiting, moments[moments > start_s], live)
    bands = np.quantile(values, _QUANTILES, axis=0) if runs else np.empty((3, len(times), len(lines)))
    told = []
    for column, line in enumerate(lines):
        band = [
            [round(float(time_s), 0), *(round(float(value), line.decimals) for value in bands[:, place, column])]
            for place, time_s in enumerate(times)
        ]
        told.append({"name": line.name, "title": line.title, "live": live[column], "band": band})
    return {"now_s": start_s, "runs": runs, "lines": told, "ends": {"fired": fired, "highest_rung": rungs}}


def forked(playing: Play, streams: Streams) -> Play:
    """A run that goes on from where an exercise stands, with other chance and without people or rulings to wait for."""
    fork = playing.fork(streams, recorded=False)
    alone: Outside = evolve(fork.state.outside, people=frozenset(), hold=frozenset(), moves=frozenset())
    fork.state = evolve(fork.state, outside=alone)
    return fork


def lines_of(crisis: Crisis) -> tuple[Line, ...]:
    """What is followed: rungs, shots, tests, the tone of announced threats, and how far promises are believed."""
    pairs = dict.fromkeys(
        pair for one in crisis.threats.values() for pair in ((one.actor, one.target), (one.target, one.actor))
    )
    return (
        Line("rung", "highest rung of anybody", 1),
        Line("fired", "missiles fired in anger", 1),
        Line("tests", "tests of missiles and devices", 1),
        *(Line(f"tone {one} {other}", f"tone of {one} toward {other}", 2) for one, other in pairs),
        *(Line(f"credibility {name}", f"credibility of {one.title}", 3) for name, one in crisis.commitments.items()),
    )


def reading(crisis: Crisis, playing: Play, now_s: float, lines: Sequence[Line]) -> list[float]:
    """The value of each line at a moment."""
    state = playing.state.crisis
    assert state is not None
    values: list[float] = []
    for line in lines:
        kind, *keys = line.name.split(" ")
        match kind:
            case "rung":
                value: float = max(crisis.ladder.at(place, now_s).rung for place in state.rungs.values())
            case "fired":
                value = state.fired
            case "tests":
                value = state.tests
            case "tone":
                value = crisis.tone.at(state.tones, (keys[0], keys[1]), now_s)
            case _:
                value = state.commitments[keys[0]].credibility
        values.append(float(value))
    return values


def _follow(session: Exercise, waiting: list[Given], times: Iterable[float], live: Live) -> None:
    """Play the session on to these moments, with what people did, and read the lines at each."""
    lines = lines_of(session.crisis)
    for time_s in times:
        while waiting and _time_s(waiting[0]) <= time_s:
            session.repeat(waiting.pop(0))
        session.advance_to(max(float(time_s), session.now_s), rule=False)
        for column, value in enumerate(reading(session.crisis, session.play, session.now_s, lines)):
            live[column].append([round(session.now_s, 0), round(value, lines[column].decimals)])


def _time_s(given: Any) -> float:
    return float(getattr(given, "issued_s", getattr(given, "time_s", 0.0)))
