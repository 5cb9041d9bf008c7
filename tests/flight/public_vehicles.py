"""Vehicles from published parameter sets, for tests of the flight engine.

Scud-B: stage mass 4873 kg with 3771 kg propellant, sea-level specific impulse 226 s, burn 62 s, diameter 0.88 m, nozzle
exit 0.1352 m2, re-entry coefficient 4000 lb/ft2, payload 987 kg (pytrajlib 1.0.0a6, include/vehicle.h). The vacuum
specific impulse follows from 226 + 101325 * 0.1352 / (3771 / 62 * 9.80665).
Two stages and three stages: round assumed numbers of the size of an intermediate-range and an intercontinental missile.
"""

from standoff.base.geodesy import Place
from standoff.flight.drag import RV_CONE, V2
from standoff.flight.vehicle import Stage, Vehicle

LAUNCH = Place(39.0, 125.7, 50.0)
LB_FT2 = 4.882428  # kg/m2

SCUD_B = Vehicle("Scud-B", (Stage(3771.0, 1102.0, 62.0, 248.97, 0.1352),), 987.0, 0.88, V2, 4000.0 * LB_FT2, RV_CONE)
SCUD_B_WHOLE = Vehicle(
    "Scud-B, whole", (Stage(3771.0, 1102.0, 62.0, 248.97, 0.1352),), 987.0, 0.88, V2, 8000.0, RV_CONE, separates=False
)
TWO_STAGE = Vehicle(
    "two stages",
    (Stage(18_000.0, 2_500.0, 80.0, 255.0, 0.6, coast_s=2.0), Stage(5_000.0, 900.0, 90.0, 285.0, 0.3)),
    500.0,
    1.4,
    V2,
    5000.0,
    RV_CONE,
)
THREE_STAGE = Vehicle(
    "three stages",
    (
        Stage(30_000.0, 3_000.0, 65.0, 270.0, 1.0),
        Stage(9_000.0, 1_000.0, 65.0, 290.0, 0.6, coast_s=3.0, diameter_m=1.5),
        Stage(3_000.0, 400.0, 60.0, 295.0, 0.2, diameter_m=1.5),
    ),
    500.0,
    1.9,
    V2,
    8000.0,
    RV_CONE,
)
