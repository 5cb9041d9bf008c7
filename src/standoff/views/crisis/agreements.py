"""Agreements and their clauses over a run, what is read in two ways, and commitments to allies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standoff.views.crisis.events import Event, crisis_block, of_kind
from standoff.views.stations import nominal_si

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Status:
    """From `t_s` on something has a status, for a reason."""

    t_s: float
    status: str
    reason: str


@dataclass(frozen=True)
class Clause:
    """A clause: who owes what, and where it stood when; `late` is what was said of its time, empty if nothing."""

    id: str
    action: str
    obligors: tuple[str, ...]
    verifier: str
    waits: tuple[str, ...]
    statuses: tuple[Status, ...]
    late: str = ""


@dataclass(frozen=True)
class Held:
    """Who holds which reading of what a clause leaves open, and since when (s after STARTEX)."""

    t_s: float
    clause: str
    question: str
    actor: str
    reading: str


@dataclass(frozen=True)
class Agreement:
    """A package: where it and each clause stood when, readings that were claimed, and how they differ."""

    id: str
    title: str
    signatories: tuple[str, ...]
    statuses: tuple[Status, ...]
    clauses: tuple[Clause, ...]
    readings: tuple[Held, ...]
    disputes: tuple[str, ...]
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Belief:
    """Credibility (0 to 1) from `t_s` on, why it changed, and where the commitment stood."""

    t_s: float
    value: float
    reason: str
    standing: str


@dataclass(frozen=True)
class Commitment:
    """A promise of protection: how far it was believed when, when it was called upon and answered.

    `calls` are (time, why), `answers` (time, actor, move).
    """

    id: str
    title: str
    guarantor: str
    beneficiary: str
    beliefs: tuple[Belief, ...]
    calls: tuple[tuple[float, str], ...]
    answers: tuple[tuple[float, str, str], ...]


def agreements_of(header: Json, events: Sequence[Event]) -> tuple[Agreement, ...]:
    """Every agreement of the scenario."""
    blocks = crisis_block(header).get("agreements") or {}
    return tuple(_agreement(str(name), block, events) for name, block in blocks.items())


def commitments_of(header: Json, events: Sequence[Event]) -> tuple[Commitment, ...]:
    """Every commitment of the scenario."""
    blocks = crisis_block(header).get("commitments") or {}
    return tuple(_commitment(str(name), block, events) for name, block in blocks.items())


def _agreement(name: str, block: Json, events: Sequence[Event]) -> Agreement:
    own = [event for event in events if event["data"].get("agreement") == name]
    begins = block.get("begins") or {}
    first = Status(0.0, str(begins.get("status", "none")), str(begins.get("reason") or "as the scenario begins"))
    return Agreement(
        id=name,
        title=str(block["title"]),
        signatories=_names(block["signatories"]),
        statuses=(first, *_statuses(of_kind(own, "agreement_status"))),
        clauses=tuple(_clauses(block, begins, first, own)),
        readings=tuple(_readings(block, own)),
        disputes=tuple(str(event["data"]["reason"]) for event in of_kind(own, "agreement_disputed")),
        refused=tuple(str(event["data"].get("reason", "")) for event in of_kind(own, "agreement_refused")),
    )


def _statuses(events: Iterator[Event]) -> Iterator[Status]:
    for event in events:
        data = event["data"]
        yield Status(float(event["t_s"]), str(data["status"]), str(data.get("reason") or ""))


def _clauses(block: Json, begins: Json, package: Status, events: Sequence[Event]) -> Iterator[Clause]:
    stood = begins.get("clauses") or {}
    for name, clause in block["clauses"].items():
        told = [event for event in events if event["data"].get("clause") == name]
        entry = stood.get(name) or {}
        changed = list(_statuses(of_kind(told, "clause_status")))
        late = [str(event["data"].get("reason") or "") for event in of_kind(told, "clause_late")]
        yield Clause(
            id=str(name),
            action=str(clause["action"]),
            obligors=_names(clause["obligor"]),
            verifier=str(
                (clause.get("verifier") or {}).get("body") or (clause.get("verifier") or {}).get("actor") or ""
            ),
            waits=_waits(clause),
            statuses=(_first(clause, entry, package), *changed),
            late=late[-1] if late else "",
        )


def _first(clause: Json, entry: Json, package: Status) -> Status:
    """Where a clause stands at STARTEX: as the scenario says, else as the state of its package puts it."""
    if entry:
        return Status(0.0, str(entry["status"]), str(entry.get("reason") or ""))
    if package.status in ("none", "offered", "rejected"):
        return Status(0.0, "offered", "the agreement is not in force")
    if clause.get("type") == "declaratory" and not clause.get("precondition"):
        return Status(0.0, "performed", "said by signing")
    return Status(0.0, "agreed", "agreed by all signatories")


def _waits(clause: Json) -> tuple[str, ...]:
    needs = (clause.get("precondition") or {}).get("clauses") or ()
    return tuple(str(need if isinstance(need, str) else next(iter(need))) for need in needs)


def _readings(block: Json, events: Sequence[Event]) -> Iterator[Held]:
    ambiguities = block.get("ambiguities") or {}
    for event in of_kind(events, "reading_claimed"):
        data = event["data"]
        question = str((ambiguities.get(data.get("ambiguity")) or {}).get("question") or "")
        text = str(data.get("text") or data.get("reading") or "")
        yield Held(float(event["t_s"]), str(data.get("clause") or ""), question, str(event["actor"]), text)


def _commitment(name: str, block: Json, events: Sequence[Event]) -> Commitment:
    own = [event for event in events if event["data"].get("commitment") == name]
    start = nominal_si(block, "credibility")
    beliefs = [Belief(0.0, 0.0 if start is None else start, "", "standing")]
    for event in of_kind(own, "credibility"):
        data = event["data"]
        beliefs.append(
            Belief(float(event["t_s"]), float(data["after"]), str(data.get("reason") or ""), str(data["standing"]))
        )
    return Commitment(
        id=name,
        title=str(block["title"]),
        guarantor=str(block["guarantor"]),
        beneficiary=str(block["beneficiary"]),
        beliefs=tuple(beliefs),
        calls=tuple(
            (float(event["t_s"]), str(event["data"].get("reason") or ""))
            for event in of_kind(own, "commitment_triggered")
        ),
        answers=tuple(
            (float(event["t_s"]), str(event["actor"]), str(event["data"]["move"]))
            for event in of_kind(own, "commitment_response")
        ),
    )


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(name) for name in value)
