"""The evidence of a scenario as a whole: documents with their grades, claims with their standing, what was checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from standoff.base.errors import InputError, nearest
from standoff.scenario.corroboration import CONFLICTING, CORROBORATED, SINGLE_SOURCE, Status
from standoff.scenario.evidence import Claim, claims, grade_in_words
from standoff.scenario.loading import Scenario, as_loaded


@dataclass(frozen=True)
class SourceListing:
    """A source with its grade, and the claims that are taken from it."""

    key: str
    title: str
    publisher: str | None
    date: str | None
    grade: str | None
    grade_in_words: str | None
    url: str | None
    note: str | None
    derived_from: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """The sources and claims of a scenario, or of one of its documents."""

    scenario: str
    title: str
    sources: tuple[SourceListing, ...]
    claims: tuple[Claim, ...]
    everything: tuple[Claim, ...]
    """All claims of the scenario, of whatever document."""

    def having(self, status: Status) -> tuple[str, ...]:
        """Ids of the claims with a status."""
        return tuple(claim.id for claim in self.claims if claim.status == status)

    def to_json(self) -> dict[str, Any]:
        """The keys of `standoff sources --json`."""
        return {
            "scenario": self.scenario,
            "title": self.title,
            "sources": [_listing(source) for source in self.sources],
            "claims": [_without_source(claim) for claim in self.claims],
            "corroborated": list(self.having(CORROBORATED)),
            "conflicting": [self._conflicts(claim) for claim in self.claims if claim.status == CONFLICTING],
            "single_source": list(self.having(SINGLE_SOURCE)),
            "checked": [{"claim": claim.id, **asdict(claim.check)} for claim in self.claims if claim.check is not None],
        }

    def _conflicts(self, claim: Claim) -> dict[str, Any]:
        """A claim in conflict with what each of the others says, so that both sides stand together."""
        known = {other.id: other for other in self.everything}
        sides = [(conflict.about, known[conflict.claim]) for conflict in claim.conflicts_with]
        return {
            "id": claim.id,
            "with": [
                {
                    "id": other.id,
                    "about": about,
                    "document": other.document,
                    "paragraph": other.paragraph,
                    "grade": other.grade,
                    "text": other.text,
                }
                for about, other in sides
            ],
        }


def sources(scenario: str | Path | Scenario, *, document: str | None = None, settings: Sequence[str] = ()) -> Evidence:
    """The sources of a scenario with their claims: what agrees, what conflicts, what a model says to it.

    With `document`, only that source and its claims; what they agree or conflict with is still told.

    Raises:
        InputError: anything wrong with the scenario or the settings, or a document that is no source of it.
    """
    loaded = as_loaded(scenario, settings)
    known = loaded.model.sources
    if document is not None and document not in known:
        raise InputError(
            "is not a source of this scenario", field="--document", value=document, allowed=nearest(document, known)
        )
    everything = claims(loaded)
    shown = tuple(claim for claim in everything if document in (None, claim.document))
    listed = tuple(
        SourceListing(
            key=key,
            title=source.title,
            publisher=source.publisher,
            date=source.date,
            grade=source.grade,
            grade_in_words=None if source.grade is None else grade_in_words(source.grade),
            url=source.url,
            note=source.note,
            derived_from=source.derived_from,
            claims=tuple(claim.id for claim in everything if claim.document == key),
        )
        for key, source in known.items()
        if document in (None, key)
    )
    return Evidence(loaded.name, loaded.model.title, listed, shown, everything)


def _listing(source: SourceListing) -> dict[str, Any]:
    return {**asdict(source), "derived_from": list(source.derived_from), "claims": list(source.claims)}


def _without_source(claim: Claim) -> dict[str, Any]:
    """A claim; the title of its source stands in the list of sources."""
    plain = claim.to_json()
    del plain["source"]
    return plain
