"""A crisis played from outside: a program sits in one or several seats, looks, orders, and lets time pass.

What it orders are the inputs of the record, so the record replays without the program. The other seats are played as
the scenario says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from standoff.base.errors import InputError, nearest
from standoff.base.streams import Streams
from standoff.crisis.crisis import Crisis
from standoff.crisis.view import View
from standoff.engine.event import EVERYONE, Event
from standoff.engine.options import Option, options_of, refusal
from standoff.engine.plan import Plans
from standoff.engine.play import Play
from standoff.engine.run import DEFAULT_SEED, Run, finished, refuse_impossible_timeline
from standoff.scenario.loading import Scenario
from standoff.scenario.orders import Order
from standoff.scenario.world import build_world


@dataclass(frozen=True)
class Observation:
    """What an actor knows at a moment: the state under the names that conditions use, and the news since its last look.

    `view` maps names to values (`view["tone"]["USA"]["PRK"]`); `news` are the events that the actor may see.
    """

    actor: str
    now_s: float
    view: Mapping[str, Any]
    news: tuple[Event, ...] = field(default=())


class Session:
    """One crisis under way, with some seats played from outside."""

    def __init__(self, scenario: Scenario, seats: Sequence[str], seed: int = DEFAULT_SEED, run_index: int = 0) -> None:
        """Open the session at STARTEX.

        Args:
            scenario: a scenario with a crisis.
            seats: the actors that are played from outside; their policies and history are set aside.
            seed: of all random streams.
            run_index: which of many runs with this seed.

        Raises:
            InputError: a scenario without a crisis, or a seat that is no actor of it.
        """
        self.scenario, self._written = seated(scenario, seats), scenario
        world = build_world(self.scenario)
        refuse_impossible_timeline(self.scenario, world)
        self.seats = tuple(seats)
        self._play = Play(Plans(world), Streams(seed, run_index), world.end_s)
        self._seen = dict.fromkeys(seats, 0)
        self._orders = 0
        self._play.advance(0.0)
        self._begin()

    @property
    def now_s(self) -> float:
        """Seconds after STARTEX."""
        return self._play.now_s

    @property
    def end_s(self) -> float:
        """ENDEX, seconds after STARTEX."""
        return self._play.stop_s

    @property
    def done(self) -> bool:
        """Whether the exercise is over."""
        return self._play.state.ended

    @cached_property
    def crisis(self) -> Crisis:
        """The crisis as it is described."""
        crisis = self._play.plans.world.crisis
        assert crisis is not None
        return crisis

    def view(self, actor: str, target: str | None = None) -> View:
        """The state of the crisis under the names that conditions use, as an actor sees it who has a target in mind."""
        views, state = self._play.plans.views, self._play.state.crisis
        assert views is not None and state is not None
        return views.of(state, self.now_s, actor, target)

    def observe(self, actor: str) -> Observation:
        """What an actor knows now, with the news since it last looked."""
        self._require_seat(actor)
        news = self._play.events[self._seen[actor] :]
        self._seen[actor] = len(self._play.events)
        visible = tuple(event for event in news if event.visible_to == EVERYONE or actor in event.visible_to)
        return Observation(actor, self.now_s, dict(self.view(actor)), visible)

    def options(self, actor: str) -> tuple[Option, ...]:
        """Everything that an actor of this scenario could order at some time, in a fixed order."""
        self._require_seat(actor)
        return options_of(self._written, self.crisis, actor)

    def legal_moves(self, actor: str) -> tuple[Option, ...]:
        """What an actor could order now without being refused."""
        return tuple(option for option in self.options(actor) if self.refusal(actor, option) is None)

    def refusal(self, actor: str, option: Option) -> str | None:
        """Why an order would be refused now; None if it would not."""
        return refusal(self._play, self._order(actor, option))

    def act(self, actor: str, option: Option) -> str:
        """Hand in an order, due at once; the name of the order. Whether it is refused shows in the news."""
        self._require_seat(actor)
        if self.done:
            raise InputError("is over: no order can be given any more", field="session")
        order = self._order(actor, option)
        self._orders += 1
        self._play.submit(order)
        return order.id

    def advance(self, seconds: float) -> tuple[Event, ...]:
        """Let time pass, to ENDEX at most; what happened, whoever may see it."""
        if not seconds > 0.0:
            raise InputError("is not a span of time", field="seconds", value=seconds, allowed="more than 0")
        later_s = self.now_s + seconds
        return tuple(self._play.advance(None if later_s >= self.end_s else later_s))

    def finish(self) -> Run:
        """Let the rest happen without further orders, and close the record."""
        self._play.advance()
        return finished(self.scenario, self._play)

    def _begin(self) -> None:
        """Let STARTEX itself happen, so that there is something to see."""
        self._play.advance(1e-3)
        self._play.now_s = 1e-3

    def _order(self, actor: str, option: Option) -> Order:
        name = f"{actor.lower()}-{option.move}-{self._orders + 1}"
        return Order(name, actor, option.move, self.now_s, option.fields, "input")

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
    return Scenario.from_documents(document, scenario.library)
