"""A whole crisis as plain series, read from its record: what figures, tables, scenes and sentences are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from standoff.base.time import after, parse_utc
from standoff.engine.record import Record
from standoff.views.crisis.agreements import Agreement, Commitment, agreements_of, commitments_of
from standoff.views.crisis.events import Event, crisis_block, of_kind
from standoff.views.crisis.ladder import Climb, climbs_of
from standoff.views.crisis.moves import Move, Refused, moves_of, refused_of
from standoff.views.crisis.sanctions import SanctionsReading, sanctions_of
from standoff.views.crisis.standings import Drill, Stand, ThreatSpans, drills_of, stands_of, threats_of, units_away
from standoff.views.crisis.tone import ToneReading, tone_of
from standoff.views.names import Names
from standoff.views.wording import date


@dataclass(frozen=True)
class Trial:
    """A missile test, or the test of a device (`missile` empty), at its time."""

    t_s: float
    actor: str
    name: str
    missile: str


@dataclass(frozen=True)
class Talks:
    """A change of talks between two actors."""

    t_s: float
    actor: str
    other: str
    before: str
    after: str


@dataclass(frozen=True)
class Crisis:
    """A crisis from STARTEX to `end_s` (s after it). `names` are those of actors as they stand in a sentence."""

    startex: datetime
    end_s: float
    actors: tuple[str, ...]
    names: Mapping[str, str]
    moves: tuple[Move, ...]
    refused: tuple[Refused, ...]
    tone: ToneReading
    climbs: Mapping[str, Climb]
    threats: tuple[ThreatSpans, ...] = ()
    drills: tuple[Drill, ...] = ()
    stands: tuple[Stand, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    away: frozenset[str] = frozenset()
    trials: tuple[Trial, ...] = ()
    talks: tuple[Talks, ...] = ()
    sanctions: SanctionsReading = field(default_factory=SanctionsReading)
    agreements: tuple[Agreement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    raids: tuple[tuple[float, str, int], ...] = ()

    @property
    def active(self) -> tuple[str, ...]:
        """Actors who took a move or toward whom one was taken."""
        seen = {move.actor for move in self.moves} | {move.target for move in self.moves}
        return tuple(actor for actor in self.actors if actor in seen)

    def name(self, actor: str) -> str:
        """An actor's name as it stands in a sentence."""
        return self.names.get(actor, actor)

    def date(self, t_s: float) -> str:
        """The day in short, with its year if the run crosses one: `15 Sep 2005`."""
        first, last = (after(self.startex, moment).year for moment in (0.0, self.end_s))
        year = f" {first}" if first != last and after(self.startex, t_s).year == first else ""
        return f"{date(self.startex, t_s)}{year}"

    def short(self, actor: str) -> str:
        """An actor's name without an article and what stands in brackets, for a label."""
        return self.name(actor).removeprefix("the ").partition(" (")[0]


def crisis_of(record: Record) -> Crisis | None:
    """The crisis of a record, None if its scenario has none."""
    header, events = record.header, record.events
    if not crisis_block(header):
        return None
    names = Names.of(header)
    end_s = float(events[-1]["t_s"]) if events else 0.0
    actors = tuple(str(actor) for actor in header["scenario"].get("actors") or ())
    moves = moves_of(events)
    units = crisis_block(header).get("deployments") or {}
    return Crisis(
        startex=parse_utc(str(header["startex"])),
        end_s=end_s,
        actors=actors,
        names=names.actors,
        moves=moves,
        refused=refused_of(events),
        tone=tone_of(header, moves),
        climbs=climbs_of(header, events, actors, moves),
        threats=threats_of(header, events, end_s),
        drills=drills_of(header, events, end_s),
        stands=stands_of(header, events, end_s),
        units={str(name): str(unit["title"]) for name, unit in units.items()},
        away=units_away(header, events, end_s),
        trials=tuple(_trials(events, names)),
        talks=tuple(_talks(events)),
        sanctions=sanctions_of(header, events, end_s),
        agreements=agreements_of(header, events),
        commitments=commitments_of(header, events),
        raids=tuple(_raids(events)),
    )


def _trials(events: Sequence[Event], names: Names) -> Iterator[Trial]:
    for event in of_kind(events, "launch", "nuclear_test"):
        data = event["data"]
        if event["kind"] == "launch" and data.get("test"):
            yield Trial(float(event["t_s"]), str(event["actor"]), str(data["threat"]), names.missile(data["missile"]))
        elif event["kind"] != "launch":
            yield Trial(float(event["t_s"]), str(event["actor"]), "nuclear test", "")


def _talks(events: Sequence[Event]) -> Iterator[Talks]:
    for event in of_kind(events, "talks"):
        data = event["data"]
        other = str(event["target"] or data.get("with") or "")
        yield Talks(float(event["t_s"]), str(event["actor"]), other, str(data["from"]), str(data["to"]))


def _raids(events: Sequence[Event]) -> Iterator[tuple[float, str, int]]:
    """(time of the first launch, actor, missiles) of launches in anger, by the event that caused them."""
    raids: dict[tuple[object, str], list[float]] = {}
    for event in of_kind(events, "launch"):
        if not event["data"].get("test"):
            raids.setdefault((event["cause"], str(event["actor"])), []).append(float(event["t_s"]))
    for (_, actor), times in raids.items():
        yield min(times), actor, len(times)
