"""Aiming at many places from one: exact aims on a coarse mesh, smooth steering in between, every flight corrected.

One aim by `aiming.aim_at` takes some fifteen milliseconds, ten thousand are too many. Steering varies smoothly with
bearing and range, so exact aims are solved on a Chebyshev mesh over the wanted ones and their steering is interpolated
by polynomials. All flights are then flown by the kernel in one batch and the miss of each is taken off its aim, until
every impact lies within `MISS_M` of the place wanted. What does not settle is aimed exactly, one by one. Method and
measured accuracy: docs/models/footprint.md.

Bearing and distance here are those of a sphere with the geodetic latitudes: smooth coordinates, not measures. Angles
at the edge are degrees; arrays are (m,) over places.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import ArrayLike, NDArray

from standoff.base.constants import SPHERE_RADIUS_M
from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.flight.aiming import (
    FartherThanHalfRoundError,
    Kind,
    aim_at,
    maximum_range,
    minimum_energy_near,
    require_known_kind,
)
from standoff.flight.flight import Flights, fly_many
from standoff.flight.line import Steering
from standoff.flight.vehicle import Vehicle

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

MISS_M: Final = 100.0
"""How far an impact may lie from the place aimed at."""
_CORRECTIONS: Final = 8
_RANGES: Final = 5
_RANGES_AN_OCTAVE: Final = 1.5
_DEGREES_A_BEARING: Final = 30.0
# The outermost mesh range as a share of reach. At the very edge the exact search fails; polynomials go on to there.
_OUTERMOST: Final = 0.99
_INNERMOST: Final = 0.02
# Share of reach beyond which a place is not tried.
_BEYOND: Final = 1.01
_FEWEST_RANGES: Final = 4
_NARROWEST_RAD: Final = 0.01
_SHORTEST_BURN_S: Final = 1.0
_HALF_ROUND: Final = 0.98 * math.pi
# Up to so few places the mesh costs more than it saves.
_FEW: Final = 12
# Meshes reach out to these bearings and shares of reach, so that questions about much the same area share one.
_SECTOR_DEG: Final = 60.0
_NEAREST: Final = (0.3, 0.1, _INNERMOST)
_ALL_ROUND: Final = math.pi - 1e-3


@dataclass(frozen=True, eq=False)
class Aims:
    """Steering to many places and where it leads: arrays (m,), NaN where the vehicle does not get there."""

    azimuth_deg: Array
    kick_deg: Array
    cutoff_s: Array
    impact_lat_deg: Array
    impact_lon_deg: Array
    flight_time_s: Array

    @property
    def ok(self) -> Mask:
        """Which places are reached."""
        return np.isfinite(self.flight_time_s)


def aim_at_many(
    vehicle: Vehicle, launch: Place, lat_deg: ArrayLike, lon_deg: ArrayLike, trajectory: Kind = "minimum-energy"
) -> Aims:
    """Flights from `launch` to places (m,), each within `MISS_M`; places out of reach have NaN.

    Agrees with `aiming.aim_at` but for the width of its own search for the kick angle and a strip of a few kilometers
    at the edge of reach. Raises `InputError` for an unknown kind of trajectory or a vehicle that does not fly.
    """
    require_known_kind(trajectory)
    lat, lon = np.broadcast_arrays(*np.atleast_1d(np.asarray(lat_deg, float), np.asarray(lon_deg, float)))
    aims = Aims(*np.full((6, lat.size), np.nan))
    left = np.ones(lat.size, dtype=bool)
    if lat.size > _FEW:
        steering = _Steering.over(vehicle, launch, lat, lon, trajectory)
        if steering is not None:
            left = _approach(steering, lat, lon, aims)
    for i in np.flatnonzero(left):
        _aim_exactly(vehicle, launch, Place(float(lat[i]), float(lon[i])), trajectory, aims, int(i))
    return aims


@dataclass(frozen=True, eq=False)
class _Sector:
    """The bearings (rad) from a launch place that are wanted, and the greatest distance (rad) flown along each."""

    launch: Place
    middle: float
    half: float
    limit: Array

    @classmethod
    def between(cls, vehicle: Vehicle, launch: Place, west: float, east: float) -> _Sector:
        """The sector from one bearing (rad) clockwise to another."""
        middle, half = 0.5 * (west + east), 0.5 * (east - west)
        found = []
        for wanted in middle + half * _nodes(_bearings(half)):
            try:
                impact = maximum_range(vehicle, launch, math.degrees(wanted) % 360.0).impact
                found.append(_polar(launch, np.array([impact.lat_deg]), np.array([impact.lon_deg])))
            except FartherThanHalfRoundError:
                found.append((np.array([wanted]), np.array([_HALF_ROUND])))
        at, distance = np.array(found)[:, :, 0].T
        blank = cls(launch, middle, half, np.empty(0))
        return replace(blank, limit=chebyshev.chebfit(blank.scaled(at), distance, len(at) - 1))

    def scaled(self, bearing: Array) -> Array:
        """Bearings on -1 to 1 across the sector."""
        return ((bearing - self.middle + math.pi) % (2.0 * math.pi) - math.pi) / self.half

    def share(self, bearing: Array, distance: Array) -> Array:
        """Distances as shares of the greatest along their bearings."""
        return np.asarray(distance / chebyshev.chebval(self.scaled(bearing), self.limit))

    def place(self, scaled: float, share: float) -> tuple[float, Place]:
        """The bearing (rad) and place of a point of the sector."""
        bearing = self.middle + self.half * scaled
        distance = share * float(chebyshev.chebval(scaled, self.limit))
        return bearing, _destination(self.launch, bearing, distance)


@dataclass(frozen=True, eq=False)
class _Steering:
    """Steering as polynomials over a sector, from exact aims on a mesh.

    `coefficients` (bearings, ranges, 3) give the kick along and across the bearing (deg), smooth through the vertical,
    and the cut-off (s).
    """

    vehicle: Vehicle
    kind: Kind
    sector: _Sector
    low: float
    high: float
    coefficients: Array

    @classmethod
    def over(cls, vehicle: Vehicle, launch: Place, lat_deg: Array, lon_deg: Array, kind: Kind) -> _Steering | None:
        """The mesh over an area that holds the places (m,); None if too few of its nodes can be met."""
        bearing, distance = _polar(launch, lat_deg, lon_deg)
        west, east = _widened(*_least_sector(bearing))
        share = _sector(vehicle, launch, west, east).share(bearing, distance)
        low = next((nearest for nearest in _NEAREST if nearest <= share.min()), _INNERMOST)
        return _mesh(vehicle, launch, west, east, low, kind)

    @classmethod
    def solve(cls, vehicle: Vehicle, sector: _Sector, low: float, kind: Kind) -> _Steering | None:
        """Aim exactly at a mesh of a sector, from a share of reach to the edge."""
        ends = sorted(float(_opened(np.array(end), kind)) for end in (low, _OUTERMOST))
        blank = cls(vehicle, kind, sector, ends[0], ends[1], np.empty(0))
        across = _nodes(_bearings(sector.half))
        along = _nodes(_RANGES + math.ceil(_RANGES_AN_OCTAVE * math.log2(_OUTERMOST / low)))
        shares = _closed(0.5 * (ends[0] + ends[1]) + 0.5 * (ends[1] - ends[0]) * along, kind)
        met = np.array([blank._exact_along(x, along, shares) for x in across.tolist()])
        known = np.isfinite(met[..., 0])
        ranges = int(known.sum(axis=1).min())
        if ranges < _FEWEST_RANGES:
            return None
        x, y = (axis[known] for axis in np.meshgrid(across, along, indexing="ij"))
        basis = chebyshev.chebvander2d(x, y, [len(across) - 1, ranges - 1])
        solved = np.linalg.lstsq(basis, met[known], rcond=None)[0]
        return replace(blank, coefficients=solved.reshape(len(across), ranges, 3))

    def at(self, lat_deg: Array, lon_deg: Array) -> tuple[Array, Array, Array]:
        """Azimuth (deg), kick (deg) and cut-off (s) to steer for places (m,); a cut-off beyond full burn is too far."""
        bearing, distance = _polar(self.sector.launch, lat_deg, lon_deg)
        opened = _opened(self.sector.share(bearing, distance), self.kind)
        y = (opened - 0.5 * (self.low + self.high)) / (0.5 * (self.high - self.low))
        along, across, cutoff = chebyshev.chebval2d(self.sector.scaled(bearing), y, self.coefficients)
        return *_steered(bearing, along, across), np.maximum(cutoff, _SHORTEST_BURN_S)

    def _exact_along(self, scaled: float, along: Array, shares: Array) -> Array:
        """Exact steering (ranges, 3) at one bearing, from far to near; NaN where none was found.

        Each next one of minimum energy is sought near the straight line through the two before.
        """
        found = np.full((len(shares), 3), np.nan)
        for j, share in enumerate(shares.tolist()):
            near = None
            if self.kind == "minimum-energy" and j and np.isfinite(found[max(j - 2, 0) : j]).all():
                near = found[j - 1]
                if j > 1:
                    step = (along[j] - along[j - 1]) / (along[j - 1] - along[j - 2])
                    near = near + step * (found[j - 1] - found[j - 2])
            found[j] = self._exact(scaled, share, near)
        return found

    def _exact(self, scaled: float, share: float, near: Array | None) -> tuple[float, float, float]:
        bearing, target = self.sector.place(scaled, share)
        launch, full = self.sector.launch, self.vehicle.full_burn_s
        try:
            if near is None:
                ascent = aim_at(self.vehicle, launch, target, self.kind).ascent
            else:
                azimuth, kick = _steered(bearing, near[0], near[1])
                cutoff = min(max(near[2], _SHORTEST_BURN_S), full)
                steering = Steering(float(azimuth), float(kick), float(cutoff))
                ascent = minimum_energy_near(self.vehicle, launch, target, steering).ascent
        except InputError:
            return math.nan, math.nan, math.nan
        off = math.radians(ascent.azimuth_deg) - bearing
        return ascent.kick_deg * math.cos(off), ascent.kick_deg * math.sin(off), min(ascent.cutoff_s, full)


def _steered(bearing: ArrayLike, along: ArrayLike, across: ArrayLike) -> tuple[Array, Array]:
    """Azimuth and kick (deg) of a kick along and across a bearing (rad)."""
    azimuth = np.degrees(np.asarray(bearing) + np.arctan2(across, along)) % 360.0
    return azimuth, np.clip(np.hypot(along, across), 0.0, 90.0)


def forget() -> None:
    """Drop the meshes that are kept: for whoever wants to time their making."""
    _mesh.cache_clear()
    _sector.cache_clear()


@lru_cache(maxsize=64)
def _sector(vehicle: Vehicle, launch: Place, west: float, east: float) -> _Sector:
    return _Sector.between(vehicle, launch, west, east)


@lru_cache(maxsize=64)
def _mesh(vehicle: Vehicle, launch: Place, west: float, east: float, low: float, kind: Kind) -> _Steering | None:
    return _Steering.solve(vehicle, _sector(vehicle, launch, west, east), low, kind)


def _approach(steering: _Steering, lat: Array, lon: Array, aims: Aims) -> Mask:
    """Fly to places (m,), correcting each aim by its miss; fills `aims`, returns what is neither met nor too far."""
    vehicle, launch = steering.vehicle, steering.sector.launch
    full = vehicle.full_burn_s
    too_far = steering.sector.share(*_polar(launch, lat, lon)) > _BEYOND
    open_ = np.flatnonzero(~too_far)
    to_lat, to_lon = lat.copy(), lon.copy()
    for _ in range(_CORRECTIONS):
        azimuth, kick, cutoff = steering.at(to_lat[open_], to_lon[open_])
        flown = fly_many(vehicle, launch, azimuth, kick, np.minimum(cutoff, full))
        north, east = flown.impact_lat_deg - lat[open_], _turned(flown.impact_lon_deg - lon[open_])
        miss_m = SPHERE_RADIUS_M * np.radians(np.hypot(north, east * np.cos(np.radians(lat[open_]))))
        met = flown.ok & (miss_m <= MISS_M)
        _note(aims, open_[met], azimuth[met], kick[met], np.minimum(cutoff, full)[met], flown, met)
        on = ~met & np.isfinite(miss_m)
        open_, north, east = open_[on], north[on], east[on]
        to_lat[open_] = np.clip(to_lat[open_] - north, -90.0, 90.0)
        to_lon[open_] = to_lon[open_] - east
        if not open_.size:
            break
    left = ~aims.ok & ~too_far
    left[open_[cutoff[on] >= full]] = False
    return left


def _note(
    aims: Aims, where: NDArray[np.intp], azimuth: Array, kick: Array, cutoff: Array, flown: Flights, met: Mask
) -> None:
    """Fill in the flights that came down where they should."""
    aims.azimuth_deg[where], aims.kick_deg[where], aims.cutoff_s[where] = azimuth, kick, cutoff
    aims.impact_lat_deg[where], aims.impact_lon_deg[where] = flown.impact_lat_deg[met], flown.impact_lon_deg[met]
    aims.flight_time_s[where] = flown.flight_time_s[met]


def _aim_exactly(vehicle: Vehicle, launch: Place, target: Place, kind: Kind, aims: Aims, i: int) -> None:
    """One exact aim; nothing is filled in if the place is out of reach."""
    try:
        flight = aim_at(vehicle, launch, target, kind)
    except InputError:
        return
    ascent, impact = flight.ascent, flight.impact
    aims.azimuth_deg[i], aims.kick_deg[i], aims.cutoff_s[i] = ascent.azimuth_deg, ascent.kick_deg, ascent.cutoff_s
    aims.impact_lat_deg[i], aims.impact_lon_deg[i] = impact.lat_deg, impact.lon_deg
    aims.flight_time_s[i] = flight.flight_time_s


def _opened(share: Array, kind: Kind) -> Array:
    """The coordinate in which steering is smooth.

    Full-burn flights turn back at the edge of reach like a root; cut-offs change with the logarithm of the range.
    """
    return np.sqrt(np.maximum(1.0 - share, 0.0)) if kind == "lofted" else np.log(np.maximum(share, _INNERMOST / 2.0))


def _closed(opened: Array, kind: Kind) -> Array:
    return 1.0 - opened**2 if kind == "lofted" else np.exp(opened)


def _nodes(count: int) -> Array:
    """Chebyshev's points, both ends included."""
    return np.asarray(np.cos(np.pi * np.arange(count) / (count - 1)))


def _bearings(half: float) -> int:
    return 3 + math.ceil(2.0 * math.degrees(half) / _DEGREES_A_BEARING)


def _least_sector(bearing: Array) -> tuple[float, float]:
    """Middle and half-width of the smallest sector that holds all bearings, all in rad."""
    ordered = np.sort(bearing % (2.0 * math.pi))
    gaps = np.diff(ordered, append=ordered[0] + 2.0 * math.pi)
    widest = int(np.argmax(gaps))
    half = max(0.5 * (2.0 * math.pi - float(gaps[widest])), _NARROWEST_RAD)
    start = float(ordered[(widest + 1) % len(ordered)])
    return start + 0.5 * (2.0 * math.pi - float(gaps[widest])), half


def _widened(middle: float, half: float) -> tuple[float, float]:
    """A sector out to whole steps of bearing (rad), or all round."""
    step = math.radians(_SECTOR_DEG)
    west, east = math.floor((middle - half) / step) * step, math.ceil((middle + half) / step) * step
    return (west, east) if east - west < 2.0 * _ALL_ROUND else (-_ALL_ROUND, _ALL_ROUND)


def _polar(launch: Place, lat_deg: Array, lon_deg: Array) -> tuple[Array, Array]:
    """Bearing and distance (rad) of places (m,) from the launch place on the sphere."""
    lat0, lat, east = math.radians(launch.lat_deg), np.radians(lat_deg), np.radians(lon_deg - launch.lon_deg)
    x = np.cos(lat) * np.sin(east)
    y = math.cos(lat0) * np.sin(lat) - math.sin(lat0) * np.cos(lat) * np.cos(east)
    z = math.sin(lat0) * np.sin(lat) + math.cos(lat0) * np.cos(lat) * np.cos(east)
    return np.arctan2(x, y), np.arctan2(np.hypot(x, y), z)


def _destination(launch: Place, bearing: float, distance: float) -> Place:
    """The place at a bearing and distance (rad)."""
    lat0 = math.radians(launch.lat_deg)
    up = math.sin(lat0) * math.cos(distance) + math.cos(lat0) * math.sin(distance) * math.cos(bearing)
    east = math.sin(bearing) * math.sin(distance)
    north = math.cos(lat0) * math.cos(distance) - math.sin(lat0) * math.sin(distance) * math.cos(bearing)
    lon = launch.lon_deg + math.degrees(math.atan2(east, north))
    return Place(math.degrees(math.asin(up)), (lon + 180.0) % 360.0 - 180.0)


def _turned(degrees: Array) -> Array:
    return (degrees + 180.0) % 360.0 - 180.0
