"""A session: one exercise under way, with no web in it. Seats order, write and rule while time passes.

Whatever people do is an input of the engine's record. The session is a function of the scenario, the seed and the
inputs: `Exercise.replayed` makes the same one again, and a branch is a replay that stops early and goes on otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from standoff.base.errors import InputError, nearest
from standoff.base.streams import Streams
from standoff.base.time import after, format_utc
from standoff.crisis.crisis import Crisis
from standoff.engine.actions import TakeEffect
from standoff.engine.event import Event
from standoff.engine.inputs import CONTROL, Input
from standoff.engine.legality import legal, require_possible
from standoff.engine.options import Option, options_of
from standoff.engine.plan import Plans
from standoff.engine.play import Mark, Play, instant
from standoff.engine.queue import Item
from standoff.engine.run import DEFAULT_SEED, Run, finished, refuse_impossible_timeline
from standoff.exercise.adjudication import Case, cases, name_of, stops_for
from standoff.exercise.board import Board
from standoff.exercise.clock import checked_rate
from standoff.exercise.forces import forces
from standoff.exercise.handed_in import CANCEL, require_cell, require_note, require_sensible, require_span
from standoff.exercise.menu import menu
from standoff.exercise.naming import Titles, known_to, on_board, on_menu, require_known, titles_of
from standoff.exercise.positions import trails
from standoff.exercise.sight import Sight, of_control
from standoff.exercise.status import Status, commanded
from standoff.scenario.loading import Scenario
from standoff.scenario.orders import Order
from standoff.scenario.world import World, build_world
from standoff.views.names import Names

Json = dict[str, Any]
Given = Order | Input


@dataclass(frozen=True)
class _Stand:
    """What a session knows beside the engine's state; immutable, so that it can be gone back to."""

    status: Status = Status.PLANNED
    rate: float = 60.0
    orders: Mapping[str, int] = field(default_factory=dict)
    requests: Mapping[str, int] = field(default_factory=dict)
    told: int = 0


class Moment(NamedTuple):
    """Where a session stood, to go back to if what followed could not be kept."""

    engine: Mark
    stand: _Stand


class News(NamedTuple):
    """What became known: to control as it is, to each cell as it sees it."""

    control: list[Json]
    cells: dict[str, list[Json]]


class Exercise:
    """One exercise under way."""

    def __init__(
        self, scenario: Scenario, seed: int = DEFAULT_SEED, run_index: int = 0, like: Exercise | None = None
    ) -> None:
        """Open the session before STARTEX, with nobody in the cells and nothing on the list of injects.

        Args:
            scenario: a scenario with a crisis.
            seed: of all random streams.
            run_index: which of many runs with this seed.
            like: another session of the same scenario, to share what does not change in play.

        Raises:
            InputError: a scenario without a crisis, or one that orders something impossible.
        """
        if scenario.model.crisis is None:
            raise InputError("has no crisis to play", value=scenario.name, allowed="a scenario with a block crisis")
        self.scenario = scenario
        self.world: World = build_world(scenario) if like is None else like.world
        if like is None:
            refuse_impossible_timeline(scenario, self.world)
        self.plans: Plans = Plans(self.world) if like is None else like.plans
        self.play = Play(self.plans, Streams(seed, run_index), self.world.end_s)
        self.play.begin()
        self._stand = _Stand(rate=checked_rate(_rate(scenario)))
        self.names = Names.of({"scenario": scenario.document, "library": scenario.library})
        self.sights = {cell: Sight(cell, self.crisis, self.world.startex, self.names) for cell in self.cells}
        self.boards = {cell: Board(self.crisis, cell) for cell in self.cells} | {CONTROL: Board(self.crisis, None)}
        self.titles = titles_of(self.crisis, scenario.library)
        self._options: dict[str, tuple[Option, ...]] = {}

    @classmethod
    def replayed(
        cls,
        scenario: Scenario,
        inputs: Iterable[Given],
        now_s: float = 0.0,
        seed: int = DEFAULT_SEED,
        run_index: int = 0,
        like: Exercise | None = None,
    ) -> Exercise:
        """The session that these inputs led to, at a moment."""
        session = cls(scenario, seed, run_index, like)
        for given in inputs:
            session.repeat(given)
        session.advance_to(max(now_s, session.now_s), rule=False)
        return session

    def set_up(self, by: str = "control") -> list[Given]:
        """Take over the objectives and the injects of the scenario, before STARTEX; the inputs."""
        lesson = self.scenario.document.get("exercise") or {}
        puts = [("objective_put", "objective", block) for block in lesson.get("objectives") or ()]
        puts += [("inject_put", "inject", block) for block in lesson.get("msel") or ()]
        given: list[Given] = []
        for kind, name, block in puts:
            given.append(Input(kind, self.now_s, by, {name: block}))
            self.play.take(given[-1])
        return given

    # What there is.

    @property
    def crisis(self) -> Crisis:
        """The crisis as it is described."""
        assert self.world.crisis is not None
        return self.world.crisis

    @property
    def cells(self) -> tuple[str, ...]:
        """The actors, in the scenario's order: one cell each."""
        return tuple(self.world.actors)

    @property
    def now_s(self) -> float:
        """Exercise time: seconds after STARTEX up to which everything has happened, a whole number of milliseconds."""
        return self.play.now_s

    @property
    def time(self) -> str:
        """Exercise time in UTC."""
        return format_utc(after(self.world.startex, self.now_s))

    @property
    def status(self) -> Status:
        """Where the exercise stands."""
        if self.play.state.ended:
            return Status.ENDED
        running = self._stand.status is Status.RUNNING
        return Status.HELD if running and self.play.held is not None else self._stand.status

    @property
    def rate(self) -> float:
        """Exercise seconds a second."""
        return self._stand.rate

    @property
    def people(self) -> frozenset[str]:
        """The cells that people play now."""
        return self.play.state.outside.people

    @property
    def events(self) -> Sequence[Event]:
        """The record so far."""
        return self.play.events

    def board(self, view: str) -> Json:
        """The situation as a cell or control knows it."""
        return self.boards[view].told(self.now_s)

    def trails(self, view: str, since_s: float = 0.0) -> list[Json]:
        """Trails of what flies, as a cell or control may know them."""
        return trails(self.world, self.play.state, self.now_s, self.sights.get(view), since_s)

    def forces(self, view: str) -> list[Json]:
        """Sensors and batteries where they stand now: a cell's own, for control all."""
        return forces(self.scenario, self.world, self.play.state, None if view == CONTROL else view)

    def pending(self, cell: str) -> list[Json]:
        """A cell's orders that have not taken effect: those that wait for control without a time, then as they are due.

        One that its history or its policies gave before people sat down is among them, with its origin.
        """
        state = self.play.state
        waiting = [(None, one.order) for one in state.outside.awaiting.values()]
        due = [(item.time_s, item.action.order) for item in self.play.due if isinstance(item.action, TakeEffect)]
        return [
            {
                "order": order.id,
                "due_s": due_s,
                "move": order.move,
                "target": order.parameters.get("target"),
                "origin": order.origin,
            }
            for due_s, order in (*waiting, *due)
            if order.actor == cell and state.orders[order.id].pending
        ]

    def menu(self, cell: str) -> list[Json]:
        """What a cell could order now."""
        require_cell(cell, self.cells)
        if self.status is Status.ENDED:
            return []
        options = self._options_of(cell)
        return menu(self.crisis.moves, options, legal(self.play, cell, options))

    def called(self, view: str) -> Titles:
        """What things are called, as far as a cell or control may know by now: kind -> id -> title."""
        return self.titles if view == CONTROL else on_board(self.titles, self.board(view))

    def called_on(self, menu: Iterable[Json]) -> Titles:
        """What the things are called that a menu offers."""
        return on_menu(self.titles, self.crisis.moves, menu)

    def cases(self) -> list[Case]:
        """What control may rule on now: nothing after ENDEX."""
        return [] if self.play.state.ended else cases(self.play)

    def held_case(self) -> str | None:
        """The case for which time stands still, if it does."""
        return None if self.play.held is None or self.play.state.ended else name_of(self.play.held)

    # What people do.

    def order(self, by: str, cell: str, move: str, fields: Mapping[str, Any]) -> Order:
        """The order of a seat for its cell, checked: it could be carried out at some time. `take` hands it in.

        Raises:
            InputError: an unknown move, a field that is wrong, or an exercise that is over.
        """
        self._require_open()
        require_cell(cell, self.cells)
        if move != CANCEL and move not in self.crisis.moves:
            allowed = nearest(move, [CANCEL, *self.crisis.moves])
            raise InputError("is not a move of this scenario", field="move", value=move, allowed=allowed)
        # Each move is counted by itself: streams of missiles hang on the name, and no other order moves their numbers.
        count = self._stand.orders.get(f"{cell} {move}", 0) + 1
        order = Order(f"{cell.lower()}-{move}-p{count}", cell, move, self.now_s, dict(fields), "input", by=by)
        require_sensible(order)
        require_possible(self.world, order)
        return order

    def require_known(self, cell: str, move: str, fields: Mapping[str, Any]) -> None:
        """Whether a cell may know of what its order names, before anything is said about it.

        Of what it does not know it learns nothing by asking: what is not there and what is hidden are answered alike.

        Raises:
            InputError: an order that names something unknown.
        """
        require_cell(cell, self.cells)
        given = fields.get("with")
        if move not in self.crisis.moves or not isinstance(given, Mapping):
            return  # is told by `order`
        known = known_to(self.crisis, cell, self.board(cell), self._options_of(cell))
        require_known(self.crisis.moves[move], given, known)

    def require_note(self, data: Mapping[str, Any]) -> None:
        """Whether what a note is about is there. Raises `InputError`."""
        require_note(data, len(self.events), self.cells, self.play.state.outside.objectives)

    def input(self, by: str, kind: str, data: Mapping[str, Any]) -> Input:
        """What else a seat does, at this moment; `take` hands it in."""
        self._require_open()
        if kind == "request":
            cell = str(data.get("cell", ""))
            count = self._stand.requests.get(cell, 0) + 1
            data = {**data, "request": f"{cell.lower()}-request-{count}"}
        return Input(kind, self.now_s, by, dict(data))

    def take(self, given: Given) -> list[Event]:
        """Let in what is given now; what came of it at once. Raises `InputError` for what cannot be, and nothing is."""
        stand = self._after(given)
        events = self.play.take(given)
        self._stand = stand
        return events

    def repeat(self, given: Given) -> None:
        """Let in again what was given before, at its own time."""
        time_s = given.issued_s if isinstance(given, Order) else given.time_s
        self.advance_to(max(time_s, self.now_s), rule=False)
        self.take(given)

    # Time.

    def advance_to(self, moment_s: float, *, rule: bool = True) -> list[Event]:
        """Let time pass to a moment, or to where control must rule first; what happened.

        `rule` is false for a replay, in which all rulings are known.
        """
        waits = self._waits if rule and self.play.state.outside.hold else None
        until_s = instant(moment_s)
        return self.play.advance(None if until_s >= self.play.stop_s else until_s, waits)

    def advance_to_next(self) -> list[Event]:
        """Let time pass to the next event, with all of its instant; what happened."""
        return self.play.advance_to_next(self._waits)

    def moment(self) -> Moment:
        """Where the session stands."""
        return Moment(self.play.mark(), self._stand)

    def go_back(self, moment: Moment) -> None:
        """Undo what happened since a moment; nothing of it may have been published."""
        self.play.restore(moment.engine)
        self._stand = moment.stand

    # What becomes known.

    def publish(self) -> News:
        """Tell control and the cells what happened since the last time."""
        fresh = self.play.events[self._stand.told :]
        if not fresh:
            return News([], {})
        self._stand = replace(self._stand, told=len(self.play.events))
        for board in self.boards.values():
            for event in fresh:
                board.hear(event)
        cells = {cell: sight.see(fresh) for cell, sight in self.sights.items()}
        return News(
            [self.whole(event) for event in fresh],
            {cell: seen for cell, seen in cells.items() if seen},
        )

    def whole(self, event: Event) -> Json:
        """An event as control sees it."""
        return of_control(event, self.world.startex, self.names)

    def closed(self) -> Play:
        """The run as it stands, closed: at ENDEX, or as if it came now. This session is not touched."""
        fork = self.play.fork(self.play.streams)
        if not fork.state.ended:
            fork.take(Input("endex", fork.now_s, "control", {"reason": "the record was asked for"}))
        return fork

    def finished(self) -> Run:
        """The record, closed."""
        return finished(self.scenario, self.closed(), settings=self.scenario.settings)

    def _after(self, given: Given) -> _Stand:
        """What the session knows once this has been let in."""
        stand = self._stand
        if isinstance(given, Order):
            return replace(stand, orders=_counted(stand.orders, f"{given.actor} {given.move}"))
        if given.kind == "request":
            return replace(stand, requests=_counted(stand.requests, str(given.data.get("cell"))))
        if given.kind == "clock":
            return self._commanded(given)
        return stand

    def _commanded(self, given: Input) -> _Stand:
        """A command of the clock, as far as it fits."""
        command, rate = given.told("command"), given.data.get("rate")
        if command == "rate" and rate is None:
            raise InputError("is missing", field="rate", allowed="1 to 3600")
        if command == "step":
            require_span(given.data.get("seconds"))
        status = commanded(self._stand.status, command)
        if command in ("step", "jump"):
            self._require_nothing_held()
        rate = self._stand.rate if rate is None else checked_rate(rate)
        return replace(self._stand, status=status, rate=rate)

    def _waits(self, item: Item) -> bool:
        return stops_for(self.play, item)

    def _require_nothing_held(self) -> None:
        held = self.play.held
        if held is not None and self._waits(held):
            raise InputError(
                f"cannot be: time stands still until control rules on {name_of(held)}", field="command",
                allowed="a ruling first",
            )  # fmt: skip

    def _options_of(self, cell: str) -> tuple[Option, ...]:
        if cell not in self._options:
            self._options[cell] = options_of(self.scenario, self.world, cell)
        return self._options[cell]

    def _require_open(self) -> None:
        if self.play.state.ended:
            raise InputError("is over: ENDEX was given", field="exercise", allowed="the review")


def _counted(counts: Mapping[str, int], key: str) -> dict[str, int]:
    """One more of a cell or of a move of it. Each counts alone, so that no name tells of what others do."""
    return {**counts, key: counts.get(key, 0) + 1}


def _rate(scenario: Scenario) -> float:
    lesson = scenario.document.get("exercise") or {}
    return float(lesson.get("rate", 60.0))
