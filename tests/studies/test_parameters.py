"""Which quantities are varied, and between which values."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.toys import TOY, toy
from standoff.base.errors import InputError
from standoff.engine.many import play_many
from standoff.scenario.loading import Scenario, load_scenario
from standoff.scenario.values import quantities
from standoff.studies.limits import fields, quantities_read, require_consistent
from standoff.studies.parameters import Parameter, chosen, default_parameters

KILL = "library.thaad.kill_probability"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(TOY)


def test_a_path_alone_takes_the_range_of_the_library(scenario: Scenario) -> None:
    quantity = quantities(scenario)[KILL]
    assert chosen(scenario, [KILL]) == (Parameter(KILL, quantity.low, quantity.nominal, quantity.high, "1"),)


def test_a_given_range_is_taken_in_its_unit(scenario: Scenario) -> None:
    path = "library.an-tpy-2.reference_range"
    for text in ("600..1500", "600..1500 km", " 600e3 .. 1.5e6 m"):
        (found,) = chosen(scenario, [f"{path}={text}"])
        assert (found.low, found.high, found.unit) == (600.0, 1500.0, "km")
        assert found.nominal == quantities(scenario)[path].nominal


def test_the_nominal_value_stays_inside_a_given_range(scenario: Scenario) -> None:
    assert chosen(scenario, [f"{KILL}=0.1..0.2"])[0].nominal == 0.2
    assert chosen(scenario, [f"{KILL}=0.95..0.99"])[0].nominal == 0.95


def test_a_quantity_without_a_range_can_be_given_one(scenario: Scenario) -> None:
    (found,) = chosen(scenario, ["batteries.thaad.reaction=5..60"])
    assert (found.low, found.nominal, found.high, found.unit) == (5.0, 5.0, 60.0, "s")


def test_a_star_meets_what_has_a_range(scenario: Scenario) -> None:
    found = {parameter.path for parameter in chosen(scenario, ["library.thaad.*"])}
    ranged = {path for path, quantity in quantities(scenario).items() if quantity.low < quantity.high}
    assert found == {path for path in ranged if path.startswith("library.thaad.")} & quantities_read(scenario)
    assert len(chosen(scenario, ["library.thaad.kill*=0.1..0.3"])) == 1


def test_a_later_text_wins(scenario: Scenario) -> None:
    found = {parameter.path: parameter for parameter in chosen(scenario, ["library.thaad.*", f"{KILL}=0.1..0.3"])}
    assert found[KILL].high == 0.3


def test_none_varies_nothing(scenario: Scenario) -> None:
    assert chosen(scenario, ["none"]) == ()


@pytest.mark.parametrize(
    ("text", "naming"),
    [
        ("library.thad.kill_probability", f"did you mean '{KILL}'"),
        ("zzz", "leads to no quantity (got 'zzz')"),
        (f"{KILL}=0.9..0.1", "low end above its high end (got '0.9..0.1')"),
        (f"{KILL}=nan..0.1", "finite numbers"),
        (f"{KILL}=0..inf", "finite numbers"),
        (f"{KILL}=0.5..0.5", "one value"),
        (f"{KILL}=0.5", "is not a range (got '0.5')"),
        (f"{KILL}=0.5..1.5", "at most 1"),
        ("library.thaad.divert=-1..2", "is negative (got -1.0)"),
        ("library.thaad.divert=1..2 s", "one of m, km"),
        ("library.thaad.divert=1..2 furlong", "unknown unit (got 'furlong')"),
        ("library.q*", "meets no quantity"),
        ("batteries.*", "without a range"),
        ("batteries.thaad.reaction", "no range of its own"),
        ("library.hwasong-12.fit.standard_range", "no run reads"),
    ],
)
def test_what_cannot_be_varied_is_named(scenario: Scenario, text: str, naming: str) -> None:
    with pytest.raises(InputError) as refused:
        chosen(scenario, [text])
    assert naming in str(refused.value)


def test_none_stands_alone(scenario: Scenario) -> None:
    with pytest.raises(InputError, match="stands alone"):
        chosen(scenario, ["none", KILL])


def test_the_default_varies_the_defense_and_not_the_fitted_body() -> None:
    scenario = load_scenario("guam-2017", ["timeline.salvo.may_fail=true"])
    found = {parameter.path for parameter in default_parameters(scenario)}
    missile = {path for path in found if path.startswith("library.hwasong-12.")}
    assert missile == {
        "library.hwasong-12.radar_cross_section.boosting",
        "library.hwasong-12.radar_cross_section.warhead",
        "library.hwasong-12.reliability",
    }
    for path, quantity in quantities(scenario).items():
        if (
            path.startswith(("library.thaad.", "library.an-tpy-2.", "library.sm-3-ia."))
            and quantity.low < quantity.high
        ):
            assert (path in found) == (not path.endswith(".unit_cost"))


def test_the_reliability_of_missiles_that_cannot_fail_is_not_varied(scenario: Scenario) -> None:
    found = {parameter.path for parameter in default_parameters(scenario)}
    assert "library.hwasong-12.reliability" not in found
    failing = toy("timeline.shot.may_fail=true")
    assert "library.hwasong-12.reliability" in {parameter.path for parameter in default_parameters(failing)}


UNUSED = """\
  - {id: satellite, type: infrared-satellite, actor: USA, source: assumption, note: toy}
  - {id: idle, type: an-spy-1d, actor: USA, place: base, boresight_deg: 332, source: assumption, note: toy}
"""


def test_sensors_that_no_battery_uses_are_not_varied(tmp_path: Path) -> None:
    file = tmp_path / "toy.yaml"
    file.write_text(TOY.read_text(encoding="utf-8").replace("batteries:\n", f"{UNUSED}batteries:\n", 1), "utf-8")
    scenario = load_scenario(file)
    every = chosen(scenario, ["library.*"])
    unused = [one for one in every if one.path.startswith(("library.infrared-satellite.", "library.an-spy-1d."))]
    assert len({one.path.split(".")[1] for one in unused}) == 2
    found = default_parameters(scenario)
    assert not {one.path for one in found} & {one.path for one in unused}
    assert any(one.path.startswith("library.an-tpy-2.") for one in found)
    # They are left out because they move nothing: all of them at either end leave every run as it was.
    plain = play_many(scenario, {}, 1, range(50)).values
    for ends in ({one.path: one.low for one in unused}, {one.path: one.high for one in unused}):
        counts = play_many(scenario, ends, 1, range(50)).values
        assert all(np.array_equal(counts[name], plain[name]) for name in plain)


def test_a_satellite_on_a_batterys_link_is_not_varied(tmp_path: Path) -> None:
    # It reports launches and gives no track to shoot on. The idle radar on the same link does.
    file = tmp_path / "toy.yaml"
    link = "    network: {mode: launch-on-remote, sensors: [satellite, idle]}\n"
    text = TOY.read_text(encoding="utf-8").replace("batteries:\n", f"{UNUSED}batteries:\n", 1)
    file.write_text(text.replace("    sensor: radar\n", f"    sensor: radar\n{link}", 1), "utf-8")
    names = {one.path.split(".")[1] for one in default_parameters(load_scenario(file))}
    assert "an-spy-1d" in names
    assert "infrared-satellite" not in names


def test_the_default_can_be_kept_to_some_blocks(scenario: Scenario) -> None:
    found = default_parameters(scenario, within=["library.an-tpy-2", "library.thaad.divert"])
    assert {parameter.path.split(".")[1] for parameter in found} == {"an-tpy-2", "thaad"}
    assert [parameter.path for parameter in found if "thaad" in parameter.path] == ["library.thaad.divert"]


def test_every_quantity_of_the_shipped_scenarios_has_its_rules() -> None:
    for name in ("guam-2017", "japan-2017"):
        scenario = load_scenario(name)
        rules = fields(scenario)
        assert rules.keys() == quantities(scenario).keys()
        assert quantities_read(scenario) <= rules.keys()


def test_values_that_contradict_one_another_are_no_item(scenario: Scenario) -> None:
    require_consistent(scenario, {"library.thaad.minimum_altitude": 50.0})
    with pytest.raises(InputError, match="is not below maximum_altitude"):
        require_consistent(scenario, {"library.thaad.minimum_altitude": 120.0, "library.thaad.maximum_altitude": 100.0})
