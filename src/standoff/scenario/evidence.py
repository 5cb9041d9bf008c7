"""Evidence: what sources say, how claims agree and conflict, and what comes of checking them with the models.

Sources carry an Admiralty grade (NATO AJP-2.1): the letter A to F for the reliability of the source, the figure 1 to 6
for the credibility of what it says. Claims are in the project's own words. Whether a claim is corroborated, conflicting
or rests on a single source follows from the other claims (`corroboration`); a claim that a model can check is held
against it (`claim_checks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from standoff.scenario.claim_checks import Checked, checked
from standoff.scenario.corroboration import Conflict, Standing, Status, standings
from standoff.scenario.gazetteer import Gazetteer
from standoff.scenario.loading import Scenario
from standoff.scenario.represented import Representation, represented
from standoff.scenario.schema import ClaimBlock

RELIABILITY: Final = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}

CREDIBILITY: Final = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}


@dataclass(frozen=True)
class Claim:
    """A claim with its source, where it stands among the others, what it became, and the check where there is one."""

    id: str
    document: str
    source: str
    grade: str | None
    grade_in_words: str | None
    paragraph: str | None
    date: str | None
    text: str
    actors: tuple[str, ...]
    status: Status
    agrees_with: tuple[str, ...]
    corroborated_by: tuple[str, ...]
    conflicts_with: tuple[Conflict, ...]
    represented_by: tuple[Representation, ...]
    differs: str | None
    check: Checked | None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        plain: dict[str, Any] = _lists(asdict(self))
        return plain


def claims(scenario: Scenario) -> tuple[Claim, ...]:
    """All claims of a scenario, checked where a model can."""
    model = scenario.model
    places, standing = Gazetteer.of(model), standings(model.claims, model.sources)
    return tuple(_claim(block, standing[block.id], scenario, places) for block in model.claims)


def check_claims(scenario: Scenario) -> list[dict[str, Any]]:
    """The same as plain JSON, for a record's header."""
    return [claim.to_json() for claim in claims(scenario)]


def grade_in_words(grade: str) -> str:
    """An Admiralty grade spelled out: `B2` is "usually reliable, probably true"."""
    return f"{RELIABILITY[grade[0]]}, {CREDIBILITY[grade[1]]}"


def _claim(block: ClaimBlock, standing: Standing, scenario: Scenario, places: Gazetteer) -> Claim:
    model = scenario.model
    source = model.sources[block.document]
    return Claim(
        id=block.id,
        document=block.document,
        source=source.title,
        grade=source.grade,
        grade_in_words=None if source.grade is None else grade_in_words(source.grade),
        paragraph=block.paragraph,
        date=block.date,
        text=block.text,
        actors=block.actors,
        status=standing.status,
        agrees_with=standing.agrees_with,
        corroborated_by=standing.corroborated_by,
        conflicts_with=standing.conflicts_with,
        represented_by=tuple(represented(text, model) for text in block.represented_by),
        differs=block.differs,
        check=None if block.check is None else checked(block.check, model, places),
    )


def _lists(value: Any) -> Any:
    """The same with lists for tuples, as JSON has them."""
    if isinstance(value, Mapping):
        return {key: _lists(entry) for key, entry in value.items()}
    return [_lists(entry) for entry in value] if isinstance(value, (list, tuple)) else value
