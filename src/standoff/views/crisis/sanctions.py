"""Measures in force, income without and with them, who carries them out, and the votes that brought them.

What a run's events leave out, because it never changes in it, is taken from the scenario that the record holds: the
measures in force at STARTEX, trade, and implementation. The sums are those of the ledger itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standoff.base.time import parse_utc
from standoff.crisis.sanctions import state as sanctions
from standoff.crisis.sanctions.ledger import ledger, share_lost
from standoff.crisis.sanctions.measure import Measure
from standoff.crisis.sanctions.state import Sanctions, SanctionsState
from standoff.views.crisis.events import Event, crisis_block, of_kind
from standoff.views.wording import plain

Json = Mapping[str, Any]
_BLOCKS = ("measures", "trade", "implementation", "council", "drafts")


@dataclass(frozen=True)
class MeasureBar:
    """A measure and the times in which it was in force; `since_s` is when it began, maybe before STARTEX."""

    id: str
    title: str
    resolution: str
    target: str
    by: str
    direction: str
    kind: str
    sectors: tuple[str, ...]
    cap: str
    since_s: float
    spans: tuple[tuple[float, float], ...]
    exempt: float = 0.0
    """Share of the trade that a ban leaves free."""
    binds_s: float = 0.0
    """When its period of grace is over, s after STARTEX."""


@dataclass(frozen=True)
class SectorLine:
    """One sector of a target's exports at the end of the run: USD million a year without measures and with them."""

    sector: str
    without: float
    with_measures: float


@dataclass(frozen=True)
class Income:
    """What a target sells: (time, share of export income lost) steps, sectors at the end, share lost over the run."""

    target: str
    steps: tuple[tuple[float, float], ...]
    sectors: tuple[SectorLine, ...]
    lost_at_end: float
    lost_over_run: float


@dataclass(frozen=True)
class Degree:
    """From `t_s` on an actor makes the share `degree` of the demanded cut in a sector; empty: in all others."""

    actor: str
    t_s: float
    sector: str
    degree: float


@dataclass(frozen=True)
class Ballot:
    """A draft that came before the Council: when it was tabled and voted on, and how each member voted."""

    draft: str
    title: str
    tabled_s: float
    sponsor: str
    voted_s: float | None
    verdict: str
    votes: Mapping[str, str]
    vetoed_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class SanctionsReading:
    """All of it; empty parts where the scenario has none. `members` are codes of the Council's seats -> name."""

    measures: tuple[MeasureBar, ...] = ()
    income: tuple[Income, ...] = ()
    degrees: tuple[Degree, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    members: Mapping[str, str] | None = None
    permanent: frozenset[str] = frozenset()


def sanctions_of(header: Json, events: Sequence[Event], end_s: float) -> SanctionsReading:
    """Read a record's sanctions."""
    block = crisis_block(header)
    seats = (block.get("council") or {}).get("members") or {}
    described = _described(header)
    return SanctionsReading(
        measures=() if described is None else tuple(_bars(*described, events, end_s)),
        income=() if described is None else tuple(_incomes(*described, events, end_s)),
        degrees=tuple(_degrees(described, events)),
        ballots=tuple(_ballots(events)),
        members={str(code): str(seat.get("title") or code) for code, seat in seats.items()},
        permanent=frozenset(str(code) for code, seat in seats.items() if seat.get("permanent")),
    )


def _described(header: Json) -> tuple[Sanctions, SanctionsState] | None:
    """The scenario's sanctions and where they stood at STARTEX; None where it has neither measures nor trade."""
    block = crisis_block(header)
    if not block.get("measures") and not block.get("trade"):
        return None
    from standoff.scenario.sanctions_of import awaited, build_sanctions
    from standoff.scenario.schema.sanctions import SanctionsBlocks
    from standoff.scenario.values import Values

    blocks = SanctionsBlocks.model_validate({name: block[name] for name in _BLOCKS if block.get(name)})
    described = build_sanctions(blocks, parse_utc(str(header["startex"])), Values())
    return described, sanctions.start(described, awaited(blocks))


def _bars(described: Sanctions, state: SanctionsState, events: Sequence[Event], end_s: float) -> Iterator[MeasureBar]:
    after = replayed(described, state, events)
    begun: dict[str, list[float]] = {}
    ended: dict[str, list[float]] = {}
    for measure in sanctions.in_force_now(described, state, 0.0):
        begun[measure.id] = [0.0]
    for event in of_kind(events, "measure_in_force", "measure_ceased"):
        into = begun if event["data"].get("kind") else ended
        into.setdefault(str(event["data"]["measure"]), []).append(float(event["t_s"]))
    for measure in described.measures:
        starts, stops = begun.get(measure.id, []), ended.get(measure.id, [])
        if starts:
            spans = tuple((start, min((stop for stop in stops if stop > start), default=end_s)) for start in starts)
            yield _bar(measure, spans, after)


def _bar(measure: Measure, spans: tuple[tuple[float, float], ...], state: SanctionsState) -> MeasureBar:
    data = sanctions.described(measure, state)
    limits = [f"{_amount(limit['amount'])} {limit['unit']}" for limit in data["cap"]]
    per = " a year" if measure.per == "year" else " in all"
    return MeasureBar(
        id=measure.id,
        title=measure.title,
        resolution=measure.resolution,
        target=measure.target,
        by=measure.by,
        direction=measure.direction,
        kind=measure.kind,
        sectors=measure.sectors,
        cap=" or ".join(limits) + per if limits else "",
        since_s=spans[0][0] if spans[0][0] > 0.0 else min(0.0, measure.begins_s(state.adopted)),
        spans=spans,
        exempt=measure.exempt,
        binds_s=measure.begins_s(state.adopted) + measure.grace_s,
    )


def _amount(amount: float) -> str:
    """`7.5 million`, `401`: three digits are enough on a bar; the table of values has them all."""
    return f"{amount / 1e6:.3g} million" if amount >= 1e6 else f"{float(f'{amount:.3g}'):,.10g}"


def decision(resolution: str) -> str:
    """A decision in words: `unsc-2371` is resolution 2371 of the Security Council."""
    council, _, number = resolution.partition("-")
    return f"resolution {number}" if council == "unsc" and number.isdigit() else plain(resolution)


def _incomes(described: Sanctions, state: SanctionsState, events: Sequence[Event], end_s: float) -> Iterator[Income]:
    after = replayed(described, state, events)
    for target in dict.fromkeys(trade.target for trade in described.trade):
        steps = [(0.0, round(share_lost(described, state, target, 0.0), 6))]
        steps += [
            (float(event["t_s"]), float(event["data"]["lost"]))
            for event in of_kind(events, "income")
            if event["target"] == target or event["actor"] == target
        ]
        book = ledger(described, after, target, 0.0, end_s)
        money = [line for line in book.exports if line.dimension == "money USD"]
        lines = tuple(SectorLine(line.sector, line.yearly_without / 1e6, line.yearly_with / 1e6) for line in money)
        yield Income(target, tuple(steps), lines, book.share_lost, book.share_lost_so_far)


def replayed(described: Sanctions, state: SanctionsState, events: Iterable[Event]) -> SanctionsState:
    """The state of sanctions after a record's own changes: resolutions adopted, measures eased, implementation."""
    eased: dict[int, str] = {}
    for event in events:
        t_s, data = float(event["t_s"]), event["data"]
        for _ in of_kind((event,), "move"):
            measure = (data.get("with") or {}).get("measure")
            if measure:
                eased[int(event["id"])] = str(measure)
        for _ in of_kind((event,), "draft"):
            if data.get("resolution"):
                state, _changes = sanctions.adopt(state, str(data["resolution"]), t_s)
        for _ in of_kind((event,), "implementation"):
            state, _changes = sanctions.implement(
                state, str(event["actor"]), float(data["degree"]), t_s, str(data.get("sector") or "")
            )
        for _ in of_kind((event,), "measure_ceased"):
            if eased.get(event["cause"] or 0) == data["measure"]:
                state, _changes = sanctions.ease(described, state, str(data["measure"]), t_s)
    return state


def _degrees(described: tuple[Sanctions, SanctionsState] | None, events: Sequence[Event]) -> Iterator[Degree]:
    if described is not None:
        for actor, by_sector in described[0].implementation.items():
            for sector, degree in sorted(by_sector.items()):
                yield Degree(actor, 0.0, sector, degree)
    for event in of_kind(events, "implementation"):
        data = event["data"]
        yield Degree(str(event["actor"]), float(event["t_s"]), str(data.get("sector") or ""), float(data["degree"]))


def _ballots(events: Sequence[Event]) -> Iterator[Ballot]:
    open_ones: dict[str, Event] = {}
    for event in of_kind(events, "draft"):
        data = event["data"]
        name, status = str(data["draft"]), str(data["status"])
        if status == "tabled":
            open_ones[name] = event
            continue
        tabled = open_ones.pop(name, event)
        yield _ballot(name, tabled, event)
    for name, tabled in open_ones.items():
        yield _ballot(name, tabled, None)


def _ballot(name: str, tabled: Event, voted: Event | None) -> Ballot:
    data = {} if voted is None else voted["data"]
    return Ballot(
        draft=name,
        title=str(tabled["data"].get("title") or data.get("title") or name),
        tabled_s=float(tabled["t_s"]),
        sponsor=str(tabled["actor"] or ""),
        voted_s=None if voted is None else float(voted["t_s"]),
        verdict=str(data.get("status") or "tabled"),
        votes={str(code): str(vote) for code, vote in (data.get("votes") or {}).items()},
        vetoed_by=tuple(str(code) for code in data.get("vetoed_by") or ()),
    )
