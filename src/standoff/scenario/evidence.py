"""Evidence: what sources say, and what comes of checking it with the models.

Sources carry an Admiralty grade (NATO AJP-2.1): the letter A to F for the reliability of the source, the figure 1 to 6
for the credibility of what it says. Claims are in the project's own words. A claim that a model can check is held
against it: a distance against the geodesic, a flight's range, apogee and time against the least time in vacuum.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from standoff.flight.claims import Judgement, check_distance, check_flight
from standoff.scenario.gazetteer import Gazetteer
from standoff.scenario.loading import Scenario
from standoff.scenario.schema import ClaimBlock, DistanceCheck, FlightCheck

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
class Checked:
    """What a model says to a claim. `difference` is computed less claimed, all three in `unit`."""

    kind: str
    claimed: float
    computed: float
    difference: float
    unit: str
    verdict: Judgement
    reason: str


@dataclass(frozen=True)
class Claim:
    """A claim with its source, and the check where there is one."""

    id: str
    document: str
    source: str
    grade: str | None
    paragraph: str | None
    date: str | None
    text: str
    actors: tuple[str, ...]
    represented_by: str | None
    differs: str | None
    check: Checked | None


def claims(scenario: Scenario) -> tuple[Claim, ...]:
    """All claims of a scenario, checked where a model can."""
    places = Gazetteer.of(scenario.model)
    return tuple(_claim(block, scenario, places) for block in scenario.model.claims)


def check_claims(scenario: Scenario) -> list[dict[str, Any]]:
    """The same as plain JSON, for a record's header."""
    return [{**asdict(claim), "actors": list(claim.actors)} for claim in claims(scenario)]


def grade_in_words(grade: str) -> str:
    """An Admiralty grade spelled out: `B2` is "usually reliable, probably true"."""
    return f"{RELIABILITY[grade[0]]}, {CREDIBILITY[grade[1]]}"


def _claim(block: ClaimBlock, scenario: Scenario, places: Gazetteer) -> Claim:
    source = scenario.model.sources[block.document]
    return Claim(
        id=block.id,
        document=block.document,
        source=source.title,
        grade=source.grade,
        paragraph=block.paragraph,
        date=block.date,
        text=block.text,
        actors=block.actors,
        represented_by=block.represented_by,
        differs=block.differs,
        check=None if block.check is None else _checked(block.check, places),
    )


def _checked(check: DistanceCheck | FlightCheck, places: Gazetteer) -> Checked:
    if isinstance(check, DistanceCheck):
        found = check_distance(places.place(check.start), places.place(check.end), check.distance_km)
        claimed, computed, unit = check.distance_km, found.geodesic_km, "km"
    else:
        found = check_flight(check.range_km, check.apogee_km, check.time_s)
        claimed, computed, unit = check.time_s, found.vacuum_minimum_time_s, "s"
    assert computed is not None
    computed = round(computed, 1)
    return Checked(check.kind, claimed, computed, round(computed - claimed, 1), unit, found.verdict, found.reason)
