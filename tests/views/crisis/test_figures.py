"""Figures of a crisis: well formed, the same each time, and nothing on top of anything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff import api
from standoff.engine.record import Record
from standoff.views.crisis.reading import Crisis
from standoff.views.figures import timeline
from standoff.views.figures.crisis.calendar import Calendar
from standoff.views.figures.crisis.draw import FIGURES
from standoff.views.figures.crisis.fitting import Fitted, Item, fit
from standoff.views.figures.crisis.ladder import spread
from standoff.views.figures.crisis.timeline import together
from standoff.views.figures.draw import draw_all
from standoff.views.figures.scene import Scene, scene_of
from views.crisis.conftest import read
from views.sample_report import sample

STARTEX = datetime(2017, 8, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def drawn(made_up: Record) -> dict[str, str]:
    return draw_all(scene_of(made_up, {}))


def test_a_crisis_with_everything_has_every_figure(drawn: dict[str, str]) -> None:
    assert set(FIGURES) <= set(drawn)
    assert list(drawn)[: len(FIGURES)] == list(FIGURES), "those of the crisis come first"


def test_figures_are_whole_svg_with_words_for_those_who_do_not_see_them(drawn: dict[str, str]) -> None:
    for name in FIGURES:
        root = ElementTree.fromstring(drawn[name])
        title, description = root[0], root[1]
        assert title.tag.endswith("title")
        assert description.tag.endswith("desc")
        assert len(description.text or "") > 30
        assert "<image" not in drawn[name]


def test_the_same_crisis_gives_the_same_bytes(made_up: Record, drawn: dict[str, str]) -> None:
    assert draw_all(scene_of(made_up, {})) == drawn


def test_texts_of_a_scenario_are_escaped(drawn: dict[str, str]) -> None:
    assert "Missiles <off> Guam" not in drawn["crisis-timeline"]
    assert "Missiles &lt;off&gt; Guam" in drawn["crisis-timeline"]


def test_figures_name_moves_rungs_and_clauses(drawn: dict[str, str]) -> None:
    for name, words in {
        "crisis-timeline": (
            "Announce a plan → USA",
            "suspended",
            "Northern Viper",
            "Destroyer: Camp",
            "adopted 13–1–1",
        ),
        "crisis-tones": ("North Korea toward the United States", "Threaten force (−7.0)"),
        "crisis-ladder": ("non-violent", "Announce a plan → USA", "alert", "score 10"),
        "crisis-measures": ("ban (second)", "Share of export income lost, %"),
        "crisis-income": ("600 of 800", "without measures"),
        "crisis-agreements": ("breached", "collapsed", "The bargain"),
        "crisis-credibility": ("USA responded as promised (+0.15)", "called upon"),
    }.items():
        for word in words:
            assert word in drawn[name], (name, word)


def test_a_unit_that_was_never_sent_is_not_drawn(drawn: dict[str, str]) -> None:
    assert "Reserve" not in drawn["crisis-timeline"]
    assert "PAC-3" not in drawn["map"]


def test_captions_say_what_is_left_out(crisis: Crisis) -> None:
    assert "Not sent, so not drawn: Reserve." in FIGURES["crisis-timeline"].told(crisis)
    assert all(len(figure.told(crisis)) > 60 for figure in FIGURES.values())


def test_a_crisis_in_which_nobody_did_anything_has_no_figures_of_moves(crisis: Crisis) -> None:
    climbs = {actor: replace(climb, scores=climb.scores[:1]) for actor, climb in crisis.climbs.items()}
    moveless = replace(
        crisis, moves=(), tone=replace(crisis.tone, moves={}), climbs=climbs, agreements=(), commitments=()
    )
    nothing = type(crisis.sanctions)()
    still = replace(moveless, threats=(), drills=(), stands=(), trials=(), talks=(), sanctions=nothing)
    assert [name for name, figure in FIGURES.items() if figure.draw(still) is not None] == []


def test_a_run_without_a_crisis_has_the_figures_that_it_had() -> None:
    assert list(draw_all(scene_of(*sample()))) == ["map", "profile", "timeline"]


def test_weeks_with_tests_alone_have_no_time_line_of_a_raid(small: api.RunResult, raid: api.RunResult) -> None:
    quiet, raided = (scene_of(result.record, result.tracks) for result in (small, raid))
    assert timeline.raids(quiet) == []
    assert timeline.draw_timeline(quiet) is None
    (threats,) = timeline.raids(raided)
    assert len(threats) == 2
    assert not any(threat.test for threat in threats)


def test_raids_days_apart_have_a_time_line_each(raid: api.RunResult) -> None:
    scene = scene_of(raid.record, raid.tracks)
    fired = [threat for threat in scene.digest.threats if not threat.test]
    later = [
        replace(
            threat, id=f"later/{threat.id}", launched_s=threat.launched_s + 86400.0, burnout_s=None, sightings=(),
            tracks=(), engagements=(), intercept=None, impact=None,
        )
        for threat in fired
    ]  # fmt: skip
    twice = Scene(replace(scene.digest, threats=(*scene.digest.threats, *later)), scene.paths)
    assert [len(found) for found in timeline.raids(twice)] == [2, 2]
    assert {"timeline", "timeline-2"} <= set(draw_all(twice))


def extents(calendar: Calendar, size: float, places: list[Fitted]) -> dict[int, list[tuple[float, float]]]:
    """Row -> from where to where each mark or bar with its label reaches, days."""
    found: dict[int, list[tuple[float, float]]] = {}
    for place in places:
        left, right = place.item.start, max(place.item.end, place.item.start)
        wide = calendar.text_days(place.item.label, size)
        if place.align == "left":
            left, right = min(left, place.text), max(right, place.text + wide)
        elif place.align == "right":
            left, right = min(left, place.text - wide), max(right, place.text)
        found.setdefault(place.row, []).append((left, right))
    return found


@given(
    st.lists(
        st.tuples(st.floats(0.0, 35.0), st.floats(0.0, 6.0), st.text("abc →", min_size=1, max_size=40), st.booleans()),
        max_size=40,
    )
)
def test_labels_never_cover_each_other(found: list[tuple[float, float, str, bool]]) -> None:
    calendar, size = Calendar.of(STARTEX, 36 * 86400.0, 8.0), 6.8
    items = [Item(at, min(at + long, 36.0) if bar else at, text, "move") for at, long, text, bar in found]
    places = fit(items, calendar, size)
    assert len(places) == len(items)
    for row in extents(calendar, size, places).values():
        row.sort()
        for (_, end), (start, _) in pairwise(row):
            assert end <= start + 1e-9


def test_marks_of_one_kind_at_one_time_become_one() -> None:
    items = [Item(1.0, 1.0, "Test", "test"), Item(1.1, 1.1, "Test", "test"), Item(3.0, 3.0, "Test", "test")]
    assert [item.label for item in together(items)] == ["Test ×2", "Test"]


@given(st.lists(st.floats(-100.0, 100.0), max_size=9), st.floats(0.1, 20.0))
def test_labels_of_line_ends_are_spread(values: list[float], apart: float) -> None:
    placed = spread(sorted(values), apart)
    assert len(placed) == len(values)
    assert all(after - before >= apart - 1e-6 for before, after in pairwise(placed))


def test_ticks_of_years_are_beginnings_of_months_with_their_year() -> None:
    calendar = Calendar.of(STARTEX, 1400.0 * 86400.0, 8.0)
    labels = [calendar.label(tick) for tick in calendar.ticks()]
    assert labels[:2] == ["Jan 2018", "Jul 2018"]
    assert labels[-1] == "Jan 2021"
    assert calendar.caption() == "UTC"


@pytest.mark.parametrize(("days", "label"), [(36.0, "2 Aug"), (0.5, "1 Aug 12:00"), (200.0, "2 Aug")])
def test_ticks_are_round_moments(days: float, label: str) -> None:
    calendar = Calendar.of(STARTEX, days * 86400.0, 8.0)
    ticks = calendar.ticks()
    assert 2 <= len(ticks) <= 14
    assert calendar.first <= ticks[0]
    assert ticks[-1] <= calendar.last
    hours = ticks[1] - ticks[0] < 1.0
    if not hours:
        assert all((tick - 0.5) % 1.0 == pytest.approx(0.0) for tick in ticks), "midnights; STARTEX is at noon"
    assert calendar.label(0.5 if not hours else 0.0, hours=hours) == label


def test_the_shipped_crisis_is_drawn_whole(korea: api.RunResult) -> None:
    crisis = read(korea.record)
    scene = scene_of(korea.record, korea.tracks)
    drawn = draw_all(scene)
    assert set(FIGURES) <= set(drawn)
    assert "timeline" not in drawn
    for actor in crisis.active:
        assert crisis.short(actor) in drawn["crisis-timeline"]
