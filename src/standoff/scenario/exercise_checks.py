"""Cross checks of the block `exercise`: every name exists, every condition can be read, every moment fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.base.time import after, format_utc, parse_utc
from standoff.scenario import yaml
from standoff.scenario.hindrances import hindrances
from standoff.scenario.order_checks import OrderChecks
from standoff.scenario.schema import LibraryItem, Missile, ScenarioFile
from standoff.scenario.schema.exercise import ExerciseBlock, InjectBlock, InjectOrder, ObjectiveBlock
from standoff.scenario.schema.moves import LAUNCH
from standoff.scenario.validation import refuse

# Names of conditions that stand for who acts and to whom: a condition of an exercise is nobody's.
_NOBODY: Final = ("self", "target")


def problems(root: Any, model: ScenarioFile, items: Mapping[str, LibraryItem]) -> Iterator[InputError]:
    """Each thing wrong in the block, in the order of the file. A scenario without an exercise has none."""
    block = model.exercise
    if block is None:
        return
    checks = ExerciseChecks(root, model, items)
    for actor in block.cells:
        yield from checks.actor(("exercise", "cells", actor), actor)
    for name, entries in (("objectives", block.objectives), ("msel", block.msel)):
        yield from checks.ids(("exercise", name), [entry.id for entry in entries])
    for index, objective in enumerate(block.objectives):
        yield from checks.objective(("exercise", "objectives", index), objective)
    for index, inject in enumerate(block.msel):
        yield from checks.inject(("exercise", "msel", index), inject)


def require_variant(root: yaml.Mapping, block: ExerciseBlock | None, variants: Iterable[str]) -> None:
    """Raise `InputError` if the exercise is served as a variant that the file does not have."""
    name = None if block is None else block.served_as
    known = list(variants)
    if name is not None and name not in known:
        path = ("exercise", "served_as")
        raise refuse(root, path, "is not a variant of this scenario", name, nearest(name, known))


class ExerciseChecks:
    """Checks of parts of an exercise, which stand at a path of a document; each yields the errors that it finds."""

    def __init__(self, root: Any, model: ScenarioFile, items: Mapping[str, LibraryItem]) -> None:
        self._root, self._model, self._items = root, model, items
        crisis, exercise = model.crisis, model.exercise
        self._crisis = None if crisis is None else OrderChecks(root, model, crisis)
        self._objectives = () if exercise is None else tuple(one.id for one in exercise.objectives)
        self._end_s = model.duration_s()
        self._endex = format_utc(after(parse_utc(model.startex), self._end_s))

    def ids(self, path: yaml.PathKeys, names: Iterable[str]) -> Iterator[InputError]:
        """Names of entries of a list, each of which may stand once."""
        seen: dict[str, int] = {}
        for index, name in enumerate(names):
            if name in seen:
                _, line = yaml.locate(self._root, (*path, seen[name], "id"))
                where = f"on line {line}" if line else f"entry {seen[name] + 1}"
                yield self._refuse((*path, index, "id"), "is a duplicate", name, f"an unused id ({where})")
            seen.setdefault(name, index)

    def objective(self, path: yaml.PathKeys, objective: ObjectiveBlock) -> Iterator[InputError]:
        """An objective: whose it is, its condition, and until when."""
        if objective.cell is not None:
            yield from self.actor((*path, "cell"), objective.cell)
        yield from self._condition((*path, "when"), objective.when)
        yield from self._moment((*path, "by"), objective.by)

    def inject(self, path: yaml.PathKeys, inject: InjectBlock) -> Iterator[InputError]:
        """An inject: its moments, its condition, its cells, objectives and orders."""
        for field in ("at", "after", "until"):
            yield from self._moment((*path, field), getattr(inject, field))
        if inject.after is not None and inject.until is not None:
            yield from self._span((*path, "until"), inject.after, inject.until)
        yield from self._condition((*path, "when"), inject.when)
        for index, actor in enumerate(inject.to):
            yield from self.actor((*path, "to", index), actor)
        for index, name in enumerate(inject.objectives):
            if name not in self._objectives:
                advice = nearest(name, self._objectives)
                yield self._refuse((*path, "objectives", index), "is not an objective of this exercise", name, advice)
        for index, order in enumerate(inject.orders):
            yield from self._order((*path, "orders", index), order)

    def actor(self, path: yaml.PathKeys, actor: str) -> Iterator[InputError]:
        """An actor of the scenario."""
        if actor not in self._model.actors:
            known = ", ".join(self._model.actors)
            yield self._refuse(path, "is not an actor of this scenario", actor, f"one of {known}")

    def _moment(self, path: yaml.PathKeys, moment: str | None) -> Iterator[InputError]:
        if moment is None:
            return
        at = self._model.seconds(moment)
        if at < 0:
            yield self._refuse(path, "is before STARTEX", moment, f"{self._model.startex} or later")
        if at > self._end_s:
            yield self._refuse(path, "is after ENDEX", moment, f"{self._endex} or earlier")

    def _span(self, path: yaml.PathKeys, start: str, end: str) -> Iterator[InputError]:
        if self._model.seconds(end) <= self._model.seconds(start):
            yield self._refuse(path, "is not after its beginning", end, f"after {start}")

    def _condition(self, path: yaml.PathKeys, text: str | None) -> Iterator[InputError]:
        if text is None:
            return
        if self._crisis is None:
            yield self._refuse(path, "needs a crisis to look at", text, "a condition where the scenario has a crisis")
            return
        found = list(self._crisis.condition(path, text))
        yield from found
        if not found:
            for name in self._crisis.words.condition(text).names:
                if name in _NOBODY:
                    yield self._refuse(path, f"asks for {name!r}, which is nobody here", text, "actors by their codes")

    def _order(self, path: yaml.PathKeys, order: InjectOrder) -> Iterator[InputError]:
        if self._crisis is None:
            yield self._refuse(path, "needs a crisis to act in", order.move, "no orders where there is no crisis")
            return
        yield from self.actor((*path, "actor"), order.actor)
        moves = self._crisis.block.moves
        if order.move == LAUNCH and LAUNCH not in moves:
            advice = "a move of the catalogue, such as test-missile"
            yield self._refuse((*path, "move"), "is no move that an inject sets going", order.move, advice)
            return
        found = list(self._crisis.order(path, order))
        yield from found
        if not found:
            yield from self._hindered(path, order)

    def _hindered(self, path: yaml.PathKeys, order: InjectOrder) -> Iterator[InputError]:
        assert self._crisis is not None
        missile = order.parameters.get("missile")
        if isinstance(missile, str) and not isinstance(self._items.get(missile), Missile):
            known = [name for name, item in self._items.items() if isinstance(item, Missile)]
            message = "is not a missile of this scenario"
            yield self._refuse((*path, "with", "missile"), message, missile, nearest(missile, known))
        block = self._crisis.block
        for reason, parameter in hindrances(block, self._crisis.words, block.moves[order.move], order):
            where, value = (("actor",), order.actor) if parameter is None else (("with", parameter), None)
            yield self._refuse((*path, *where), reason, value or order.parameters.get(parameter or ""))

    def _refuse(
        self, path: yaml.PathKeys, message: str, value: object = None, allowed: str | None = None
    ) -> InputError:
        return refuse(self._root, path, message, value, allowed)
