"""Commands about one flight: fly a missile or an arc, check a claim, fit to reported flights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from standoff.cli.app import Folder, answer, example, json_option, print_json


@click.command(short_help="Fly one missile.")
@click.argument("missile")
@click.option("--from", "start", required=True, metavar="PLACE", help="Launch place.")
@click.option("--to", "target", metavar="PLACE", help="Aim point.")
@click.option(
    "--trajectory",
    type=click.Choice(["minimum-energy", "lofted", "depressed"]),
    help="Which way to the aim point (with --to) [default: minimum-energy].",
)
@click.option("--range-km", type=float, help="Wanted range (with --apogee-km).")
@click.option("--apogee-km", type=float, help="Wanted apogee (with --range-km).")
@click.option("--max-range", is_flag=True, help="Fly as far as it goes (with --azimuth-deg).")
@click.option(
    "--azimuth-deg", type=float, help="Direction of flight, clockwise from north (not with --to) [default: 90]."
)
@click.option("--payload-kg", type=float, help="Another payload than the library's nominal one.")
@click.option("--out", type=Folder(path_type=Path), help="Folder for the flight's table and figures.")
@json_option
@example("standoff fly hwasong-12 --from 39.2,125.67 --range-km 3700 --apogee-km 770")
def fly(
    missile: str,
    start: str,
    target: str | None,
    trajectory: str | None,
    range_km: float | None,
    apogee_km: float | None,
    max_range: bool,
    azimuth_deg: float | None,
    payload_kg: float | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Fly MISSILE once: to an aim point, to a wanted range and apogee, or as far as it goes."""
    from standoff import api

    flight = api.fly(
        missile,
        start=start,
        to=target,
        trajectory=trajectory,
        range_km=range_km,
        apogee_km=apogee_km,
        max_range=max_range,
        azimuth_deg=azimuth_deg,
        payload_kg=payload_kg,
        out=out,
    )
    answer(flight.to_json(), as_json, f"{missile} from {start}")


@click.command(short_help="Fly an unpowered arc.")
@click.option("--lat-deg", type=float, required=True, help="Latitude of the start.")
@click.option("--lon-deg", type=float, required=True, help="Longitude of the start.")
@click.option("--altitude-km", type=float, required=True, help="Height of the start above the ellipsoid.")
@click.option("--speed-km-s", type=float, required=True, help="Speed at the start.")
@click.option("--flight-path-angle-deg", type=float, required=True, help="Angle of the velocity above the horizontal.")
@click.option("--azimuth-deg", type=float, required=True, help="Direction of the velocity, clockwise from north.")
@click.option(
    "--beta-kg-m2",
    type=float,
    help="Ballistic coefficient mass/(cd x area), the same at every speed; without it there is no drag.",
)
@click.option(
    "--frame",
    type=click.Choice(["earth-fixed", "inertial"]),
    default="earth-fixed",
    show_default=True,
    help="What the speed is relative to.",
)
@json_option
@example(
    "standoff arc --lat-deg 39 --lon-deg 126 --altitude-km 100 --speed-km-s 4\n"
    "      --flight-path-angle-deg 40 --azimuth-deg 140"
)
def arc(as_json: bool, **start: Any) -> None:
    """Fly an unpowered arc to the ground from a state in the air or in space."""
    from standoff import api

    answer(api.arc(**start).to_json(), as_json, "Arc")


@click.command(short_help="Check a claimed flight or distance.")
@click.option("--range-km", type=float, help="Claimed range.")
@click.option("--apogee-km", type=float, help="Claimed apogee.")
@click.option("--time-s", type=float, help="Claimed flight time.")
@click.option("--from", "start", metavar="PLACE", help="One place of a claimed distance.")
@click.option("--to", "end", metavar="PLACE", help="The other place.")
@click.option("--distance-km", type=float, help="The claimed distance between them.")
@json_option
@example("standoff check --range-km 1090 --apogee-km 6248.5 --time-s 4052")
def check(
    range_km: float | None,
    apogee_km: float | None,
    time_s: float | None,
    start: str | None,
    end: str | None,
    distance_km: float | None,
    as_json: bool,
) -> None:
    """Check a claim: range, apogee and time of a flight, or the distance between two places."""
    from standoff import api

    verdict = api.check(
        range_km=range_km, apogee_km=apogee_km, time_s=time_s, start=start, end=end, distance_km=distance_km
    )
    answer(verdict, as_json, "Check")


@click.command(short_help="Fit a missile to reported flights.")
@click.argument("missile")
@click.option("--flights", required=True, type=click.Path(path_type=Path), help="CSV of reported flights.")
@json_option
@example("standoff fit hwasong-12 --flights flights.csv")
def fit(missile: str, flights: Path, as_json: bool) -> None:
    """Fit MISSILE's parameters to reported flights; show what is left over and the range that follows."""
    from standoff import api

    result = api.fit(missile, flights)
    if as_json:
        print_json(result)
        return
    from standoff.views.tables import print_fit

    print_fit(result)
