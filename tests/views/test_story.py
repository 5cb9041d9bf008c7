"""Events as sentences."""

from __future__ import annotations

from typing import Any

import pytest

from standoff.engine.record import Record
from standoff.views.story import Line, Story
from views.sample_report import sample


@pytest.fixture(scope="module")
def story() -> Story:
    return Story.of(sample()[0])


@pytest.fixture(scope="module")
def lines(story: Story) -> list[Line]:
    return story.lines()


def first(lines: list[Line], kind: str) -> Line:
    return next(line for line in lines if line.kind == kind)


def event(kind: str, **data: Any) -> dict[str, Any]:
    return {"id": 1, "t_s": 0.0, "kind": kind, "actor": "JPN", "target": None, "cause": None, "data": data}


def test_every_event_becomes_one_sentence(lines: list[Line]) -> None:
    assert len(lines) == len(sample()[0].events)
    for line in lines:
        assert line.sentence[0] == line.sentence[0].upper()
        assert line.sentence.endswith(".")
        assert not line.sentence.endswith("..")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("order", "North Korea orders the launch of four Hwasong-12 missiles toward Guam."),
        ("detection", "Infrared satellite sbirs sees the burning motor of salvo/1, 15 km up."),
        ("overflight", "Salvo/1 passes 14 km from Shimane, 660 km up."),
        ("commit", "THAAD, Andersen commits two interceptors to salvo/1 on the track of AN/TPY-2, Andersen."),
        ("impact", "Salvo/2 comes down 35 km from Guam (13.36° N, 145.08° E), 2.2 km from its aim."),
    ],
)
def test_sentences_say_who_what_and_where(lines: list[Line], kind: str, sentence: str) -> None:
    assert first(lines, kind).sentence == sentence


def test_a_refusal_is_told_with_its_reason(lines: list[Line]) -> None:
    assert first(lines, "no_engagement").sentence == (
        "SM-3 IA/IB kongo does not engage salvo/1: passes at 560 km or higher while in range; "
        "the SM-3 IA/IB reaches 500 km."
    )


def test_times_count_from_the_launch_of_the_missile(lines: list[Line]) -> None:
    line = next(line for line in lines if line.kind == "detection" and line.threat == "salvo/3")
    assert (line.clock, line.since_launch) == ("21:02:45", "45 s")


def test_causes_are_told_with_the_event_behind_them(lines: list[Line]) -> None:
    launch = first(lines, "launch")
    assert launch.cause == 2
    assert launch.cause_sentence == lines[1].sentence


def test_results_of_interceptors(story: Story) -> None:
    shot = {"threat": "salvo/1", "battery": "thaad-guam", "interceptor": "thaad-guam>salvo/1#2", "altitude_km": 63.4}
    assert story.sentence(event("intercept", result="hit", **shot)) == (
        "Interceptor 2 of THAAD, Andersen hits and destroys salvo/1 63 km up."
    )
    assert story.sentence(event("intercept", result="miss", cause_of_miss="common-mode", **shot)) == (
        "Interceptor 2 of THAAD, Andersen misses salvo/1 63 km up: common mode."
    )
    assert "already destroyed" in story.sentence(event("intercept", result="spent", **shot))


def test_unknown_kinds_and_names_do_not_fail(story: Story) -> None:
    assert story.sentence(event("stand_down")) == "Stand down."
    assert story.sentence(event("not_detected", threat="T9", sensor="nobody-knows", reason="horizon")) == (
        "Nobody-knows never sees T9: horizon."
    )


def test_slugs_of_places_give_way_to_titles() -> None:
    record = sample()[0]
    scenario = {
        **record.header["scenario"],
        "places": {"sea-of-japan": {"title": "Sea of Japan", "lat_deg": 37.0, "lon_deg": 133.0}},
    }
    story = Story.of(Record({**record.header, "scenario": scenario}, record.events))
    assert story.names.place("sea-of-japan") == "Sea of Japan"
    assert story.names.place("Shimane") == "Shimane"
