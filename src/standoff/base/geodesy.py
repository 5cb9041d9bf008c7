"""Places and directions on the WGS-84 ellipsoid.

Frames: ECEF is Earth-centered, Earth-fixed (x to 0 N 0 E, z to the north pole); ECI is the inertial frame that
coincides with ECEF at time zero; ENU is east-north-up at a geodetic place. Positions are (..., 3) arrays in metres,
angles at this edge are degrees, azimuths run clockwise from north. Functions take scalars and arrays alike.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from geographiclib.geodesic import Geodesic
from numpy.typing import ArrayLike, NDArray

from standoff.base.constants import OMEGA_RAD_S, WGS84_A_M, WGS84_B_M, WGS84_E2, WGS84_F

Array = NDArray[np.float64]

# Rounds of Vincenty's iteration; it settles in five or six but near the antipode.
_ROUNDS: Final = 20


class Place(NamedTuple):
    """A geodetic position: degrees and metres above the ellipsoid."""

    lat_deg: float
    lon_deg: float
    altitude_m: float = 0.0


class GroundPath(NamedTuple):
    """A geodesic between two places: its length and its azimuths at both ends."""

    distance_m: float
    azimuth_deg: float
    back_azimuth_deg: float


def ecef_from_geodetic(lat_deg: ArrayLike, lon_deg: ArrayLike, altitude_m: ArrayLike = 0.0) -> Array:
    """ECEF position (..., 3) of geodetic coordinates."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    altitude = np.asarray(altitude_m, dtype=float)
    normal = WGS84_A_M / np.sqrt(1.0 - WGS84_E2 * np.sin(lat) ** 2)
    radius = (normal + altitude) * np.cos(lat)
    z = (normal * (1.0 - WGS84_E2) + altitude) * np.sin(lat)
    return np.stack(np.broadcast_arrays(radius * np.cos(lon), radius * np.sin(lon), z), axis=-1)


def geodetic_from_ecef(position_m: ArrayLike) -> tuple[Array, Array, Array]:
    """Latitude (deg), longitude (deg) and altitude (m) of ECEF positions (..., 3).

    Bowring's parametric-latitude iteration (Survey Review 23, 1976), three rounds: below a micrometre from the centre
    regions excluded by any flight up to geostationary heights.
    """
    x, y, z = np.moveaxis(np.asarray(position_m, dtype=float), -1, 0)
    radius = np.hypot(x, y)
    second_e2 = WGS84_E2 / (1.0 - WGS84_E2)
    parametric = np.arctan2(z * WGS84_A_M, radius * WGS84_B_M)
    for _ in range(3):
        sin, cos = np.sin(parametric), np.cos(parametric)
        lat = np.arctan2(z + second_e2 * WGS84_B_M * sin**3, radius - WGS84_E2 * WGS84_A_M * cos**3)
        parametric = np.arctan2(WGS84_B_M * np.sin(lat), WGS84_A_M * np.cos(lat))
    sin, cos = np.sin(lat), np.cos(lat)
    # Projection on the geodetic normal is well conditioned at poles and equator alike.
    altitude = radius * cos + z * sin - WGS84_A_M * np.sqrt(1.0 - WGS84_E2 * sin**2)
    return np.degrees(lat), np.degrees(np.arctan2(y, x)), altitude


def enu_axes(lat_deg: float, lon_deg: float) -> Array:
    """Rows are the east, north and up unit vectors in ECEF: `enu = enu_axes @ ecef_difference`."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    sin_lat, cos_lat, sin_lon, cos_lon = np.sin(lat), np.cos(lat), np.sin(lon), np.cos(lon)
    return np.array(
        [
            [-sin_lon, cos_lon, 0.0],
            [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
            [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat],
        ]
    )


def look(site: Place, position_m: ArrayLike) -> tuple[Array, Array, Array]:
    """Slant range (m), azimuth (deg, 0-360) and geometric elevation (deg) from a site to ECEF positions (..., 3)."""
    offset = np.asarray(position_m, dtype=float) - ecef_from_geodetic(*site)
    east, north, up = np.moveaxis(offset @ enu_axes(site.lat_deg, site.lon_deg).T, -1, 0)
    distance = np.sqrt(east**2 + north**2 + up**2)
    elevation = np.degrees(np.arctan2(up, np.hypot(east, north)))
    return distance, np.degrees(np.arctan2(east, north)) % 360.0, elevation


def eci_from_ecef(position_m: ArrayLike, time_s: ArrayLike) -> Array:
    """Rotate ECEF vectors (..., 3) at `time_s` after the frames coincided into ECI."""
    return _about_pole(np.asarray(position_m, dtype=float), OMEGA_RAD_S * np.asarray(time_s, dtype=float))


def ecef_from_eci(position_m: ArrayLike, time_s: ArrayLike) -> Array:
    """Rotate ECI vectors (..., 3) into ECEF at `time_s`."""
    return _about_pole(np.asarray(position_m, dtype=float), -OMEGA_RAD_S * np.asarray(time_s, dtype=float))


def geodesic(start: Place, end: Place) -> GroundPath:
    """Shortest path on the ellipsoid (Karney, J. Geodesy 87, 2013, by geographiclib)."""
    line = Geodesic.WGS84.Inverse(start.lat_deg, start.lon_deg, end.lat_deg, end.lon_deg)
    return GroundPath(line["s12"], line["azi1"] % 360.0, (line["azi2"] + 180.0) % 360.0)


def azimuth_deg(start: Place, end: Place) -> float:
    """The azimuth at which the geodesic leaves `start`, in a tenth of the time that `geodesic` takes for all of it.

    Vincenty's iteration (Survey Review 23, 1975) for the difference in longitude on the auxiliary sphere; by `geodesic`
    near the antipode, where it does not settle.
    """
    tan_1 = (1.0 - WGS84_F) * math.tan(math.radians(start.lat_deg))
    tan_2 = (1.0 - WGS84_F) * math.tan(math.radians(end.lat_deg))
    cos_1, cos_2 = 1.0 / math.hypot(1.0, tan_1), 1.0 / math.hypot(1.0, tan_2)
    sin_1, sin_2 = tan_1 * cos_1, tan_2 * cos_2
    east = math.radians((end.lon_deg - start.lon_deg + 180.0) % 360.0 - 180.0)
    turn = east
    for _ in range(_ROUNDS):
        x, y = cos_2 * math.sin(turn), cos_1 * sin_2 - sin_1 * cos_2 * math.cos(turn)
        sin, cos = math.hypot(x, y), sin_1 * sin_2 + cos_1 * cos_2 * math.cos(turn)
        if sin < 1e-12:
            break
        along = cos_1 * x / sin
        across2 = 1.0 - along * along
        twice = cos - 2.0 * sin_1 * sin_2 / across2 if across2 > 1e-12 else 0.0
        c = WGS84_F / 16.0 * across2 * (4.0 + WGS84_F * (4.0 - 3.0 * across2))
        before = turn
        angle = math.atan2(sin, cos) + c * sin * (twice + c * cos * (2.0 * twice * twice - 1.0))
        turn = east + (1.0 - c) * WGS84_F * along * angle
        if abs(turn - before) < 1e-12:
            return math.degrees(math.atan2(x, y)) % 360.0
    return geodesic(start, end).azimuth_deg


def destination(start: Place, azimuth_deg: float, distance_m: float) -> Place:
    """The place at a distance along the geodesic that leaves `start` at an azimuth."""
    end = Geodesic.WGS84.Direct(start.lat_deg, start.lon_deg, azimuth_deg, distance_m)
    return Place(end["lat2"], end["lon2"])


def _about_pole(vector: Array, angle_rad: Array) -> Array:
    cos, sin = np.cos(angle_rad), np.sin(angle_rad)
    x, y, z = np.moveaxis(vector, -1, 0)
    return np.stack(np.broadcast_arrays(cos * x - sin * y, sin * x + cos * y, z), axis=-1)
