"""Claims held against the models."""

import json
from pathlib import Path

import pytest

from standoff.scenario.evidence import check_claims, claims, grade_in_words
from standoff.scenario.loading import load_scenario


def test_claims_of_the_example(example: Path) -> None:
    found = {claim.id: claim for claim in claims(load_scenario(example))}
    distance, flight = found["guam-distance"].check, found["icbm-time"].check
    assert distance is not None
    assert flight is not None
    # The geodesic from Pyongyang to Guam is about 3,390 km (any geodesic calculator).
    assert distance.computed == pytest.approx(3390, abs=10)
    assert distance.difference == pytest.approx(190, abs=10)
    assert distance.verdict != "consistent"
    # The vacuum minimum for 1,090 km and an apogee of 6,248.5 km is about 4,075 s.
    assert flight.computed == pytest.approx(4075, abs=5)
    assert flight.verdict == "impossible"
    assert found["guam-distance"].grade == "B2"


def test_plain_json(example: Path) -> None:
    listed = check_claims(load_scenario(example))
    assert json.loads(json.dumps(listed, allow_nan=False)) == listed


def test_grades() -> None:
    assert grade_in_words("B2") == "usually reliable, probably true"
    assert grade_in_words("F6") == "reliability cannot be judged, truth cannot be judged"
