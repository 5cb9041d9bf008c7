"""Cross checks of orders and conditions, wherever a file has them: timeline, history, policies, injects."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.crisis.move import NO_TARGET, REQUIRED, Effect, Move
from standoff.crisis.parameters import LAUNCH as LAUNCHES
from standoff.crisis.parameters import require_parameters
from standoff.scenario import yaml
from standoff.scenario.agreements_of import names_of
from standoff.scenario.crisis_of import vocabulary_of
from standoff.scenario.gazetteer import Gazetteer
from standoff.scenario.schema.crisis import CrisisBlock
from standoff.scenario.schema.exercise import InjectOrder
from standoff.scenario.schema.moves import LAUNCH, CrisisOrder, LaunchParameters
from standoff.scenario.schema.scenario import ScenarioFile
from standoff.scenario.validation import refuse, validated

# Parameters of a move that launches which are not the launch's own.
NOT_LAUNCH: Final = ("threat", "plan")


class OrderChecks:
    """What orders and conditions of a crisis may name; each check yields the errors that it finds."""

    def __init__(self, root: Any, model: ScenarioFile, block: CrisisBlock) -> None:
        self._root, self._model, self.block = root, model, block
        self.words = vocabulary_of(model, block)
        self._gazetteer = Gazetteer.of(model)
        self._names: dict[str, Collection[str]] = {
            "threat": block.threats,
            "drill": block.drills,
            "unit": block.deployments,
            "plan": block.plans,
            "actor": model.actors,
            "draft": block.drafts,
            "measure": block.measures,
            **names_of(block.agreements, block.commitments),
        }

    def condition(self, path: yaml.PathKeys, text: str) -> Iterator[InputError]:
        """A condition that can be read and names what there is."""
        try:
            self.words.condition(text)
        except InputError as error:
            yield self._refuse(path, error.message, error.value, error.allowed)

    def order(self, path: yaml.PathKeys, order: CrisisOrder | InjectOrder) -> Iterator[InputError]:
        """A move that there is, that its actor may take, with target and parameters that fit it."""
        move = self.block.moves.get(order.move)
        if move is None:
            advice = nearest(order.move, [*self.block.moves, LAUNCH])
            yield self._refuse((*path, "move"), "is not a known move", order.move, advice)
            return
        if order.target is not None:
            yield from self.actor((*path, "target"), order.target)
        if move.target == REQUIRED and order.target is None:
            yield self._refuse(path, f"has no target, which {order.move} needs", allowed="target: ACTOR")
        if move.target == NO_TARGET and order.target is not None:
            yield self._refuse((*path, "target"), f"is not wanted: {order.move} is done to nobody", order.target)
        if move.who and order.actor not in move.who:
            allowed = "one of " + ", ".join(move.who)
            yield self._refuse((*path, "actor"), f"may not {order.move}", order.actor, allowed)
        try:
            self.require(order.move, order.parameters)
        except InputError as error:
            where = (*path, "with", *(error.field.split(".") if error.field else ()))
            yield self._refuse(where, error.message, error.value, error.allowed)

    def require(self, name: str, parameters: Mapping[str, Any]) -> None:
        """Check the parameters of a move. Raises `InputError`, whose field is the parameter."""
        move = self.block.moves[name]
        effects = tuple(Effect(kind, verb) for effect in move.effects for kind, verb in effect.items())
        light = Move(name, move.title, move.cameo, 0.0, move.ladder, takes=move.takes, effects=effects)
        require_parameters(light, parameters, self._names)
        if any(effect.kind == LAUNCHES for effect in effects):
            own = {key: value for key, value in parameters.items() if key not in NOT_LAUNCH}
            ask = validated(LaunchParameters, own)
            for place in (ask.origin, *ask.target):
                self._gazetteer.place(place)

    def actor(self, path: yaml.PathKeys, actor: str) -> Iterator[InputError]:
        """An actor of the scenario."""
        if actor not in self._model.actors:
            known = ", ".join(self._model.actors)
            yield self._refuse(path, "is not an actor of this scenario", actor, f"one of {known}")

    def _refuse(
        self, path: yaml.PathKeys, message: str, value: object = None, allowed: str | None = None
    ) -> InputError:
        return refuse(self._root, path, message, value, allowed)
