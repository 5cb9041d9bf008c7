"""Which claims bear each other out, and which contradict each other.

Two claims corroborate each other if they agree and their documents are independent. Documents that copy or retell one
report are one witness, however many they are. A conflict is kept as it is: neither side wins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from standoff.scenario.schema.claims import ClaimBlock, Document

Status = Literal["corroborated", "single-source", "conflicting"]

CORROBORATED: Final = "corroborated"
SINGLE_SOURCE: Final = "single-source"
CONFLICTING: Final = "conflicting"


@dataclass(frozen=True)
class Conflict:
    """Another claim that says something else, and in what the two differ."""

    claim: str
    about: str


@dataclass(frozen=True)
class Standing:
    """Where a claim stands among the others: with whom it agrees, who bears it out, whom it contradicts."""

    agrees_with: tuple[str, ...]
    corroborated_by: tuple[str, ...]
    """Those it agrees with whose documents are independent of its own."""
    conflicts_with: tuple[Conflict, ...]

    @property
    def status(self) -> Status:
        """Conflicting if any claim contradicts it, though others bear it out; else corroborated or single-source."""
        if self.conflicts_with:
            return CONFLICTING
        return CORROBORATED if self.corroborated_by else SINGLE_SOURCE


def standings(claims: Sequence[ClaimBlock], sources: Mapping[str, Document]) -> dict[str, Standing]:
    """Claim -> where it stands. What one of two claims says of the other holds for both."""
    agrees: dict[str, set[str]] = defaultdict(set)
    conflicts: dict[str, dict[Conflict, None]] = defaultdict(dict)
    for claim in claims:
        for other in claim.agrees_with:
            agrees[claim.id].add(other)
            agrees[other].add(claim.id)
        for entry in claim.conflicts_with:
            conflicts[claim.id][Conflict(entry.claim, entry.about)] = None
            conflicts[entry.claim][Conflict(claim.id, entry.about)] = None
    origins = {claim.id: witnesses(claim.document, sources) for claim in claims}
    found = {}
    for claim in claims:
        agreeing = tuple(other.id for other in claims if other.id in agrees[claim.id])
        independent = tuple(other for other in agreeing if not origins[other] & origins[claim.id])
        found[claim.id] = Standing(agreeing, independent, tuple(conflicts[claim.id]))
    return found


def witnesses(document: str, sources: Mapping[str, Document]) -> frozenset[str]:
    """The sources behind a document that derive from no other: itself if it is one. Sources must not go in a circle."""
    parents = sources[document].derived_from
    if not parents:
        return frozenset({document})
    return frozenset().union(*(witnesses(parent, sources) for parent in parents))
