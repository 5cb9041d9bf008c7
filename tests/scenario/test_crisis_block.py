"""What is wrong in a block `crisis` is refused before anything runs, with file, line and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenario.refusals import assert_refused, changed
from standoff.base.errors import InputError
from standoff.scenario.cameo import cameo
from standoff.scenario.loading import load_scenario

TEXT = (Path(__file__).parents[1] / "engine" / "crisis.yaml").read_text(encoding="utf-8")

# what is wrong, the text that is changed, what it becomes, words of the message, text of the line that is named
CASES = [
    ("an unknown CAMEO code", 'cameo: "138"', 'cameo: "1387"', "is not a CAMEO code", 'cameo: "1387"'),
    (
        "a condition that does not parse",
        '"alert[self] >= 3"',
        '"alert[self >= 3"',
        "does not parse at column",
        "alert[self >=",
    ),
    (
        "an unknown state",
        '"alert[self] >= 3"',
        '"alarm[self] >= 3"',
        "uses an unknown name 'alarm' at column 1",
        "alarm",
    ),
    ("an unknown key", "threat.strike ==", "threat.strik ==", "names an unknown threat 'strik'", "threat.strik"),
    (
        "a condition that is no condition",
        '"alert[self] >= 3"',
        '"alert[self]"',
        "it gives a value of type int",
        '"alert[self]"',
    ),
    (
        "a status that it never is",
        'threat.strike == "announced"',
        'threat.strike == "anounced"',
        "compares .*threat.strike.* with 'anounced', which it never is.*did you mean",
        "anounced",
    ),
    (
        "an order about an unknown threat",
        "target: DDD, with: {threat: strike}, says",
        "target: DDD, with: {threat: strik}, says",
        "strik.*did you mean",
        "threat: strik}",
    ),
    ("an event before STARTEX", "at: P1DT1H", "at: 2029-12-31T00:00:00Z", "is before STARTEX", "2029-12-31"),
    ("an event after ENDEX", "at: P1DT1H", "at: P11D", "is after ENDEX", "P11D"),
    ("an unknown move", "move: ready}", "move: redy}", "is not a known move .*did you mean", "move: redy"),
    (
        "an unknown actor",
        "actor: AAA, move: ready",
        "actor: ABA, move: ready",
        "is not an actor of this scenario",
        "ABA",
    ),
    ("a move without its target", "move: threaten, target: DDD,", "move: threaten,", "has no target", "move: threaten"),
    ("a target that is not wanted", "move: ready}", "move: ready, target: DDD}", "is not wanted", "move: ready"),
    ("a move of somebody else", "actor: DDD, move: send", "actor: AAA, move: send", "may not send", "move: send"),
    ("an unknown effect", "effects: [{alert: 1}]", "effects: [{alarm: 1}]", "is not a known effect", "{alarm: 1}"),
    (
        "an unknown verb",
        "[{threat: suspend}]",
        "[{threat: forget}]",
        "is not a verb of this effect",
        "{threat: forget}",
    ),
    (
        "an effect without its parameter",
        "takes: {unit: unit, station: station?}, ",
        "",
        "reads a parameter unit, which",
        "title: Send",
    ),
    (
        "a parameter by another name",
        "takes: {unit: unit, station: station?}",
        "takes: {ship: unit, station: station?}",
        "reads a parameter unit, which",
        "title: Send",
    ),
    (
        "a parameter that may not be left out",
        "takes: {threat: threat}, needs: [{if: 'threat.strike == \"announced\"', say: the threat must be out}], "
        "effects: [{threat: suspend}]",
        "takes: {plan: plan?}, effects: [{raid: go}]",
        "reads a parameter plan, which the move does not take",
        "{raid: go}",
    ),
    ("half a step of alert", "[{alert: 1}]", "[{alert: 1.5}]", "is not a change of alert", "alert: 1.5"),
    (
        "an unknown kind of parameter",
        "takes: {threat: threat?}",
        "takes: {threat: menace}",
        "is not a kind of parameter",
        "menace",
    ),
    ("an unknown plan", "plan: raid}", "plan: raids}", "is not a plan of this scenario", "plan: raids"),
    ("a drill that ends first", "until: P5D", "until: P2D", "is not after its beginning", "until: P2D"),
    (
        "an unknown battery",
        "unit: ship, sensors",
        "unit: shop, sensors",
        "is not a battery of this scenario",
        "unit: shop",
    ),
    ("an alert without a level", "{level: 2, names", "{level: 7, names", "is out of bounds", "level: 7"),
    (
        "an unknown category",
        "ladder: violent-escalation",
        "ladder: violence",
        "is not one of the choices",
        "ladder: violence",
    ),
    ("a duplicate id", "id: arms", "id: words", "is a duplicate", "id: words, at: P1DT1H"),
    (
        "a half-life without a source",
        "source: assumption, note: made up}}\n  ladder",
        "}}\n  ladder",
        "has no source",
        "half_life",
    ),
    (
        "a policy for an unknown actor",
        "  history:",
        "  policies: {XXX: [{kind: scripted}]}\n  history:",
        "is not an actor",
        "XXX",
    ),
    (
        "an unknown policy",
        "  history:",
        "  policies: {AAA: [{kind: scriptd}]}\n  history:",
        "is not a kind of policy",
        "scriptd",
    ),
]


@pytest.mark.parametrize(("old", "new", "words", "line"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_one_clear_message(tmp_path: Path, old: str, new: str, words: str, line: str) -> None:
    assert_refused(changed(tmp_path / "crisis.yaml", TEXT, old, new), words, line)


def test_a_scenario_without_a_crisis_knows_launches_alone(tmp_path: Path) -> None:
    file = tmp_path / "crisis.yaml"
    text = TEXT[: TEXT.index("crisis:\n")] + "timeline:\n  - {id: o, at: P1D, actor: AAA, move: say}\n"
    file.write_text(text.replace("name: crisis", "name: plain"), encoding="utf-8")
    with pytest.raises(InputError, match="is not a known move"):
        load_scenario(file)


def test_the_catalogue_that_ships_is_whole() -> None:
    block = load_scenario(Path(__file__).parents[1] / "engine" / "crisis.yaml").model.crisis
    assert block is not None
    assert len(block.moves) >= 40
    for move in block.moves.values():
        assert -10.0 <= cameo().weight(move.cameo) <= 10.0


def test_forces_and_launches_are_taken_from_other_scenarios(tmp_path: Path) -> None:
    file = tmp_path / "both.yaml"
    text = TEXT.replace("name: crisis", "name: both").replace(
        "actors:\n", "forces_from: [{scenario: guam-2017, leave_out: [destroyer]}]\nactors:\n", 1
    )
    text = text.replace(
        "  AAA: {title: Attacker}",
        "  AAA: {title: Attacker}\n  PRK: {title: P}\n  JPN: {title: J}\n  USA: {title: U}\n  KOR: {title: K}",
    )
    text = text.replace(
        "  plans:\n", "  plans:\n    salvo: {title: Four toward Guam, actor: PRK, scenario: guam-2017}\n", 1
    )
    file.write_text(text, encoding="utf-8")
    both, guam = load_scenario(file), load_scenario("guam-2017")
    own = {battery.id for battery in both.model.batteries}
    assert own == {"ship"} | {battery.id for battery in guam.model.batteries} - {"destroyer"}
    assert both.model.crisis is not None
    taken, given = both.model.crisis.plans["salvo"].orders[0], guam.model.timeline[0]
    assert (taken.count, taken.origin, taken.at) == (4, "sinpo", "PT0S")
    assert given.id == taken.id
    assert "forces_from" not in both.document
