"""Cross checks of `crisis.policies` and `crisis.games`: names that lead nowhere, and payoffs that make no game."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.crisis.condition import Vocabulary
from standoff.crisis.move import NO_TARGET, REQUIRED
from standoff.scenario import yaml
from standoff.scenario.policies_of import payoff_name
from standoff.scenario.schema.crisis import MoveBlock
from standoff.scenario.schema.policies import (
    DeterrencePolicyBlock,
    ExternalPolicyBlock,
    GameBlock,
    OptionBlock,
    PayoffsBlock,
    Policies,
    PolicyBlock,
    ReciprocalPolicyBlock,
    RuleBlock,
    RulesPolicyBlock,
    ScriptedPolicyBlock,
)
from standoff.scenario.validation import refuse

# (better, worse): what each side must prefer, over the whole ranges, for the game to be one of deterrence.
_CHALLENGER: Final = (
    ("concession", "status_quo"),
    ("concession", "conflict_hard"),
    ("status_quo", "back_down"),
    ("conflict_hard", "back_down"),
    ("back_down", "conflict_soft"),
)
_DEFENDER: Final = (
    ("back_down", "concession"),
    ("conflict_hard", "concession"),
    ("concession", "conflict_soft"),
)


def _any_parameters(move: str, parameters: Mapping[str, Any]) -> None:
    """Ask nothing of parameters."""


@dataclass(frozen=True)
class Known:
    """What there is to name: actors, id -> move, the words of conditions.

    `require` checks the parameters of a move and raises `InputError`, whose `field` is the parameter.
    """

    actors: Collection[str]
    moves: Mapping[str, MoveBlock]
    words: Vocabulary
    require: Callable[[str, Mapping[str, Any]], None] = _any_parameters


def problems(
    root: Any,
    policies: Policies,
    games: Mapping[str, GameBlock],
    known: Known,
    path: yaml.PathKeys = ("crisis",),
) -> Iterator[InputError]:
    """Each thing wrong in the two blocks, which stand at `path` of the document, in the order of the file."""
    checks = _Checks(root, known)
    for name, game in games.items():
        yield from checks.game((*path, "games", name), game)
    for actor, blocks in policies.items():
        here: yaml.PathKeys = (*path, "policies", actor)
        yield from checks.actor(here, actor)
        yield from checks.duplicates(here, blocks)
        for index, block in enumerate(blocks):
            yield from checks.policy((*here, index), actor, block, games)


class _Checks:
    """One method a kind of block; each yields the errors that it finds."""

    def __init__(self, root: Any, known: Known) -> None:
        self._root, self._known = root, known

    def policy(
        self, path: yaml.PathKeys, actor: str, block: PolicyBlock, games: Mapping[str, GameBlock]
    ) -> Iterator[InputError]:
        if isinstance(block, RulesPolicyBlock):
            for index, rule in enumerate(block.rules):
                here = (*path, "rules", index)
                yield from self._condition((*here, "if"), rule.condition)
                yield from self._move(here, actor, rule)
                yield from self._target(here, actor, rule)
                if rule.once and rule.at_most not in (None, 1):
                    yield self._refuse((*here, "at_most"), "contradicts once", rule.at_most, "once, or at_most")
        elif isinstance(block, ReciprocalPolicyBlock):
            yield from self._other((*path, "toward"), actor, block.toward)
            for index, entry in enumerate(block.menu):
                here = (*path, "menu", index)
                yield from self._move(here, actor, entry)
                move = self._known.moves.get(entry.move)
                if move is not None and move.target == NO_TARGET:
                    yield self._refuse((*here, "move"), "is done to nobody, so it sets no tone", entry.move)
        elif isinstance(block, DeterrencePolicyBlock):
            yield from self._seat((*path, "game"), actor, block.game, games)

    def duplicates(self, path: yaml.PathKeys, blocks: tuple[PolicyBlock, ...]) -> Iterator[InputError]:
        """What an actor may have once only: each rule, an answer to each actor, each game, a script, a program."""
        seen = set()
        for place, what in _once(blocks):
            if what in seen:
                yield self._refuse((*path, *place), "is a duplicate", what[1], f"one {what[0]} of this kind an actor")
            seen.add(what)

    def game(self, path: yaml.PathKeys, game: GameBlock) -> Iterator[InputError]:
        challenger, defender, moves = game.challenger, game.defender, game.moves
        for side, block in (("challenger", challenger), ("defender", defender)):
            yield from self.actor((*path, side, "actor"), block.actor)
        if challenger.actor == defender.actor:
            yield self._refuse((*path, "defender", "actor"), "is the challenger too", defender.actor, "another actor")
        yield from self._preferences((*path, "challenger", "payoffs"), challenger.payoffs, _CHALLENGER)
        yield from self._preferences((*path, "defender", "payoffs"), defender.payoffs, _DEFENDER)
        yield from self._condition((*path, "opens"), game.opens)
        for name, option, player in (
            ("challenge", moves.challenge, challenger),
            ("defend", moves.defend, defender),
            ("press", moves.press, challenger),
            ("concede", moves.concede, defender),
            ("back-down", moves.back_down, challenger),
        ):
            if option is not None:
                yield from self._move((*path, "moves", name), player.actor, option)

    def actor(self, path: yaml.PathKeys, actor: str) -> Iterator[InputError]:
        if actor not in self._known.actors:
            known = ", ".join(self._known.actors)
            yield self._refuse(path, "is not an actor of this scenario", actor, f"one of {known}")

    def _preferences(
        self, path: yaml.PathKeys, payoffs: PayoffsBlock, order: tuple[tuple[str, str], ...]
    ) -> Iterator[InputError]:
        for better, worse in order:
            above, below = getattr(payoffs, better), getattr(payoffs, worse)
            if not above.low > below.high:
                allowed = f"more than {payoff_name(worse)} over the whole ranges ({below.high:g})"
                name = payoff_name(better)
                yield self._refuse((*path, name), "makes this no game of deterrence", above.low, allowed)

    def _seat(self, path: yaml.PathKeys, actor: str, name: str, games: Mapping[str, GameBlock]) -> Iterator[InputError]:
        if name not in games:
            yield self._refuse(path, "is not a game of this scenario", name, nearest(name, games))
            return
        players = (games[name].challenger.actor, games[name].defender.actor)
        if actor not in players:
            yield self._refuse(path, f"is not played by {actor}", name, f"a policy of {' or '.join(players)}")

    def _move(self, path: yaml.PathKeys, actor: str, option: OptionBlock | RuleBlock) -> Iterator[InputError]:
        name = option.move
        move = self._known.moves.get(name)
        if move is None:
            yield self._refuse((*path, "move"), "is not a known move", name, nearest(name, self._known.moves))
            return
        if move.who and actor not in move.who:
            yield self._refuse((*path, "move"), f"may not be taken by {actor}", name, "one of " + ", ".join(move.who))
        try:
            self._known.require(name, option.parameters)
        except InputError as error:
            field = () if error.field is None else (error.field,)
            yield self._refuse((*path, "with", *field), error.message, error.value, error.allowed)

    def _target(self, path: yaml.PathKeys, actor: str, rule: RuleBlock) -> Iterator[InputError]:
        move = self._known.moves.get(rule.move)
        if rule.target is not None:
            yield from self._other((*path, "target"), actor, rule.target)
        if move is not None and move.target == REQUIRED and rule.target is None:
            yield self._refuse(path, f"has no target, which {rule.move} needs", allowed="target: ACTOR")
        if move is not None and move.target == NO_TARGET and rule.target is not None:
            yield self._refuse((*path, "target"), f"is not wanted: {rule.move} is done to nobody", rule.target)

    def _other(self, path: yaml.PathKeys, actor: str, other: str) -> Iterator[InputError]:
        yield from self.actor(path, other)
        if actor == other:
            yield self._refuse(path, "is the actor itself", other, "another actor")

    def _condition(self, path: yaml.PathKeys, text: str | None) -> Iterator[InputError]:
        if text is None:
            return
        try:
            self._known.words.condition(text)
        except InputError as error:
            yield self._refuse(path, error.message, error.value, error.allowed)

    def _refuse(
        self, path: yaml.PathKeys, message: str, value: object = None, allowed: str | None = None
    ) -> InputError:
        return refuse(self._root, path, message, value, allowed)


def _once(blocks: tuple[PolicyBlock, ...]) -> Iterator[tuple[yaml.PathKeys, tuple[str, str]]]:
    for index, block in enumerate(blocks):
        if isinstance(block, RulesPolicyBlock):
            for place, rule in enumerate(block.rules):
                yield (index, "rules", place, "id"), ("rule", rule.id)
        elif isinstance(block, ReciprocalPolicyBlock):
            yield (index, "toward"), ("answer", block.toward)
        elif isinstance(block, DeterrencePolicyBlock):
            yield (index, "game"), ("game", block.game)
        elif isinstance(block, (ScriptedPolicyBlock, ExternalPolicyBlock)):
            yield (index, "kind"), ("policy", block.kind)
