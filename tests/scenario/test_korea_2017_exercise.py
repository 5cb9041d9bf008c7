"""The ready lesson of korea-2017: it is sourced, serves its objectives, and what it sets going can be carried out."""

from __future__ import annotations

import pytest

from standoff.engine.options import Option
from standoff.engine.session import Session
from standoff.scenario.crisis_of import vocabulary_of
from standoff.scenario.loading import Scenario, load_scenario
from standoff.scenario.schema.exercise import ExerciseBlock

DAY_S = 86_400.0


@pytest.fixture(scope="module")
def korea() -> Scenario:
    return load_scenario("korea-2017")


@pytest.fixture(scope="module")
def lesson(korea: Scenario) -> ExerciseBlock:
    assert korea.model.exercise is not None
    return korea.model.exercise


def test_it_lasts_two_hours_with_its_pauses(korea: Scenario, lesson: ExerciseBlock) -> None:
    assert 75 <= korea.duration_s / lesson.rate / 60 <= 105


def test_every_actor_has_a_brief_and_goals(korea: Scenario, lesson: ExerciseBlock) -> None:
    assert list(lesson.cells) == list(korea.model.actors)
    assert all(cell.brief and cell.goals for cell in lesson.cells.values())


def test_every_inject_says_what_it_rests_on(korea: Scenario, lesson: ExerciseBlock) -> None:
    known = {"assumption", *korea.model.sources}
    assert 18 <= len(lesson.msel) <= 25
    for inject in lesson.msel:
        assert inject.source in known
        assert inject.note
        assert inject.expected
        assert inject.state == "approved"
    assert all(one.source in {None, *known} for one in lesson.objectives)


def test_objectives_are_served_and_numbers_are_in_order(lesson: ExerciseBlock) -> None:
    assert 6 <= len(lesson.objectives) <= 10
    assert {name for inject in lesson.msel for name in inject.objectives} == {one.id for one in lesson.objectives}
    numbers = [inject.number for inject in lesson.msel]
    assert numbers == sorted(set(map(str, numbers)))


@pytest.mark.parametrize("variant", ["let-loose", "let-loose-from-the-plan", "autumn"])
def test_every_variant_has_it(lesson: ExerciseBlock, variant: str) -> None:
    assert load_scenario(f"korea-2017:{variant}").model.exercise == lesson


def test_what_the_hand_sets_going_flies(lesson: ExerciseBlock) -> None:
    session = Session(load_scenario("korea-2017:let-loose"), "PRK")
    (order,) = (order for inject in lesson.msel for order in inject.orders)
    given = session.act("PRK", Option(order.move, order.target, order.parameters), order.says)
    session.advance(4 * DAY_S)
    news = [event for event in session.observe("PRK").news if str(event.target).startswith(given)]
    assert [event.kind for event in news if event.kind in ("launch", "impact")] == ["launch", "impact"]


def test_as_it_went_the_injects_of_history_come_and_no_others(korea: Scenario, lesson: ExerciseBlock) -> None:
    # August 2017: a resolution, a threat to Guam that was put off, two drills that went ahead, no talks and no shot.
    assert korea.model.crisis is not None
    words, session, found = vocabulary_of(korea.model, korea.model.crisis), Session(korea, []), set()
    asked = [(one.id, one.when, one.after) for one in lesson.msel if one.when]
    asked += [(one.id, one.when, None) for one in lesson.objectives if one.when]
    for half_day in range(1, 69):
        session.advance_to(half_day * DAY_S / 2)
        view = session.view("UNO")
        for name, when, after in asked:
            if session.now_s >= korea.seconds(after or "PT0S") and words.condition(when).holds(view):
                found.add(name)
    never = {"drill-not-held", "readiness-seen", "guam-carried-out", "fired-in-anger", "talks-open"}
    assert {one.id for one in lesson.msel if one.when} - found == never
    assert {one.id for one in lesson.objectives if one.id in found} == {"guam-off", "resolution", "carried-out"}
