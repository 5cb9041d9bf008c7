"""Events as plain sentences, for the terminal, the report and the globe.

Every kind of event of the record has one short function here; an unknown kind gets a sentence made from its name, so a
record of a later version can still be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from standoff.base.time import parse_utc
from standoff.engine.record import Record
from standoff.views.crisis.about import about
from standoff.views.crisis.events import crisis_block
from standoff.views.crisis.telling import TELLERS as OF_A_CRISIS
from standoff.views.exercise import TELLERS as OF_AN_EXERCISE
from standoff.views.exercise import override
from standoff.views.names import Names
from standoff.views.told import Event, Told
from standoff.views.wording import (
    clock,
    coordinates,
    count,
    figure,
    fine_km,
    km,
    minutes,
    plain,
    sentence_case,
    stamp,
)


@dataclass(frozen=True)
class Line:
    """One event told: its sentence, when it was, and the event behind it."""

    id: int
    t_s: float
    clock: str
    since_launch: str
    kind: str
    actor: str
    threat: str
    sentence: str
    cause: int | None
    cause_sentence: str


@dataclass(frozen=True)
class Story:
    """Tells the events of one record. Build it with `Story.of(record)`."""

    record: Record
    names: Names
    launches: Mapping[str, Event]

    @classmethod
    def of(cls, record: Record) -> Story:
        """Collect what the sentences refer to."""
        launches = {event["data"]["threat"]: event for event in record.of_kind("launch")}
        return cls(record, Names.of(record.header), launches)

    def sentence(self, event: Event) -> str:
        """What happened, as one sentence that ends in a period."""
        return sentence(event, self.names)

    def lines(self) -> list[Line]:
        """All events in order."""
        startex = parse_utc(str(self.record.header["startex"]))
        told = {event["id"]: self.sentence(event) for event in self.record.events}
        moment = stamp if crisis_block(self.record.header) else clock
        return [
            Line(
                id=event["id"],
                t_s=float(event["t_s"]),
                clock=moment(startex, float(event["t_s"])),
                since_launch=self.since_launch(event),
                kind=event["kind"],
                actor=self.names.actor(event["actor"]) if event["actor"] else "",
                threat=str(event["data"].get("threat") or ""),
                sentence=told[event["id"]],
                cause=event["cause"],
                cause_sentence=told.get(event["cause"], ""),
            )
            for event in self.record.events
        ]

    def since_launch(self, event: Event) -> str:
        """Time since the launch of the threat that the event concerns, empty for other events."""
        launch = self.launches.get(str(event["data"].get("threat")))
        return "" if launch is None else minutes(float(event["t_s"]) - float(launch["t_s"]))


def sentence(event: Event, names: Names) -> str:
    """What happened, as one sentence that ends in a period. The event may lack what its reader could not know."""
    kind = event["kind"]
    tell = _TELLERS.get(kind) or OF_A_CRISIS.get(kind) or OF_AN_EXERCISE.get(kind)
    text = plain(kind) if tell is None else tell(Told(event, names))
    if event.get("override"):
        text = f"{text.rstrip('.')} ({override(event['override'])})"
    text = sentence_case(text)
    return text if text.endswith((".", "!", "?")) else f"{text}."


Teller = Callable[[Told], str]


def _endex(it: Told) -> str:
    told = "The exercise ends" if "by" in it.data or "events" not in it.data else "The run ends"
    after = f" after {it.data['events']:,} events" if "events" in it.data else ""
    return f"{told} (ENDEX){after}"


def _order(it: Told) -> str:
    asked = it.data.get("parameters") or it.data
    if it.data.get("move") == "launch" and asked.get("missile"):
        salvo = count(int(asked.get("count") or 1), f"{it.names.missile(asked['missile'])} missile")
        target = it.place_of(asked.get("to"))
        return f"{it.who} orders the launch of {salvo}{f' toward {target}' if target else ''}"
    what = about(it.names.crisis, {**asked, **(asked.get("with") or {})}).what
    move = plain(str(it.data.get("move") or it.data.get("order") or "a move"))
    return f"{it.who} orders: {move}{f' ({what})' if what else ''}"


def _order_refused(it: Told) -> str:
    return f"The order of {it.who} is refused: {it.data.get('reason', 'no reason given')}"


def _launch(it: Told) -> str:
    origin, aim = it.place("from"), it.place("aim")
    numbers = []
    if it.data.get("range_km") is not None:
        numbers.append(f"range {km(it.data['range_km'])}")
    if it.data.get("apogee_km") is not None:
        numbers.append(f"greatest altitude {km(it.data['apogee_km'])}")
    if it.data.get("flight_time_s") is not None:
        numbers.append(f"flight time {minutes(it.data['flight_time_s'])}")
    tail = f" ({', '.join(numbers)})" if numbers else ""
    return f"{it.who} launches {it.threat}, a {it.names.missile(it.data['missile'])}, from {origin} toward {aim}{tail}"


def _burnout(it: Told) -> str:
    speed = f" at {figure(it.data['speed_km_s'])} km/s" if it.data.get("speed_km_s") is not None else ""
    return f"The motor of {it.threat} stops{it.height}{speed}; from here it flies unpowered"


def _launch_failure(it: Told) -> str:
    return f"{it.threat} fails: its motor stops early{it.height}, and it will fall short"


def _apogee(it: Told) -> str:
    return f"{it.threat} reaches its greatest altitude, {km(it.data['altitude_km'])}"


def _overflight(it: Told) -> str:
    near = it.data["distance_km"]
    where = f"over {it.place('place')}" if near < 10.0 else f"{km(near)} from {it.place('place')}"
    return f"{it.threat} passes {where}, {km(it.data['altitude_km'])} up"


def _detection(it: Told) -> str:
    if it.data.get("basis") == "infrared":
        return f"{it.sensor} sees the burning motor of {it.threat}{it.height}"
    distance = f" at {km(it.data['range_km'])}" if it.data.get("range_km") is not None else ""
    return f"{it.sensor} detects {it.threat}{distance}{it.height}"


def _not_detected(it: Told) -> str:
    return f"{it.sensor} never sees {it.threat}: {it.reason}"


def _track(it: Told) -> str:
    quality = ""
    if it.data.get("error_km") is not None and it.data.get("basket_km") is not None:
        quality = (
            f": the predicted position is good to {fine_km(it.data['error_km'])},"
            f" inside the {fine_km(it.data['basket_km'])} that an interceptor can correct"
        )
    user = f"for {it.battery} " if it.data.get("battery") else ""
    return f"{it.sensor} has a track of {it.threat} good enough {user}to shoot on{quality}"


def _commit(it: Told) -> str:
    shots = int(it.data.get("shots") or 1)
    basis = f" on the track of {it.sensor}" if it.data.get("sensor") else ""
    mode = f" ({plain(str(it.data['mode']))})" if it.data.get("mode") not in (None, "organic") else ""
    return f"{it.battery} commits {count(shots, 'interceptor')} to {it.threat}{basis}{mode}"


def _no_engagement(it: Told) -> str:
    return f"{it.battery} does not engage {it.threat}: {it.reason}"


def _shot(it: Told) -> str:
    planned = it.data.get("planned_intercept") or {}
    aim = ""
    if planned.get("altitude_km") is not None:
        aim = f", to meet it {km(planned['altitude_km'])} up"
        if it.data.get("flyout_s") is not None:
            aim += f" after {it.data['flyout_s']:.0f} s"
    return f"{it.battery} fires {it.round} at {it.threat}{aim}"


def _shot_cancelled(it: Told) -> str:
    return f"{it.battery} does not fire {it.round} at {it.threat} after all: {it.reason}"


def _intercept(it: Told) -> str:
    where = it.height.removeprefix(",")
    if it.data.get("result") == "hit":
        return f"{it.round} of {it.battery} hits and destroys {it.threat}{where}"
    if it.data.get("result") == "spent":
        return f"{it.round} of {it.battery} is spent: {it.threat} is already destroyed"
    cause = f": {plain(str(it.data['cause_of_miss']))}" if it.data.get("cause_of_miss") else ""
    return f"{it.round} of {it.battery} misses {it.threat}{where}{cause}"


def _kill_assessment(it: Told) -> str:
    judged = "destroyed" if it.data.get("assessed") == "killed" else "still coming"
    return f"{it.battery} judges {it.threat} {judged}"


def _impact(it: Told) -> str:
    where = coordinates(it.data["lat_deg"], it.data["lon_deg"])
    if it.data.get("nearest_place") and it.data.get("distance_km") is not None:
        where = f"{km(it.data['distance_km'])} from {it.place('nearest_place')} ({where})"
    miss = f", {km(it.data['aim_miss_km'])} from its aim" if it.data.get("aim_miss_km") is not None else ""
    return f"{it.threat} comes down {where}{miss}{', short after its failure' if it.data.get('failed') else ''}"


def _claim_checked(it: Told) -> str:
    check = it.data.get("check") or {}
    finding = check.get("reason") or it.data.get("text") or ""
    return f"Claim {it.data.get('id', '')} is {check.get('verdict', 'checked')}: {finding}"


_TELLERS: Final[dict[str, Teller]] = {
    "startex": lambda _: "The run starts (STARTEX)",
    "endex": _endex,
    "order": _order,
    "order_refused": _order_refused,
    "launch": _launch,
    "burnout": _burnout,
    "launch_failure": _launch_failure,
    "apogee": _apogee,
    "overflight": _overflight,
    "detection": _detection,
    "not_detected": _not_detected,
    "track": _track,
    "commit": _commit,
    "no_engagement": _no_engagement,
    "shot": _shot,
    "shot_cancelled": _shot_cancelled,
    "intercept": _intercept,
    "kill_assessment": _kill_assessment,
    "impact": _impact,
    "claim_checked": _claim_checked,
}
