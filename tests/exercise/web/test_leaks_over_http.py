"""What a seat of a cell gets over the wire: every route, the open line and the pages, searched for what is hidden."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from exercise.sessions import DAY, HOUR
from exercise.web.houses import Server, server

pytestmark = pytest.mark.xdist_group("exercise")

CELLS = ("USA", "JPN", "PRK", "CHN")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, set[str]]]]:
    """An exercise in which everybody has said and done something secret: the server, and word -> who may see it."""
    words: dict[str, set[str]] = {}

    def word(*cells: str) -> str:
        name = f"canary{len(words):03d}x"
        words[name] = set(cells)
        return name

    with server(str(tmp_path_factory.mktemp("leaks") / "exercise.db")) as running:
        control = running.sit("control")
        seats = {cell: running.sit(f"{cell.lower()}-1") for cell in CELLS}
        control.post("/control/clock", command="startex", rate=1)
        control.post("/control/clock", command="pausex")
        control.post("/control/clock", command="step", seconds=11 * DAY)
        for cell, seat in seats.items():
            seat.post("/messages", to=[], text=word(cell))
            seat.post("/messages", to=["USA"], text=word(cell, "USA"))
            seat.post("/requests", text=word(cell))
            seat.put("/drafts/letter", content={"text": word(cell)}, version=0)
            if cell != "PRK":
                seat.post("/orders", move="air-strike", target="KOR", says=word(cell))
        inject = {"id": "secret", "title": word("CHN"), "text": word("CHN"), "to": ["CHN"], "expected": word()}
        control.put("/control/msel/secret", inject={**inject, "note": word(), "columns": {"Staff": word()}})
        control.post("/control/msel/secret/fire", reason=word())
        control.post("/control/rulings", on="request/jpn-request-1", outcome="denied", reason=word("JPN"))
        control.post("/review/notes", text=word())
        control.post("/messages", to=["PRK"], text=word("PRK"))
        prk = seats["PRK"]
        prk.post("/orders", 200, {"with": {"threat": "guam-salvo"}}, move="announce-strike-plan", target="USA")
        prk.post("/orders", 200, {"with": {"threat": "guam-salvo"}}, move="carry-out-threat", target="USA")
        control.post("/control/clock", command="step", seconds=6 * HOUR + 900)
        yield running, words


def routes(running: Server) -> list[str]:
    """Every path of the API that can be asked for, with something in place of its parameters."""
    paths = running.client.get("/api/openapi.json").json()["paths"]
    filled = [path for path, verbs in paths.items() if "get" in verbs]
    return [path.removeprefix("/api").replace("{cell}", "PRK").replace("{event}", "9") for path in filled]


@pytest.mark.parametrize("cell", CELLS)
def test_no_route_line_or_page_tells_a_cell_what_is_hidden(
    played: tuple[Server, dict[str, set[str]]], cell: str
) -> None:
    running, words = played
    caller = running.sit(f"{cell.lower()}-1")
    headers = {"Authorization": f"Bearer {caller.token}"}
    texts = {path: running.client.get(f"/api{path}", headers=headers).text for path in routes(running)}
    assert len(texts) > 15
    for page in ("/", "/play", "/control", "/review"):
        texts[page] = running.client.get(page, headers=headers).text
    with caller.line() as line:
        told: list[str] = []
        while not told or '"type":"events"' not in told[-1]:
            told.append(line.receive_text())
    texts["live"] = "\n".join(told)
    events = [event for one in told for event in json.loads(one).get("events", ())]
    assert [event["n"] for event in events] == list(range(1, len(events) + 1))
    for where, text in texts.items():
        for word, seen_by in words.items():
            assert cell in seen_by or word not in text, (where, word)
        if cell != "PRK":
            assert "prk-carry-out-threat" not in text, where
        for hidden in ('"draws"', '"override"', '"visible_to"'):
            # The API's own description names its fields.
            assert hidden not in text or where == "/openapi.json", (where, hidden)
    assert any(word in texts["live"] for word, seen_by in words.items() if cell in seen_by)


def test_what_an_author_holds_ready_is_named_to_nobody_before_it_is_told(database: str) -> None:
    """A threat that may come, the measures of a resolution to come: in no answer to those who have not heard of it."""
    with server(database) as running:
        control, usa, prk = (running.sit(seat) for seat in ("control", "usa-1", "prk-1"))
        control.post("/control/clock", command="startex", rate=1)
        control.post("/control/clock", command="pausex")
        plan = "To fire four missiles into the sea off Guam"

        def texts(token: str) -> str:
            headers = {"Authorization": f"Bearer {token}"}
            return " ".join(running.client.get(f"/api{path}", headers=headers).text for path in routes(running))

        assert plan in texts(control.token)
        assert plan in texts(prk.token)
        before = texts(usa.token)
        for hidden in (plan, "guam-salvo", "unsc-2397-crude"):
            assert hidden not in before, hidden
        prk.post("/orders", 200, {"with": {"threat": "guam-salvo"}}, move="announce-strike-plan", target="USA")
        assert plan in usa.get("/me")["names"]["threat"].values()
        assert usa.get("/situation")["board"]["threat"]["guam-salvo"] == "announced"


def test_the_words_are_there_for_control(played: tuple[Server, dict[str, set[str]]]) -> None:
    running, words = played
    control = running.sit("control")
    text = json.dumps([control.get("/events?limit=5000"), control.get("/control/msel")])
    missing = [word for word in words if word not in text]
    # Drafts belong to their seat alone.
    assert len(missing) == len(CELLS)
