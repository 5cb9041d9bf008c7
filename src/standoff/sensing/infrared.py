"""An infrared warning satellite: sees a burning booster above the clouds and reports after a delay.

A geostationary constellation is taken to look at the launch area always: where the satellites stand plays no part. The
report gives launch point and azimuth with one-sigma errors; the deviates come from the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from standoff.base.geodesy import Place, destination
from standoff.sensing.visibility import windows

# One turn of a Defense Support Program satellite, which spins at six turns a minute (Spectroscopy, "Infrared-Equipped
# Satellites Help Search for Missing Airplane", 2009). That one turn suffices for a report is an assumption.
SCAN_S: Final = 10.0


@dataclass(frozen=True)
class Infrared:
    """An infrared satellite.

    `delay_s` runs from lift-off to the report, cloud break and confirmation together; a booster that breaks the
    clouds late is reported late. `sight_s` is the time of burning above the clouds that a report needs.
    """

    name: str
    cloud_height_m: float
    delay_s: float
    position_sigma_m: float
    azimuth_sigma_rad: float
    sight_s: float = SCAN_S


class Unreported(StrEnum):
    """Why a satellite makes no report."""

    BELOW_CLOUD = "burns-out-below-cloud"
    TOO_SHORT = "burns-too-briefly-above-cloud"


class Report(NamedTuple):
    """A launch is reported: when, and when the booster was first in sight."""

    time_s: float
    first_sight_s: float


class NoReport(NamedTuple):
    """No report: the reason, what was reached and what was needed (m for the cloud, s for the time in sight)."""

    reason: Unreported
    value: float
    limit: float


class LaunchEstimate(NamedTuple):
    """What a report says of the launch, with one-sigma errors (`position_sigma_m` along each horizontal axis)."""

    launch: Place
    azimuth_deg: float
    position_sigma_m: float
    azimuth_sigma_deg: float


def observe(infrared: Infrared, time_s: ArrayLike, altitude_m: ArrayLike, burning: ArrayLike) -> Report | NoReport:
    """Report of a flight: times (n,), altitudes (n,), burning mask (n,); lift-off is the first burning sample."""
    time, altitude = np.asarray(time_s, dtype=float), np.asarray(altitude_m, dtype=float)
    lit = np.asarray(burning, dtype=bool)
    if not lit.any():
        return NoReport(Unreported.BELOW_CLOUD, 0.0, infrared.cloud_height_m)
    in_sight = windows(lit & (altitude > infrared.cloud_height_m), time)
    if not in_sight:
        return NoReport(Unreported.BELOW_CLOUD, float(altitude[lit].max()), infrared.cloud_height_m)
    enough = [window for window in in_sight if window.duration_s >= infrared.sight_s]
    if not enough:
        return NoReport(Unreported.TOO_SHORT, max(window.duration_s for window in in_sight), infrared.sight_s)
    lift_off_s, first_s = float(time[lit][0]), enough[0].start_s
    return Report(max(lift_off_s + infrared.delay_s, first_s + infrared.sight_s), first_s)


def detects(infrared: Infrared, time_s: ArrayLike, altitude_m: ArrayLike, burning: ArrayLike) -> float | None:
    """Time (s) of the report of a flight, or None; `observe` says why not."""
    outcome = observe(infrared, time_s, altitude_m, burning)
    return outcome.time_s if isinstance(outcome, Report) else None


def explain(outcome: NoReport) -> str:
    """One plain clause on why a satellite made no report."""
    if outcome.reason is Unreported.BELOW_CLOUD:
        reached_km, clouds_km = outcome.value / 1000.0, outcome.limit / 1000.0
        return f"burned out below the clouds: at {reached_km:.1f} km, clouds reach {clouds_km:.1f} km"
    return f"burned too briefly above the clouds: {outcome.value:.0f} s, a report needs {outcome.limit:.0f} s"


def launch_estimate(
    infrared: Infrared, launch: Place, azimuth_deg: float, deviates: tuple[float, float, float]
) -> LaunchEstimate:
    """The reported launch point and azimuth: the true ones plus normal deviates (north, east, azimuth) times sigma."""
    north, east = (infrared.position_sigma_m * deviate for deviate in deviates[:2])
    azimuth_sigma = float(np.degrees(infrared.azimuth_sigma_rad))
    shifted = destination(launch, float(np.degrees(np.arctan2(east, north))) % 360.0, float(np.hypot(north, east)))
    return LaunchEstimate(
        Place(shifted.lat_deg, shifted.lon_deg, launch.altitude_m),
        (azimuth_deg + azimuth_sigma * deviates[2]) % 360.0,
        infrared.position_sigma_m,
        azimuth_sigma,
    )
