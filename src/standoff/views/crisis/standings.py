"""What stood over a time: threats, drills, calls upon them, talks, units at their stations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from standoff.base.time import parse_utc
from standoff.views.crisis.events import Event, crisis_block, of_kind
from standoff.views.digest import Spot
from standoff.views.stations import position

_STANDING: Final = ("announced", "suspended")

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Span:
    """From `from_s` until `until_s` something has a status."""

    from_s: float
    until_s: float
    status: str


@dataclass(frozen=True)
class ThreatSpans:
    """A threat that was announced at some time: whose, against whom, and where it stood when.

    `over` is what became of it in the end: from when it was carried out or withdrawn.
    """

    id: str
    title: str
    actor: str
    target: str
    spans: tuple[Span, ...]
    over: Span | None = None


@dataclass(frozen=True)
class Drill:
    """A drill: the time it took, or would have taken (`held` tells), and what was said about it.

    `calls` are (time, actor) of those who wanted it shelved; `people` maps actors to published numbers.
    """

    id: str
    title: str
    kind: str
    actors: tuple[str, ...]
    spot: Spot | None
    from_s: float
    until_s: float
    held: bool
    status: str
    people: Mapping[str, int]
    simulated: bool
    calls: tuple[tuple[float, str], ...]
    heeded: tuple[str, ...]
    unheeded: tuple[str, ...]


@dataclass(frozen=True)
class Stand:
    """A unit at a station from `from_s` until `until_s`; `battery` and `sensors` are those that go with it."""

    unit: str
    title: str
    actor: str
    station: str
    spot: Spot
    from_s: float
    until_s: float
    battery: str | None = None
    sensors: tuple[str, ...] = ()


def threats_of(header: Json, events: Sequence[Event], end_s: float) -> tuple[ThreatSpans, ...]:
    """Threats that stood announced or suspended at some time."""
    found = []
    for name, block in (crisis_block(header).get("threats") or {}).items():
        steps = [(0.0, str(block.get("status", "none")))]
        steps += [
            (float(event["t_s"]), str(event["data"]["to"]))
            for event in of_kind(events, "threat")
            if event["data"].get("threat") == name
        ]
        every = tuple(_spans(steps, end_s))
        spans = tuple(span for span in every if span.status in _STANDING)
        if spans:
            over = None if every[-1].status in _STANDING else every[-1]
            who = (str(block["actor"]), str(block["target"]))
            found.append(ThreatSpans(str(name), str(block["title"]), *who, spans, over))
    return tuple(found)


def drills_of(header: Json, events: Sequence[Event], end_s: float) -> tuple[Drill, ...]:
    """All drills of the scenario by their beginning: as they were held, else as they were planned."""
    startex = str(header["startex"])
    found = [
        _drill(str(name), block, startex, events, end_s, header["scenario"])
        for name, block in (crisis_block(header).get("drills") or {}).items()
    ]
    return tuple(sorted(found, key=lambda drill: (drill.from_s, drill.id)))


def units_away(header: Json, events: Sequence[Event], end_s: float) -> frozenset[str]:
    """Ids of batteries and sensors that go with a unit and stood nowhere in the whole run."""
    there = {item for stand in stands_of(header, events, end_s) for item in (stand.battery, *stand.sensors)}
    units = (crisis_block(header).get("deployments") or {}).values()
    movable = {str(item) for unit in units for item in (unit.get("unit"), *(unit.get("sensors") or ())) if item}
    return frozenset(movable - there)


def stands_of(header: Json, events: Sequence[Event], end_s: float) -> tuple[Stand, ...]:
    """Where units stood, and when; one that was away throughout is absent."""
    found: list[Stand] = []
    for name, unit in (crisis_block(header).get("deployments") or {}).items():
        steps = [(0.0, str(unit.get("home") or ""))]
        steps += [
            (float(event["t_s"]), str(event["data"].get("station") or ""))
            for event in of_kind(events, "deployment")
            if event["data"].get("unit") == name
        ]
        for span in _spans(steps, end_s):
            spot = _place(unit["stations"].get(span.status), header["scenario"]) if span.status else None
            if spot is not None:
                found.append(_stand(str(name), unit, span, spot))
    return tuple(found)


def _stand(name: str, unit: Json, span: Span, spot: Spot) -> Stand:
    return Stand(
        unit=name,
        title=str(unit["title"]),
        actor=str(unit["actor"]),
        station=span.status,
        spot=spot,
        from_s=span.from_s,
        until_s=span.until_s,
        battery=unit.get("unit"),
        sensors=tuple(str(sensor) for sensor in unit.get("sensors") or ()),
    )


def _place(name: Any, scenario: Json) -> Spot | None:
    where = position({"place": name}, scenario)
    title = ((scenario.get("places") or {}).get(name) or {}).get("title")
    return None if where is None else Spot(*where, str(title or name))


def _spans(steps: Sequence[tuple[float, str]], end_s: float) -> Iterator[Span]:
    ends = [*(t_s for t_s, _ in steps[1:]), end_s]
    for (t_s, status), until_s in zip(steps, ends, strict=True):
        if until_s > t_s or (until_s == t_s == end_s):
            yield Span(t_s, until_s, status)


def _drill(name: str, block: Json, startex: str, events: Sequence[Event], end_s: float, scenario: Json) -> Drill:
    told = [event for event in of_kind(events, "drill") if event["data"].get("drill") == name]
    calls = [event for event in of_kind(events, "drill_call") if event["data"].get("drill") == name]
    begun = next((float(event["t_s"]) for event in told if event["data"]["to"] == "running"), None)
    over = [float(event["t_s"]) for event in told if event["data"]["from"] == "running"]
    planned = [_moment(block[edge], startex) for edge in ("from", "until")]
    status = str(told[-1]["data"]["to"]) if told else "planned"
    until_s = planned[1] if begun is None else (over[-1] if over else end_s)
    return Drill(
        id=name,
        title=str(block["title"]),
        kind=str(block["kind"]),
        actors=tuple(str(actor) for actor in block["actors"]),
        spot=_place(block.get("place"), scenario),
        from_s=planned[0] if begun is None else begun,
        until_s=until_s,
        held=begun is not None,
        status=status,
        people={str(force["actor"]): _people(force["people"]) for force in block.get("forces") or ()},
        simulated=bool(block.get("simulated")),
        calls=tuple((float(event["t_s"]), str(event["actor"])) for event in calls),
        heeded=_who(told, "heeded"),
        unheeded=_who(told, "unheeded"),
    )


def _who(events: Sequence[Event], key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(actor) for event in events for actor in event["data"].get(key) or ()))


def _people(quantity: Json) -> int:
    return round(float(quantity.get("nominal", quantity.get("value", 0.0))))


def _moment(text: Any, startex: str) -> float:
    """A time or an ISO 8601 duration after STARTEX, in seconds after STARTEX."""
    from standoff.scenario.schema.common import parse_duration

    told = str(text)
    if told.startswith("P"):
        return float(parse_duration(told))
    return (parse_utc(told) - parse_utc(startex)).total_seconds()
