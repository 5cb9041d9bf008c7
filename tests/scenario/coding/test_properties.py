"""Whatever the text, the coder ends with a well-formed answer or refuses it in one sentence."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standoff.base.errors import InputError
from standoff.scenario.cameo import cameo
from standoff.scenario.coding.claims import claims_yaml
from standoff.scenario.coding.coder import Coding, code
from standoff.scenario.coding.dates import bounds
from standoff.scenario.yaml import load

TEXT = (
    "the a of and to in that said on Thursday last week in 2005 will not has been was by with against from Iran "
    "United States Japan Iranian North Korea Washington officials he she it they we who which , . \" ; ( ) 's ' "
    "condemned agreed threatened to attack fired missile talks held joint drills sanctions imposed on met visit "
    "refused urged must stop if could the two countries both sides President Moon Jae-in , Foreign Minister Adam Berg "
    "U.S. May 3 signed agreement"
)
WORDS = TEXT.split()


def well_formed(coding: Coding) -> None:
    content = coding.to_json()
    json.dumps(content, allow_nan=False)
    for event in coding.events:
        assert event.source != event.target
        assert event.code in cameo().codes
        assert 0.1 <= event.confidence <= 0.95
        assert 1 <= event.sentence <= len(coding.sentences)
        assert event.date is not None or event.date_basis
        if event.date is not None:
            first, last = bounds(event.date)
            assert first <= last
    load(claims_yaml(coding))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), min_size=20, max_size=120))
def test_any_order_of_words_is_coded_or_refused(tmp_path: Path, words: list[str]) -> None:
    path = tmp_path / "article.txt"
    path.write_text(" ".join(words) + ".", encoding="utf-8")
    try:
        coding = code(path, "2017-08-18")
    except InputError:
        return
    well_formed(coding)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_are_coded_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(
        b"The minister said that it was the end of the talks and that they will be held in the city. " + content
    )
    try:
        coding = code(path)
    except InputError:
        return
    well_formed(coding)


@pytest.mark.parametrize("seed", range(3))
def test_a_long_text_without_a_full_stop_is_coded_in_pieces(tmp_path: Path, seed: int) -> None:
    chosen = random.Random(seed).choices([word for word in WORDS if word != "."], k=3000)
    path = tmp_path / "article.txt"
    path.write_text("the minister of the country said that " + " ".join(chosen), encoding="utf-8")
    coding = code(path)
    well_formed(coding)
    assert len(coding.sentences) > 10
