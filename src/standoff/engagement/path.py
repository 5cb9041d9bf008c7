"""Where an interceptor is on its way: for maps and tracks, not for deciding anything.

The fan of flights behind the reach table holds one that is nearest to the intercept at the right moment; the small rest
is spread over the path so that it leaves the launcher and ends at the intercept exactly.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from geographiclib.geodesic import Geodesic
from numpy.typing import NDArray

from standoff.base.geodesy import Place, geodesic, geodetic_from_ecef
from standoff.engagement.flyout import PlaneFlight, fan
from standoff.engagement.interceptor import Interceptor
from standoff.engagement.window import Shot

Array = NDArray[np.float64]

SAMPLE_S: Final = 1.0


class FlyoutPath(NamedTuple):
    """Samples of an interceptor's way, arrays (n,): exercise time, geodetic position, height above the ellipsoid."""

    time_s: Array
    lat_deg: Array
    lon_deg: Array
    altitude_m: Array


def flyout_path(interceptor: Interceptor, battery: Place, shot: Shot) -> FlyoutPath:
    """The way of one shot from its battery to the planned intercept, about every second."""
    lat_deg, lon_deg, altitude_m = (float(value) for value in geodetic_from_ecef(shot.position_m))
    ground = geodesic(battery, Place(lat_deg, lon_deg))
    after_s = np.linspace(0.0, shot.flyout_s, max(2, round(shot.flyout_s / SAMPLE_S) + 1))
    flown = _nearest(_fan_of(interceptor), shot.flyout_s, ground.distance_m, altitude_m)
    range_m = np.interp(after_s, flown.time_s, flown.ground_range_m)
    height_m = battery.altitude_m + np.interp(after_s, flown.time_s, flown.altitude_m)
    share = (after_s / shot.flyout_s) ** 2
    range_m = range_m + share * (ground.distance_m - range_m[-1])
    height_m = height_m + share * (altitude_m - height_m[-1])
    line = Geodesic.WGS84.Line(battery.lat_deg, battery.lon_deg, ground.azimuth_deg)
    points = [line.Position(float(distance)) for distance in range_m]
    return FlyoutPath(
        shot.launch_s + after_s,
        np.array([point["lat2"] for point in points]),
        np.array([point["lon2"] for point in points]),
        height_m,
    )


@lru_cache(maxsize=64)
def _fan_of(interceptor: Interceptor) -> tuple[PlaneFlight, ...]:
    return tuple(fan(interceptor.vehicle, interceptor.minimum_altitude_m))


def _nearest(flights: tuple[PlaneFlight, ...], time_s: float, range_m: float, altitude_m: float) -> PlaneFlight:
    """The flight that is nearest to a point of its plane at a time."""

    def miss_m(flight: PlaneFlight) -> float:
        return float(
            np.hypot(
                np.interp(time_s, flight.time_s, flight.ground_range_m) - range_m,
                np.interp(time_s, flight.time_s, flight.altitude_m) - altitude_m,
            )
        )

    return min(flights, key=miss_m)
