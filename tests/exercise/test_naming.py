"""What things are called, for whom."""

from __future__ import annotations

import pytest

from exercise.sessions import exercise, order
from standoff.engine.inputs import CONTROL

pytestmark = pytest.mark.xdist_group("exercise")

THREAT = {"guam-salvo": "To fire four missiles into the sea off Guam"}


def test_a_cell_knows_its_own_threats_and_those_that_were_made() -> None:
    session = exercise("PRK", "USA")
    assert session.called(CONTROL)["threat"].items() >= THREAT.items()
    assert session.called("PRK")["threat"].items() >= THREAT.items()
    assert "guam-salvo" not in session.called("USA")["threat"]
    order(session, "PRK", "announce-strike-plan", target="USA", with_={"threat": "guam-salvo"})
    session.publish()
    session.publish()
    assert session.called("USA")["threat"] == THREAT


def test_measures_are_named_once_they_are_in_force() -> None:
    measures = exercise("JPN").called("JPN")["measure"]
    assert "unsc-2270-coal" in measures
    assert not any(name.startswith(("unsc-2371", "unsc-2375", "unsc-2397")) for name in measures)


def test_whatever_a_menu_offers_has_its_title() -> None:
    session = exercise("PRK")
    offered = session.menu("PRK")
    titles = session.called_on(offered)
    assert titles["missile"]["hwasong-14-light"] == "Hwasong-14 with the light warhead of 28 July 2017"
    moves = session.crisis.moves
    for entry in offered:
        for option in entry["options"]:
            for name, value in option["with"].items():
                kind = (moves[entry["move"]].takes or {})[name].removesuffix("?")
                if kind in session.titles:
                    assert titles[kind][value] == session.titles[kind][value]
