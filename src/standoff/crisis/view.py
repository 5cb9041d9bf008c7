"""What conditions and policies see of a crisis: the state under the names of the vocabulary.

The maps that all actors share are made once for a state and a moment, and only if somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final, NamedTuple

from standoff.base.copies import copied
from standoff.base.time import DAY_S
from standoff.crisis import talks
from standoff.crisis.agreements.summary import statuses
from standoff.crisis.condition import Kind
from standoff.crisis.crisis import Crisis
from standoff.crisis.state import CrisisState
from standoff.crisis.talks import Pair
from standoff.crisis.tone import Tones

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
        moves = self._common.crisis.moves
        told = {name: copied(self[name]) for name in VARIABLES}
        for name, without in (("done", 0), ("since", NEVER_D)):
            told[name] = {actor: {**dict.fromkeys(moves, without), **taken} for actor, taken in told[name].items()}
        return told


class Views:
    """The views of one crisis. Keeps those of the last state and moment that it was asked for."""

    def __init__(self, crisis: Crisis) -> None:
        self._crisis = crisis
        self._last: _Common | None = None
        # Beside what all see and not within it: views that it held itself would never be let go.
        self._of: dict[tuple[str, str | None], View] = {}
        self._kept: dict[str, tuple[Any, float, Any]] = {}

    def of(self, state: CrisisState, now_s: float, actor: str, target: str | None = None) -> View:
        """What an actor sees, who may have a target in mind."""
        last = self._last
        if last is None or last.state is not state or last.now_s != now_s:
            last = self._last = _Common(self._crisis, state, now_s, self._kept)
            self._of.clear()
        found = self._of.get((actor, target))
        if found is None:
            found = self._of[actor, target] = View(actor, target or "", last)
        return found


class _Common(dict[str, Any]):
    """What all actors see of a state at a moment.

    `kept` goes from one to the next: of what and when each name was last worked out, and what it came to. A name rests
    on one field of the state, and is worked out anew only when that is another object, or for another moment.
    """

    def __init__(
        self, crisis: Crisis, state: CrisisState, now_s: float, kept: dict[str, tuple[Any, float, Any]]
    ) -> None:
        super().__init__()
        self.crisis, self.state, self.now_s = crisis, state, now_s
        self._kept = kept

    def __missing__(self, name: str) -> Any:
        field, makes, fades = _ASPECTS[name]
        made = self.now_s if field is None else getattr(self.state, field)
        if makes is not None:
            source, held = made, self._kept.get(name)
            if held is not None and held[0] is source and (held[1] == self.now_s or not fades):
                made = held[2]
            else:
                made = makes(self.crisis, source, self.now_s)
                self._kept[name] = (source, self.now_s, made)
        self[name] = made
        return made


class _Moves(Mapping[str, Mapping[str, Any]]):
    """Actor -> move -> what is known of it, worked out when it is asked for; iterates over moves taken alone."""

    def __init__(
        self, actors: Collection[str], taken: Mapping[str, Mapping[str, Any]], without: Any, of: Callable[[Any], Any]
    ) -> None:
        self._actors, self._taken, self._without, self._of = actors, taken, without, of

    def __getitem__(self, actor: str) -> Mapping[str, Any]:
        taken = self._taken.get(actor)
        if taken is None and actor not in self._actors:
            raise KeyError(actor)
        return _OfActor(taken or {}, self._without, self._of)

    def __iter__(self) -> Iterator[str]:
        return iter(self._actors)

    def __len__(self) -> int:
        return len(self._actors)


class _OfActor(Mapping[str, Any]):
    """Move -> what is known of it; one value for all moves that were never taken."""

    __slots__ = ("_of", "_taken", "_without")

    def __init__(self, taken: Mapping[str, Any], without: Any, of: Callable[[Any], Any]) -> None:
        self._taken, self._without, self._of = taken, without, of

    def __getitem__(self, move: str) -> Any:
        found = self._taken.get(move)
        return self._without if found is None else self._of(found)

    def __iter__(self) -> Iterator[str]:
        return iter(self._taken)

    def __len__(self) -> int:
        return len(self._taken)


def _tone(crisis: Crisis, tones: Tones, now_s: float) -> dict[str, dict[str, float]]:
    made = {one: dict.fromkeys(crisis.actors, 0.0) for one in crisis.actors}
    for (one, other), reading in tones.items():
        made[one][other] = crisis.tone.faded(reading, now_s)
    return made


def _talks(crisis: Crisis, talking: Mapping[Pair, str], now_s: float) -> dict[str, dict[str, str]]:
    made = {one: dict.fromkeys(crisis.actors, talks.NONE) for one in crisis.actors}
    for (one, other), status in talking.items():
        made[one][other] = made[other][one] = status
    return made


def _since(crisis: Crisis, last_s: Mapping[str, Mapping[str, float]], now_s: float) -> _Moves:
    return _Moves(crisis.actors, last_s, NEVER_D, lambda at_s: (now_s - at_s) / DAY_S)


class _Aspect(NamedTuple):
    """How a name is worked out: of which field of the state (None: of the moment), by what (None: it is the field).

    `fades`: whether it depends on the moment too.
    """

    field: str | None
    makes: Callable[[Crisis, Any, float], Any] | None = None
    fades: bool = False


_ASPECTS: Final[Mapping[str, _Aspect]] = {
    "day": _Aspect(None, lambda crisis, now, now_s: now_s / DAY_S, fades=True),
    "tone": _Aspect("tones", _tone, fades=True),
    "rung": _Aspect(
        "rungs",
        lambda crisis, places, now_s: {actor: crisis.ladder.at(place, now_s).rung for actor, place in places.items()},
        fades=True,
    ),
    "score": _Aspect("rungs", lambda crisis, places, now_s: {actor: place.score for actor, place in places.items()}),
    "alert": _Aspect("alerts"),
    "threat": _Aspect("threats"),
    "drill": _Aspect("drills", lambda crisis, drills, now_s: {name: one.status for name, one in drills.items()}),
    "unit": _Aspect("units"),
    "talks": _Aspect("talks", _talks),
    "done": _Aspect("done", lambda crisis, done, now_s: _Moves(crisis.actors, done, 0, int)),
    "since": _Aspect("last_s", _since, fades=True),
    "value": _Aspect("values"),
    "raid": _Aspect("fired"),
    "tests": _Aspect("tests"),
    "measure": _Aspect(
        "stock",
        lambda crisis, stock, now_s: {one.id: one.id in stock.in_force for one in crisis.sanctions.measures},
    ),
    "draft": _Aspect(
        "council", lambda crisis, council, now_s: {name: council.status(name) for name in crisis.council.drafts}
    ),
    "income": _Aspect("stock", lambda crisis, stock, now_s: stock.lost),
    "agreement": _Aspect("agreements", lambda crisis, agreements, now_s: statuses(agreements)[0]),
    "clause": _Aspect("agreements", lambda crisis, agreements, now_s: statuses(agreements)[1]),
    "credibility": _Aspect(
        "commitments", lambda crisis, standing, now_s: {name: one.credibility for name, one in standing.items()}
    ),
}
