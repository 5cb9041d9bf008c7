"""A crisis played from outside: a program sits in one or several seats, looks, orders, and lets time pass.

What it orders are the inputs of the record, so the record replays without the program. The other seats are played as
the scenario says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from standoff.base.errors import InputError, nearest
from standoff.base.streams import Streams
from standoff.base.time import after, format_utc
from standoff.crisis.crisis import Crisis
from standoff.engine.event import Event
from standoff.engine.known import Known, may_see
from standoff.engine.legality import legal, refusal, require_possible
from standoff.engine.options import Option, options_of
from standoff.engine.plan import Plans
from standoff.engine.play import Play
from standoff.engine.run import DEFAULT_SEED, Run, finished, refuse_impossible_timeline
from standoff.scenario.loading import Scenario
from standoff.scenario.orders import Order
from standoff.scenario.world import build_world

# STARTEX itself has happened by then; the record's times go to the millisecond.
OPENING_S: Final = 1e-3
_SEEDS: Final = 2**64


@dataclass(frozen=True)
class Observation:
    """What an actor knows at a moment.

    Attributes:
        actor: whose knowledge it is.
        now_s: seconds after STARTEX.
        view: the state under the names that conditions use, as far as the actor may know it (`standoff.engine.known`):
            `view["tone"]["USA"]["PRK"]`.
        news: the events since its last look that it may see, its own orders and their refusals among them.
        pending: its own accepted orders that have not taken effect: order -> when they will, s after STARTEX.
    """

    actor: str
    now_s: float
    view: Mapping[str, Any]
    news: tuple[Event, ...] = ()
    pending: Mapping[str, float] = field(default_factory=dict)


class Session:
    """One crisis under way, with some seats played from outside."""

    def __init__(
        self, scenario: Scenario, seats: str | Sequence[str], seed: int = DEFAULT_SEED, run_index: int = 0
    ) -> None:
        """Open the session at STARTEX.

        Args:
            scenario: a scenario with a crisis.
            seats: the actors that are played from outside; their policies and history are set aside. A single one may
                be given by itself. Launches of the scenario's `timeline` come whoever plays.
            seed: of all random streams, 0 to 2**64 - 1.
            run_index: which of many runs with this seed.

        Raises:
            InputError: a scenario without a crisis, a seat that is no actor of it, or numbers out of bounds.
        """
        self.seats = (seats,) if isinstance(seats, str) else tuple(dict.fromkeys(seats))
        self.scenario, self._written = seated(scenario, self.seats), scenario
        world = build_world(self.scenario)
        refuse_impossible_timeline(self.scenario, world)
        self._plans = Plans(world)
        self._options: dict[str, tuple[Option, ...]] = {}
        self._begin(seed, run_index)

    def again(self, seed: int = DEFAULT_SEED, run_index: int = 0) -> Self:
        """Another session of the same scenario and seats, at STARTEX; it shares what does not change in play."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other._begin(seed, run_index)
        return other

    def _begin(self, seed: int, run_index: int) -> None:
        for name, number in (("seed", seed), ("run_index", run_index)):
            if not 0 <= number < _SEEDS:
                raise InputError("is out of bounds", field=name, value=number, allowed="0 to 2**64 - 1")
        self._play = Play(self._plans, Streams(seed, run_index), self._plans.world.end_s)
        self._known = {seat: Known(self.crisis) for seat in self.seats}
        self._seen = dict.fromkeys(self.seats, 0)
        self._orders = dict.fromkeys(self.seats, 0)
        self._play.advance(OPENING_S)

    @property
    def now_s(self) -> float:
        """Seconds after STARTEX up to which everything has happened."""
        return self._play.now_s

    @property
    def end_s(self) -> float:
        """ENDEX, seconds after STARTEX."""
        return self._play.stop_s

    @property
    def time(self) -> str:
        """The moment in UTC, `2017-08-09T12:00:00Z`."""
        return format_utc(after(self._plans.world.startex, self.now_s))

    @property
    def done(self) -> bool:
        """Whether the exercise is over."""
        return self._play.state.ended

    @property
    def crisis(self) -> Crisis:
        """The crisis as it is described."""
        crisis = self._plans.world.crisis
        assert crisis is not None
        return crisis

    def view(self, actor: str, target: str | None = None) -> dict[str, Any]:
        """The state as the conditions and policies of an actor see it, with a target in mind: all of it, for analysis.

        In maps of the caller's own: nothing done to them reaches the session. What a seat may know is `observe`.
        """
        views, state = self._plans.views, self._play.state.crisis
        assert views is not None and state is not None
        return views.of(state, self.now_s, actor, target).whole()

    def highest_rungs(self) -> dict[str, int]:
        """Actor -> the highest rung that it reached so far."""
        state = self._play.state.crisis
        assert state is not None
        return {actor: place.highest for actor, place in state.rungs.items()}

    def observe(self, actor: str) -> Observation:
        """What an actor knows now, with the news since it last looked."""
        self._require_seat(actor)
        events, known = self._play.events, self._known[actor]
        news = tuple(event.copy() for event in events[self._seen[actor] :] if may_see(actor, event))
        self._seen[actor] = len(events)
        for event in news:
            known.hear(event)
        return Observation(actor, self.now_s, known.view(self.view(actor), self.now_s), news, self._pending(actor))

    def options(self, actor: str) -> tuple[Option, ...]:
        """The menu of an actor: what it could order at some time, in a fixed order (`standoff.engine.options`)."""
        self._require_seat(actor)
        if actor not in self._options:
            self._options[actor] = options_of(self._written, self._plans.world, actor)
        return self._options[actor]

    def legal(self, actor: str) -> list[bool]:
        """For each option of the menu, whether it could be ordered now without being refused; none after ENDEX."""
        options = self.options(actor)
        return [False] * len(options) if self.done else legal(self._play, actor, options)

    def legal_moves(self, actor: str) -> tuple[Option, ...]:
        """What of its menu an actor could order now without being refused."""
        pairs = zip(self.options(actor), self.legal(actor), strict=True)
        return tuple(option for option, free in pairs if free)

    def refusal(self, actor: str, option: Option) -> str | None:
        """Why an order would be refused now; None if it would not. It tells the present values, as a refusal does."""
        self._require_seat(actor)
        return refusal(self._play, self._order(actor, option.move, option.fields))

    def act(self, actor: str, option: Option, says: str | None = None) -> str:
        """Hand in an order, given now; the name of the order. What it needs now may refuse it: that shows in the news.

        Args:
            actor: one of the seats.
            option: from its menu, or any other.
            says: what is said or done, in words, for the record.

        Raises:
            InputError: an order that could never be carried out: an unknown move, a parameter that is missing.
        """
        fields = option.fields if says is None else {**option.fields, "says": says}
        return self._give(actor, option.move, fields)

    def cancel(self, actor: str, order: str) -> str:
        """Take back an order that has not taken effect; the name of the order to cancel. Too late shows in the news."""
        return self._give(actor, "cancel", {"order": order})

    def advance(self, seconds: float) -> tuple[Event, ...]:
        """Let time pass, to ENDEX at most; what happened, whoever may see it."""
        if not seconds > 0.0:
            raise InputError("is not a span of time", field="seconds", value=seconds, allowed="more than 0")
        return self.advance_to(self.now_s + seconds)

    def advance_to(self, moment_s: float) -> tuple[Event, ...]:
        """Let time pass to a moment, seconds after STARTEX, or to ENDEX; what happened, whoever may see it.

        What is due at just that moment comes later: orders given then are the first of it.
        """
        if not moment_s >= self.now_s:
            allowed = f"{self.now_s:.3f} or more"
            raise InputError("is over already", field="moment_s", value=moment_s, allowed=allowed)
        happened = self._play.advance(None if moment_s >= self.end_s else moment_s)
        return tuple(event.copy() for event in happened)

    def run_out(self) -> Run:
        """Let the rest happen without further orders, and close the record."""
        self._play.advance()
        return finished(self.scenario, self._play, settings=self.scenario.settings)

    def _give(self, actor: str, move: str, fields: Mapping[str, Any]) -> str:
        self._require_seat(actor)
        if self.done:
            raise InputError("is over: no order can be given any more", field="session")
        order = self._order(actor, move, fields)
        require_possible(self._plans.world, order)
        self._orders[actor] += 1
        self._play.submit(order)
        return order.id

    def _order(self, actor: str, move: str, fields: Mapping[str, Any]) -> Order:
        # Its own orders alone are counted: streams of missiles hang on the name, and no seat moves another's numbers.
        name = f"{actor.lower()}-{move}-{self._orders[actor] + 1}"
        return Order(name, actor, move, self.now_s, fields, "input")

    def _pending(self, actor: str) -> dict[str, float]:
        orders = self._play.state.orders.items()
        return {name: float(given.stands) for name, given in orders if given.by == actor and given.pending}

    def _require_seat(self, actor: str) -> None:
        if actor not in self.seats:
            allowed = ", ".join(self.seats)
            raise InputError("is not a seat of this session", field="actor", value=actor, allowed=allowed)


def seated(scenario: Scenario, seats: Sequence[str]) -> Scenario:
    """The scenario with some seats played from outside: their policies are `external`.

    Raises:
        InputError: a scenario without a crisis, or a seat that is no actor of it.
    """
    crisis = scenario.document.get("crisis")
    if crisis is None:
        raise InputError("has no crisis to play", value=scenario.name, allowed="a scenario with a block crisis")
    for seat in seats:
        if seat not in scenario.model.actors:
            known = nearest(seat, scenario.model.actors)
            raise InputError("is not an actor of this scenario", field="seats", value=seat, allowed=known)
    policies = {**crisis.get("policies", {}), **{seat: [{"kind": "external"}] for seat in seats}}
    document = {**scenario.document, "crisis": {**crisis, "policies": policies}}
    made = Scenario.from_documents(document, scenario.library)
    return replace(made, source=scenario.source, settings=scenario.settings)
