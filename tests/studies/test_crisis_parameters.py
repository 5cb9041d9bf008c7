"""What a study of a crisis varies: the crisis; and which variant it plays."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.table import quantity, rhythm, rules, table
from engine.toys import TOY
from standoff.base.errors import InputError
from standoff.scenario.loading import Scenario, load_scenario
from standoff.studies.labels import label
from standoff.studies.limits import fields, quantities_read
from standoff.studies.parameters import chosen, default_parameters
from standoff.studies.study.played import scenario_played
from standoff.studies.study.study import study
from standoff.studies.study.watch import Unwatched

CRISIS = TOY.with_name("crisis.yaml")
KILL = "library.sm-3-ia.kill_probability"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(CRISIS)


def test_the_crisis_is_varied_and_its_defense_is_not(scenario: Scenario) -> None:
    found = {one.path for one in default_parameters(scenario)}
    assert {"crisis.tone.half_life", "crisis.ladder.settle"} <= found
    assert all(path.startswith("crisis.") for path in found)
    assert all(scenario.quantities[path].low < scenario.quantities[path].high for path in found)


def test_figures_that_move_nothing_and_lead_times_are_left_alone(scenario: Scenario) -> None:
    found = {one.path for one in default_parameters(scenario)}
    assert "crisis.drills.games.forces.0.people" not in found
    assert not any(path.endswith((".lead_time", ".duration")) for path in found)


def test_of_the_shipped_crisis_judgments_are_varied_and_reports_are_not() -> None:
    found = {one.path for one in default_parameters(load_scenario("korea-2017:let-loose"))}
    assert {
        "crisis.tone.half_life",
        "crisis.implementation.CHN.degree",
        "crisis.commitments.usa-jpn.credibility",
        "crisis.council.members.CHN.yes",
    } <= found
    assert any(path.endswith(".fatigue") for path in found)
    assert not any(path.startswith(("crisis.trade.", "crisis.measures.", "crisis.deployments.")) for path in found)
    assert not any(path.endswith(".within") for path in found)


def test_the_defense_and_lead_times_can_be_named(scenario: Scenario) -> None:
    found = chosen(scenario, [KILL, "crisis.moves.strike.lead_time=1..9 h"])
    assert [(one.path, one.low, one.high) for one in found] == [
        (KILL, scenario.quantities[KILL].low, scenario.quantities[KILL].high),
        ("crisis.moves.strike.lead_time", 1.0, 9.0),
    ]


def test_what_surrounds_a_battery_is_of_the_defense_in_a_crisis_too(scenario: Scenario) -> None:
    found = {one.path for one in default_parameters(scenario, within=["library.sm-3-ia"])}
    assert KILL in found
    assert all(path.startswith("library.sm-3-ia.") for path in found)


def test_a_world_reads_its_crisis_and_every_quantity_has_bounds(scenario: Scenario) -> None:
    assert {"crisis.tone.half_life", "crisis.deployments.the-ship.travel"} <= quantities_read(scenario)
    assert scenario.quantities.keys() <= fields(scenario).keys()


def test_quantities_of_a_crisis_are_called_by_the_titles_of_their_owners(scenario: Scenario) -> None:
    assert label(scenario, "crisis.moves.strike.lead_time") == "Carry the threat out: lead time"
    assert label(scenario, "crisis.drills.games.forces.0.people") == "War games: forces, 1, people"
    assert label(scenario, "crisis.tone.half_life") == "tone: half-life"


def test_quantities_of_policies_are_called_by_whose_they_are() -> None:
    rule = {"id": "scold", "move": "blame", "target": "BBB", "rate": quantity(1, "1/d")}
    answer = {
        "kind": "reciprocal", "toward": "AAA", "every": rhythm(24), "reaction": quantity(0.1, "1/d"),
        "delay": quantity(1, "d"), "menu": [{"move": "blame"}],
    }  # fmt: skip
    scenario = table({"AAA": [rules(rule)], "BBB": [answer]})
    assert label(scenario, "crisis.policies.AAA.0.rules.scold.rate") == "One side, rule scold: rate"
    assert label(scenario, "crisis.policies.BBB.0.reaction") == "Other side toward One side: reaction"


@pytest.fixture
def studied(tmp_path: Path) -> Path:
    """The toy, to be studied as its variant `layered`."""
    file = tmp_path / "toy.yaml"
    file.write_text(TOY.read_text(encoding="utf-8").replace("name: toy\n", "name: toy\nstudied_as: layered\n"))
    return file


class Noted(Unwatched):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


def test_a_study_plays_the_variant_that_the_scenario_names(studied: Path) -> None:
    told = Noted()
    assert scenario_played(studied, (), told).name == "toy:layered"
    assert len(told.notes) == 1
    assert f"{studied} is studied as its variant layered" in told.notes[0]
    summary = study(studied, runs=2, vary=["none"], workers=1).summary
    assert summary["scenario"] == "toy:layered"
    assert f"{studied}:layered" in summary["command"]


def test_a_variant_asked_for_by_name_is_played(studied: Path) -> None:
    told = Noted()
    text = studied.read_text(encoding="utf-8")
    studied.write_text(text.replace("variants:\n", "variants:\n  plain: {title: As it is}\n"))
    for name in ("layered", "plain"):
        assert scenario_played(f"{studied}:{name}", (), told).name == f"toy:{name}"
    assert told.notes == []


def test_a_scenario_that_is_loaded_is_played_as_it_is(studied: Path) -> None:
    told = Noted()
    assert scenario_played(load_scenario(studied), (), told).name == "toy"
    assert told.notes == []


def test_settings_may_be_those_of_the_variant_alone(studied: Path) -> None:
    found = scenario_played(studied, ["batteries.second-thaad.inventory=2"], Noted())
    assert [block.inventory for block in found.model.batteries if block.id == "second-thaad"] == [2]


def test_a_scenario_that_names_no_variant_is_played_by_its_name() -> None:
    told = Noted()
    assert scenario_played(TOY, (), told).name == "toy"
    assert told.notes == []


def test_a_variant_that_is_not_there_is_refused(studied: Path) -> None:
    studied.write_text(studied.read_text(encoding="utf-8").replace("studied_as: layered", "studied_as: layerd"))
    with pytest.raises(InputError, match="did you mean 'layered'"):
        scenario_played(studied, (), Noted())
