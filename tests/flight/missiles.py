"""Vehicles for tests of aiming, dispersion and fitting: round numbers of the right size, not those of the library."""

from standoff.base.geodesy import Place
from standoff.flight.drag import RV_CONE, V2
from standoff.flight.vehicle import Stage, Vehicle

SUNAN = Place(39.2, 125.67)
TOKYO = Place(35.68, 139.69)
OFF_GUAM = Place(13.5, 144.5)

LIQUID = Vehicle(
    name="one-stage liquid",
    stages=(Stage(22_000.0, 1_900.0, 145.0, 295.0, 0.6),),
    payload_kg=600.0,
    diameter_m=1.65,
    boost_drag=V2,
    reentry_beta_kg_m2=5_000.0,
    reentry_drag=RV_CONE,
)
SOLID = Vehicle(
    name="two-stage solid",
    stages=(Stage(6_000.0, 900.0, 55.0, 260.0, 0.5), Stage(1_800.0, 350.0, 45.0, 270.0, 0.2, coast_s=0.0)),
    payload_kg=500.0,
    diameter_m=1.4,
    boost_drag=V2,
    reentry_beta_kg_m2=5_000.0,
    reentry_drag=RV_CONE,
)
BOOSTER = Vehicle(
    name="two-stage intercontinental",
    stages=(Stage(45_000.0, 4_000.0, 140.0, 280.0, 1.2, coast_s=2.0), Stage(9_000.0, 1_300.0, 170.0, 305.0, 0.5)),
    payload_kg=600.0,
    diameter_m=2.0,
    boost_drag=V2,
    reentry_beta_kg_m2=5_000.0,
    reentry_drag=RV_CONE,
)
SHORT = Vehicle(
    name="short-range",
    stages=(Stage(3_771.0, 1_102.0, 62.0, 255.0, 0.1352),),
    payload_kg=987.0,
    diameter_m=0.88,
    boost_drag=V2,
    reentry_beta_kg_m2=8_000.0,
    reentry_drag=RV_CONE,
    separates=False,
)
