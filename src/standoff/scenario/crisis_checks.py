"""Cross checks of the block `crisis`: every name that it uses exists, and every condition can be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.base.time import after, format_utc, parse_utc
from standoff.scenario import agreement_checks, policy_checks, sanctions_checks, yaml
from standoff.scenario.agreement_checks import Known
from standoff.scenario.cameo import cameo
from standoff.scenario.gazetteer import Gazetteer
from standoff.scenario.order_checks import OrderChecks
from standoff.scenario.schema.crisis import CrisisBlock, MoveBlock
from standoff.scenario.schema.moves import LAUNCH, CrisisOrder
from standoff.scenario.schema.scenario import ScenarioFile
from standoff.scenario.validation import refuse

# Effect -> the parameters of which it reads one, each by its name, which is its kind.
_NEEDED: Final = ("plan", "draft", "vote")
_READS: Final = {
    "threat": ("threat",), "drill": ("drill",), "deploy": ("unit",), "raid": ("plan",), "draft": ("draft",),
    "commitment": ("commitment",), "agreement": ("agreement",), "clause": ("clause", "agreement"), "ease": ("measure",),
}  # fmt: skip


def problems(root: Any, model: ScenarioFile) -> Iterator[InputError]:
    """Each thing wrong in the block, in the order of the file. A scenario without a crisis has none."""
    block = model.crisis
    if block is None:
        yield from _moves_without_crisis(root, model)
        return
    checks = _Checks(root, model, block)
    yield from checks.moves()
    yield from checks.alliances()
    yield from checks.threats()
    yield from checks.plans()
    yield from checks.drills()
    yield from checks.deployments()
    yield from sanctions_checks.problems(root, block, model.actors, parse_utc(model.startex))
    yield from checks.promises()
    yield from checks.policies()
    yield from checks.orders(("timeline",), model.timeline)
    yield from checks.orders(("crisis", "history"), block.history)


def _moves_without_crisis(root: Any, model: ScenarioFile) -> Iterator[InputError]:
    for index, order in enumerate(model.timeline):
        if order.move != LAUNCH:
            allowed = f"{nearest(order.move, [LAUNCH])} Other moves need a block crisis"
            yield refuse(root, ("timeline", index, "move"), "is not a known move", order.move, allowed)


class _Checks:
    """One method a sub-block; each yields the errors that it finds, in the order of the file."""

    def __init__(self, root: Any, model: ScenarioFile, block: CrisisBlock) -> None:
        self._root, self._model, self._block = root, model, block
        self._orders = OrderChecks(root, model, block)
        self._words = self._orders.words
        self._gazetteer = Gazetteer.of(model)
        self._endex = format_utc(after(parse_utc(model.startex), model.duration_s()))

    def moves(self) -> Iterator[InputError]:
        for name, move in self._block.moves.items():
            path: yaml.PathKeys = ("crisis", "moves", name)
            try:
                cameo().weight(move.cameo)
            except InputError as error:
                yield self._refuse((*path, "cameo"), error.message, error.value, error.allowed)
            for index, actor in enumerate(move.who):
                yield from self._orders.actor((*path, "who", index), actor)
            for index, need in enumerate(move.needs):
                yield from self._orders.condition((*path, "needs", index, "if"), need.condition)
            yield from self._effects(path, move)

    def alliances(self) -> Iterator[InputError]:
        for name, alliance in self._block.alliances.items():
            for index, actor in enumerate(alliance.members):
                yield from self._orders.actor(("crisis", "alliances", name, "members", index), actor)
        for actor in self._block.alerts:
            yield from self._orders.actor(("crisis", "alerts", actor), actor)

    def threats(self) -> Iterator[InputError]:
        for name, threat in self._block.threats.items():
            path: yaml.PathKeys = ("crisis", "threats", name)
            yield from self._orders.actor((*path, "actor"), threat.actor)
            yield from self._orders.actor((*path, "target"), threat.target)
            if threat.plan is not None:
                yield from self._known((*path, "plan"), "plan", threat.plan, self._block.plans)

    def plans(self) -> Iterator[InputError]:
        for name, plan in self._block.plans.items():
            path: yaml.PathKeys = ("crisis", "plans", name)
            yield from self._orders.actor((*path, "actor"), plan.actor)
            for index, order in enumerate(plan.orders):
                for field, places in order.place_references().items():
                    for place in places:
                        yield from self._place((*path, "orders", index, field), place)

    def drills(self) -> Iterator[InputError]:
        for name, drill in self._block.drills.items():
            path: yaml.PathKeys = ("crisis", "drills", name)
            for field, actors in (("actors", drill.actors), ("opposed_by", drill.opposed_by)):
                for index, actor in enumerate(actors):
                    yield from self._orders.actor((*path, field, index), actor)
            for index, force in enumerate(drill.forces):
                yield from self._orders.actor((*path, "forces", index, "actor"), force.actor)
            yield from self._place((*path, "place"), drill.place)
            if self._model.seconds(drill.end) <= self._model.seconds(drill.start):
                yield self._refuse((*path, "until"), "is not after its beginning", drill.end, f"after {drill.start}")

    def deployments(self) -> Iterator[InputError]:
        batteries = {battery.id: battery for battery in self._model.batteries}
        sensors = {sensor.id for sensor in self._model.sensors}
        for name, unit in self._block.deployments.items():
            path: yaml.PathKeys = ("crisis", "deployments", name)
            yield from self._orders.actor((*path, "actor"), unit.actor)
            if unit.unit is not None:
                yield from self._known((*path, "unit"), "battery", unit.unit, batteries)
            for index, sensor in enumerate(unit.sensors):
                yield from self._known((*path, "sensors", index), "sensor", sensor, sensors)
            for station, place in unit.stations.items():
                yield from self._place((*path, "stations", station), place)
            if unit.home is not None:
                yield from self._known((*path, "home"), "station of this unit", unit.home, unit.stations)

    def promises(self) -> Iterator[InputError]:
        block = self._block
        known = Known(self._model.actors, self._words, block.moves, block.deployments, block.drills)
        yield from agreement_checks.problems(self._root, block.agreements, block.commitments, known)

    def policies(self) -> Iterator[InputError]:
        block = self._block
        known = policy_checks.Known(self._model.actors, block.moves, self._words, self._orders.require)
        yield from policy_checks.problems(self._root, block.policies, block.games, known)

    def orders(self, path: yaml.PathKeys, orders: tuple[Any, ...]) -> Iterator[InputError]:
        end, seen = self._model.duration_s(), set()
        for index, order in enumerate(orders):
            here = (*path, index)
            if path != ("timeline",):
                at = self._model.seconds(order.at)
                if at < 0:
                    yield self._refuse((*here, "at"), "is before STARTEX", order.at, f"{self._model.startex} or later")
                if at > end:
                    yield self._refuse((*here, "at"), "is after ENDEX", order.at, f"{self._endex} or earlier")
                if order.id in seen:
                    yield self._refuse((*here, "id"), "is a duplicate", order.id, "an unused id")
                seen.add(order.id)
                yield from self._orders.actor((*here, "actor"), order.actor)
            if isinstance(order, CrisisOrder):
                yield from self._orders.order(here, order)

    def _effects(self, path: yaml.PathKeys, move: MoveBlock) -> Iterator[InputError]:
        for index, effect in enumerate(move.effects):
            (name, verb), = effect.items()  # fmt: skip
            here = (*path, "effects", index, name)
            if name in _READS:
                yield from self._reads(here, move, _READS[name])
            if name == "draft" and verb == "vote":
                yield from self._reads(here, move, ("vote",))
            if name == "implement" and "degree" not in verb:
                yield from self._reads(here, move, ("degree",), "number")
            if name in ("set", "add"):
                for value in verb:
                    yield from self._known(here, "value", value, self._block.values)

    def _reads(
        self, path: yaml.PathKeys, move: MoveBlock, names: tuple[str, ...], kind: str | None = None
    ) -> Iterator[InputError]:
        """An effect finds its parameter by its name; some cannot do without it."""
        for name in names:
            taken = move.takes.get(name)
            if taken == (kind or name) or (taken == f"{kind or name}?" and name not in _NEEDED):
                return
        allowed = f"takes: {{{names[0]}: {kind or names[0]}}}"
        words = f"reads a parameter {' or '.join(names)}, which the move does not take"
        yield self._refuse(path, words, allowed=allowed)

    def _place(self, path: yaml.PathKeys, name: str | None) -> Iterator[InputError]:
        if name is None:
            return
        try:
            self._gazetteer.place(name)
        except InputError as error:
            yield self._refuse(path, error.message, error.value, error.allowed)

    def _known(
        self, path: yaml.PathKeys, kind: str, name: str, known: Mapping[str, Any] | Collection[str]
    ) -> Iterator[InputError]:
        if name not in known:
            yield self._refuse(path, f"is not a {kind} of this scenario", name, nearest(name, known))

    def _refuse(
        self, path: yaml.PathKeys, message: str, value: object = None, allowed: str | None = None
    ) -> InputError:
        return refuse(self._root, path, message, value, allowed)
