"""The crisis as a part of the report: figures, tables and the diary, ready for the template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from standoff.views.crisis import tables
from standoff.views.crisis.agreements import Agreement
from standoff.views.crisis.reading import Crisis
from standoff.views.crisis.sanctions import Ballot
from standoff.views.story import Story
from standoff.views.wording import sentence_case

# A diary longer than this is folded up at first.
_LONG: Final = 160


@dataclass(frozen=True)
class CrisisPart:
    """What the template shows of a crisis. `figures` maps names to drawn figures."""

    crisis: Crisis
    diary: list[tables.Entry]
    fold_diary: bool
    drills: list[tuple[str, ...]]
    units: list[tuple[str, ...]]
    heads: tuple[str, ...]
    tone: tuple[tables.ToneRow, ...]
    ladder: tuple[tables.LadderRow, ...]
    votes: list[tuple[str, list[str]]]
    ballots: list[Ballot]
    agreements: list[tuple[Agreement, tuple[tables.ClauseRow, ...]]]
    figures: Mapping[str, Any] = field(default_factory=dict)


def part_of(crisis: Crisis, story: Story) -> CrisisPart:
    """All but the figures."""
    diary = tables.diary(story)
    return CrisisPart(
        crisis=crisis,
        diary=diary,
        fold_diary=len(diary) > _LONG,
        drills=list(tables.drill_facts(crisis)),
        units=list(tables.unit_facts(crisis)),
        heads=tuple(sentence_case(crisis.short(actor)) for actor in crisis.active),
        tone=tables.tone_rows(crisis),
        ladder=tables.ladder_rows(crisis),
        votes=tables.vote_rows(crisis),
        ballots=[ballot for ballot in crisis.sanctions.ballots if ballot.votes],
        agreements=[(agreement, tables.clause_rows(agreement, crisis)) for agreement in crisis.agreements],
    )
