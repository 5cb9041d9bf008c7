"""What an agreement says: its clauses, the order of performance, its ambiguities, and what follows from a breach."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from standoff.base.errors import InputError
from standoff.crisis.agreements.clause import Clause, Need, Precondition
from standoff.crisis.agreements.sequence import Sequencing, circle, implied_needs


class Status(StrEnum):
    """How far a package has come. `holding`: agreed, something was done, and no clause is breached or suspended."""

    NONE = "none"
    OFFERED = "offered"
    AGREED = "agreed"
    HOLDING = "holding"
    SUSPENDED = "suspended"
    COLLAPSED = "collapsed"
    FULFILLED = "fulfilled"
    REJECTED = "rejected"


IN_FORCE = frozenset({Status.AGREED, Status.HOLDING, Status.SUSPENDED, Status.FULFILLED})


class Suspends(StrEnum):
    """What a breach suspends: what the others owe in return, all that they owe, or nothing."""

    LINKED = "linked"
    ALL = "all"
    NOTHING = "nothing"


class OnDispute(StrEnum):
    """What it does to a package that two sides read it differently."""

    NOTED = "noted"
    SUSPENDS = "suspends"
    COLLAPSES = "collapses"


@dataclass(frozen=True)
class Reading:
    """One way to read an ambiguity: the clauses `binds` would wait for `needs`.

    `actors` are those that hold it, from `from_s` on without saying more; None: whoever claims it, when he does.
    """

    id: str
    text: str
    actors: tuple[str, ...] = ()
    from_s: float | None = None
    binds: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class Ambiguity:
    """What the text of a clause leaves open."""

    id: str
    clause: str
    question: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class BreachPolicy:
    """What a breach does: what it suspends, and when the package collapses.

    Collapse comes with the breach of a `fatal` clause, with breach number `collapse_after`, or when the package has
    been suspended for `lapse_s`. None: never by itself. `grace_s`: how long the others wait after a due
    date before they call it a breach.
    """

    suspends: Suspends = Suspends.LINKED
    collapse_after: int | None = None
    fatal: tuple[str, ...] = ()
    on_dispute: OnDispute = OnDispute.NOTED
    lapse_s: float | None = None
    grace_s: float = 0.0


@dataclass(frozen=True)
class Agreement:
    """A package of clauses. Raises `InputError` for names that lead nowhere and for circular preconditions."""

    id: str
    title: str
    signatories: tuple[str, ...]
    clauses: tuple[Clause, ...]
    sequencing: Sequencing = Sequencing.PARALLEL
    bearer: str | None = None
    ambiguities: tuple[Ambiguity, ...] = ()
    policy: BreachPolicy = BreachPolicy()

    def __post_init__(self) -> None:
        if self.sequencing in (Sequencing.FRONT_LOADED, Sequencing.BACK_LOADED) and self.bearer is None:
            raise InputError("has no bearer", field=self.id, allowed="the actor whose clauses come first or last")
        for clause in self.clauses:
            for name in (*clause.linked, *(need.clause for need in clause.precondition.needs)):
                if name not in self.by_id:
                    raise InputError("is not a clause of this agreement", field=clause.id, value=name)
        found = circle(self.waits)
        if found:
            raise InputError("waits for itself", field=f"{self.id}/{found[0]}", value=" -> ".join(found))

    @cached_property
    def by_id(self) -> dict[str, Clause]:
        """Clause id -> clause."""
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def readings(self) -> dict[str, tuple[Ambiguity, Reading]]:
        """Reading id -> its ambiguity and itself."""
        return {reading.id: (ambiguity, reading) for ambiguity in self.ambiguities for reading in ambiguity.readings}

    @cached_property
    def preconditions(self) -> dict[str, Precondition]:
        """Clause id -> what must come first, by its own words and by the sequencing of the package."""
        return {clause.id: self._whole(clause) for clause in self.clauses}

    @cached_property
    def waits(self) -> dict[str, tuple[str, ...]]:
        """Clause id -> the clauses that must come first."""
        return {name: tuple(need.clause for need in whole.needs) for name, whole in self.preconditions.items()}

    def counterparts(self, clause: str) -> tuple[str, ...]:
        """The clauses linked with one, as its quid or its quo."""
        own = self.by_id[clause].linked
        return tuple(other.id for other in self.clauses if other.id in own or clause in other.linked)

    def _whole(self, clause: Clause) -> Precondition:
        own = clause.precondition
        named = {need.clause for need in own.needs}
        implied = implied_needs(self.clauses, self.sequencing, self.bearer, clause)
        return Precondition((*own.needs, *(need for need in implied if need.clause not in named)), own.condition)
