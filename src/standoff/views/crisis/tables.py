"""Rows of the tables of a crisis: plain texts, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from standoff.crisis.ladder import NAMES
from standoff.views.crisis.agreements import Agreement
from standoff.views.crisis.reading import Crisis
from standoff.views.crisis.signs import signed
from standoff.views.crisis.words import place
from standoff.views.story import Line, Story
from standoff.views.wording import figure, listing, plain, sentence_case, true_minus

# Kinds of events that make the diary: what was done, and what came of it.
_DIARY = frozenset(
    {
        "move", "threat", "drill", "deployment", "draft", "measure_in_force", "measure_ceased", "agreement_status",
        "clause_status", "agreement_disputed", "commitment_triggered", "commitment_response", "nuclear_test", "launch",
        "impact", "intercept", "alert", "income", "order_refused",
    }
)  # fmt: skip
# Moves whose own event says it all: the vote, the launch, the test.
_TOLD_BY_THE_REST = frozenset({"cast-vote", "test-nuclear-device"})
# Kinds of which several at one time make one entry.
_GATHERED = frozenset({"measure_in_force", "measure_ceased"})


@dataclass(frozen=True)
class Entry:
    """An entry of the diary: the event's number and kind, its time to the minute, what happened."""

    id: int
    kind: str
    clock: str
    sentence: str


@dataclass(frozen=True)
class ToneCell:
    """The tone of a pair at the end, and how its cell is tinted: -1 (hostile) to 1, None where nothing was done."""

    text: str
    tint: float | None


@dataclass(frozen=True)
class ToneRow:
    """What one actor did toward the others."""

    actor: str
    cells: tuple[ToneCell, ...]


@dataclass(frozen=True)
class LadderRow:
    """Where an actor stands: rung at the end, highest, what brought it there and when, score, alert."""

    actor: str
    rung: str
    highest: str
    by: str
    score: str
    alert: str


@dataclass(frozen=True)
class ClauseRow:
    """A clause and its status at the end."""

    clause: str
    action: str
    who: str
    waits: str
    status: str
    since: str
    reason: str


def tone_rows(crisis: Crisis) -> tuple[ToneRow, ...]:
    """The end state of tone: actors who act down, all toward whom across."""
    ends = {pair: float(crisis.tone.at(pair, crisis.end_s)[0]) for pair in crisis.tone.moves}
    most = max((abs(value) for value in ends.values()), default=0.0) or 1.0
    rows = []
    for actor in crisis.active:
        cells = tuple(
            ToneCell("", None)
            if (actor, other) not in ends
            else ToneCell(signed(ends[actor, other]), round(ends[actor, other] / most, 2))
            for other in crisis.active
        )
        rows.append(ToneRow(sentence_case(crisis.short(actor)), cells))
    return tuple(rows)


def ladder_rows(crisis: Crisis) -> tuple[LadderRow, ...]:
    """Every actor who moved or was moved upon."""
    return tuple(_ladder(crisis, actor) for actor in crisis.active)


def _ladder(crisis: Crisis, actor: str) -> LadderRow:
    climb = crisis.climbs[actor]
    first = next((step for step in climb.rungs if step.value == climb.highest and step.move is not None), None)
    by = "" if first is None or first.move is None else f"{first.move.title}, {crisis.date(first.t_s)}"
    alert = climb.alerts[-1]
    name = f" ({alert.label})" if alert.label else ""
    before = f", before {climb.alerts[0].value:.0f}" if len(climb.alerts) > 1 else ""
    return LadderRow(
        sentence_case(crisis.short(actor)), place(climb), NAMES[climb.highest], by,
        _score(climb.scores[-1].value), f"{alert.value:.0f}{name}{before}",
    )  # fmt: skip


def _score(value: float) -> str:
    return true_minus(figure(value))


def vote_rows(crisis: Crisis) -> list[tuple[str, list[str]]]:
    """(member, its vote on each draft that was voted on)."""
    ballots = [ballot for ballot in crisis.sanctions.ballots if ballot.votes]
    members = crisis.sanctions.members or {}
    codes = dict.fromkeys([*members, *(code for ballot in ballots for code in ballot.votes)])
    permanent = crisis.sanctions.permanent
    return [
        (
            f"{members.get(code, code)}{' (permanent)' if code in permanent else ''}",
            [ballot.votes.get(code, "") for ballot in ballots],
        )
        for code in sorted(codes, key=lambda code: (code not in permanent, members.get(code, code)))
    ]


def clause_rows(agreement: Agreement, crisis: Crisis) -> tuple[ClauseRow, ...]:
    """The clauses of a package."""
    return tuple(
        ClauseRow(
            clause.id,
            clause.action,
            listing(list(clause.obligors)),
            listing(list(clause.waits)),
            plain(clause.statuses[-1].status),
            crisis.date(clause.statuses[-1].t_s) if len(clause.statuses) > 1 else "before",
            clause.late or clause.statuses[-1].reason,
        )
        for clause in agreement.clauses
    )


def diary(story: Story) -> list[Entry]:
    """What was done and what came of it, without orders, sightings, single votes and bookkeeping."""
    found: list[Entry] = []
    for line in story.lines():
        kind = line.kind
        if kind not in _DIARY or (kind == "move" and _move(story, line) in _TOLD_BY_THE_REST):
            continue
        last = found[-1] if found else None
        if kind in _GATHERED and last is not None and last.kind == kind and last.clock == line.clock[:-3]:
            found[-1] = replace(last, sentence=f"{last.sentence.rstrip('.')}; {line.sentence.partition(': ')[2]}")
        else:
            found.append(Entry(line.id, kind, line.clock[:-3], line.sentence))
    return found


def _move(story: Story, line: Line) -> str:
    return str(story.record.events[line.id - 1]["data"].get("move"))


def drill_facts(crisis: Crisis) -> Iterator[tuple[str, ...]]:
    """Title, kind, who, place, dates, people, what was said of it."""
    for drill in crisis.drills:
        people = [f"{number:,} {actor}" for actor, number in drill.people.items()]
        when = f"{crisis.date(drill.from_s)} to {crisis.date(drill.until_s)}"
        calls = [f"{actor} ({crisis.date(t_s)})" for t_s, actor in drill.calls]
        asked = f"{listing(calls)} called for it to be shelved; " if calls else ""
        answer = "heeded" if drill.heeded else "not heeded" if drill.unheeded else "no answer yet" if calls else ""
        yield (
            drill.title,
            plain(drill.kind) + (", much of it simulated" if drill.simulated else ""),
            listing(list(drill.actors)),
            "" if drill.spot is None else drill.spot.name,
            f"{when}{'' if drill.held else ' planned'}: {plain(drill.status)}",
            listing(people),
            f"{asked}{answer}",
        )


def unit_facts(crisis: Crisis) -> Iterator[tuple[str, ...]]:
    """Title, whose, where and when it stood; units that stood nowhere come last."""
    for stand in crisis.stands:
        start = "STARTEX" if stand.from_s <= 0.0 else crisis.date(stand.from_s)
        end = "the end" if stand.until_s >= crisis.end_s else crisis.date(stand.until_s)
        yield stand.title, crisis.short(stand.actor), stand.spot.name, f"{start} to {end}"
    stood = {stand.unit for stand in crisis.stands}
    for name, title in crisis.units.items():
        if name not in stood:
            yield title, "", "", "away throughout: not drawn, and it engaged nothing"
