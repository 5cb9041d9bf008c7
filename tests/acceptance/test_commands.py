"""Each command with good input: what it prints, and its numbers against what is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from acceptance.cli import here, standoff

COMMANDS = (
    "run",
    "fly",
    "arc",
    "check",
    "fit",
    "report",
    "view",
    "replay",
    "scenarios",
    "library",
    "validate",
    "code",
    "sources",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    answer = standoff(command, "--help")
    assert answer.status == 0
    assert f"standoff {command}" in answer.out.split("Example")[1]
    assert "--json" in answer.out


def test_the_flight_of_15_september_2017() -> None:
    answer = standoff(
        "fly", "hwasong-12", "--from", "39.2,125.67", "--range-km", "3700", "--apogee-km", "770", "--json"
    )  # fmt: skip
    flight = answer.json
    # Reported: 3,700 km, 770 km, 19 minutes (CSIS Missile Threat; CNS).
    assert flight["range_km"] == pytest.approx(3700.0, abs=0.1)
    assert flight["apogee_km"] == pytest.approx(770.0, abs=0.1)
    assert flight["flight_time_s"] == pytest.approx(1140.0, rel=0.03)
    assert flight["burnout_speed_km_s"] > 4.0


def test_the_hwasong_17_claim_is_impossible() -> None:
    verdict = standoff("check", "--range-km", "1090", "--apogee-km", "6248.5", "--time-s", "4052", "--json").json
    assert verdict["verdict"] == "impossible"
    assert verdict["vacuum_minimum_time_s"] == pytest.approx(4075.0, abs=10.0)
    assert "4052" in verdict["reason"]


def test_the_distance_to_guam_is_longer_than_claimed() -> None:
    verdict = standoff("check", "--from", "Pyongyang", "--to", "Guam", "--distance-km", "3200", "--json").json
    # WGS-84 geodesic from Pyongyang to Guam: about 3,390 km.
    assert verdict["geodesic_km"] == pytest.approx(3390.0, abs=20.0)
    assert verdict["verdict"] != "consistent"


def test_an_arc_without_drag_keeps_keplers_range() -> None:
    # On a sphere of 6371 km, 3.0161 km/s at 42.752 deg flies 1000 km and 239.9 km high in 474.4 s (closed form). On the
    # ellipsoid along the equator, starting at zero height and inertially, range and apogee stay within half a percent.
    arc = standoff(
        "arc", "--lat-deg", "0", "--lon-deg", "0", "--altitude-km", "0", "--speed-km-s", "3.0161",
        "--flight-path-angle-deg", "42.752", "--azimuth-deg", "0", "--json",
    ).json  # fmt: skip
    assert arc["range_km"] == pytest.approx(1000.0, rel=0.01)
    assert arc["apogee_km"] == pytest.approx(239.9, rel=0.01)
    assert arc["flight_time_s"] == pytest.approx(474.4, rel=0.01)


def test_the_library_shows_where_publications_disagree() -> None:
    item = standoff("library", "scud-b", "--json").json
    burn = next(value for value in item["values"] if value["value"] == "stages.0.burn")
    assert burn["low"] <= 62.0
    assert burn["high"] >= 141.6
    text = standoff("library", "scud-b").out
    assert "62" in text
    assert "141.6" in text or "142" in text


def test_every_named_system_is_in_the_library() -> None:
    names = {item["name"] for item in standoff("library", "--json").json["library"]}
    wanted = {
        "scud-b", "scud-c", "scud-er", "nodong", "hwasong-12", "hwasong-14", "hwasong-15", "pukguksong-2",
        "sm-3-ib", "sm-3-iia", "thaad", "pac-3", "an-spy-1d", "an-tpy-2",
    }  # fmt: skip
    assert {name for name in wanted if not any(known.startswith(name) for known in names)} == set()
    assert any("aegis-ashore" in name for name in names)
    assert any("infrared" in name for name in names)


def test_scenarios_and_their_variants_are_listed() -> None:
    listed = {entry["name"]: entry for entry in standoff("scenarios", "--json").json["scenarios"]}
    assert {"guam-2017", "japan-2017"} <= listed.keys()
    assert {"one-site", "two-sites"} <= listed["japan-2017"]["variants"].keys()


def test_a_scenario_that_ships_is_copied_and_nothing_is_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert here("scenarios", "--copy", "six-party-2005").status == 0
    assert here("validate", "six-party-2005.yaml", "--json").json["valid"] is True
    (tmp_path / "six-party-2005.yaml").write_text("mine", encoding="utf-8")
    again = here("scenarios", "--copy", "six-party-2005")
    assert (again.status, "is there already" in again.err) == (2, True)
    assert (tmp_path / "six-party-2005.yaml").read_text(encoding="utf-8") == "mine"
    assert here("scenarios", "--copy", "six-party").status == 2


def test_shipped_files_are_valid() -> None:
    from standoff.scenario.loading import SHIPPED_SCENARIOS

    for path in [*SHIPPED_SCENARIOS.glob("*.yaml"), *(SHIPPED_SCENARIOS.parent / "library").glob("*.yaml")]:
        assert here("validate", path, "--json").json["valid"] is True


def test_the_schema_is_published() -> None:
    schema = standoff("validate", "--schema").json
    assert schema["$schema"].startswith("https://json-schema.org/")


@pytest.mark.slow
def test_fit_reproduces_the_reported_flights(tmp_path: Path) -> None:
    flights = tmp_path / "flights.csv"
    flights.write_text(
        "missile,date_local,site_lat_deg,site_lon_deg,range_km,apogee_km,flight_time_s,status,source,notes\n"
        "hwasong-12,2017-05-14,40.066,125.210,787,2111.5,1800,reported,KCNA,\n"
        "hwasong-12,2017-09-15,39.200,125.673,3700,770,1140,reported,CSIS,\n",
        encoding="utf-8",
    )
    answer = standoff("fit", "hwasong-12", "--flights", flights, "--json")
    assert answer.status == 0, answer.err
    fit = answer.json
    assert {"parameters", "residuals", "standard_range_km"} <= fit.keys()
    # Wright (UCS) 2017: about 4,500 km from the lofted flight.
    assert fit["standard_range_km"]["nominal"] == pytest.approx(4500.0, rel=0.1)
