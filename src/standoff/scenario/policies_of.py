"""The blocks `crisis.policies` and `crisis.games` as policies that decide, at a level or a design point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from standoff.base.errors import InputError
from standoff.crisis.condition import Condition, Vocabulary
from standoff.crisis.deterrence import ChallengerPolicy, DefenderPolicy, Play
from standoff.crisis.game import ChallengerPayoffs, DefenderPayoffs, DeterrenceGame, solve
from standoff.crisis.move import NO_TARGET, Move
from standoff.crisis.policy import Option, Policy
from standoff.crisis.reciprocal import Answer, Menu, Reaction, ReciprocalPolicy
from standoff.crisis.rules import Rule, RulesPolicy
from standoff.crisis.tone import Tone
from standoff.scenario.schema.policies import (
    DeterrencePolicyBlock,
    GameBlock,
    OptionBlock,
    PayoffsBlock,
    Policies,
    ReciprocalPolicyBlock,
    RuleBlock,
    RulesPolicyBlock,
    ScriptedPolicyBlock,
)
from standoff.scenario.values import Values

PAYOFFS: Final = ("status_quo", "concession", "back_down", "conflict_hard", "conflict_soft")
"""Fields of payoffs; in a file the underscores of the last three are hyphens."""


@dataclass(frozen=True, eq=False)
class Ground:
    """What policies stand on: the words of conditions, id -> move, how tone fades, id -> game in the file."""

    words: Vocabulary
    moves: Mapping[str, Move]
    tone: Tone
    games: Mapping[str, GameBlock]

    def condition(self, text: str | None) -> Condition | None:
        """A condition that may be left out."""
        return None if text is None else self.words.condition(text)

    def option(self, block: OptionBlock | RuleBlock) -> Option:
        """A move with its parameters."""
        says = getattr(block, "says", None) or ""
        return Option(block.move, block.parameters, self.moves[block.move].target != NO_TARGET, says)


def build_policies(blocks: Policies, values: Values, ground: Ground) -> dict[str, tuple[Policy, ...]]:
    """Actor -> its policies of the kinds rules, reciprocal and deterrence, in the order of the file.

    `scripted` plays the history and `external` is played from outside: neither decides anything here.

    Args:
        blocks: actor -> blocks, checked by `policy_checks.problems`.
        values: stands at the block `crisis`.
        ground: what they stand on.
    """
    plays = _Plays(ground, values.under("games"))
    at = values.under("policies")
    return {actor: tuple(_policies(actor, blocks, at.under(actor), ground, plays)) for actor in blocks}


def begins_of(blocks: Policies, seconds: Callable[[str], float]) -> dict[str, float]:
    """Actor -> when its policies begin, s after STARTEX: when its script ends, if that has an end."""
    return {
        actor: seconds(policy.until)
        for actor, policies in blocks.items()
        for policy in policies
        if isinstance(policy, ScriptedPolicyBlock) and policy.until is not None
    }


def payoff_name(field: str) -> str:
    """A field of payoffs as the file writes it: `back-down`."""
    return field if field == "status_quo" else field.replace("_", "-")


class _Plays:
    """The games of a crisis, each solved once."""

    def __init__(self, ground: Ground, values: Values) -> None:
        self._ground, self._values = ground, values
        self._made: dict[str, Play] = {}

    def __getitem__(self, name: str) -> Play:
        if name not in self._made:
            self._made[name] = _play(name, self._ground.games[name], self._values.under(name), self._ground)
        return self._made[name]


def _policies(actor: str, blocks: Policies, values: Values, ground: Ground, plays: _Plays) -> Iterator[Policy]:
    for index, block in enumerate(blocks[actor]):
        at = values.under(index)
        if isinstance(block, RulesPolicyBlock):
            rules = tuple(_rule(rule, at.under("rules", rule.id), ground) for rule in block.rules)
            yield RulesPolicy(f"{actor}/rules/{index}", actor, at.si(block.every, "every"), rules)
        elif isinstance(block, ReciprocalPolicyBlock):
            yield _reciprocal(actor, block, at, ground)
        elif isinstance(block, DeterrencePolicyBlock):
            play, every_s = plays[block.game], at.si(block.every, "every")
            seat = ChallengerPolicy if actor == play.challenger else DefenderPolicy
            yield seat(f"{actor}/deterrence/{play.id}", every_s, play)


def _rule(block: RuleBlock, values: Values, ground: Ground) -> Rule:
    return Rule(
        id=block.id,
        option=ground.option(block),
        target=block.target,
        when=ground.condition(block.condition),
        rate_per_s=None if block.rate is None else values.si(block.rate, "rate"),
        at_most=1 if block.once else block.at_most,
        gap_s=values.si_or(block.gap, "gap", 0.0),
    )


def _reciprocal(actor: str, block: ReciprocalPolicyBlock, values: Values, ground: Ground) -> ReciprocalPolicy:
    decay = ground.tone.decay_per_s
    reaction = Reaction(
        reaction=values.si(block.reaction, "reaction"),
        fatigue=values.si_or(block.fatigue, "fatigue", decay),
        grievance=values.si_or(block.grievance, "grievance", 0.0),
        delay_s=values.si_or(block.delay, "delay", 0.0),
        noise=values.si_or(block.noise, "noise", 0.0),
        decay_per_s=decay,
    )
    menu = Menu(tuple(Answer(ground.option(entry), ground.moves[entry.move].weight) for entry in block.menu))
    name = f"{actor}/reciprocal/{block.toward}"
    return ReciprocalPolicy(name, actor, values.si(block.every, "every"), block.toward, reaction, menu)


def _play(name: str, block: GameBlock, values: Values, ground: Ground) -> Play:
    challenger_hard = values.under("challenger").si(block.challenger.hard, "hard")
    defender_hard = values.under("defender").si(block.defender.hard, "hard")
    try:
        game = DeterrenceGame(
            ChallengerPayoffs(**_payoffs(block.challenger.payoffs, values.under("challenger", "payoffs"))),
            DefenderPayoffs(**_payoffs(block.defender.payoffs, values.under("defender", "payoffs"))),
            challenger_hard,
            defender_hard,
        )
    except ValueError as error:
        raise InputError("is no deterrence game", field=values.prefix, allowed=str(error)) from None
    moves = block.moves
    return Play(
        id=name,
        challenger=block.challenger.actor,
        defender=block.defender.actor,
        equilibrium=solve(game),
        challenger_hard=challenger_hard,
        defender_hard=defender_hard,
        challenge=ground.option(moves.challenge),
        defend=ground.option(moves.defend),
        press=ground.option(moves.press),
        concede=None if moves.concede is None else ground.option(moves.concede),
        back_down=None if moves.back_down is None else ground.option(moves.back_down),
        opens=ground.condition(block.opens),
    )


def _payoffs(block: PayoffsBlock, values: Values) -> dict[str, float]:
    return {field: values.si(getattr(block, field), payoff_name(field)) for field in PAYOFFS}
