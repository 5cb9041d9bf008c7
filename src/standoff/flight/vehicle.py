"""What flies and how it is steered: stages, vehicle and ascent, in SI units.

A vehicle rises vertically, pitches over at a constant rate to the kick angle in the plane of its azimuth, and then
thrusts along its velocity through the air (gravity turn). All of it is at the level of public policy analysis.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from standoff.base.constants import G0_M_S2
from standoff.base.errors import InputError
from standoff.flight.drag import DragCurve

MAX_STAGES: Final = 4
# Assumptions used where a vehicle states nothing: seconds of vertical rise, seconds of pitch-over.
DEFAULT_VERTICAL_RISE_S: Final = 5.0
DEFAULT_PITCH_OVER_S: Final = 10.0


@dataclass(frozen=True)
class Stage:
    """One stage. Thrust is mass flow times vacuum exhaust speed, less outside pressure times the nozzle exit area."""

    propellant_kg: float
    dry_kg: float
    burn_s: float
    isp_vacuum_s: float
    nozzle_exit_area_m2: float
    coast_s: float = 0.0
    """Unpowered time between the end of this burn and the next ignition; the empty stage drops at the burn's end."""
    diameter_m: float | None = None
    """Drag reference diameter while this stage is the lowest; None: the vehicle's."""

    def __post_init__(self) -> None:
        """Refuse values that no stage can have."""
        _positive(self, "propellant_kg", "burn_s", "isp_vacuum_s")
        _not_negative(self, "dry_kg", "nozzle_exit_area_m2", "coast_s")

    @property
    def flow_kg_s(self) -> float:
        """Propellant mass flow."""
        return self.propellant_kg / self.burn_s

    @property
    def vacuum_thrust_n(self) -> float:
        """Thrust without outside pressure."""
        return self.flow_kg_s * G0_M_S2 * self.isp_vacuum_s


@dataclass(frozen=True)
class Vehicle:
    """A ballistic missile or an interceptor's booster.

    `reentry_beta_kg_m2` is the ballistic coefficient mass / (cd area) of what flies on after the last thrust, at the
    hypersonic value of `reentry_drag`, without residual propellant: the payload if it separates, else payload and
    last stage. A body that does not separate keeps unburnt propellant, and unused stages, as added mass.
    """

    name: str
    stages: tuple[Stage, ...]
    payload_kg: float
    diameter_m: float
    boost_drag: DragCurve
    reentry_beta_kg_m2: float
    reentry_drag: DragCurve
    separates: bool = True
    vertical_rise_s: float = DEFAULT_VERTICAL_RISE_S
    pitch_over_s: float = DEFAULT_PITCH_OVER_S

    def __post_init__(self) -> None:
        """Refuse vehicles that cannot be flown."""
        if not 1 <= len(self.stages) <= MAX_STAGES:
            raise InputError("a vehicle has 1 to 4 stages", field="stages", value=len(self.stages))
        _positive(self, "diameter_m", "reentry_beta_kg_m2", "pitch_over_s")
        _not_negative(self, "payload_kg", "vertical_rise_s")

    @property
    def launch_mass_kg(self) -> float:
        """Payload and all stages with their propellant."""
        return self.payload_kg + sum(stage.propellant_kg + stage.dry_kg for stage in self.stages)

    @property
    def full_burn_s(self) -> float:
        """Time from lift-off to the end of the last stage's burn if nothing cuts it off."""
        return sum(s.burn_s for s in self.stages) + sum(s.coast_s for s in self.stages[:-1])

    def ascent(self, azimuth_deg: float, kick_deg: float, cutoff_s: float = math.inf) -> Ascent:
        """An ascent with this vehicle's vertical rise and pitch-over."""
        return Ascent(azimuth_deg, kick_deg, cutoff_s, self.vertical_rise_s, self.pitch_over_s)


@dataclass(frozen=True)
class Ascent:
    """Steering from lift-off to the last thrust.

    `azimuth_deg` is the plane of the pitch-over, clockwise from north; `kick_deg` the thrust's angle from the vertical
    at the end of the pitch-over; `cutoff_s` the time after lift-off of the last thrust (infinite: full burn).
    """

    azimuth_deg: float
    kick_deg: float
    cutoff_s: float = math.inf
    vertical_rise_s: float = DEFAULT_VERTICAL_RISE_S
    pitch_over_s: float = DEFAULT_PITCH_OVER_S

    def __post_init__(self) -> None:
        """Refuse steering outside the model."""
        _not_negative(self, "vertical_rise_s")
        _positive(self, "pitch_over_s", "cutoff_s")
        if not 0.0 <= self.kick_deg <= 90.0:
            raise InputError("kick angle outside its range", field="kick_deg", value=self.kick_deg, allowed="0 to 90")


def _positive(item: object, *fields: str) -> None:
    for field in fields:
        if not getattr(item, field) > 0.0:
            raise InputError("must be positive", field=field, value=getattr(item, field))


def _not_negative(item: object, *fields: str) -> None:
    for field in fields:
        if not getattr(item, field) >= 0.0:
            raise InputError("must not be negative", field=field, value=getattr(item, field))
