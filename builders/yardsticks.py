"""The published yardsticks Y1 to Y14 (`data/yardsticks.csv`) beside what the code computes now.

One row of the file is one number. The functions below compute each from the modules that the product uses, never from
the published value; a yardstick that can be read in two ways has two readings.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from builders import site_cover

from standoff.base.geodesy import Place, destination, geodesic
from standoff.engagement.wilkening import leak_free_probability, shots_needed
from standoff.flight import atmosphere
from standoff.flight.arc import arc_trajectory
from standoff.flight.claims import check_flight
from standoff.flight.closed_form import minimum_energy
from standoff.flight.drag import constant
from standoff.flight.fitting import standard_range_m
from standoff.scenario.construct import build_vehicle
from standoff.scenario.flights import read_flights
from standoff.scenario.gazetteer import place
from standoff.scenario.library import load
from standoff.scenario.schema import Missile
from standoff.sensing.radar import Radar, detection_range_m
from standoff.sensing.visibility import lowest_visible_altitude_m

ROOT: Final = Path(__file__).resolve().parents[1]
TABLE: Final = ROOT / "builders" / "data" / "yardsticks.csv"
HISTORIES: Final = ROOT / "tests" / "published" / "data"

FOOT_M: Final = 0.3048
SLUG_KG: Final = 14.593903
# Ratio of the mean molar mass at 86 km to that at sea level: NASA TM-X-74335, table 8.
MOLAR_MASS_RATIO_86_KM: Final = 0.999579
GEOPOTENTIAL_86_KM_M: Final = 84_852.0


@dataclass(frozen=True)
class Yardstick:
    """One published number with what counts as met."""

    id: str
    case: str
    quantity: str
    value: str
    unit: str
    accept: str
    source: str

    def error(self, computed: float | str) -> float | None:
        """Computed less published, as a share; None where there is no number to divide by."""
        if isinstance(computed, str) or " to " in self.value:
            return None
        return computed / float(self.value) - 1.0

    def is_met(self, computed: float | str) -> bool:
        """Whether the computed value is within what the yardstick accepts."""
        if isinstance(computed, str):
            return computed == self.value
        if " to " in self.value:
            low, high = map(float, self.value.split(" to "))
            return low <= computed <= high
        published = float(self.value)
        if self.accept == "to the figures given":
            return round(computed, decimals(self.value)) == published
        share = 0.0 if self.accept == "exact" else float(self.accept.removesuffix("%")) / 100.0
        return abs(computed - published) <= share * abs(published)


class Reading(NamedTuple):
    """A value of the code for one yardstick; `note` tells readings of the same one apart."""

    id: str
    quantity: str
    computed: float | str
    note: str = ""


def read_yardsticks() -> list[Yardstick]:
    """All rows of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Yardstick(**row) for row in csv.DictReader(file)]


def compare() -> list[tuple[Yardstick, Reading]]:
    """Each published number with each of its readings, in the order of the table.

    Raises:
        KeyError: a row without a reading, or a reading without a row.
    """
    rows = read_yardsticks()
    found: dict[tuple[str, str], list[Reading]] = {(row.id, row.quantity): [] for row in rows}
    for reading in readings():
        found[reading.id, reading.quantity].append(reading)
    missing = [key for key, values in found.items() if not values]
    if missing:
        raise KeyError(missing)
    return [(row, reading) for row in rows for reading in found[row.id, row.quantity]]


def readings() -> Iterator[Reading]:
    """What the code computes for all yardsticks."""
    yield from _minimum_energy("Y1", 1_000.0, ("speed",))
    yield from _minimum_energy("Y2", 1_000.0, ("flight-path angle", "apogee", "time"))
    yield from _minimum_energy("Y3", 10_000.0, ("speed", "flight-path angle", "apogee", "time"))
    yield from _atmosphere()
    yield Reading("Y6", "altitude at 30 s", float(sphere_altitude_ft([30.0])[0]))
    yield from _raids()
    yield from _horizon("Y8", 1.0)
    yield from _horizon("Y9", 4.0 / 3.0)
    yield Reading("Y10", "cross-section for double the range", _cross_section_for_double_range())
    yield _standard_range("Y11", "hwasong-12", "2017-05-14")
    yield _standard_range("Y12", "hwasong-15", "2017-11-29")
    verdict = check_flight(1_090.0, 6_248.5, 4_052.0)
    yield Reading("Y13", "verdict of the claim check", verdict.verdict)
    yield Reading("Y13", "vacuum minimum time", verdict.vacuum_minimum_time_s or math.nan)
    yield from _two_sites()


def decimals(number: str) -> int:
    """How many figures stand behind the point."""
    return len(number.partition(".")[2])


def sphere_altitude_ft(time_s: list[float]) -> np.ndarray:
    """Altitudes of NESC check case 9 at times that are multiples of 0.1 s (NASA/TM-2015-218675, section B.9).

    A sphere of one slug, reference area 0.1963495 ft2 and drag coefficient 0.1, thrown from the equator at 1000 ft/s
    east and 1000 ft/s up relative to the rotating Earth.
    """
    drag_coefficient = 0.1
    beta_kg_m2 = SLUG_KG / (drag_coefficient * 0.1963495 * FOOT_M**2)
    speed_m_s = math.hypot(1_000.0, 1_000.0) * FOOT_M
    path = arc_trajectory(
        Place(0.0, 0.0), speed_m_s, 45.0, 90.0, beta_kg_m2, drag=constant(drag_coefficient), step_s=0.1
    )
    index = np.round(np.asarray(time_s) / 0.1).astype(int)
    return np.asarray(path.altitude_m[index] / FOOT_M)


def sphere_spread_ft() -> tuple[float, float]:
    """Largest excursion (ft) of the whole path of check case 9 below and above the two published histories."""
    histories = [_history(name) for name in sorted(HISTORIES.glob("Atmos_09_sim_*.csv"))]
    published = np.array([[row["altitudeMsl_ft"] for row in history] for history in histories])
    computed = sphere_altitude_ft([row["time"] for row in histories[0]])
    below = float(np.max(published.min(axis=0) - computed))
    return max(0.0, below), max(0.0, float(np.max(computed - published.max(axis=0))))


def _history(path: Path) -> list[dict[str, float]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: float(row[key]) for key in ("time", "altitudeMsl_ft")} for row in csv.DictReader(file)]


def _minimum_energy(id: str, range_km: float, quantities: tuple[str, ...]) -> Iterator[Reading]:
    flight = minimum_energy(1e3 * range_km)
    values = {
        "speed": float(flight.speed_m_s) / 1e3,
        "flight-path angle": math.degrees(float(flight.angle_rad)),
        "apogee": float(flight.apogee_m) / 1e3,
        "time": float(flight.time_s),
    }
    return (Reading(id, quantity, values[quantity]) for quantity in quantities)


def _atmosphere() -> Iterator[Reading]:
    radius_m = atmosphere.GEOPOTENTIAL_RADIUS_M
    for height_km in (11, 20, 47):
        geopotential_m = 1e3 * height_km
        air = atmosphere.exact(radius_m * geopotential_m / (radius_m - geopotential_m))
        yield Reading("Y4", f"pressure at {height_km} km", float(air.pressure_pa))
    molecular_k = float(atmosphere.molecular_temperature_k(GEOPOTENTIAL_86_KM_M))
    yield Reading("Y5", "temperature at 86 km", MOLAR_MASS_RATIO_86_KM * molecular_k)
    yield Reading("Y5", "density at 86 km", float(atmosphere.exact(86_000.0).density_kg_m3))


def _raids() -> Iterator[Reading]:
    for warheads, p in ((4, 0.5), (20, 0.8)):
        shots = shots_needed(p, warheads, 0.8)
        yield Reading("Y7", f"interceptors per warhead for W={warheads} and p={p}", shots)
        probability = float(leak_free_probability(p, shots, warheads))
        yield Reading("Y7", f"probability for W={warheads} and p={p}", probability)


def _horizon(id: str, refraction: float) -> Iterator[Reading]:
    """Lowest visible altitudes: at the distance that the yardstick states, and over Sunan as the gazetteer has it."""
    sunan = place("Sunan")
    for name, stated_km in (("Araya", 1_239), ("Mutsumi", 743)):
        site = place(name)
        way = geodesic(site, sunan)
        quantity = f"lowest visible altitude from {name} ({stated_km} km)"
        stated = destination(site, way.azimuth_deg, 1e3 * stated_km)
        for ground, note in (
            (stated, f"at the stated {stated_km} km"),
            (sunan, f"over Sunan itself, {way.distance_m / 1e3:.1f} km away"),
        ):
            altitude_m = lowest_visible_altitude_m(site, ground.lat_deg, ground.lon_deg, refraction)
            yield Reading(id, quantity, float(altitude_m) / 1e3, note)


def _two_sites() -> Iterator[Reading]:
    for note, distance_km in site_cover.distances_km().items():
        yield Reading("Y14", "distance to the nearest site", distance_km, note)
    for missile, way in site_cover.FLIGHTS:
        percent = site_cover.covered_percent(missile, way, "sm-3-iia")
        reach = ", where it reaches" if missile == "nodong" else ""
        yield Reading("Y14", "land covered with SM-3 Block IIA", percent, f"{way} {missile}{reach}")


def _cross_section_for_double_range() -> float:
    """How many times the cross-section detects twice as far: bisection on the radar's detection range."""
    radar = Radar(
        name="any", place=Place(0.0, 0.0), reference_range_m=1e6, reference_rcs_m2=1.0, boresight_deg=0.0,
        azimuth_halfwidth_deg=180.0, elevation_min_deg=0.0, elevation_max_deg=90.0, search_delay_s=0.0,
        range_sigma_m=1.0, angle_sigma_rad=1e-3, update_s=1.0,
    )  # fmt: skip
    wanted_m = 2.0 * float(detection_range_m(radar, 1.0))
    low, high = 1.0, 100.0
    for _ in range(80):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if float(detection_range_m(radar, middle)) < wanted_m else (low, middle)
    return high


def _standard_range(id: str, missile: str, date: str) -> Reading:
    site = next(flight.site for flight in read_flights() if (flight.missile, flight.date) == (missile, date))
    item = load(missile)
    assert isinstance(item, Missile)
    assert site is not None
    return Reading(id, "standard range", standard_range_m(build_vehicle(item), site) / 1e3)


def figures(row: Yardstick, computed: float | str) -> str:
    """The computed value with one figure more than the published one, or as many as the test needs."""
    if isinstance(computed, str):
        return computed
    published = row.value.split(" to ")[0]
    if "e" in published:
        mantissa = published.partition("e")[0]
        return re.sub(r"e([+-])0*(\d)", r"e\1\2", f"{computed:.{decimals(mantissa) + 1}e}")
    if isinstance(computed, int):
        return str(computed)
    if float(published) >= 1_000.0 and "." not in published:
        return f"{computed:.0f}" if row.accept != "to the figures given" else f"{computed:.1f}"
    return f"{computed:.{decimals(published) + 1}f}"
