"""Where each actor stood on the ladder and how ready it was, as steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standoff.views.crisis.events import Event, crisis_block, of_kind
from standoff.views.crisis.moves import Move


@dataclass(frozen=True)
class Step:
    """From `t_s` on a value holds; `move` is the move that brought it, None for a quiet spell or the beginning."""

    t_s: float
    value: float
    move: Move | None = None
    label: str = ""


@dataclass(frozen=True)
class Climb:
    """One actor: steps of its rung (0 to 4), of its score and of its alert (1 to 5), each from STARTEX on."""

    rungs: tuple[Step, ...]
    scores: tuple[Step, ...]
    alerts: tuple[Step, ...]

    @property
    def highest(self) -> int:
        """The highest rung."""
        return int(max(step.value for step in self.rungs))


def climbs_of(
    header: Mapping[str, Any], events: Sequence[Event], actors: Iterable[str], moves: Iterable[Move]
) -> dict[str, Climb]:
    """Actor -> its steps."""
    found = {}
    moves = tuple(moves)
    for actor in actors:
        own = [move for move in moves if move.actor == actor]
        scores = [Step(0.0, 0.0), *(Step(move.t_s, move.score, move) for move in own)]
        found[actor] = Climb(_rungs(events, actor, own), tuple(scores), _alerts(header, events, actor))
    return found


def value_at(steps: Sequence[Step], t_s: float) -> float:
    """The value that holds at a time; that of the first step before it."""
    held = [step.value for step in steps if step.t_s <= t_s]
    return held[-1] if held else steps[0].value


def _rungs(events: Sequence[Event], actor: str, moves: Sequence[Move]) -> tuple[Step, ...]:
    by_event = {move.event: move for move in moves}
    steps = [Step(0.0, 0.0)]
    for event in of_kind(events, "move", "rung"):
        if event["actor"] != actor:
            continue
        move = by_event.get(int(event["id"]))
        rung = float(event["data"]["rung"] if move is None else move.rung)
        if rung != steps[-1].value:
            steps.append(Step(float(event["t_s"]), rung, move))
    return tuple(steps)


def _alerts(header: Mapping[str, Any], events: Sequence[Event], actor: str) -> tuple[Step, ...]:
    block = (crisis_block(header).get("alerts") or {}).get(actor) or {}
    level, names = int(block.get("level", 1)), tuple(block.get("names") or ())
    steps = [Step(0.0, level, label=str(names[level - 1]) if names else "")]
    for event in of_kind(events, "alert"):
        if event["actor"] == actor:
            data = event["data"]
            steps.append(Step(float(event["t_s"]), float(data["to"]), label=str(data.get("name") or "")))
    return tuple(steps)
