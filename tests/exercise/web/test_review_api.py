"""The API of the review: what is found, told and exported, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exercise.sessions import DAY
from exercise.web.houses import Server, server
from standoff.exercise.ahead import look_ahead
from standoff.exercise.web.house import MOST_REVIEWS
from standoff.exercise.web.routes.review import MOST_IDS

pytestmark = pytest.mark.xdist_group("exercise")

EXPORTS = {
    "export.html": ("text/html", "review.html", b"<!doctype html>"),
    "export.pdf": ("application/pdf", "review.pdf", b"%PDF-"),
    "export.xlsx": ("application/vnd.openxmlformats", "review.xlsx", b"PK"),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An exercise in its tenth day, in which one message was written."""
    with server(str(tmp_path_factory.mktemp("review") / "exercise.db")) as running:
        control = running.sit("control")
        control.post("/control/clock", command="startex")
        control.post("/control/clock", command="pausex")
        control.post("/messages", cell="JPN", to=["USA"], text="Straße and border")
        control.post("/control/clock", command="step", seconds=10 * DAY)
        yield running


def test_the_time_line_is_the_record_in_columns(served: Server) -> None:
    control = served.sit("control")
    told = control.get("/review/timeline")
    events = control.get("/review/events?limit=2000")["events"]
    assert [told["kinds"][kind] for kind in told["kind"]] == [event["kind"] for event in events]
    assert [told["actors"][actor] or None for actor in told["actor"]] == [event["actor"] for event in events]
    assert (told["t_s"], told["cause"]) == ([e["t_s"] for e in events], [e["cause"] or 0 for e in events])
    assert control.get("/review")["events"] == len(events)


@pytest.mark.parametrize("words", ["strasse", "BORDER straße", "border%20and"])
def test_events_are_found_by_words_of_their_sentence(served: Server, words: str) -> None:
    control = served.sit("control")
    (found,) = control.get(f"/review/find?words={words}")["events"]
    (event,) = control.get(f"/review/events?ids={found}")["events"]
    assert (event["n"], event["sentence"]) == (found, "Japan to the United States: Straße and border.")
    assert control.get("/review/find?words=border%20nonsense")["events"] == []


BAD_IDS = ("x", "1,", "-1", "1.5", "٣", "0", "999999999", "9" * 10, ",".join(["1"] * (MOST_IDS + 1)))


@pytest.mark.parametrize("ids", BAD_IDS)
def test_what_is_no_list_of_events_is_refused(served: Server, ids: str) -> None:
    assert served.sit("control").get(f"/review/events?ids={ids}", 422)["error"]


@pytest.mark.slow
@pytest.mark.parametrize("file", EXPORTS)
def test_the_files_go_to_those_who_may_see_the_review(served: Server, file: str) -> None:
    kind, name, begin = EXPORTS[file]
    served.sit("usa-1").get(f"/review/{file}", 403)
    headers = {"Authorization": f"Bearer {served.sit('observer').token}"}
    answer = served.client.get(f"/api/review/{file}", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.content.startswith(begin)


def test_a_review_is_made_once_for_all_who_ask(served: Server) -> None:
    control = served.sit("control")
    control.get("/review")
    (_, before) = served.house._reviews["korea-2017-1"]
    control.get("/review/timeline")
    assert served.house._reviews["korea-2017-1"][1] is before
    control.post("/review/notes", text="One more", note="lesson")
    assert [note["text"] for note in control.get("/review")["notes"]] == ["One more"]
    assert served.house._reviews["korea-2017-1"][1] is not before


def test_the_reviews_that_were_asked_for_last_are_kept_and_no_others(tmp_path: Path) -> None:
    with server(str(tmp_path / "exercise.db")) as running:
        control = running.sit("control")
        control.post("/control/clock", command="startex")
        asking = [control]
        for title in ("what if", "what else"):
            made = control.post("/control/branches", event=3, title=title)
            links = {one["seat"]: one["link"].partition("#")[2] for one in made["links"]}
            asking.append(Server(running.client, running.house, links).sit("control"))
        first, second, third = asking
        for one in (first, second, first, third):
            one.get("/review")
        assert list(running.house._reviews) == ["korea-2017-1", "korea-2017-1-branch-2"]
        assert second.get("/review")["events"] > 0
        assert len(running.house._reviews) == MOST_REVIEWS


def test_a_note_after_endex_that_is_sent_again_stands_once(tmp_path: Path) -> None:
    with server(str(tmp_path / "exercise.db")) as ended:
        control = ended.sit("control")
        control.post("/control/clock", command="startex")
        control.post("/control/endex")
        note = {"text": "The same once more", "note": "lesson", "tab": "window-1", "message": 4}
        answers = [control.post("/review/notes", body=note) for _ in range(2)]
        assert answers[0] == answers[1]
        control.post("/review/notes", body={**note, "message": 5})
        notes = control.get("/review")["notes"]
    assert [one["text"] for one in notes] == ["The same once more"] * 2
    assert all("sent" not in one for one in notes)


def test_what_might_have_come_is_looked_at_from_a_moment_that_is_past(served: Server) -> None:
    desk = next(iter(served.house.hubs.values())).desk
    inputs, opening = desk.store.inputs(desk.id), desk.opening

    def look(from_s: float | None) -> dict[str, Any]:
        found: dict[str, Any] = look_ahead(
            opening.document, opening.library, opening.seed, opening.run, inputs, 10 * DAY, 2, from_s
        )
        return found

    past, now = look(4 * DAY), look(None)
    assert (past["now_s"], now["now_s"]) == (4 * DAY, 10 * DAY)
    assert look(99 * DAY) == now
    for before, after in zip(past["lines"], now["lines"], strict=True):
        assert before["band"][0][0] > 4 * DAY
        assert (before["live"][0], before["live"][-1]) == (after["live"][0], after["live"][-1])
        assert before["live"][-1][0] == pytest.approx(10 * DAY)
