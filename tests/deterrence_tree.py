"""The deterrence game as a tree for Gambit, which knows only the tree and the payoffs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pygambit

from standoff.crisis.game import ChallengerPayoffs, DefenderPayoffs, DeterrenceGame

TYPES = ("hard", "soft")


def tree(game: DeterrenceGame) -> Any:
    """The same game as a tree: nature draws both types, each player sees its own, all three choices are in it."""
    made = pygambit.Game.new_tree(players=["challenger", "defender"])
    pairs = [(own, other) for own in TYPES for other in TYPES]
    made.append_move(made.root, made.players.chance, [f"{own} {other}" for own, other in pairs])
    shares = [_share(game.challenger_hard, own) * _share(game.defender_hard, other) for own, other in pairs]
    made.set_chance_probs(made.root.infoset, [pygambit.Rational(share) for share in shares])
    drawn = {pair: made.root.children[" ".join(pair)] for pair in pairs}
    for own in TYPES:
        made.append_move([drawn[own, other] for other in TYPES], "challenger", ["challenge", "accept"])
    challenged = {pair: node.children["challenge"] for pair, node in drawn.items()}
    for other in TYPES:
        made.append_move([challenged[own, other] for own in TYPES], "defender", ["defend", "concede"])
    defended = {pair: node.children["defend"] for pair, node in challenged.items()}
    for own in TYPES:
        made.append_move([defended[own, other] for other in TYPES], "challenger", ["press", "back down"])
    challenger, defender = game.challenger, game.defender
    for own, other in pairs:
        conflict = (_conflict(challenger, own), _conflict(defender, other))
        _end(made, drawn[own, other].children["accept"], challenger.status_quo, defender.status_quo)
        _end(made, challenged[own, other].children["concede"], challenger.concession, defender.concession)
        _end(made, defended[own, other].children["back down"], challenger.back_down, defender.back_down)
        _end(made, defended[own, other].children["press"], *conflict)
    return made


def _share(hard: float, kind: str) -> Fraction:
    return Fraction(hard) if kind == "hard" else 1 - Fraction(hard)


def _conflict(payoffs: ChallengerPayoffs | DefenderPayoffs, kind: str) -> float:
    return payoffs.conflict_hard if kind == "hard" else payoffs.conflict_soft


def _end(made: Any, node: Any, *payoffs: float) -> None:
    values = [pygambit.Rational(Fraction(payoff)) for payoff in payoffs]
    made.set_outcome(node, made.add_outcome(f"end {len(made.outcomes)}", values))


def frequencies(made: Any, profile: Any) -> dict[str, float]:
    """How often each choice is taken in a profile, from Gambit's own probabilities of reaching its nodes."""
    names = ("challenge", "defend", "press", "concede", "back down")
    found = dict.fromkeys(names, 0.0)
    for node in made.nodes:
        label = None if node.prior_action is None else node.prior_action.label
        if label in found:
            found[label] += float(profile.realiz_prob(node))
    return found
