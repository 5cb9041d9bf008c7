"""The world of a run: documents as the domain's objects."""

import math
from pathlib import Path
from typing import Any

import pytest

from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.engagement.doctrine import Kind
from standoff.engagement.network import Mode
from standoff.flight.drag import NAMED
from standoff.scenario import library, schema
from standoff.scenario.construct import build_vehicle
from standoff.scenario.loading import load_scenario
from standoff.scenario.values import quantities
from standoff.scenario.world import build_world
from standoff.sensing.infrared import Infrared
from standoff.sensing.radar import Radar


def test_sensors(example: Path) -> None:
    world = build_world(load_scenario(example))
    radar, satellites = world.sensors["ship-radar"].model, world.sensors["satellites"].model
    assert isinstance(radar, Radar)
    assert radar.place == Place(39.6, 137.5)
    assert (radar.reference_range_m, radar.reference_rcs_m2) == (450_000.0, 0.1)
    assert (radar.boresight_deg, radar.azimuth_halfwidth_deg) == (270.0, 60.0)
    assert (radar.elevation_min_deg, radar.elevation_max_deg) == (1.0, 85.0)
    assert radar.angle_sigma_rad == pytest.approx(0.0007)
    assert isinstance(satellites, Infrared)
    assert (satellites.cloud_height_m, satellites.delay_s) == (8000.0, 45.0)
    assert satellites.azimuth_sigma_rad == pytest.approx(math.radians(3))


def test_missile(example: Path) -> None:
    missile = build_world(load_scenario(example)).missiles["example-missile"]
    stage = missile.vehicle.stages[0]
    assert (stage.propellant_kg, stage.dry_kg, stage.burn_s) == (12_800.0, 2300.0, 108.7)
    assert missile.vehicle.payload_kg == 1000.0
    assert missile.vehicle.boost_drag is NAMED["v-2"]
    assert (missile.boosting_rcs_m2, missile.warhead_rcs_m2, missile.reliability) == (1.0, 0.1, 0.85)
    assert missile.dispersion is not None
    assert (missile.dispersion.cutoff_s, missile.dispersion.kick_rad) == (0.05, 0.0)
    # Thrust at sea level: mass flow times 226 s times g0; the vacuum value adds 101,325 Pa on 0.4 m2.
    sea_level_n = 12_800 / 108.7 * 226 * 9.80665
    assert stage.vacuum_thrust_n == pytest.approx(sea_level_n + 101_325 * 0.4, rel=1e-12)


def test_battery(example: Path) -> None:
    battery = build_world(load_scenario(example)).batteries["destroyer"]
    assert battery.interceptor.family == "example"
    assert battery.interceptor.burnout_speed_m_s == 3000.0
    assert battery.interceptor.chain.single_shot == pytest.approx(0.9 * 0.6)
    assert battery.interceptor.chain.common_mode_failure == 0.05
    assert battery.network.mode is Mode.LAUNCH_ON_REMOTE
    assert (battery.network.organic, battery.network.link_delay_s) == ("ship-radar", 2.0)
    assert battery.doctrine.kind is Kind.SHOOT_ASSESS_SHOOT
    assert (battery.doctrine.round_size, battery.doctrine.launch_interval_s) == (2, 5.0)
    assert (battery.inventory, battery.simultaneous, battery.reaction_s) == (8, 4, 10.0)
    rules = battery.rules
    assert rules.only_if_aimed_at
    assert rules.weapons_free_s == ((60.0, 1800.0),)
    assert [(zone.actor, zone.name, zone.margin_m) for zone in rules.territories] == [
        ("JPN", "Tohoku", 150_000.0),
        ("JPN", "Kyushu", 22_000.0),
        ("JPN", "the ship itself", 20_000.0),
    ]
    assert rules.host == "JPN"


def test_orders_and_places(example: Path) -> None:
    world = build_world(load_scenario(example))
    (order,) = world.orders
    assert (order.issued_s, order.actor, order.move, order.origin) == (120.0, "PRK", "launch", "scenario")
    assert set(order.parameters) == {"missile", "from", "to", "count", "interval", "trajectory"}
    ask = world.launch_parameters(order.parameters)
    assert (ask.missile, ask.count, ask.interval_s, ask.trajectory) == ("example-missile", 2, 30.0, "minimum-energy")
    assert ask.origin == Place(39.2, 127.4)
    assert [world.name_of(place) for place in (ask.origin, *ask.targets)] == ["Wonsan", "Akita", "Noshiro"]
    assert world.name_of(Place(0.0, 0.0)) is None
    assert list(world.watched) == ["Akita", "39.9,140.2"]
    assert world.nearest_place(Place(39.7, 140.1))[0] == "Akita"


def test_orders_of_people_are_checked(example: Path) -> None:
    world = build_world(load_scenario(example))
    ask = {"missile": "example-missile", "from": "39,126", "to": "Hagi", "apogee": {"value": 400, "unit": "km"}}
    assert world.launch_parameters(ask).apogee_m == 400_000.0
    changes: list[tuple[dict[str, Any], str]] = [
        ({"missile": "hwasong-99"}, "example-missile"),
        ({"to": "Hagy"}, "Hagi"),
        ({"cuont": 2}, "count"),
        ({"trajectory": "lofted"}, "both trajectory and apogee"),
    ]
    for change, message in changes:
        with pytest.raises(InputError, match=message):
            world.launch_parameters({**ask, **change})


def test_levels_and_design_points(example: Path) -> None:
    scenario = load_scenario(example)
    low = build_world(scenario, "low")
    assert low.missiles["example-missile"].vehicle.payload_kg == 700.0
    point = {"library.example-missile.payload": 650.0, "batteries.destroyer.reaction": 0.5}
    world = build_world(scenario, point=point)
    assert world.missiles["example-missile"].vehicle.payload_kg == 650.0
    assert world.batteries["destroyer"].reaction_s == 0.5
    assert world.sensors["ship-radar"].model == build_world(scenario).sensors["ship-radar"].model
    with pytest.raises(InputError, match=r"did you mean 'library.example-missile.payload'"):
        build_world(scenario, point={"library.example-missile.paylod": 1.0})


def test_every_quantity_has_a_path_that_a_design_can_use(example: Path) -> None:
    scenario = load_scenario(example)
    found = quantities(scenario)
    assert found["library.example-missile.stages.0.isp_sea_level"].nominal == 226
    assert found["actors.JPN.territory.0.radius"].unit == "km"
    assert found["timeline.salvo.interval"].nominal == 30
    build_world(scenario, point={path: quantity.nominal for path, quantity in found.items()})


def test_what_does_not_fly() -> None:
    with pytest.raises(InputError, match="does not fly"):
        build_vehicle(library.load("an-tpy-2"))


def test_everything_that_ships_can_be_built() -> None:
    for name in library.names():
        item = library.load(name)
        if isinstance(item, (schema.Missile, schema.Interceptor)):
            assert build_vehicle(item).launch_mass_kg > 0
