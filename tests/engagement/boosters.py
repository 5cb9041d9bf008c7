"""Three notional boosters for tests: round numbers in the class of SM-3, THAAD and PAC-3 (assumptions, no claim)."""

from __future__ import annotations

from standoff.engagement.interceptor import Interceptor
from standoff.engagement.scaling import with_burnout_speed
from standoff.flight import drag
from standoff.flight.vehicle import Stage, Vehicle

THREE_STAGES = Vehicle(
    name="three stages",
    stages=(
        Stage(450.0, 150.0, 6.0, 250.0, 0.2),
        Stage(750.0, 150.0, 40.0, 250.0, 0.06),
        Stage(220.0, 50.0, 30.0, 260.0, 0.03),
    ),
    payload_kg=50.0,
    diameter_m=0.34,
    boost_drag=drag.V2,
    reentry_beta_kg_m2=2500.0,
    reentry_drag=drag.RV_CONE,
    vertical_rise_s=3.0,
    pitch_over_s=4.0,
)
ONE_STAGE = Vehicle(
    name="one stage",
    stages=(Stage(600.0, 240.0, 18.0, 270.0, 0.05),),
    payload_kg=60.0,
    diameter_m=0.34,
    boost_drag=drag.V2,
    reentry_beta_kg_m2=2500.0,
    reentry_drag=drag.RV_CONE,
    vertical_rise_s=1.0,
    pitch_over_s=2.0,
)
SHORT_BURN = Vehicle(
    name="short burn",
    stages=(Stage(160.0, 20.0, 6.0, 260.0, 0.03),),
    payload_kg=140.0,
    diameter_m=0.26,
    boost_drag=drag.V2,
    reentry_beta_kg_m2=6000.0,
    reentry_drag=drag.RV_CONE,
    separates=False,
    vertical_rise_s=0.5,
    pitch_over_s=1.0,
)


def upper(speed_m_s: float = 3_000.0) -> Interceptor:
    """Works above 80 km, like a ship's exo-atmospheric interceptor."""
    vehicle = with_burnout_speed(THREE_STAGES, speed_m_s)
    return Interceptor("upper", vehicle, speed_m_s, 80e3, 500e3, 700e3, 5e3)


def terminal(speed_m_s: float = 2_700.0) -> Interceptor:
    """Works from 40 to 150 km."""
    vehicle = with_burnout_speed(ONE_STAGE, speed_m_s)
    return Interceptor("terminal", vehicle, speed_m_s, 40e3, 150e3, 200e3, 2e3)


def lower(speed_m_s: float = 1_500.0) -> Interceptor:
    """Works in the air up to 15 km, and does not separate."""
    vehicle = with_burnout_speed(SHORT_BURN, speed_m_s)
    return Interceptor("lower", vehicle, speed_m_s, 2e3, 15e3, 20e3, 100.0)
