"""Columns of the kernel's input and result rows, and the packing of vehicles and ascents into them."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.geodesy import Place
from standoff.flight.drag import DragCurve
from standoff.flight.vehicle import MAX_STAGES, Ascent, Vehicle

Array = NDArray[np.float64]

# Input. Angles in degrees, the rest SI. An arc has no stages and a start speed; a flight starts at rest.
LAT, LON, ALTITUDE, OMEGA, AZIMUTH, SPEED, PATH_ANGLE, INERTIAL = range(8)
KICK, CUTOFF, RISE, PITCH, BETA, SEPARATES, PAYLOAD, STAGES, BOOST_CURVE, REENTRY_CURVE = range(8, 18)
# Each stage: propellant, dry mass, burn, vacuum specific impulse, exit area, coast after it, reference area.
STAGE: Final = 18
STAGE_SIZE: Final = 7
COLUMNS: Final = STAGE + MAX_STAGES * STAGE_SIZE

# Results.
STATUS, TIME, RANGE, APOGEE, APOGEE_TIME, IMPACT_LAT, IMPACT_LON, IMPACT_SPEED = range(8)
BURN_TIME, BURN_SPEED, BURN_ALTITUDE, BURN_ANGLE, BURN_LAT, BURN_LON, SAMPLES, STEPS = range(8, 16)
RESULTS: Final = 16
SAMPLE_COLUMNS: Final = 8


def pack_vehicle(vehicle: Vehicle) -> Array:
    """A row (columns,) with the vehicle's columns filled; curve 0 is the boost curve, 1 the re-entry curve."""
    row = np.zeros(COLUMNS)
    row[[BETA, SEPARATES, PAYLOAD]] = vehicle.reentry_beta_kg_m2, float(vehicle.separates), vehicle.payload_kg
    row[[STAGES, BOOST_CURVE, REENTRY_CURVE]] = len(vehicle.stages), 0.0, 1.0
    for i, stage in enumerate(vehicle.stages):
        start = STAGE + i * STAGE_SIZE
        diameter = vehicle.diameter_m if stage.diameter_m is None else stage.diameter_m
        row[start : start + STAGE_SIZE] = (
            stage.propellant_kg,
            stage.dry_kg,
            stage.burn_s,
            stage.isp_vacuum_s,
            stage.nozzle_exit_area_m2,
            stage.coast_s,
            0.25 * math.pi * diameter**2,
        )
    return row


def pack_flight(vehicle: Vehicle, launch: Place, ascent: Ascent, omega_rad_s: float) -> Array:
    """The row (columns,) of one powered flight."""
    row = pack_vehicle(vehicle)
    row[[LAT, LON, ALTITUDE, OMEGA]] = launch.lat_deg, launch.lon_deg, launch.altitude_m, omega_rad_s
    row[[AZIMUTH, KICK, CUTOFF]] = ascent.azimuth_deg, ascent.kick_deg, ascent.cutoff_s
    row[[RISE, PITCH]] = ascent.vertical_rise_s, ascent.pitch_over_s
    return row


def pack_curves(*curves: DragCurve) -> Array:
    """Tables of drag curves (curves, cells, 4)."""
    return np.stack([curve.table for curve in curves])
