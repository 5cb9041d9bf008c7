"""The library's item kinds: missile, interceptor, radar and infrared sensor here, site and economy in `site`."""

from __future__ import annotations

from typing import Final, Literal, Self, get_args

from pydantic import Field, model_validator

from standoff.base.errors import InputError
from standoff.base.quantity import Level
from standoff.scenario.schema.common import Block, Id, Label, Number, Text, YesNo
from standoff.scenario.schema.item import Item
from standoff.scenario.schema.quantity import (
    AngleError,
    Area,
    ArealDensity,
    Delay,
    Elevation,
    HalfWidth,
    Height,
    Length,
    Mass,
    Money,
    Probability,
    Share,
    Speed,
    Time,
)
from standoff.scenario.schema.site import Economy, Site


def _in_order(block: Block, lower: str, upper: str) -> None:
    """Refuse a block whose lower limit is not below its upper one, at any level."""
    low, high = getattr(block, lower), getattr(block, upper)
    for level in get_args(Level):
        if not low.si(level) < high.si(level):
            value = tuple(f"{getattr(limit, level):g} {limit.unit}" for limit in (low, high))
            raise InputError(f"is not below {upper} at the level {level}", field=lower, value=value)


DragCurveName = Literal["v-2", "cone-9"]


class Stage(Block):
    """One stage, first to burn first."""

    propellant: Mass = Field(description="mass of propellant that is burnt")
    dry: Mass = Field(description="mass that is left when the propellant is burnt and that falls away with the stage")
    burn: Time = Field(description="burn time at full thrust")
    isp_vacuum: Time | None = Field(None, description="specific impulse in vacuum; give this or `isp_sea_level`")
    isp_sea_level: Time | None = Field(
        None, description="specific impulse at sea level; turned into the vacuum value with the nozzle's exit area"
    )
    nozzle_exit_area: Area = Field(description="exit area of all nozzles together: back-pressure times it is lost")
    coast: Delay | None = Field(None, description="time from this stage's burnout to the next one's ignition")
    diameter: Length | None = Field(None, description="drag diameter while this stage is the lowest, if not the item's")

    @model_validator(mode="after")
    def _one_specific_impulse(self) -> Stage:
        if (self.isp_vacuum is None) == (self.isp_sea_level is None):
            raise InputError("needs exactly one specific impulse", allowed="isp_vacuum or isp_sea_level")
        return self


class Reentry(Block):
    """What comes down."""

    beta: ArealDensity = Field(description="ballistic coefficient mass/(drag coefficient x area) at hypersonic speed")
    separates: YesNo = Field(description="whether the warhead (or kill vehicle) leaves the last stage")
    drag: DragCurveName = Field("cone-9", description="shape of drag against Mach number; beta is its hypersonic end")


class Ascent(Block):
    """How the vehicle leaves the pad."""

    vertical_rise: Delay = Field(description="time of vertical flight after lift-off")
    pitch_over: Time = Field(description="time over which it then turns by the kick angle, before the gravity turn")


class CrossSection(Block):
    """Radar cross-section by phase of flight."""

    boosting: Area = Field(description="while the booster burns, and after it if nothing separates")
    warhead: Area = Field(description="of the separated warhead")


class Dispersion(Block):
    """One-sigma errors of a flight that scatter the impact; one that is absent is zero."""

    cutoff: Delay | None = Field(None, description="error of the time of the last thrust")
    kick: AngleError | None = Field(None, description="error of the pitch-over angle")
    azimuth: AngleError | None = Field(None, description="error of the plane of flight")
    beta: Share | None = Field(None, description="relative error of the ballistic coefficient, weather included")


class FlightNumbers(Block):
    """Range, apogee and time of one flight."""

    range_km: Number | None = Field(None, description="ground range")
    apogee_km: Number | None = Field(None, description="greatest height")
    flight_time_s: Number | None = Field(None, description="time from lift-off to impact")


class FitRow(Block):
    """One reported flight beside what the fitted missile does."""

    date: Label = Field(description="date of the flight, local")
    used: Literal["fitted", "held out"] = Field(description="whether the fit saw this flight")
    reported: FlightNumbers = Field(description="what was reported")
    computed: FlightNumbers = Field(description="what the fitted missile does")
    residual: FlightNumbers = Field(description="computed less reported")
    source: Text = Field(description="who reported the flight")


class Fit(Block):
    """The table that `standoff fit` leaves beside the parameters that it found."""

    method: Text = Field(description="what was fitted to what, and what was held fixed")
    flights: tuple[FitRow, ...] = Field(description="reported flights and residuals")
    standard_range: Length | None = Field(None, description="range on a minimum-energy trajectory with this payload")
    notes: tuple[Text, ...] = Field((), description="what to know about the fit")


class Missile(Item):
    """A ballistic missile."""

    kind: Literal["missile"] = Field(description="kind of item")
    payload: Mass = Field(description="warhead with its shell: what is left after the last stage")
    diameter: Length = Field(description="greatest body diameter: the reference area of boost drag")
    stages: tuple[Stage, ...] = Field(min_length=1, max_length=4, description="stages in order of burning")
    drag: DragCurveName = Field("v-2", description="drag against Mach number during boost, on the diameter")
    reentry: Reentry = Field(description="what comes down")
    ascent: Ascent = Field(description="how it leaves the pad")
    radar_cross_section: CrossSection = Field(description="how radar sees it")
    dispersion: Dispersion | None = Field(None, description="one-sigma errors that scatter the impact")
    reliability: Probability | None = Field(None, description="probability that a launch flies as planned; 1 if absent")
    unit_cost: Money | None = Field(None, description="cost of one missile")
    fit: Fit | None = Field(None, description="residuals of the fit to reported flights")


class Interceptor(Item):
    """An interceptor missile: the same vehicle description, and the limits of its kill vehicle."""

    kind: Literal["interceptor"] = Field(description="kind of item")
    family: Id | None = Field(
        None, description="interceptors of one family share a common-mode failure; the item's own name if absent"
    )
    payload: Mass = Field(description="kill vehicle, or the whole coasting body if nothing separates")
    diameter: Length = Field(description="greatest body diameter")
    stages: tuple[Stage, ...] = Field(min_length=1, max_length=4, description="stages in order of burning")
    drag: DragCurveName = Field("v-2", description="drag against Mach number during boost, on the diameter")
    reentry: Reentry = Field(description="ballistic coefficient of what coasts, and whether it separates")
    ascent: Ascent = Field(description="how it leaves the launcher")
    burnout_speed: Speed = Field(description="speed at burnout; the propellant is scaled to meet it")
    minimum_altitude: Height = Field(description="lowest altitude of an intercept")
    maximum_altitude: Height = Field(description="highest altitude of an intercept")
    maximum_range: Length = Field(description="greatest ground range of an intercept")
    divert: Length = Field(description="radius of the basket in which the kill vehicle can still correct")
    kill_probability: Probability = Field(description="single-shot probability of a hit, given that all else works")
    reliability: Probability = Field(description="probability that launch, flight and seeker work")
    discrimination: Probability | None = Field(
        None, description="probability of picking the warhead among decoys; 1 if absent"
    )
    common_mode: Probability = Field(description="probability that the whole family fails in a raid, drawn once")
    unit_cost: Money | None = Field(None, description="cost of one round")

    @model_validator(mode="after")
    def _floor_below_ceiling(self) -> Self:
        _in_order(self, "minimum_altitude", "maximum_altitude")
        return self


class Radar(Item):
    """A radar."""

    kind: Literal["radar"] = Field(description="kind of item")
    reference_range: Length = Field(description="detection range against the reference cross-section")
    reference_rcs: Area = Field(description="radar cross-section to which the reference range belongs")
    azimuth_halfwidth: HalfWidth = Field(description="half the azimuth sector about the boresight; 180 deg: all round")
    elevation_min: Elevation = Field(description="lowest elevation of the search")
    elevation_max: Elevation = Field(description="highest elevation of the search")
    search_delay: Delay = Field(description="time from first visibility to a confirmed detection")
    range_sigma: Length = Field(description="one-sigma error of a range measurement")
    angle_sigma: AngleError = Field(description="one-sigma error of an angle measurement")
    update: Time = Field(description="time between measurements of one object")

    @model_validator(mode="after")
    def _elevations_in_order(self) -> Self:
        _in_order(self, "elevation_min", "elevation_max")
        return self


class Infrared(Item):
    """An infrared early-warning satellite constellation."""

    kind: Literal["infrared"] = Field(description="kind of item")
    cloud_height: Height = Field(description="height above which the burning booster is seen")
    delay: Delay = Field(description="time from the first sight above cloud to the report")
    position_sigma: Length = Field(description="one-sigma error of the launch point")
    azimuth_sigma: AngleError = Field(description="one-sigma error of the azimuth of flight")
    sight: Delay | None = Field(None, description="burning time above the clouds that a report needs; a scan if absent")


LibraryItem = Missile | Interceptor | Radar | Infrared | Site | Economy

KINDS: Final[dict[str, type[LibraryItem]]] = {
    "missile": Missile,
    "interceptor": Interceptor,
    "radar": Radar,
    "infrared": Infrared,
    "site": Site,
    "economy": Economy,
}
