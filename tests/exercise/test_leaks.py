"""No cell receives what it may not see: random exercises, every byte that a cell can get, and what it must not tell.

Two properties. Whatever is said or done carries a word that occurs nowhere else; no answer to a cell that may not see
it holds that word. And what others do in secret changes nothing at all of what a cell gets: no number, no order.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exercise.sessions import DAY, HOUR, exercise, order, salvo, say
from standoff.base.errors import InputError
from standoff.exercise.seats import Role, Seat
from standoff.exercise.session import Exercise
from standoff.exercise.web.briefing import briefing_of

pytestmark = pytest.mark.xdist_group("exercise")

CELLS = ("USA", "JPN", "PRK", "CHN")
PLAYED = ("USA", "JPN", "PRK")
# A script is short enough to be read as it is found, and to shrink it takes many minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


def everything(session: Exercise, cell: str) -> str:
    """All that a seat of a cell can get by any route, as one text."""
    session.publish()
    seat = Seat(f"{cell.lower()}-1", Role.PLAYER, cell, cell)
    return json.dumps(
        [
            session.sights[cell].events(),
            session.board(cell),
            session.menu(cell),
            session.pending(cell),
            session.trails(cell),
            session.forces(cell),
            briefing_of(session, "exercise", "title", seat),
        ],
        ensure_ascii=False,
    )


class Canaries:
    """Words that occur nowhere else, and the cells that may see each."""

    def __init__(self) -> None:
        self.seen_by: dict[str, frozenset[str]] = {}

    def word(self, *cells: str) -> str:
        word = f"canary{len(self.seen_by):04d}x"
        self.seen_by[word] = frozenset(cells)
        return word


def message(session: Exercise, canaries: Canaries, cell: str, to: list[str]) -> None:
    say(session, f"{cell.lower()}-1", "message", cell=cell, to=to, text=canaries.word(cell, *to))


def request(session: Exercise, canaries: Canaries, cell: str) -> None:
    say(session, f"{cell.lower()}-1", "request", cell=cell, text=canaries.word(cell))


def note(session: Exercise, canaries: Canaries) -> None:
    say(session, "control", "note", text=canaries.word())


def inject(session: Exercise, canaries: Canaries, to: list[str], hours: int) -> None:
    name = f"inject-{len(session.play.state.outside.injects)}"
    block = {
        "id": name, "title": canaries.word(*(to or CELLS)), "text": canaries.word(*(to or CELLS)), "state": "approved",
        "at": f"PT{int(session.now_s // HOUR) + hours}H", "to": to, "expected": canaries.word(),
        "note": canaries.word(), "columns": {"Staff": canaries.word()},
    }  # fmt: skip
    say(session, "control", "inject_put", inject=block)


def secret_order(session: Exercise, canaries: Canaries, cell: str) -> None:
    """An order that is refused, for its forces do not stand ready: nobody but its cell hears of it."""
    events = order(session, cell, "air-strike", target="KOR", says=canaries.word(cell))
    assert events[-1].kind == "order_refused"


def taken_back(session: Exercise, canaries: Canaries) -> None:
    """An order that is taken back before it takes effect."""
    events = order(session, "PRK", "test-nuclear-device", says=canaries.word("PRK"))
    if events[-1].kind == "order_accepted":
        order(session, "PRK", "cancel", order=events[0].data["order"])


def ruling(session: Exercise, canaries: Canaries) -> None:
    for case in session.cases():
        if case.on.startswith("request/"):
            cell = case.about["actor"]
            say(session, "control", "ruling", on=case.on, outcome="denied", reason=canaries.word(cell))


some_cells = st.lists(st.sampled_from(CELLS), max_size=3, unique=True)
secret_steps = st.one_of(
    st.tuples(st.just(message), st.sampled_from(PLAYED), some_cells),
    st.tuples(st.just(request), st.sampled_from(PLAYED)),
    st.tuples(st.just(note)),
    st.tuples(st.just(inject), some_cells, st.integers(0, 30)),
    st.tuples(st.just(secret_order), st.sampled_from(("USA", "JPN"))),
    st.tuples(st.just(taken_back)),
    st.tuples(st.just(ruling)),
)
passing = st.tuples(st.just("pass"), st.integers(1, 40))
flying = st.just(("salvo",))
steps = st.lists(st.one_of(secret_steps, passing, flying), min_size=3, max_size=14)


def whole(_: Any) -> bool:
    """Every step is kept."""
    return True


def play(session: Exercise, canaries: Canaries, script: list[Any], keep: Callable[[Any], bool] = whole) -> None:
    session.advance_to(11 * DAY)
    say(session, "control", "adjudication", hold=[], moves=["denounce"])
    for step in script:
        if step[0] == "pass":
            session.advance_to(session.now_s + step[1] * HOUR)
        elif step[0] == "salvo":
            salvo(session)
        elif keep(step):
            with contextlib.suppress(InputError):
                step[0](session, canaries, *step[1:])


@pytest.mark.slow
@settings(max_examples=60, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(script=steps)
def test_no_byte_of_what_is_hidden_reaches_a_cell(script: list[Any]) -> None:
    session, canaries = exercise(*PLAYED), Canaries()
    play(session, canaries, script)
    hidden = {event.id: event for event in session.events}
    for cell in CELLS:
        told = everything(session, cell)
        for word, seen_by in canaries.seen_by.items():
            assert cell in seen_by or word not in told, (cell, word)
        for name in ('"draws"', '"override"', '"visible_to"', '"expected"'):
            assert name not in told
        for threat in session.play.state.threats.values():
            assert threat.actor == cell or threat.id not in told
        for event in hidden.values():
            if event.kind == "order" and event.actor != cell:
                assert event.data["order"] not in told
        numbers = [event["n"] for event in session.sights[cell].events()]
        assert numbers == list(range(1, len(numbers) + 1))
        assert all(event["cause"] is None or event["cause"] < event["n"] for event in session.sights[cell].events())


def concerns(step: Any, cell: str) -> bool:
    """Whether a cell may hear of a step."""
    action, *told = step
    if action is message:
        return cell == told[0] or cell in told[1]
    if action is inject:
        return not told[0] or cell in told[0]
    if action in (request, secret_order):
        return bool(cell == told[0])
    return action is ruling or (action is taken_back and cell == "PRK")


@pytest.mark.slow
@settings(max_examples=50, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(script=steps, cell=st.sampled_from(CELLS))
def test_what_others_do_in_secret_changes_nothing_that_a_cell_gets(script: list[Any], cell: str) -> None:
    told = []
    for keep in (whole, lambda step: concerns(step, cell)):
        session = exercise(*PLAYED)
        play(session, _Constant(), script, keep)
        told.append(everything(session, cell))
    assert told[0] == told[1]


class _Constant(Canaries):
    """The same word for everything: what differs between two runs is then what was done, and not what it was called."""

    def word(self, *cells: str) -> str:  # noqa: ARG002
        return "a word"
