"""The blocks of policies and games: read, built at any point of their ranges, and refused with line and advice."""

from typing import Any

import pytest
from pydantic import Field

from standoff.base.errors import InputError
from standoff.crisis.condition import Vocabulary
from standoff.crisis.deterrence import ChallengerPolicy, DefenderPolicy
from standoff.crisis.game import Region
from standoff.crisis.move import Move
from standoff.crisis.reciprocal import ReciprocalPolicy
from standoff.crisis.rules import RulesPolicy
from standoff.crisis.tone import Tone
from standoff.scenario import yaml
from standoff.scenario.policies_of import Ground, build_policies
from standoff.scenario.policy_checks import Known, problems
from standoff.scenario.schema.common import Block, Id
from standoff.scenario.schema.crisis import MoveBlock
from standoff.scenario.schema.policies import GameBlock, Policies
from standoff.scenario.validation import validated
from standoff.scenario.values import Values, quantities_of

DAY = 86400.0

TEXT = """\
policies:
  PRK:
    - kind: scripted
      until: P3D
    - kind: rules
      every: {value: 12, unit: h}
      rules:
        - id: test
          if: tone.USA.PRK < -5.0
          rate: {low: 0.1, nominal: 0.2, high: 0.4, unit: 1/d, source: assumption, note: for the test}
          gap: {value: 2, unit: d}
          move: test-missile
        - {id: scold, once: true, move: denounce, target: USA}
    - {kind: deterrence, game: salvo, every: {value: 6, unit: h}}
  USA:
    - kind: reciprocal
      toward: PRK
      every: {value: 1, unit: d}
      reaction: {value: 0.1, unit: 1/d, source: assumption, note: for the test}
      delay: {value: 1, unit: d, source: assumption, note: for the test}
      menu: [{move: denounce}, {move: threaten, with: {threat: fire}}]
    - {kind: deterrence, game: salvo, every: {value: 6, unit: h}}
  JPN:
    - {kind: external}
games:
  salvo:
    challenger:
      actor: PRK
      hard: {low: 0.1, nominal: 0.25, high: 0.7, unit: 1, source: assumption, note: for the test}
      payoffs:
        status_quo: {value: 0, unit: 1, source: assumption, note: n}
        concession: {value: 4, unit: 1, source: assumption, note: n}
        back-down: {value: -4, unit: 1, source: assumption, note: n}
        conflict-hard: {value: -1, unit: 1, source: assumption, note: n}
        conflict-soft: {value: -8, unit: 1, source: assumption, note: n}
    defender:
      actor: USA
      hard: {value: 0.25, unit: 1, source: assumption, note: n}
      payoffs:
        status_quo: {value: 2, unit: 1, source: assumption, note: n}
        concession: {value: -4, unit: 1, source: assumption, note: n}
        back-down: {value: 1, unit: 1, source: assumption, note: n}
        conflict-hard: {value: -2, unit: 1, source: assumption, note: n}
        conflict-soft: {value: -9, unit: 1, source: assumption, note: n}
    opens: rung.PRK >= 2
    moves:
      challenge: {move: threaten, with: {threat: salvo}}
      defend: {move: threaten}
      press: {move: test-missile}
      back-down: {move: denounce}
"""

MOVES = {
    "denounce": MoveBlock.model_validate(
        {"title": "Denounce", "cameo": "111", "ladder": "posturing", "target": "required"}
    ),
    "threaten": MoveBlock.model_validate(
        {"title": "Threaten", "cameo": "138", "ladder": "posturing", "target": "required"}
    ),
    "test-missile": MoveBlock.model_validate({"title": "Test", "cameo": "150", "ladder": "posturing", "who": ["PRK"]}),
}
WEIGHTS = {"denounce": -2.0, "threaten": -7.0, "test-missile": -7.2}
WORDS = Vocabulary(
    {"tone": ("double", 2), "rung": ("int", 1), "self": ("string", 0), "target": ("string", 0)},
    {"tone": (("USA", "PRK"), ("USA", "PRK")), "rung": (("USA", "PRK"),)},
)
GROUND_MOVES = {
    name: Move(
        id=name,
        title=block.title,
        cameo=block.cameo,
        weight=WEIGHTS[name],
        category=block.ladder,
        target=block.target,
    )
    for name, block in MOVES.items()
}


class Crisis(Block):
    policies: Policies = Field(default_factory=dict)
    games: dict[Id, GameBlock] = Field(default_factory=dict)


def _read(text: str) -> tuple[Any, Crisis]:
    root = yaml.load(text, "crisis.yaml")
    return root, validated(Crisis, root)


def _built(point: dict[str, float] | None = None) -> dict[str, Any]:
    _, model = _read(TEXT)
    ground = Ground(WORDS, GROUND_MOVES, Tone(7 * DAY), model.games)
    return build_policies(model.policies, Values(point=point or {}), ground)


def _known() -> Known:
    def require(move: str, parameters: Any) -> None:
        if "treat" in parameters:
            raise InputError("is not a parameter", field="treat", allowed="did you mean 'threat'?")

    return Known(("USA", "PRK", "JPN"), MOVES, WORDS, require)


def _refusal(text: str) -> InputError:
    try:
        root, model = _read(text)
    except InputError as error:
        return error
    return next(problems(root, model.policies, model.games, _known(), path=()))


def test_the_example_has_no_problems() -> None:
    root, model = _read(TEXT)
    assert list(problems(root, model.policies, model.games, _known(), path=())) == []


def test_blocks_become_policies_in_their_order() -> None:
    built = _built()
    rules, challenger = built["PRK"]
    reciprocal, defender = built["USA"]
    assert built["JPN"] == ()
    assert isinstance(rules, RulesPolicy)
    assert isinstance(challenger, ChallengerPolicy)
    assert isinstance(reciprocal, ReciprocalPolicy)
    assert isinstance(defender, DefenderPolicy)
    assert [policy.every_s for policy in (rules, challenger, reciprocal, defender)] == [43200, 21600, 86400, 21600]
    names = {policy.name for policies in built.values() for policy in policies}
    assert len(names) == 4


def test_rules_carry_rates_gaps_and_numbers() -> None:
    test, scold = _built()["PRK"][0].rules
    assert test.rate_per_s == pytest.approx(0.2 / DAY)
    assert (test.gap_s, test.at_most, test.target) == (2 * DAY, None, None)
    assert (scold.rate_per_s, scold.at_most, scold.target) == (None, 1, "USA")
    assert test.option.wish("USA", "").target is None  # a test is done to nobody


def test_a_reciprocal_policy_forgets_by_default_and_weighs_its_menu() -> None:
    policy = _built()["USA"][0]
    assert policy.reaction.fatigue == Tone(7 * DAY).decay_per_s
    assert (policy.reaction.grievance, policy.reaction.noise, policy.reaction.delay_s) == (0.0, 0.0, DAY)
    assert [answer.weight for answer in policy.menu.answers] == [-2.0, -7.0]


def test_both_seats_play_one_game_solved_once() -> None:
    built = _built()
    challenger, defender = built["PRK"][1], built["USA"][1]
    assert challenger.play is defender.play
    assert challenger.play.equilibrium.region is Region.BLUFF
    assert (challenger.actor, defender.actor) == ("PRK", "USA")


def test_studies_reach_every_number_by_path() -> None:
    _, model = _read(TEXT)
    paths = quantities_of(model)
    assert {"policies.PRK.1.rules.test.rate", "games.salvo.challenger.hard"} <= paths.keys()
    assert _built({"policies.PRK.1.rules.test.rate": 0.4})["PRK"][0].rules[0].rate_per_s == pytest.approx(0.4 / DAY)
    assert _built({"policies.USA.0.reaction": 0.3})["USA"][0].reaction.reaction == pytest.approx(0.3 / DAY)
    changed = _built({"games.salvo.challenger.hard": 0.6, "games.salvo.challenger.payoffs.back-down": -5.0})
    assert changed["PRK"][1].play.equilibrium.region is Region.ATTACK


def test_a_point_that_makes_no_game_is_refused() -> None:
    with pytest.raises(InputError, match=r"games\.salvo: is no deterrence game"):
        _built({"games.salvo.challenger.payoffs.status_quo": 9.0})


GAME = "deterrence, game: salvo, every: {value: 6, unit: h}}"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  JPN:\n", "  FRA:\n", "is not an actor of this scenario"),
        ("kind: external", "kind: externel", "did you mean 'external'"),
        ("          move: test-missile", "          move: test-misile", "did you mean 'test-missile'"),
        ("once: true, move: denounce, target: USA", "move: denounce", "has no target, which denounce needs"),
        ("denounce, target: USA", "denounce, target: USB", "is not an actor"),
        ("denounce, target: USA", "denounce, target: PRK", "is the actor itself"),
        ("id: scold", "id: test", "is a duplicate"),
        ("id: scold, once: true", "id: scold, once: true, at_most: 3", "contradicts once"),
        ("tone.USA.PRK <", "tone.USB.PRK <", "names an unknown actor 'USB'"),
        ("high: 0.4, unit: 1/d", "high: 0.4, unit: d", "is a unit of time where rate is wanted"),
        ("every: {value: 12, unit: h}", "every: {value: 1, unit: s}", "is out of bounds"),
        ("toward: PRK", "toward: USA", "is the actor itself"),
        ("menu: [{move: denounce}", "menu: [{move: test-missile}", "may not be taken by USA"),
        ("with: {threat: fire}", "with: {treat: fire}", "did you mean 'threat'"),
        (f"{GAME}\n  USA", f"{GAME.replace('salvo', 'salvi')}\n  USA", "did you mean 'salvo'"),
        ("- {kind: external}", f"- {{kind: {GAME}", "is not played by JPN"),
        ("      actor: USA", "      actor: PRK", "is the challenger too"),
        ("concession: {value: -4,", "concession: {value: 1,", "makes this no game of deterrence"),
        ("opens: rung.PRK", "opens: rank.PRK", "uses an unknown name"),
        ("press: {move: test-missile}", "press: {move: test}", "is not a known move"),
    ],
)
def test_refusals_say_where_and_what(old: str, new: str, words: str) -> None:
    assert TEXT.count(old) == 1
    changed = TEXT.replace(old, new)
    same = next(index for index, (one, other) in enumerate(zip(TEXT, changed, strict=False)) if one != other)
    error = _refusal(changed)
    assert words in str(error)
    # A payoff that is too high is told at the one that should be above it, on the next line.
    assert error.line in (TEXT[:same].count("\n") + 1, TEXT[:same].count("\n") + 2)


def test_a_move_done_to_nobody_answers_no_tone() -> None:
    moves = {**MOVES, "test-missile": MOVES["test-missile"].model_copy(update={"who": ()})}
    root, model = _read(TEXT.replace("menu: [{move: denounce}", "menu: [{move: test-missile}"))
    known = Known(("USA", "PRK", "JPN"), moves, WORDS)
    (problem,) = problems(root, model.policies, model.games, known, path=())
    assert problem.message == "is done to nobody, so it sets no tone"
