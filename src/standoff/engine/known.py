"""What an actor knows of a crisis: the state under the names of conditions, without what it was not allowed to see.

What stands between actors is public by definition of the model: conditions of any actor may name it, so all can see it
(tone, rungs, threats, talks, agreements, drafts, measures, drills, credibility, the author's own variables). What an
actor does with its own forces is known as far as its moves are: alerts, units, and which moves were taken when. Who did
not see an alert raised believes it where it last saw it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.base.time import DAY_S
from standoff.crisis.crisis import Crisis
from standoff.crisis.view import NEVER_D
from standoff.engine.event import EVERYONE, Event


def may_see(actor: str, event: Event) -> bool:
    """Whether an actor may know of an event."""
    return event.visible_to == EVERYONE or actor in event.visible_to


class Known:
    """One actor's knowledge of alerts, units and moves; it grows with the events that the actor sees."""

    def __init__(self, crisis: Crisis) -> None:
        start = crisis.start
        self._crisis = crisis
        self._alerts, self._units = dict(start.alerts), dict(start.units)
        self._done: dict[str, dict[str, int]] = {actor: dict.fromkeys(crisis.moves, 0) for actor in crisis.actors}
        self._last_s: dict[str, dict[str, float]] = {actor: {} for actor in crisis.actors}

    def hear(self, event: Event) -> None:
        """Learn from an event that the actor may see."""
        actor, data = event.actor, event.data
        if event.kind == "alert" and actor is not None:
            self._alerts[actor] = data["to"]
        elif event.kind == "deployment":
            self._units[data["unit"]] = data["station"] or ""
        elif event.kind == "move" and actor is not None:
            self._done[actor][data["move"]] += 1
            self._last_s[actor][data["move"]] = event.time_s

    def view(self, whole: Mapping[str, Any], now_s: float) -> dict[str, Any]:
        """The view as the actor has it, given the whole of it: in maps of its own."""
        never = dict.fromkeys(self._crisis.moves, NEVER_D)
        since = {
            actor: {**never, **{move: (now_s - at_s) / DAY_S for move, at_s in last_s.items()}}
            for actor, last_s in self._last_s.items()
        }
        done = {actor: dict(counts) for actor, counts in self._done.items()}
        return {**whole, "alert": dict(self._alerts), "unit": dict(self._units), "done": done, "since": since}
