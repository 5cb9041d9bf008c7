"""An interceptor type: what flies it, where it may meet a threat, and how likely it is to kill. SI units."""

from __future__ import annotations

from dataclasses import dataclass, field

from standoff.base.errors import InputError
from standoff.engagement.kill import KillChain
from standoff.flight.vehicle import Vehicle


@dataclass(frozen=True)
class Interceptor:
    """One type of interceptor.

    `vehicle` is notional and flies to `burnout_speed_m_s` (see `scaling.with_burnout_speed`). `divert_m` is the radius
    of the basket around the predicted intercept that the kill vehicle can still cover: a track is good enough to
    commit when its error fits in it; it adds nothing to the reach. `chain` holds the probabilities of a shot. Types of
    one `family` share the common-mode failure.
    """

    name: str
    vehicle: Vehicle
    burnout_speed_m_s: float
    minimum_altitude_m: float
    maximum_altitude_m: float
    maximum_range_m: float
    divert_m: float
    chain: KillChain = field(default_factory=KillChain)
    family: str = ""

    def __post_init__(self) -> None:
        for name in ("burnout_speed_m_s", "maximum_altitude_m", "maximum_range_m", "divert_m"):
            if not getattr(self, name) > 0.0:
                raise InputError("must be positive", field=name, value=getattr(self, name))
        if not 0.0 <= self.minimum_altitude_m < self.maximum_altitude_m:
            raise InputError(
                "floor and ceiling are out of order",
                field="minimum_altitude_m",
                value=(self.minimum_altitude_m, self.maximum_altitude_m),
                allowed="0 <= floor < ceiling",
            )
