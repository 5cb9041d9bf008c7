"""The Python interface: the product's jobs as functions of names and plain numbers, with frozen results.

The command line is a thin layer over this module. Units are in the names; places are `LAT,LON` or gazetteer names.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from standoff.base.bounds import about, require_within
from standoff.base.errors import InputError
from standoff.base.files import OutputFolder, readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from standoff.engine.record import Record
    from standoff.engine.run import Replay
    from standoff.engine.tracks import Track
    from standoff.flight.results import Flight
    from standoff.scenario.loading import Scenario

DEFAULT_AZIMUTH_DEG: Final = 90.0

# No two places are farther apart: from pole to pole on WGS-84, rounded up.
FARTHEST_KM: Final = 20_004.0
# Far outside everything that flies and comes back; beyond, numbers overflow.
HIGHEST_KM: Final = 1e6
LONGEST_S: Final = 1e7
FASTEST_KM_S: Final = 100.0
HEAVIEST_KG: Final = 1e12


@dataclass(frozen=True)
class RunResult:
    """One run: its record, the arrays beside it, its summary, and the folder that it was written to."""

    record: Record
    tracks: Mapping[str, Track]
    summary: Mapping[str, Any]
    out: Path | None

    def to_json(self) -> dict[str, Any]:
        """The main keys of `standoff run --json`."""
        return {**self.summary, "out": None if self.out is None else readable(self.out)}


@dataclass(frozen=True)
class FlightResult:
    """One powered flight. `range_km` is the WGS-84 geodesic; burnout is the last thrust, its speed Earth-fixed."""

    missile: str
    range_km: float
    apogee_km: float
    flight_time_s: float
    burnout_time_s: float
    burnout_speed_km_s: float
    burnout_altitude_km: float
    azimuth_deg: float
    """Direction of the impact from the launch place, along the geodesic."""
    steering_azimuth_deg: float
    """Direction of the pitch-over, which allows for the Earth's rotation."""
    kick_deg: float
    impact_lat_deg: float
    impact_lon_deg: float
    impact_speed_km_s: float
    payload_kg: float

    def to_json(self) -> dict[str, Any]:
        """Plain JSON numbers; null for what does not exist."""
        return _plain(asdict(self))


@dataclass(frozen=True)
class ArcResult:
    """One unpowered arc; `range_km` runs from the ground under the start."""

    range_km: float
    apogee_km: float
    flight_time_s: float
    impact_lat_deg: float
    impact_lon_deg: float
    impact_speed_km_s: float

    def to_json(self) -> dict[str, Any]:
        """Plain JSON numbers; null for what does not exist."""
        return _plain(asdict(self))


def load_scenario(source: str | Path, settings: Sequence[str] = ()) -> Scenario:
    """A scenario by name or file, with `:VARIANT` behind it and settings `PATH=VALUE`. Raises `InputError`."""
    from standoff.scenario.loading import load_scenario as load

    return load(source, settings)


def run(
    scenario: str | Path | Scenario,
    *,
    seed: int | None = None,
    run_index: int = 0,
    until: str | None = None,
    settings: Sequence[str] = (),
    out: Path | None = None,
) -> RunResult:
    """Run a scenario once; with `out`, write record, summary, tracks, scenes and report into that folder.

    `run_index` says which of many runs with this seed, as in the table of a study; 0 is the first.

    Raises:
        InputError: anything wrong with the scenario, the settings, the times or the folder.
    """
    from standoff.views.folder import RunFolder

    with nullcontext() if out is None else RunFolder(Path(out)) as folder:
        from standoff.engine.run import DEFAULT_SEED
        from standoff.engine.run import run as execute
        from standoff.scenario.loading import as_loaded

        loaded = as_loaded(scenario, settings)
        chosen = DEFAULT_SEED if seed is None else seed
        done = execute(loaded, chosen, until=until, run_index=run_index, settings=loaded.settings)
        result = RunResult(done.record, done.tracks, done.summary, out)
        if folder is not None:
            folder.write_run(done.record, done.tracks, result.to_json())
    return result


def fly(
    missile: str,
    *,
    start: str,
    to: str | None = None,
    trajectory: str | None = None,
    range_km: float | None = None,
    apogee_km: float | None = None,
    max_range: bool = False,
    azimuth_deg: float | None = None,
    payload_kg: float | None = None,
    out: Path | None = None,
) -> FlightResult:
    """Fly a missile of the library once: to an aim point, to a range and apogee, or as far as it goes.

    Raises:
        InputError: an unknown missile or place, a wish that the missile cannot fly (says what it can), or a mixture of
            wishes.
    """
    _require_one_wish(to, range_km, apogee_km, max_range)
    _require_fitting_numbers(to, trajectory, range_km, apogee_km, azimuth_deg, payload_kg)
    from standoff.flight import aiming
    from standoff.scenario.gazetteer import place
    from standoff.scenario.library import load
    from standoff.scenario.world import build_vehicle

    with nullcontext() if out is None else OutputFolder(Path(out)) as folder:
        with about("MISSILE"):
            vehicle = build_vehicle(load(missile))
        if payload_kg is not None:
            vehicle = aiming.with_payload(vehicle, payload_kg)
        with about("--from"):
            launch = place(start)
        direction_deg = DEFAULT_AZIMUTH_DEG if azimuth_deg is None else azimuth_deg
        if to is not None:
            with about("--to"):
                target = place(to)
            way = "minimum-energy" if trajectory is None else trajectory
            flight = aiming.aim_at(vehicle, launch, target, way)  # type: ignore[arg-type]  # checked there
        elif max_range:
            flight = aiming.maximum_range(vehicle, launch, direction_deg)
        else:
            assert range_km is not None and apogee_km is not None
            flight = aiming.for_range_and_apogee(vehicle, launch, direction_deg, range_km * 1e3, apogee_km * 1e3)
        result = _flight_result(flight)
        if folder is not None:
            from standoff.views.flight_folder import flight_files

            folder.write(flight_files(flight, result.to_json()))
    return result


def arc(
    *,
    lat_deg: float,
    lon_deg: float,
    altitude_km: float,
    speed_km_s: float,
    flight_path_angle_deg: float,
    azimuth_deg: float,
    beta_kg_m2: float | None = None,
    frame: str = "earth-fixed",
) -> ArcResult:
    """Fly an unpowered arc to the ground; without a ballistic coefficient there is no drag, with one it is constant.

    Raises:
        InputError: a start outside its limits, or an arc that never comes down.
    """
    from standoff.base.geodesy import Place
    from standoff.flight.arc import arc as fly_arc

    require_within("--lat-deg", lat_deg, -90.0, 90.0)
    require_within("--lon-deg", lon_deg, -360.0, 360.0)
    require_within("--altitude-km", altitude_km, 0.0, 100_000.0)
    require_within("--speed-km-s", speed_km_s, 0.0, FASTEST_KM_S)
    require_within("--flight-path-angle-deg", flight_path_angle_deg, -90.0, 90.0)
    require_within("--azimuth-deg", azimuth_deg, -360.0, 360.0)
    if beta_kg_m2 is not None:
        require_within("--beta-kg-m2", beta_kg_m2, 0.0, 1e300, open_below=True)
    start = Place(lat_deg, lon_deg, altitude_km * 1e3)
    with _in_kilometers("--speed-km-s", speed_km_s):
        found = fly_arc(start, speed_km_s * 1e3, flight_path_angle_deg, azimuth_deg, beta_kg_m2, frame)  # type: ignore[arg-type]  # refused there
    return ArcResult(
        found.range_m / 1e3,
        found.apogee_m / 1e3,
        found.flight_time_s,
        found.impact.lat_deg,
        found.impact.lon_deg,
        found.impact_speed_m_s / 1e3,
    )


def check(
    *,
    range_km: float | None = None,
    apogee_km: float | None = None,
    time_s: float | None = None,
    start: str | None = None,
    end: str | None = None,
    distance_km: float | None = None,
) -> dict[str, Any]:
    """Check a claim: (range, apogee, time) of a flight, or the distance between two places.

    Raises:
        InputError: neither claim is whole.
    """
    from standoff.flight.claims import check_distance, check_flight
    from standoff.scenario.gazetteer import place

    flight = {"--range-km": range_km, "--apogee-km": apogee_km, "--time-s": time_s}
    distance = {"--from": start, "--to": end, "--distance-km": distance_km}
    if any(value is not None for value in flight.values()) == any(value is not None for value in distance.values()):
        raise InputError(
            "needs one whole claim", allowed="--range-km, --apogee-km and --time-s; or --from, --to and --distance-km"
        )
    for field, value, most in (
        ("--range-km", range_km, FARTHEST_KM), ("--apogee-km", apogee_km, HIGHEST_KM), ("--time-s", time_s, LONGEST_S),
        ("--distance-km", distance_km, HIGHEST_KM),
    ):  # fmt: skip
        if value is not None:
            require_within(field, value, 0.0, most, open_below=True)
    claim = flight if range_km is not None or apogee_km is not None or time_s is not None else distance
    missing = [name for name, value in claim.items() if value is None]
    if missing:
        raise InputError("the claim lacks a number", field=missing[0], allowed=f"all of {', '.join(claim)}")
    if claim is flight:
        assert range_km is not None and apogee_km is not None and time_s is not None
        verdict = check_flight(range_km, apogee_km, time_s)
    else:
        assert start is not None and end is not None and distance_km is not None
        with about("--from"):
            here = place(start)
        with about("--to"):
            there = place(end)
        verdict = check_distance(here, there, distance_km)
    return _plain({key: value for key, value in asdict(verdict).items() if value is not None})


def fit(missile: str, flights: Path) -> dict[str, Any]:
    """Fit a missile of the library to reported flights in a CSV file.

    Returns `parameters`, `residuals` and `standard_range_km` as plain JSON.

    Raises:
        InputError: an unknown missile, or a file that is not such a table.
    """
    from standoff.scenario.fits import fit_to_file

    return _plain(fit_to_file(missile, flights))


def replay(record: Path) -> Replay:
    """Run a record's scenario, seed and inputs again and compare. Raises `InputError` for a cut record."""
    from standoff.engine.record import read_record
    from standoff.engine.run import replay as run_again

    return run_again(read_record(record))


def write_report(folder: Path) -> Path:
    """Write `report.html` in the folder of a run, a study, a footprint or a choice of sites again.

    Raises `InputError` if it holds no whole one.
    """
    from standoff.views import report
    from standoff.views.footprint import report as footprint_report
    from standoff.views.siting import report as site_report
    from standoff.views.study import report as study_report

    if study_report.is_study(folder):
        return study_report.write_report(folder)
    if footprint_report.is_footprint(folder):
        return footprint_report.write_report(folder)
    if site_report.is_site(folder):
        return site_report.write_report(folder)
    return report.write_report(folder)


def view(folder: Path, *, port: int = 0, browser: bool = True, started: Callable[[str], None] | None = None) -> None:
    """Serve a run folder's globe on loopback until interrupted. Raises `InputError` if it holds no scene."""
    from standoff.views.globe.serve import open_globe

    open_globe(folder, port=port, browser=browser, started=started)


def scenarios() -> list[dict[str, Any]]:
    """The scenarios that ship: name, title, summary and variants."""
    from standoff.scenario.loading import shipped

    return [asdict(listing) for listing in shipped()]


def library() -> list[dict[str, Any]]:
    """The library's items: name, kind, title and how many of its values are assumptions."""
    from standoff.scenario.library import overview

    return overview()


def library_item(name: str) -> dict[str, Any]:
    """One library item with every value's range and source. Raises `InputError` with the nearest name."""
    from standoff.scenario.library import document

    return document(name)


def validate(file: Path) -> dict[str, Any]:
    """Check a scenario or library file. Raises `InputError` with file, line, field, value and what is allowed."""
    from standoff.scenario.validate import validate_file

    return validate_file(file)


def json_schema(kind: str) -> dict[str, Any]:
    """The published JSON Schema of `scenario` or `library` files."""
    from standoff.scenario.json_schema import schema

    return schema(kind)


def _require_one_wish(to: str | None, range_km: float | None, apogee_km: float | None, max_range: bool) -> None:
    pair = (range_km, apogee_km)
    wishes = [to is not None, any(number is not None for number in pair), max_range]
    if sum(wishes) != 1:
        raise InputError("needs one wish", allowed="--to, or --range-km with --apogee-km, or --max-range")
    if wishes[1] and None in pair:
        missing = "--range-km" if range_km is None else "--apogee-km"
        raise InputError("the wish lacks a number", field=missing, allowed="--range-km and --apogee-km together")


def _require_fitting_numbers(
    to: str | None,
    trajectory: str | None,
    range_km: float | None,
    apogee_km: float | None,
    azimuth_deg: float | None,
    payload_kg: float | None,
) -> None:
    if to is not None and azimuth_deg is not None:
        raise InputError("the aim point gives the direction", field="--azimuth-deg", allowed="--to without it")
    if to is None and trajectory is not None:
        raise InputError("says which way to an aim point", field="--trajectory", allowed="only with --to")
    for field, value, low, high in (
        ("--range-km", range_km, 0.0, FARTHEST_KM), ("--apogee-km", apogee_km, 0.0, HIGHEST_KM),
        ("--payload-kg", payload_kg, 0.0, HEAVIEST_KG),
    ):  # fmt: skip
        if value is not None:
            require_within(field, value, low, high, open_below=True)
    if azimuth_deg is not None:
        require_within("--azimuth-deg", azimuth_deg, -360.0, 360.0)


@contextmanager
def _in_kilometers(field: str, value: float) -> Iterator[None]:
    """Name a speed as the user gave it."""
    try:
        yield
    except InputError as error:
        if error.field == "speed_m_s":
            error.field, error.value = field, value
        raise


def _flight_result(flight: Flight) -> FlightResult:
    from standoff.base.geodesy import geodesic

    return FlightResult(
        missile=flight.vehicle.name,
        range_km=flight.range_m / 1e3,
        apogee_km=flight.apogee_m / 1e3,
        flight_time_s=flight.flight_time_s,
        burnout_time_s=flight.burnout_time_s,
        burnout_speed_km_s=flight.burnout_speed_m_s / 1e3,
        burnout_altitude_km=flight.burnout_altitude_m / 1e3,
        azimuth_deg=geodesic(flight.launch, flight.impact).azimuth_deg,
        steering_azimuth_deg=flight.ascent.azimuth_deg,
        kick_deg=flight.ascent.kick_deg,
        impact_lat_deg=flight.impact.lat_deg,
        impact_lon_deg=flight.impact.lon_deg,
        impact_speed_km_s=flight.impact_speed_m_s / 1e3,
        payload_kg=flight.vehicle.payload_kg,
    )


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    """Numbers that do not exist become None, however deep, so that no NaN reaches JSON."""
    plain: dict[str, Any] = _without_nan(content)
    return plain


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(entry) for entry in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
