"""A notional booster brought to a published burnout speed.

Little is public about interceptors' stages, a band of burnout speeds is. The notional stages keep their gross masses,
burn times and specific impulses, and the payload its mass; what changes is how much of each stage is propellant.
Every stage's mass ratio R is raised to one common power s, so that by the rocket equation (Tsiolkovsky) every ideal
speed gain, and with it the sum, is multiplied by s. The power is then solved for so that a flight with gravity and
drag burns out at the wanted speed.

The flight that counts leaves the equator eastward with a kick of 45 degrees on an Earth that does not rotate: speeds of
interceptors are quoted without a direction, and 45 degrees stands for all.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.flight.flight import fly
from standoff.flight.vehicle import Stage, Vehicle

REFERENCE_KICK_DEG: Final = 45.0
EQUATOR: Final = Place(0.0, 0.0)
EASTWARD_DEG: Final = 90.0
_TOLERANCE_M_S: Final = 0.1


def with_mass_ratio_power(vehicle: Vehicle, power: float) -> Vehicle:
    """The vehicle with every stage's mass ratio raised to `power`: ideal speed gains times `power`, gross masses kept.

    Raises `InputError` when a stage would need more propellant than it has mass.
    """
    stages: list[Stage] = []
    above_kg = vehicle.payload_kg
    for stage in reversed(vehicle.stages):
        gross_kg = stage.propellant_kg + stage.dry_kg
        start_kg = above_kg + gross_kg
        propellant_kg = start_kg * (1.0 - ((start_kg - stage.propellant_kg) / start_kg) ** power)
        if propellant_kg >= gross_kg:
            raise InputError("has no mass left for its motor case", field=f"stage of {gross_kg:g} kg", value=power)
        stages.insert(0, replace(stage, propellant_kg=propellant_kg, dry_kg=gross_kg - propellant_kg))
        above_kg = start_kg
    return replace(vehicle, stages=tuple(stages))


def reference_burnout_speed_m_s(vehicle: Vehicle) -> float:
    """Earth-fixed speed at the last burnout on the reference flight (see the module); NaN if it does not get there."""
    ascent = vehicle.ascent(EASTWARD_DEG, REFERENCE_KICK_DEG)
    return fly(vehicle, EQUATOR, ascent, omega_rad_s=0.0).burnout_speed_m_s


@lru_cache(maxsize=256)
def with_burnout_speed(vehicle: Vehicle, burnout_speed_m_s: float) -> Vehicle:
    """The notional vehicle scaled so that its reference flight burns out at the wanted speed, within 0.1 m/s.

    Raises `InputError` when no propellant loading of these stages gives that speed.
    """
    low, high = 0.2, _greatest_power(vehicle)
    slow, fast = (_speed_or_zero(with_mass_ratio_power(vehicle, power)) for power in (low, high))
    if not slow <= burnout_speed_m_s <= fast:
        raise InputError(
            f"cannot be met by the notional stages of {vehicle.name}",
            field="burnout_speed",
            value=f"{burnout_speed_m_s / 1000.0:g} km/s",
            allowed=f"{slow / 1000.0:.2f} to {fast / 1000.0:.2f} km/s",
        )
    # Regula falsi with the Illinois correction: speed rises smoothly and almost linearly with the power.
    for _ in range(60):
        power = low + (high - low) * (burnout_speed_m_s - slow) / (fast - slow)
        scaled = with_mass_ratio_power(vehicle, power)
        speed = _speed_or_zero(scaled)
        if abs(speed - burnout_speed_m_s) < _TOLERANCE_M_S:
            return scaled
        if speed < burnout_speed_m_s:
            low, slow, fast = power, speed, (fast + burnout_speed_m_s) / 2.0
        else:
            high, fast, slow = power, speed, (slow + burnout_speed_m_s) / 2.0
    raise InputError("did not converge", field="burnout_speed", value=burnout_speed_m_s)


def _greatest_power(vehicle: Vehicle) -> float:
    """Bisect for the power at which the leanest stage keeps a hundredth of its gross mass dry, 8 at most."""
    low, high = 0.2, 8.0
    for _ in range(40):
        middle = (low + high) / 2.0
        if _leanest(vehicle, middle) >= 0.01:
            low = middle
        else:
            high = middle
    return low


def _leanest(vehicle: Vehicle, power: float) -> float:
    try:
        stages = with_mass_ratio_power(vehicle, power).stages
    except InputError:
        return 0.0
    return min(stage.dry_kg / (stage.dry_kg + stage.propellant_kg) for stage in stages)


def _speed_or_zero(vehicle: Vehicle) -> float:
    speed = reference_burnout_speed_m_s(vehicle)
    return speed if speed == speed else 0.0
