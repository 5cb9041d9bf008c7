"""What conditions and policies see of a crisis: the state under the names of the vocabulary.

The maps that all actors share are made once for a state and a moment, and only if somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from standoff.crisis import talks
from standoff.crisis.agreements.summary import statuses
from standoff.crisis.condition import Kind
from standoff.crisis.crisis import Crisis
from standoff.crisis.state import CrisisState

DAY_S: Final = 86400.0
NEVER_D: Final = 1e9
"""Days since a move that was never taken."""

VARIABLES: Final[Mapping[str, Kind]] = {
    "self": ("string", 0),
    "target": ("string", 0),
    "day": ("double", 0),
    "tone": ("double", 2),
    "rung": ("int", 1),
    "score": ("double", 1),
    "alert": ("int", 1),
    "threat": ("string", 1),
    "drill": ("string", 1),
    "unit": ("string", 1),
    "talks": ("string", 2),
    "done": ("int", 2),
    "since": ("double", 2),
    "value": ("double", 1),
    "raid": ("int", 0),
    "tests": ("int", 0),
    "measure": ("bool", 1),
    "draft": ("string", 1),
    "income": ("double", 1),
    "agreement": ("string", 1),
    "clause": ("string", 1),
    "credibility": ("double", 1),
}


class View(dict[str, Any]):
    """What an actor sees who may have a target in mind. Each name is worked out when it is first asked for."""

    def __init__(self, actor: str, target: str, common: _Common) -> None:
        super().__init__(self=actor, target=target)
        self._common = common

    def __missing__(self, name: str) -> Any:
        value = self[name] = self._common[name]
        return value

    def __contains__(self, name: object) -> bool:
        return name in VARIABLES

    def get(self, name: str, default: Any = None) -> Any:
        """A value, or the default for a name that is not of the vocabulary."""
        return self[name] if name in VARIABLES else default

    def whole(self) -> dict[str, Any]:
        """All names, worked out, with a count and a time for every move, in maps of the caller's own."""
        none, never = (dict.fromkeys(self._common.crisis.moves, value) for value in (0, NEVER_D))
        done = {actor: {**none, **counts} for actor, counts in self["done"].items()}
        since = {actor: {**never, **days} for actor, days in self["since"].items()}
        return {**{name: _own(self[name]) for name in VARIABLES}, "done": done, "since": since}


def _own(value: Any) -> Any:
    """A value of its own: maps are copied, others cannot change."""
    return {name: _own(inner) for name, inner in value.items()} if isinstance(value, Mapping) else value


class Views:
    """The views of one crisis. Keeps what all actors see of the last state and moment that it was asked for."""

    def __init__(self, crisis: Crisis) -> None:
        self._crisis = crisis
        self._last: _Common | None = None
        self._kept: dict[str, tuple[Any, Any]] = {}

    def of(self, state: CrisisState, now_s: float, actor: str, target: str | None = None) -> View:
        """What an actor sees, who may have a target in mind."""
        last = self._last
        if last is None or last.state is not state or last.now_s != now_s:
            last = self._last = _Common(self._crisis, state, now_s, self._kept)
        key = (actor, target or "")
        found = last.views.get(key)
        if found is None:
            found = last.views[key] = View(*key, last)
        return found


class _Common(dict[str, Any]):
    """What all actors see of a state at a moment.

    `kept` goes from one to the next: what each name was last made of and what it came to. A name whose value rests on
    one field of the state alone is made anew only when that is another object.
    """

    def __init__(self, crisis: Crisis, state: CrisisState, now_s: float, kept: dict[str, tuple[Any, Any]]) -> None:
        super().__init__()
        self.crisis, self.state, self.now_s = crisis, state, now_s
        self.views: dict[tuple[str, str], View] = {}
        self._kept = kept

    def __missing__(self, name: str) -> Any:
        origin = _ORIGINS.get(name)
        source = None if origin is None else getattr(self.state, origin)
        held = self._kept.get(name)
        if source is not None and held is not None and held[0] is source:
            made = held[1]
        else:
            made = _MAKERS[name](self.crisis, self.state, self.now_s)
            self._kept[name] = (source, made)
        self[name] = made
        return made


def _tone(crisis: Crisis, state: CrisisState, now_s: float) -> dict[str, dict[str, float]]:
    made = {one: dict.fromkeys(crisis.actors, 0.0) for one in crisis.actors}
    for (one, other), reading in state.tones.items():
        made[one][other] = crisis.tone.faded(reading, now_s)
    return made


def _rungs(crisis: Crisis, state: CrisisState, now_s: float) -> dict[str, int]:
    return {actor: crisis.ladder.at(place, now_s).rung for actor, place in state.rungs.items()}


def _scores(crisis: Crisis, state: CrisisState, now_s: float) -> dict[str, float]:
    return {actor: place.score for actor, place in state.rungs.items()}


def _talks(crisis: Crisis, state: CrisisState, now_s: float) -> dict[str, dict[str, str]]:
    made = {one: dict.fromkeys(crisis.actors, talks.NONE) for one in crisis.actors}
    for (one, other), status in state.talks.items():
        made[one][other] = made[other][one] = status
    return made


class _Counts(dict[str, int]):
    """Counts of moves: none of those that were never taken."""

    def __missing__(self, move: str) -> int:
        return 0


def _done(crisis: Crisis, state: CrisisState, now_s: float) -> dict[str, dict[str, int]]:
    return {actor: _Counts(state.done.get(actor, ())) for actor in crisis.actors}


class _Days(dict[str, float]):
    """Days since moves were taken: a very long time for those that never were."""

    def __missing__(self, move: str) -> float:
        return NEVER_D


def _since(crisis: Crisis, state: CrisisState, now_s: float) -> dict[str, dict[str, float]]:
    made: dict[str, dict[str, float]] = {}
    for actor in crisis.actors:
        made[actor] = _Days({move: (now_s - at_s) / DAY_S for move, at_s in state.last_s.get(actor, {}).items()})
    return made


def _measures(crisis: Crisis, state: CrisisState, now_s: float) -> dict[str, bool]:
    return {measure.id: measure.id in state.stock.in_force for measure in crisis.sanctions.measures}


# Name -> the field of the state that alone decides its value.
_ORIGINS: Final = {
    "drill": "drills", "talks": "talks", "done": "done", "measure": "stock", "draft": "council",
    "agreement": "agreements", "clause": "agreements", "credibility": "commitments",
}  # fmt: skip

Maker = Callable[[Crisis, CrisisState, float], Any]

_MAKERS: Final[Mapping[str, Maker]] = {
    "day": lambda crisis, state, now_s: now_s / DAY_S,
    "tone": _tone,
    "rung": _rungs,
    "score": _scores,
    "alert": lambda crisis, state, now_s: state.alerts,
    "threat": lambda crisis, state, now_s: state.threats,
    "drill": lambda crisis, state, now_s: {name: standing.status for name, standing in state.drills.items()},
    "unit": lambda crisis, state, now_s: state.units,
    "talks": _talks,
    "done": _done,
    "since": _since,
    "value": lambda crisis, state, now_s: state.values,
    "raid": lambda crisis, state, now_s: state.fired,
    "tests": lambda crisis, state, now_s: state.tests,
    "measure": _measures,
    "draft": lambda crisis, state, now_s: {name: state.council.status(name) for name in crisis.council.drafts},
    "income": lambda crisis, state, now_s: state.stock.lost,
    "agreement": lambda crisis, state, now_s: statuses(state.agreements)[0],
    "clause": lambda crisis, state, now_s: statuses(state.agreements)[1],
    "credibility": lambda crisis, state, now_s: {name: one.credibility for name, one in state.commitments.items()},
}
