"""Variants, settings, and a scenario made again from what a record holds."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import standoff
from standoff.base.errors import InputError
from standoff.scenario.loading import Scenario, as_loaded, load_scenario, shipped


def test_times(example: Path) -> None:
    scenario = load_scenario(example)
    assert scenario.name == "example"
    assert scenario.duration_s == 1800.0
    assert scenario.startex.isoformat() == "2017-08-14T21:00:00+00:00"
    assert scenario.seconds("PT1H2M3.5S") == 3723.5
    assert scenario.seconds("2017-08-15T06:10:00+09:00") == 600.0


def test_a_variant_extends_another(example: Path) -> None:
    scenario = load_scenario(f"{example}:second-ship")
    battery = scenario.model.batteries[0]
    assert scenario.name == "example:second-ship"
    assert battery.inventory == 12
    assert battery.reaction is not None
    assert battery.reaction.si() == 5.0
    assert [sensor.id for sensor in scenario.model.sensors] == ["ship-radar", "second-radar"]
    assert "example-infrared" not in scenario.library
    assert scenario.document["variants"] == {"second-ship": {"title": "A second ship, no satellites"}}


def test_a_problem_of_a_variant_names_the_variant_lines(example: Path) -> None:
    lines = example.read_text(encoding="utf-8").replace("remove: [sensors.satellites]", "remove: [sensors.satelites]")
    example.write_text(lines, encoding="utf-8")
    with pytest.raises(InputError, match="'satellites'") as caught:
        load_scenario(f"{example}:second-ship")
    assert caught.value.line is not None
    assert "remove" in lines.splitlines()[caught.value.line - 1]


def test_variants_that_go_in_circles(example: Path) -> None:
    text = example.read_text(encoding="utf-8").replace("Twelve interceptors", "Twelve\n    extends: second-ship")
    example.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="extends itself"):
        load_scenario(f"{example}:second-ship")


def test_added_things_may_not_be_there_yet(example: Path) -> None:
    text = example.read_text(encoding="utf-8").replace("        second-station:", "        station:")
    example.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"variants.second-ship.add.places.station: is there already"):
        load_scenario(f"{example}:second-ship")


def test_a_scenario_keeps_the_words_that_it_was_loaded_by(example: Path) -> None:
    settings = ["batteries.destroyer.inventory=4"]
    loaded = load_scenario(f"{example}:second-ship", settings)
    assert (loaded.source, loaded.settings) == (f"{example}:second-ship", tuple(settings))
    assert as_loaded(loaded) is loaded
    assert as_loaded(str(example), settings).model.batteries[0].inventory == 4
    again = Scenario.from_documents(loaded.document, loaded.library)
    assert (again.source, again.settings) == (None, ())
    assert again.sha256 == loaded.sha256


@pytest.mark.parametrize(
    "ask",
    [
        lambda scenario, settings: standoff.run(scenario, settings=settings),
        lambda scenario, settings: standoff.study(scenario, runs=1, settings=settings),
        lambda scenario, settings: standoff.site(scenario, budget=1e12, settings=settings),
        lambda scenario, settings: standoff.footprint(
            scenario, battery="thaad", threat="hwasong-12", start="Pyongyang", settings=settings
        ),
    ],
    ids=["run", "study", "site", "footprint"],
)
def test_settings_come_too_late_for_a_loaded_scenario(ask: Callable[[Scenario, list[str]], object]) -> None:
    with pytest.raises(InputError, match="settings: come too late for a loaded scenario"):
        ask(load_scenario("guam-2017"), ["batteries.thaad.inventory=0"])


def test_a_run_of_a_loaded_scenario_notes_its_settings(example: Path) -> None:
    settings = ["batteries.destroyer.inventory=4"]
    by_name, by_scenario = standoff.run(example, settings=settings), standoff.run(load_scenario(example, settings))
    assert by_scenario.record.header["settings"] == settings
    assert by_scenario.record.content == by_name.record.content


def test_settings(example: Path) -> None:
    scenario = load_scenario(
        example,
        [
            "batteries.destroyer.inventory=4",
            "timeline.salvo.interval=1 min",
            "timeline.salvo.to=[Akita, Hagi]",
            "timeline.0.title=A salvo",
            "library.example-missile.payload=0.6 t",
            "library.example-missile.stages.0.burn.low=80",
            "library.example-interceptor.kill_probability=0.7",
        ],
    )
    order, missile = scenario.model.launches[0], scenario.items["example-missile"]
    assert scenario.model.batteries[0].inventory == 4
    assert order.interval is not None
    assert order.interval.si() == 60.0
    assert order.target == ("Akita", "Hagi")
    assert order.title == "A salvo"
    payload, burn = missile.payload, missile.stages[0].burn  # type: ignore[union-attr]
    assert payload.si() == 600.0
    assert payload.is_assumption
    assert "set by the user" in payload.note
    assert (burn.low, burn.nominal) == (80.0, 108.7)
    assert scenario.items["example-interceptor"].kill_probability.si() == 0.7  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("batteries.destroyer.inventory=-4", r"--set batteries\.destroyer\.inventory: .*\(got -4\).*at least 0"),
        ("batteries.destroyr.inventory=4", r"batteries has no 'destroyr'; allowed: did you mean 'destroyer'"),
        ("batteries.destroyer.inventry=4", r"--set batteries\.destroyer\.inventry: .*'inventory'"),
        ("baterries.destroyer.inventory=4", r"there is no 'baterries'; allowed: did you mean 'batteries'"),
        ("batteries.7.inventory=4", r"batteries has no '7'"),
        ("batteries.destroyer.inventory.more=4", r"inventory has no 'more'"),
        ("library.example-missile.payload=600", r"--set .*payload: has no unit \(got 600\).*600 kg"),
        ("library.example-missile.payload=600 s", r"--set library\.example-missile\.payload\.unit: .*mass is wanted"),
        ("library.exmple-missile.payload=600 kg", r"'example-missile'"),
        ("timeline.salvo.missile=example-misile", r"--set timeline\.salvo\.missile: is not in the library"),
        ("timeline.salvo.to=[Akita", r"timeline\.salvo\.to: YAML syntax error"),
        ("inventory", r"is not a setting"),
        ("=4", r"is not a setting"),
    ],
)
def test_bad_settings(example: Path, setting: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        load_scenario(example, [setting])
    assert caught.value.line is None


def test_made_again_from_a_record(example: Path) -> None:
    scenario = load_scenario(f"{example}:second-ship", ["library.example-missile.payload=600 kg"])
    document, library = json.loads(json.dumps([scenario.document, scenario.library]))
    again = Scenario.from_documents(document, library)
    assert again.sha256 == scenario.sha256
    assert again.model == scenario.model
    assert again.items == scenario.items
    assert again.name == scenario.name


def test_the_digest_follows_the_content(example: Path) -> None:
    base = load_scenario(example)
    assert len(base.sha256) == 64
    assert load_scenario(example).sha256 == base.sha256
    assert load_scenario(example, ["batteries.destroyer.inventory=7"]).sha256 != base.sha256
    assert load_scenario(example, ["library.example-radar.update=2 s"]).sha256 != base.sha256


def test_references_become_the_items_own_names(example: Path) -> None:
    text = example.read_text(encoding="utf-8").replace("missile: example-missile", "missile: em-1")
    example.write_text(text, encoding="utf-8")
    scenario = load_scenario(example)
    assert scenario.document["timeline"][0]["missile"] == "example-missile"
    assert sorted(scenario.library) == ["example-infrared", "example-interceptor", "example-missile", "example-radar"]


def test_shipped_items_are_found_behind_the_folder(example: Path) -> None:
    assert "scud-b" in load_scenario(example, ["timeline.salvo.missile=scud-b"]).library


def test_all_that_ships_loads() -> None:
    listings = shipped()
    assert {listing.name for listing in listings} >= {"guam-2017", "japan-2017"}
    for listing in listings:
        assert listing.title
        for variant in ("", *(f":{name}" for name in listing.variants)):
            scenario = load_scenario(f"{listing.name}{variant}")
            assert scenario.model.timeline or scenario.model.crisis


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("batteries.thaad-guam=3", "^--set batteries.thaad-guam: is not a mapping"),
        ("batteries.thaad-guam.inventory=.nan", "^--set batteries.thaad-guam.inventory: is not a finite number"),
        ("duration=1e300 h", "^--set duration: is out of bounds"),
    ],
)
def test_settings_that_cannot_be_are_named(setting: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load_scenario("guam-2017", [setting])
