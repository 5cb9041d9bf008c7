"""What the figures are drawn from: the digest and thinned paths, as plain data that another process can be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from standoff.engine.record import Record
from standoff.views.crisis.reading import Crisis
from standoff.views.digest import BatteryResult, Digest
from standoff.views.placing import placed_batteries, placed_sensors
from standoff.views.stations import Sensor, nominal_si
from standoff.views.summary import digest

Array = NDArray[np.float64]

_POINTS: Final = 160
# Decimals (s, degrees, m) as in `tracks.parquet`, so that figures drawn from the file and from the run are the same.
_TIME_DIGITS, _ANGLE_DIGITS, _HEIGHT_DIGITS = 3, 6, 1


class TrackLike(Protocol):
    """A track as `engine.tracks` gives it: arrays (n,)."""

    @property
    def time_s(self) -> Array:
        """Seconds after STARTEX."""
        ...

    @property
    def lat_deg(self) -> Array:
        """Geodetic latitude."""
        ...

    @property
    def lon_deg(self) -> Array:
        """Longitude."""
        ...

    @property
    def altitude_m(self) -> Array:
        """Height above the ellipsoid."""
        ...

    @property
    def phase(self) -> Sequence[str]:
        """Names of phases."""
        ...


@dataclass(frozen=True)
class Path:
    """A flown path, thinned: times after STARTEX in s, degrees, altitude in km, names of the phases."""

    t_s: Array
    lat_deg: Array
    lon_deg: Array
    altitude_km: Array
    phase: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """A run, ready to be drawn. `target_rcs_m2` is the cross-section of the least visible warhead that flew."""

    digest: Digest
    paths: Mapping[str, Path]
    target_rcs_m2: float | None = None

    @property
    def crisis(self) -> Crisis | None:
        """The crisis of the run, if it has one."""
        return self.digest.crisis

    @property
    def batteries(self) -> list[BatteryResult]:
        """Every battery where it stood; one that moved at each of its places, one that was away at none."""
        return [placed.result for placed in placed_batteries(self.digest)]

    @property
    def sensors(self) -> list[Sensor]:
        """The same of sensors."""
        return [placed.sensor for placed in placed_sensors(self.digest)]


def scene_of(record: Record, tracks: Mapping[str, TrackLike]) -> Scene:
    """Bring a record and its tracks into the form that figures are drawn from."""
    told = digest(record)
    return Scene(told, {name: thinned(track) for name, track in tracks.items()}, _least_rcs(record, told))


def _least_rcs(record: Record, told: Digest) -> float | None:
    library = record.header.get("library") or {}
    known = [nominal_si(library.get(threat.missile) or {}, "radar_cross_section", "warhead") for threat in told.threats]
    return min((rcs for rcs in known if rcs is not None), default=None)


def thinned(track: TrackLike, points: int = _POINTS) -> Path:
    """At most `points` samples of a track, first and last included, evenly spread over the samples it has."""
    size = len(track.time_s)
    kept = np.unique(np.linspace(0, size - 1, min(points, size)).round().astype(np.int64))
    return Path(
        _at(track.time_s, kept, _TIME_DIGITS),
        _at(track.lat_deg, kept, _ANGLE_DIGITS),
        _at(track.lon_deg, kept, _ANGLE_DIGITS),
        _at(track.altitude_m, kept, _HEIGHT_DIGITS) / 1000.0,
        tuple(str(track.phase[index]) for index in kept),
    )


def _at(values: Array, kept: NDArray[np.int64], digits: int) -> Array:
    return np.round(np.asarray(values, dtype=float)[kept], digits)
