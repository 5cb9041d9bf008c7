"""Where claims stand among each other, as a record's header tells it: for the evidence part of the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standoff.views.digest import Claim


@dataclass(frozen=True)
class Standing:
    """A claim's status, whom it agrees with, who bears it out, and the entries of the scenario that stand for it."""

    status: str = ""
    agrees_with: tuple[str, ...] = ()
    corroborated_by: tuple[str, ...] = ()
    conflicts_with: tuple[tuple[str, str], ...] = ()
    """(the other claim, in what the two differ)."""
    entries: tuple[tuple[str, str], ...] = ()
    """(reference, or empty for words alone; what stands there)."""


@dataclass(frozen=True)
class Pair:
    """Two claims that differ, and in what. Neither is preferred; the first is the one that the file has first."""

    one: Claim
    other: Claim
    about: str


_NUMBERED = re.compile(r"\d{1,3}(\s*[-,]\s*\d{1,3})*|[IVX]+")


def whereabouts(paragraph: str) -> str:
    """Where in a document: `par. 4` or `par. 1-2` for numbers, else the words themselves (`row of 2017-08-25`)."""
    return f"par. {paragraph}" if _NUMBERED.fullmatch(paragraph) else paragraph


def standings(claims: Iterable[Claim], header: Mapping[str, Any]) -> dict[str, Standing]:
    """Claim -> where it stands. A claim of which the header tells no more stands alone with its words."""
    told = {str(entry.get("id")): entry for entry in header.get("evidence") or ()}
    return {claim.id: _standing(claim, told.get(claim.id, {})) for claim in claims}


def pairs(claims: Sequence[Claim], standing: Mapping[str, Standing]) -> Iterator[Pair]:
    """Each two claims that differ, once."""
    known = {claim.id: claim for claim in claims}
    order = {claim.id: place for place, claim in enumerate(claims)}
    for claim in claims:
        for other, about in standing[claim.id].conflicts_with:
            if other in known and order[claim.id] < order[other]:
                yield Pair(claim, known[other], about)


def _standing(claim: Claim, told: Mapping[str, Any]) -> Standing:
    represented = told.get("represented_by")
    entries = [{"what": claim.represented_by}] if not isinstance(represented, list) else represented
    return Standing(
        status=str(told.get("status") or ""),
        agrees_with=tuple(told.get("agrees_with") or ()),
        corroborated_by=tuple(told.get("corroborated_by") or ()),
        conflicts_with=tuple((str(entry["claim"]), str(entry["about"])) for entry in told.get("conflicts_with") or ()),
        entries=tuple((str(entry.get("reference") or ""), str(entry["what"])) for entry in entries if entry["what"]),
    )
