"""A battery: interceptors of one type at one place, with the sensors, doctrine and rules that govern them."""

from __future__ import annotations

from dataclasses import dataclass, field

from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.engagement.doctrine import Doctrine
from standoff.engagement.interceptor import Interceptor
from standoff.engagement.network import Network
from standoff.engagement.refusal import Reason, Refusal
from standoff.engagement.rules import Rules


@dataclass(frozen=True)
class Battery:
    """One ship, site or fire unit.

    `inventory` interceptors are loaded at STARTEX; `simultaneous` engagements can be under way at once; `reaction_s`
    passes between a good track at the battery and its first launch. How many are left or busy is state, kept by the
    caller.
    """

    id: str
    actor: str
    place: Place
    interceptor: Interceptor
    inventory: int
    network: Network
    doctrine: Doctrine = field(default_factory=Doctrine)
    rules: Rules = field(default_factory=Rules)
    simultaneous: int = 1
    reaction_s: float = 0.0

    def __post_init__(self) -> None:
        if self.inventory < 0:
            raise InputError("is negative", field="inventory", value=self.inventory, allowed="0 or more")
        if self.simultaneous < 1:
            raise InputError("is too small", field="simultaneous", value=self.simultaneous, allowed="1 or more")
        if not self.reaction_s >= 0.0:
            raise InputError("is negative", field="reaction_s", value=self.reaction_s, allowed="0 or more")


def readiness(battery: Battery, interceptors_left: int, engagements_under_way: int) -> Refusal | None:
    """None if the battery can take another threat now, else what it lacks."""
    if interceptors_left <= 0:
        return Refusal(Reason.NO_INVENTORY, float(interceptors_left), float(battery.inventory))
    if engagements_under_way >= battery.simultaneous:
        return Refusal(Reason.NO_CHANNEL, float(engagements_under_way), float(battery.simultaneous))
    return None
