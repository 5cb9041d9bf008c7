"""A radar and what it could see of a path: range, horizon, sector and elevation limits.

Range follows the radar equation with everything but the cross-section held fixed (Skolnik, Introduction to Radar
Systems, 3rd ed., chapter 1): received power falls with the fourth power of range, so the detection range grows with
the fourth root of the cross-section, from one published pair of range and cross-section.

Frame: ECEF positions (n, 3) in meters; angles at this edge in degrees, sigmas in radians.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from standoff.base.constants import REFRACTION_FACTOR
from standoff.base.errors import InputError
from standoff.base.geodesy import Array, Place
from standoff.sensing.visibility import Mask, sight

# Phase code of powered flight in a trajectory's `phase` array; the other codes are unpowered.
BOOST_PHASE = 0


@dataclass(frozen=True)
class Radar:
    """A ground or ship radar, at rest on the Earth.

    `azimuth_halfwidth_deg` is taken to both sides of the boresight (180: all round). `search_delay_s` is the time of
    continuous visibility before a detection is declared. `range_sigma_m` and `angle_sigma_rad` are one-sigma errors of
    a single update, the angle across the line of sight in either direction; `update_s` is the time between updates.
    `refraction` is the effective-Earth factor: 4/3 for a standard troposphere, 1 for straight rays.
    """

    name: str
    place: Place
    reference_range_m: float
    reference_rcs_m2: float
    boresight_deg: float
    azimuth_halfwidth_deg: float
    elevation_min_deg: float
    elevation_max_deg: float
    search_delay_s: float
    range_sigma_m: float
    angle_sigma_rad: float
    update_s: float
    refraction: float = REFRACTION_FACTOR

    def __post_init__(self) -> None:
        for field in ("reference_range_m", "reference_rcs_m2", "range_sigma_m", "angle_sigma_rad", "update_s"):
            if not getattr(self, field) > 0.0:
                raise InputError("must be positive", field=f"{self.name}.{field}", value=getattr(self, field))
        if not self.search_delay_s >= 0.0:
            raise InputError(
                "must not be negative", field=f"{self.name}.search_delay_s", value=self.search_delay_s, allowed=">= 0"
            )
        if not 0.0 < self.azimuth_halfwidth_deg <= 180.0:
            raise InputError(
                "is no half-width of a sector",
                field=f"{self.name}.azimuth_halfwidth_deg",
                value=self.azimuth_halfwidth_deg,
                allowed="above 0 to 180 deg",
            )
        if not -90.0 <= self.elevation_min_deg < self.elevation_max_deg <= 90.0:
            raise InputError(
                "elevation limits are out of order",
                field=f"{self.name}.elevation_min_deg",
                value=(self.elevation_min_deg, self.elevation_max_deg),
                allowed="-90 <= elevation_min_deg < elevation_max_deg <= 90",
            )
        if not self.refraction >= 1.0:
            raise InputError(
                "bends rays upward", field=f"{self.name}.refraction", value=self.refraction, allowed="at least 1"
            )


class Visibility(NamedTuple):
    """What a radar could see of a path: each condition by itself, all together, and the numbers; shapes (n,)."""

    in_range: Mask
    above_horizon: Mask
    in_azimuth: Mask
    in_elevation: Mask
    visible: Mask
    range_m: Array
    detection_range_m: Array
    azimuth_deg: Array
    off_boresight_deg: Array
    elevation_deg: Array
    horizon_deg: Array


def detection_range_m(radar: Radar, rcs_m2: ArrayLike) -> Array:
    """Range (m) at which the radar detects a cross-section (m2, shape (...)). Raises `InputError` if negative."""
    rcs = np.asarray(rcs_m2, dtype=float)
    if np.any(rcs < 0.0):
        raise InputError("a radar cross-section is negative", field="rcs_m2", value=float(rcs.min()), allowed=">= 0 m2")
    return np.asarray(radar.reference_range_m * (rcs / radar.reference_rcs_m2) ** 0.25)


def cross_section_m2(phase: ArrayLike, boosting_m2: float, separated_m2: float, separates: bool = True) -> Array:
    """Cross-section (n,) along a path: the whole missile while it burns, the warhead after it has separated.

    A missile that does not separate shows the body's cross-section to the end.
    """
    after = separated_m2 if separates else boosting_m2
    return np.where(np.asarray(phase) == BOOST_PHASE, boosting_m2, after)


def sees(radar: Radar, position_m: ArrayLike, rcs_m2: ArrayLike) -> Visibility:
    """What the radar could see of ECEF positions (n, 3) with cross-sections (n,) or one for all.

    Elevations are apparent (refracted), and so are the limits they are compared with.
    """
    seen = sight(radar.place, position_m, radar.refraction)
    reach = np.broadcast_to(detection_range_m(radar, rcs_m2), seen.range_m.shape)
    off_boresight = (seen.azimuth_deg - radar.boresight_deg + 180.0) % 360.0 - 180.0
    in_range = seen.range_m <= reach
    in_azimuth = np.abs(off_boresight) <= radar.azimuth_halfwidth_deg
    in_elevation = (seen.elevation_deg >= radar.elevation_min_deg) & (seen.elevation_deg <= radar.elevation_max_deg)
    above = seen.above_horizon
    return Visibility(
        in_range,
        above,
        in_azimuth,
        in_elevation,
        in_range & above & in_azimuth & in_elevation,
        seen.range_m,
        reach,
        seen.azimuth_deg,
        off_boresight,
        seen.elevation_deg,
        seen.horizon_deg,
    )
