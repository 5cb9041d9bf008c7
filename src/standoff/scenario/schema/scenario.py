"""The scenario file: who stands where with what, and what happens."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import Field, model_validator

from standoff.base.errors import InputError
from standoff.base.time import DAY_S, parse_utc
from standoff.scenario.schema.claims import ClaimBlock, Document
from standoff.scenario.schema.common import (
    Actor,
    Altitude,
    Azimuth,
    Block,
    Count,
    CountOrNone,
    Id,
    Latitude,
    Longitude,
    Moment,
    MomentOrDuration,
    PlaceName,
    Text,
    Version,
    YesNo,
    parse_duration,
)
from standoff.scenario.schema.crisis import CrisisBlock, order_references
from standoff.scenario.schema.exercise import ExerciseBlock
from standoff.scenario.schema.moves import LaunchOrder, Order
from standoff.scenario.schema.quantity import ChosenDelay, ChosenLength, ChosenTime


class Circle(Block):
    """Ground within a radius of a place."""

    place: PlaceName = Field(description="a place's name or `LAT,LON`")
    radius: ChosenLength = Field(description="radius on the ground")
    title: Text | None = Field(None, description="what the circle stands for")
    source: Text | None = Field(None, description="citation, or `assumption`")
    note: Text | None = Field(None, description="what it rests on")


class TerritoryBlock(Block):
    """Ground of an actor: a circle about a place, or an outline with a margin of sea or land around it."""

    title: Text | None = Field(None, description="what ground it is")
    place: PlaceName | None = Field(None, description="middle of a circle: a place's name or `LAT,LON`")
    radius: ChosenLength | None = Field(None, description="radius of the circle")
    outline: tuple[tuple[Latitude, Longitude], ...] = Field(
        (), description="corners [lat_deg, lon_deg] in order, in place of a circle"
    )
    margin: ChosenLength | None = Field(None, description="width of the strip around the outline; none if absent")
    source: Text | None = Field(None, description="citation, or `assumption`")
    note: Text | None = Field(None, description="what it rests on")

    @model_validator(mode="after")
    def _one_shape(self) -> TerritoryBlock:
        circle = self.place is not None and self.radius is not None and self.margin is None and not self.outline
        outline = len(self.outline) >= 3 and self.place is None and self.radius is None
        if not circle and not outline:
            raise InputError("has no clear shape", allowed="place and radius, or outline (3 corners at least)")
        return self


class ActorBlock(Block):
    """A state or body that takes part."""

    title: Text = Field(description="its name")
    role: Text | None = Field(None, description="its part in the scenario")
    territory: tuple[TerritoryBlock, ...] = Field(
        (), description="its ground: rules of engagement ask whether a threat is predicted to land there"
    )


class PlaceBlock(Block):
    """A named position of this scenario; it goes before the gazetteer."""

    lat_deg: Latitude = Field(description="geodetic latitude")
    lon_deg: Longitude = Field(description="longitude, east positive")
    altitude_m: Altitude = Field(0.0, description="height above the ellipsoid")
    title: Text | None = Field(None, description="name for people")
    source: Text = Field(description="citation, or `assumption`")
    note: Text | None = Field(None, description="what the position rests on")


class Located(Block):
    """Something that stands at a named place, or at coordinates of its own."""

    place: PlaceName | None = Field(None, description="a place's name or `LAT,LON`")
    lat_deg: Latitude | None = Field(None, description="geodetic latitude, with `lon_deg` in place of `place`")
    lon_deg: Longitude | None = Field(None, description="longitude, east positive")
    altitude_m: Altitude | None = Field(None, description="height above the ellipsoid")
    source: Text = Field(description="citation for its presence and position, or `assumption`")
    note: Text | None = Field(None, description="what this rests on")

    @model_validator(mode="after")
    def _one_position(self) -> Located:
        if (self.lat_deg is None) != (self.lon_deg is None):
            raise InputError("has half a position", allowed="lat_deg and lon_deg together")
        if self.place is not None and self.lat_deg is not None:
            raise InputError("has two positions", allowed="place, or lat_deg and lon_deg")
        return self


class SensorBlock(Located):
    """A sensor: a library radar at a position, or infrared satellites (no position)."""

    id: Id = Field(description="name of the sensor")
    title: Text | None = Field(None, description="name for people")
    type: Text = Field(description="library name of the radar or infrared sensor")
    actor: Actor = Field(description="whose it is")
    boresight_deg: Azimuth | None = Field(
        None, description="azimuth of the middle of the sector; needed unless it sees all round"
    )


class NetworkBlock(Block):
    """Which sensors' tracks a battery may use."""

    mode: Literal["organic", "launch-on-remote", "engage-on-remote"] = Field(
        description="organic: own sensor only; launch-on-remote: commits on a remote track, its own sensor must "
        "see the intercept; engage-on-remote: commits and guides on remote tracks"
    )
    sensors: tuple[Id, ...] = Field((), description="remote sensors whose tracks reach the battery")
    link_delay: ChosenDelay | None = Field(None, description="delay of the link; none if absent")
    hold: ChosenDelay | None = Field(
        None,
        description="time for which a guiding sensor must have held the threat before an intercept; none if absent",
    )


class DoctrineBlock(Block):
    """How a battery fires at one threat."""

    kind: Literal["salvo", "shoot-look-shoot", "shoot-assess-shoot"] = Field(
        description="salvo: one salvo and no more; shoot-look-shoot: one interceptor, then the next after the look; "
        "shoot-assess-shoot: a salvo, then another after the look"
    )
    salvo_size: Count = Field(1, description="interceptors of one salvo")
    assessment_delay: ChosenDelay | None = Field(
        None, description="time from an intercept to the verdict on it; none if absent"
    )
    launch_interval: ChosenDelay | None = Field(None, description="shortest time between two launches; none if absent")
    most_rounds: Count | None = Field(None, description="most salvos or single shots at one threat; no limit if absent")


class WeaponsFree(Block):
    """A time in which a battery may fire."""

    start: MomentOrDuration | None = Field(None, alias="from", description="from then on; STARTEX if absent")
    end: MomentOrDuration | None = Field(None, alias="until", description="until then; ENDEX if absent")


class RulesBlock(Block):
    """Rules of engagement. Without them a battery may engage any threat at any time."""

    defends: tuple[Actor, ...] = Field((), description="actors whose territory may be defended; anyone's if empty")
    only_if_aimed_at_defended: YesNo = Field(
        False, description="engage only threats that are predicted to land in a defended territory or area"
    )
    areas: tuple[Circle, ...] = Field((), description="further ground that may be defended")
    host: Actor | None = Field(None, description="on whose soil the battery stands; its own actor's if absent")
    host_permits: tuple[Actor, ...] | None = Field(
        None, description="actors that the host lets it defend; all if absent"
    )
    weapons_free: tuple[WeaponsFree, ...] = Field((), description="when it may fire; always if empty")
    source: Text | None = Field(None, description="citation, or `assumption`")
    note: Text | None = Field(None, description="what the rules rest on")


class BatteryBlock(Located):
    """A unit that fires interceptors."""

    id: Id = Field(description="name of the battery")
    title: Text | None = Field(None, description="name for people")
    type: Literal["ship", "ground"] = Field(description="ship or ground unit: its map symbol")
    interceptor: Text = Field(description="library name of the interceptor")
    inventory: CountOrNone = Field(description="interceptors ready to fire")
    actor: Actor = Field(description="whose it is")
    sensor: Id | None = Field(None, description="its organic sensor")
    network: NetworkBlock | None = Field(None, description="remote tracks it may use; organic only if absent")
    doctrine: DoctrineBlock = Field(description="how it fires")
    reaction: ChosenDelay | None = Field(None, description="time from a good enough track to the first launch")
    simultaneous: Count = Field(description="most threats engaged at once")
    rules: RulesBlock | None = Field(None, description="rules of engagement; none if absent")


class CandidateBlock(Located):
    """A place where a site could be built."""

    id: Id = Field(description="name of the candidate")
    title: Text | None = Field(None, description="name for people")


class SitingBlock(Block):
    """What `standoff site` chooses from: sites on offer and places for them. A run does not read it."""

    actor: Actor = Field(description="who builds, and whose cities are to be defended")
    sites: tuple[Text, ...] = Field(min_length=1, description="library names of the sites on offer")
    candidates: tuple[CandidateBlock, ...] = Field((), description="places where a site could be built")
    network: NetworkBlock | None = Field(None, description="remote tracks that a site may use; organic only if absent")
    source: Text | None = Field(None, description="citation, or `assumption`")
    note: Text | None = Field(None, description="what the offer rests on")


# A hundred years: what is longer is a slip, and leaves the calendar.
LONGEST_D: Final = 36_600


class VariantBlock(Block):
    """A named set of changes to the scenario."""

    title: Text = Field(description="name for people")
    summary: Text | None = Field(None, description="what differs")
    extends: Id | None = Field(None, description="another variant whose changes come first")
    set: dict[str, Any] = Field(default_factory=dict, description="dotted path -> new value")
    add: dict[str, list[Any] | dict[str, Any]] = Field(
        default_factory=dict,
        description="block, by its name or dotted path -> items (of a list) or entries (of a mapping) to add",
    )
    remove: tuple[Text, ...] = Field((), description="dotted paths to take out")


class ForcesBlock(Block):
    """Another scenario whose places, sensors, batteries and territories this one takes; its own go before them."""

    scenario: Text = Field(description="name of the scenario")
    leave_out: tuple[Id, ...] = Field((), description="sensors and batteries that are not wanted")


class ScenarioFile(Block):
    """A scenario."""

    standoff: Version = Field(description="version of the file format")
    kind: Literal["scenario"] = Field(description="kind of file")
    name: Id = Field(description="name of the scenario; the file's name without `.yaml`")
    title: Text = Field(description="name for people")
    summary: Text = Field(description="what it is about")
    startex: Moment = Field(description="start of the exercise: a UTC time")
    endex: Moment | None = Field(None, description="end of the exercise; give this or `duration`")
    duration: ChosenTime | None = Field(None, description="length of the exercise")
    sources: dict[str, Document] = Field(default_factory=dict, description="key -> publication")
    actors: dict[Actor, ActorBlock] = Field(min_length=1, description="ISO 3166 alpha-3 code (UNO: UN) -> actor")
    places: dict[str, PlaceBlock] = Field(default_factory=dict, description="name -> position")
    forces_from: tuple[ForcesBlock, ...] = Field((), description="scenarios from which forces are taken")
    sensors: tuple[SensorBlock, ...] = Field((), description="sensors")
    batteries: tuple[BatteryBlock, ...] = Field((), description="batteries")
    allocation: Literal["earliest-deadline-first", "assignment"] = Field(
        "earliest-deadline-first", description="which battery takes which threat when several can"
    )
    overflight: tuple[PlaceName, ...] = Field((), description="places whose overflight is reported")
    timeline: tuple[Order, ...] = Field((), description="orders, in any order of time")
    crisis: CrisisBlock | None = Field(None, description="the crisis between the actors; none if absent")
    studied_as: Id | None = Field(
        None, description="variant that a study plays if none is asked for: one run of the base is like another"
    )
    exercise: ExerciseBlock | None = Field(
        None, description="cells, objectives and MSEL for people who play it; a run without people ignores it"
    )
    siting: SitingBlock | None = Field(None, description="sites that could be bought, and where they could stand")
    claims: tuple[ClaimBlock, ...] = Field((), description="what the sources say")
    assumptions: tuple[Text, ...] = Field((), description="what the scenario takes for granted")
    library: dict[Id, dict[str, Any]] = Field(
        default_factory=dict, description="library items of this scenario alone: name -> item"
    )
    variants: dict[Id, VariantBlock] = Field(default_factory=dict, description="name -> variant")
    variant: Id | None = Field(None, description="which variant this document is; written by the program")

    @model_validator(mode="after")
    def _one_end(self) -> ScenarioFile:
        if (self.endex is None) == (self.duration is None):
            raise InputError("needs exactly one end", allowed="endex or duration")
        if self.duration is not None and self.duration.si() > LONGEST_D * DAY_S:
            raise InputError("is out of bounds", field="duration", allowed=f"at most {LONGEST_D} d")
        return self

    def duration_s(self) -> float:
        """Length of the exercise in seconds."""
        if self.endex is not None:
            return self.seconds(self.endex)
        assert self.duration is not None
        return self.duration.si()

    def seconds(self, moment: str) -> float:
        """Seconds after STARTEX of a UTC time or an ISO 8601 duration."""
        if moment.startswith("P"):
            return parse_duration(moment)
        return (parse_utc(moment) - parse_utc(self.startex)).total_seconds()

    def window_s(self, window: WeaponsFree) -> tuple[float, float]:
        """Start and end of a time in which weapons are free, in seconds after STARTEX."""
        start = 0.0 if window.start is None else self.seconds(window.start)
        return start, self.duration_s() if window.end is None else self.seconds(window.end)

    @property
    def launches(self) -> tuple[LaunchOrder, ...]:
        """The launches that the timeline orders."""
        return tuple(order for order in self.timeline if isinstance(order, LaunchOrder))

    def library_references(self) -> list[tuple[tuple[str | int, ...], str]]:
        """Every place of the document that names a library item, with the name."""
        found: list[tuple[tuple[str | int, ...], str]] = []
        found += [(("sensors", index, "type"), sensor.type) for index, sensor in enumerate(self.sensors)]
        found += [(("batteries", index, "interceptor"), unit.interceptor) for index, unit in enumerate(self.batteries)]
        for index, order in enumerate(self.timeline):
            found += order_references(("timeline", index), order)
        if self.crisis is not None:
            found += [(("crisis", *path), name) for path, name in self.crisis.library_references()]
        if self.exercise is not None:
            found += [(("exercise", *path), name) for path, name in self.exercise.library_references()]
        return found
