"""The guides of the exercise, followed: what they show validates, can be served, and runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from acceptance.cli import here
from standoff.exercise.session import Exercise
from standoff.scenario.loading import load_scenario

pytestmark = pytest.mark.xdist_group("exercise")

DOCS = Path(__file__).resolve().parents[2] / "docs"


def shown(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture
def strait(tmp_path: Path) -> Path:
    """The scenario that the designer's guide begins with."""
    file = tmp_path / "strait.yaml"
    file.write_text(shown("designing.md", "yaml")[0], encoding="utf-8")
    return file


def test_the_designer_s_scenario_validates_and_plays(strait: Path) -> None:
    assert here("validate", strait).status == 0
    session = Exercise(load_scenario(strait))
    session.set_up()
    session.take(session.input("control", "clock", {"command": "startex"}))
    session.advance_to(7 * 3600.0)
    assert [event.data["title"] for event in session.events if event.kind == "inject"] == ["A collision"]


def test_the_designer_s_move_can_be_added_and_ordered(strait: Path) -> None:
    added = shown("designing.md", "yaml")[1].removeprefix("crisis:\n")
    text = strait.read_text(encoding="utf-8").replace("crisis:\n", f"crisis:\n{added}")
    strait.write_text(text, encoding="utf-8")
    session = Exercise(load_scenario(strait))
    session.take(session.order("aaa-1", "AAA", "raise-alert", {}))
    session.advance_to(86_400.0)
    session.take(session.order("aaa-1", "AAA", "close-strait", {"target": "BBB"}))
    session.advance_to(2 * 86_400.0)
    state = session.play.state.crisis
    assert state is not None
    assert state.values["strait-closed"] == 1


def test_the_python_of_the_exercise_s_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (program,) = shown("exercise.md", "python")
    exec(compile(program, "exercise.md", "exec"), {})  # the page's own text
    assert capsys.readouterr().out.startswith("2017-07-31T12:00:00.000Z")


def test_the_lesson_is_as_the_teacher_s_guide_says() -> None:
    lesson = load_scenario("korea-2017").model.exercise
    assert lesson is not None
    text = (DOCS / "teaching.md").read_text(encoding="utf-8")
    assert f"{lesson.title}  (korea-2017-1, planned at" in text
    assert f"proposes {lesson.rate:.0f} seconds a second" in text
    assert [name for name, cell in lesson.cells.items() if not cell.people] == ["RUS", "UNO"]
    assert sum(inject.at is None and inject.when is None for inject in lesson.msel) == 1
