"""Cross checks of `crisis.agreements` and `crisis.commitments`: names that lead nowhere, and clauses in a circle."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from standoff.base.errors import InputError, nearest
from standoff.crisis.agreements.clause import Clause, Precondition
from standoff.crisis.agreements.sequence import Sequencing, circle, implied_needs
from standoff.crisis.condition import Vocabulary
from standoff.scenario import yaml
from standoff.scenario.agreements_of import needs_of
from standoff.scenario.schema.agreements import (
    AgreementBlock,
    AmbiguityBlock,
    ClauseBlock,
    CommitmentBlock,
    NeedEntry,
)
from standoff.scenario.validation import refuse


@dataclass(frozen=True)
class Known:
    """What there is to name: codes of actors, ids of moves, deployments and drills, and the words of conditions."""

    actors: Collection[str]
    words: Vocabulary
    moves: Collection[str] = field(default_factory=tuple)
    units: Collection[str] = field(default_factory=tuple)
    drills: Collection[str] = field(default_factory=tuple)


def problems(
    root: Any,
    agreements: Mapping[str, AgreementBlock],
    commitments: Mapping[str, CommitmentBlock],
    known: Known,
    path: yaml.PathKeys = ("crisis",),
) -> Iterator[InputError]:
    """Each thing wrong in the two blocks, which stand at `path` of the document, in the order of the file."""
    for name, agreement in agreements.items():
        yield from _Checks(root, (*path, "agreements", name), known).agreement(agreement)
    for name, commitment in commitments.items():
        yield from _Checks(root, (*path, "commitments", name), known).commitment(commitment)


class _Checks:
    """Checks of one agreement or commitment; each yields the errors that it finds."""

    def __init__(self, root: Any, path: yaml.PathKeys, known: Known) -> None:
        self._root, self._path, self._known = root, path, known

    def agreement(self, block: AgreementBlock) -> Iterator[InputError]:
        yield from self._actors(("signatories",), block.signatories)
        if block.sequencing in ("front-loaded", "back-loaded") and block.bearer is None:
            allowed = "bearer: ACTOR, whose clauses come first or last"
            yield self._refuse(("sequencing",), "needs a bearer", block.sequencing, allowed)
        if block.bearer is not None:
            yield from self._name(("bearer",), block.bearer, "signatory of this agreement", block.signatories)
        for name, clause in block.clauses.items():
            yield from self._clause(("clauses", name), name, clause, block)
        yield from self._circle(block)
        yield from self._ambiguities(block)
        for index, name in enumerate(block.breach.fatal if block.breach else ()):
            yield from self._clause_name(("breach", "fatal", index), name, block)
        if block.begins is not None:
            for name in block.begins.clauses:
                yield from self._clause_name(("begins", "clauses", name), name, block)
            if block.begins.offered_by is not None:
                path: yaml.PathKeys = ("begins", "offered_by")
                yield from self._name(path, block.begins.offered_by, "signatory of this agreement", block.signatories)

    def commitment(self, block: CommitmentBlock) -> Iterator[InputError]:
        yield from self._actors(("guarantor",), (block.guarantor,))
        yield from self._actors(("beneficiary",), (block.beneficiary,))
        if block.guarantor == block.beneficiary:
            allowed = "another actor than the guarantor"
            yield self._refuse(("beneficiary",), "is the guarantor itself", block.beneficiary, allowed)
        yield from self._condition(("trigger",), block.trigger)
        for index, promise in enumerate(block.responses):
            yield from self._name(("responses", index, "move"), promise.move, "known move", self._known.moves)
            if promise.target is not None:
                yield from self._actors(("responses", index, "target"), (promise.target,))
        if block.needed is not None and block.needed > len(block.responses):
            yield self._refuse(("needed",), "is more than there are", block.needed, f"at most {len(block.responses)}")
        for index, unit in enumerate(block.units):
            yield from self._name(("units", index), unit, "deployment of this scenario", self._known.units)
        for index, drill in enumerate(block.drills):
            yield from self._name(("drills", index), drill, "drill of this scenario", self._known.drills)

    def _clause(
        self, path: yaml.PathKeys, name: str, clause: ClauseBlock, block: AgreementBlock
    ) -> Iterator[InputError]:
        for index, obligor in enumerate(clause.obligor):
            yield from self._name((*path, "obligor", index), obligor, "signatory of this agreement", block.signatories)
        yield from self._actors((*path, "beneficiary"), clause.beneficiary)
        if clause.precondition is not None:
            yield from self._needs((*path, "precondition", "clauses"), clause.precondition.clauses, block)
            if clause.precondition.condition is not None:
                yield from self._condition((*path, "precondition", "if"), clause.precondition.condition)
        if clause.verifier is not None:
            yield from self._actors((*path, "verifier", "actor"), (clause.verifier.actor,))
        for index, other in enumerate(clause.linked):
            here = (*path, "linked", index)
            yield from self._clause_name(here, other, block)
            if other == name:
                yield self._refuse(here, "is the clause itself", other, "another clause")

    def _needs(
        self, path: yaml.PathKeys, entries: tuple[NeedEntry, ...], block: AgreementBlock
    ) -> Iterator[InputError]:
        for index, entry in enumerate(entries):
            for name in entry:
                yield from self._clause_name((*path, index), name, block)

    def _circle(self, block: AgreementBlock) -> Iterator[InputError]:
        clauses = [_bare(name, clause) for name, clause in block.clauses.items()]
        waits = {}
        for clause in clauses:
            implied = implied_needs(clauses, Sequencing(block.sequencing), block.bearer, clause)
            waits[clause.id] = [need.clause for need in (*clause.precondition.needs, *implied)]
        found = circle(waits)
        if found:
            allowed = "an order in which the clauses can be performed"
            if block.sequencing != "parallel":
                allowed += f" (sequencing {block.sequencing} counts too)"
            yield self._refuse(("clauses", found[0]), "waits for itself", " -> ".join(found), allowed)

    def _ambiguities(self, block: AgreementBlock) -> Iterator[InputError]:
        seen: set[str] = set()
        for name, ambiguity in block.ambiguities.items():
            path: yaml.PathKeys = ("ambiguities", name)
            yield from self._clause_name((*path, "clause"), ambiguity.clause, block)
            yield from self._readings(path, ambiguity, block, seen)

    def _readings(
        self, path: yaml.PathKeys, ambiguity: AmbiguityBlock, block: AgreementBlock, seen: set[str]
    ) -> Iterator[InputError]:
        for key, reading in ambiguity.readings.items():
            here = (*path, "readings", key)
            if key in seen:
                yield self._refuse(here, "is a duplicate", key, "an id that no other reading of this agreement has")
            seen.add(key)
            for index, actor in enumerate(reading.actors):
                where = (*here, "actors", index)
                yield from self._name(where, actor, "signatory of this agreement", block.signatories)
            if reading.start is not None and not reading.actors:
                yield self._refuse((*here, "from"), "is held by nobody", reading.start, "actors beside it")
            for index, clause in enumerate(reading.binds):
                yield from self._clause_name((*here, "binds", index), clause, block)
            yield from self._needs((*here, "first"), reading.first, block)

    def _clause_name(self, path: yaml.PathKeys, name: str, block: AgreementBlock) -> Iterator[InputError]:
        yield from self._name(path, name, "clause of this agreement", block.clauses)

    def _actors(self, path: yaml.PathKeys, actors: tuple[str, ...]) -> Iterator[InputError]:
        for actor in actors:
            if actor not in self._known.actors:
                allowed = "one of " + ", ".join(self._known.actors)
                yield self._refuse(path, "is not an actor of this scenario", actor, allowed)

    def _name(self, path: yaml.PathKeys, name: str, what: str, known: Collection[str]) -> Iterator[InputError]:
        if name not in known:
            yield self._refuse(path, f"is not a {what}", name, nearest(name, known))

    def _condition(self, path: yaml.PathKeys, text: str) -> Iterator[InputError]:
        try:
            self._known.words.condition(text)
        except InputError as error:
            yield self._refuse(path, error.message, error.value, error.allowed)

    def _refuse(
        self, path: yaml.PathKeys, message: str, value: object = None, allowed: str | None = None
    ) -> InputError:
        return refuse(self._root, (*self._path, *path), message, value, allowed)


def _bare(name: str, block: ClauseBlock) -> Clause:
    """A clause with what bears on the order of performance, and nothing else."""
    before = block.precondition
    needs = () if before is None else needs_of(before.clauses)
    return Clause(
        name,
        block.action,
        block.obligor,
        precondition=Precondition(needs),
        linked=block.linked,
        phase=block.phase,
    )
