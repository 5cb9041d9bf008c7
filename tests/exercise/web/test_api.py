"""The API as seats use it: who may do what, what is refused and how, and that nothing is done twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from exercise.web.houses import Server, server
from standoff.exercise.roster import Sat
from standoff.exercise.store import StoreUnavailableError
from standoff.exercise.web.allowances import Allowances
from standoff.exercise.web.guard import LARGEST_BODY
from standoff.exercise.web.house import PASSPHRASE_BURST

pytestmark = pytest.mark.xdist_group("exercise")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with server(str(tmp_path_factory.mktemp("served") / "exercise.db")) as running:
        yield running


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Server]:
    with server(str(tmp_path / "exercise.db")) as running:
        yield running


# Sitting down.


@pytest.mark.parametrize("link", ["x", "korea-2017-1~usa-1~wrong", "no~usa-1~x", "korea-2017-1~no~x", "~~", "é~é~é"])
def test_a_wrong_link_opens_nothing(served: Server, link: str) -> None:
    answer = served.client.post("/api/join", json={"link": link})
    assert (answer.status_code, "opens no seat" in answer.json()["error"]) == (401, True)


def test_a_link_of_another_seat_does_not_fit(served: Server) -> None:
    exercise, _, token = served.links["usa-1"].split("~")
    answer = served.client.post("/api/join", json={"link": f"{exercise}~control~{token}"})
    assert answer.status_code == 401


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 300])
def test_nobody_sits_by_a_wrong_token(served: Server, token: str) -> None:
    answer = served.client.get("/api/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


def test_a_revoked_seat_is_out_at_once_and_a_renewed_one_has_another_link(fresh: Server) -> None:
    control, player = fresh.sit("control"), fresh.sit("jpn-1")
    player.get("/me")
    control.post("/control/seats/jpn-1/revoke")
    player.get("/me", 401)
    assert fresh.client.post("/api/join", json={"link": fresh.links["jpn-1"]}).status_code == 401
    control.post("/control/seats/jpn-1/renew")
    assert fresh.client.post("/api/join", json={"link": fresh.links["jpn-1"]}).status_code == 401
    seats = {seat["seat"]: seat for seat in control.get("/control/seats")["seats"]}
    link = seats["jpn-1"]["link"].partition("#")[2]
    assert fresh.client.post("/api/join", json={"link": link}).status_code == 200


def test_a_seat_asks_for_its_passphrase_and_closes_at_its_time(fresh: Server) -> None:
    control = fresh.sit("control")
    soon = (datetime.now(UTC) + timedelta(seconds=2.5)).isoformat().replace("+00:00", "Z")
    control.post("/control/seats/guest", role="observer", title="Guest", passphrase="fire", expires_at=soon)
    seats = {seat["seat"]: seat for seat in control.get("/control/seats")["seats"]}
    link = seats["guest"]["link"].partition("#")[2]
    asked = fresh.client.post("/api/join", json={"link": link})
    assert (asked.status_code, asked.json()["needs_passphrase"]) == (401, True)
    assert fresh.client.post("/api/join", json={"link": link, "passphrase": "fury"}).status_code == 401
    sat = fresh.client.post("/api/join", json={"link": link, "passphrase": "fire"})
    assert sat.status_code == 200
    headers = {"Authorization": f"Bearer {sat.json()['token']}"}
    while datetime.now(UTC).isoformat() < soon:
        pass
    assert fresh.client.get("/api/me", headers=headers).status_code == 401
    expired = fresh.client.post("/api/join", json={"link": link, "passphrase": "fire"})
    assert "expired" in expired.json()["error"]


# Who may do what.


@pytest.mark.parametrize("seat", ["usa-1", "observer"])
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/control/clock", {"command": "startex"}),
        ("/control/endex", {}),
        ("/control/msel/opening/fire", {}),
        ("/control/rulings", {"on": "order/x", "outcome": "refused", "reason": "x"}),
        ("/control/adjudication", {}),
        ("/control/seats/usa-2/revoke", {}),
        ("/control/branches", {"event": 1, "title": "x"}),
        ("/control/ahead", {"runs": 1}),
        ("/review/open", {"open": True}),
    ],
)
def test_only_control_runs_the_exercise(served: Server, seat: str, path: str, body: dict[str, object]) -> None:
    assert "only control" in served.sit(seat).post(path, 403, body)["error"]


@pytest.mark.parametrize("path", ["/control/msel", "/control/cases", "/control/views/JPN", "/control/msel.xlsx"])
def test_players_do_not_see_what_control_sees(served: Server, path: str) -> None:
    served.sit("usa-1").get(path, 403)
    served.sit("observer").get(path)


@pytest.mark.parametrize("path", ["/review", "/review/timeline", "/review/events", "/review/chain/1"])
def test_players_see_the_review_after_endex_and_by_control_s_word(fresh: Server, path: str) -> None:
    control, player = fresh.sit("control"), fresh.sit("usa-1")
    player.get(path, 403)
    control.post("/review/open", open=True)
    player.get(path, 403)
    control.post("/control/endex")
    player.get(path)
    control.post("/review/open", open=False)
    player.get(path, 403)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/orders", {"move": "denounce", "target": "PRK"}),
        ("/orders/cancel", {"order": "jpn-denounce-p1"}),
        ("/messages", {"to": [], "text": "hello"}),
        ("/requests", {"text": "please"}),
        ("/played-by", {"played_by": "policy"}),
    ],
)
def test_nobody_acts_for_another_cell(served: Server, path: str, body: dict[str, object]) -> None:
    error = served.sit("usa-1").post(path, 403, body, cell="JPN")["error"]
    assert "acts for USA alone" in error
    served.sit("observer").post(path, 403, body, cell="JPN")


def test_nobody_sees_the_menu_of_another_cell(served: Server) -> None:
    served.sit("usa-1").get("/menu?cell=JPN", 403)
    assert served.sit("control").get("/menu?cell=JPN")["menu"]


# What is done once.


def test_a_message_that_comes_again_is_answered_again_and_not_done_again(fresh: Server) -> None:
    player = fresh.sit("usa-1")
    order = {"move": "denounce", "target": "PRK", "tab": "one", "message": 1}
    first, second = (player.post("/orders", body=order) for _ in range(2))
    assert second == {**first, "repeated": True}
    moves = [event for event in player.get("/events")["events"] if event["kind"] == "move"]
    assert len(moves) == 1


def test_a_message_that_comes_too_early_waits_for_the_one_before_it(fresh: Server) -> None:
    player = fresh.sit("usa-1")
    message = {"to": ["JPN"], "text": "hello", "tab": "one"}
    answer = player.post("/messages", 409, message, message=2)
    assert answer["expected"] == 1
    player.post("/messages", body=message, message=1)
    player.post("/messages", body=message, message=2)
    texts = [event for event in player.get("/events")["events"] if event["kind"] == "message"]
    assert len(texts) == 2


def test_each_window_counts_for_itself(fresh: Server) -> None:
    player = fresh.sit("usa-1")
    for tab in ("one", "two"):
        player.post("/messages", to=[], text=tab, tab=tab, message=1)
    assert len([event for event in player.get("/events")["events"] if event["kind"] == "message"]) == 2


def test_what_is_refused_for_its_form_takes_no_number(fresh: Server) -> None:
    player = fresh.sit("usa-1")
    player.post("/orders", 422, move="denonce", target="PRK", tab="one", message=1)
    player.post("/orders", move="denounce", target="PRK", tab="one", message=1)


def test_a_draft_is_kept_and_a_stale_one_is_not(fresh: Server) -> None:
    one, other = fresh.sit("usa-1"), fresh.sit("usa-1")
    assert one.put("/drafts/order", content={"move": "denounce"}, version=0) == {"version": 1}
    assert other.put("/drafts/order", 409, content={"move": "expel"}, version=0)["expected"] == 1
    (draft,) = other.get("/drafts")["drafts"]
    assert draft == {"name": "order", "content": {"move": "denounce"}, "version": 1}
    assert fresh.sit("usa-2").get("/drafts")["drafts"] == []


# Bad input.


def test_an_order_after_endex_is_refused(fresh: Server) -> None:
    control, player = fresh.sit("control"), fresh.sit("usa-1")
    control.post("/control/clock", command="startex")
    control.post("/control/endex", reason="enough")
    assert "ENDEX was given" in player.post("/orders", 422, move="denounce", target="PRK")["error"]
    assert player.get("/situation")["clock"]["status"] == "ended"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/orders", {}, "move"),
        ("/orders", {"move": 3}, "move"),
        ("/orders", {"move": "denounce", "loud": True}, "loud"),
        ("/orders", {"move": "x" * 1000}, "move"),
        ("/messages", {"to": "JPN", "text": "x"}, "to"),
        ("/messages", {"to": [], "text": ""}, "text"),
        ("/messages", {"to": [], "text": "x" * 5000}, "text"),
        ("/messages", {"to": [], "text": "x", "message": 0}, "message"),
        ("/played-by", {"played_by": "nobody"}, "played_by"),
    ],
)
def test_a_malformed_body_is_refused_with_its_field(
    served: Server, path: str, body: dict[str, object], field: str
) -> None:
    answer = served.sit("usa-1").post(path, 422, body)
    assert any(field in one["field"] for one in answer["fields"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[" * 50_000,
        b"[" * 2_000 + b"]" * 2_000,
        b"\xff\xfe",
        b"9" * 5_000,
        b'{"move":"x\xed\xa0\x80"}',
        '{"move":"x"}'.encode("utf-16"),
        b'"text"',
        b"null",
    ],
)
def test_a_body_that_is_no_json_is_refused(served: Server, content: bytes) -> None:
    player = served.sit("usa-1")
    headers = {"Authorization": f"Bearer {player.token}", "Content-Type": "application/json"}
    answer = served.client.post("/api/orders", headers=headers, content=content)
    assert (answer.status_code, "error" in answer.json()) == (422, True)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/orders", '{"move":"denounce","target":"PRK","with":{"x\\ud800":1}}'),
        ("POST", "/orders", '{"move":"denounce","target":"PRK","says":"\\udfff"}'),
        ("PUT", "/control/msel/z", '{"inject":{"\\ud800":"x"}}'),
        ("PUT", "/control/msel/z", '{"inject":{"id":"z","title":"Z","text":"z","columns":{"\\ud800":"x"}}}'),
        ("PUT", "/drafts/x", '{"content":{"\\uD83D":"x"},"version":0}'),
    ],
)
def test_half_a_character_is_refused_wherever_it_stands(served: Server, method: str, path: str, body: str) -> None:
    control = served.sit("control")
    headers = {"Authorization": f"Bearer {control.token}", "Content-Type": "application/json"}
    answer = served.client.request(method, f"/api{path}", headers=headers, content=body)
    assert (answer.status_code, "half a character" in answer.json()["error"]) == (422, True)
    whole = re.sub(r"\\u[dD]\w{3}", lambda _: "\\ud83d\\ude00", body)
    assert "half a character" not in served.client.request(method, f"/api{path}", headers=headers, content=whole).text


def test_what_is_not_there_is_told_as_all_else(served: Server) -> None:
    assert served.client.get("/api/nothing").json() == {"error": "there is nothing at this path"}
    assert served.client.delete("/api/join").json() == {"error": "this path does not take that method"}


def test_a_body_that_is_too_large_is_refused(served: Server) -> None:
    answer = served.client.post("/api/join", content=b"x" * (LARGEST_BODY + 1))
    assert (answer.status_code, str(LARGEST_BODY) in answer.json()["error"]) == (413, True)


def test_another_host_is_not_answered(served: Server) -> None:
    assert served.client.get("/api/me", headers={"Host": "evil.example"}).status_code == 403


def test_who_asks_too_often_has_to_wait(fresh: Server) -> None:
    player = fresh.sit("usa-1")
    headers = {"Authorization": f"Bearer {player.token}"}
    answers = [fresh.client.get("/api/situation", headers=headers) for _ in range(80)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert int(refused[0].headers["Retry-After"]) >= 1
    fresh.sit("jpn-1").get("/situation")


def test_passphrases_are_not_guessed_in_a_row(fresh: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh.house, "_passphrases", Allowances(PASSPHRASE_BURST, 1e-3))
    fresh.sit("control").post("/control/seats/guest", role="observer", title="Guest", passphrase="fire")
    seats = {seat["seat"]: seat for seat in fresh.sit("control").get("/control/seats")["seats"]}
    link = seats["guest"]["link"].partition("#")[2]
    tries = [fresh.client.post("/api/join", json={"link": link, "passphrase": f"guess {n}"}) for n in range(14)]
    assert [answer.status_code for answer in tries].count(401) == 10
    assert {answer.status_code for answer in tries} == {401, 429}
    fresh.house._passphrases.forget("korea-2017-1/guest")
    class_of_many = [fresh.client.post("/api/join", json={"link": link, "passphrase": "fire"}) for _ in range(14)]
    assert {answer.status_code for answer in class_of_many} == {200}
    assert fresh.sit("usa-1").get("/me")


def test_tokens_that_nobody_has_are_not_looked_up_without_end(fresh: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    player, asked = fresh.sit("usa-1"), []
    player.get("/me")
    monkeypatch.setattr(fresh.house, "_strangers", Allowances(5.0, 1e-3))
    find = fresh.house.roster.find

    def counted(token: str, now: datetime) -> Sat:
        asked.append(token)
        return find(token, now)

    monkeypatch.setattr(fresh.house.roster, "find", counted)
    answers = [
        fresh.client.get("/api/me", headers={"Authorization": f"Bearer nobody-{n}"}).status_code for n in range(9)
    ]
    assert answers == [401] * 5 + [429] * 4
    assert len(asked) == 5
    player.get("/me")


def test_a_seat_keeps_so_many_drafts_and_no_more(fresh: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("standoff.exercise.web.routes.seats.MOST_DRAFTS", 3)
    player = fresh.sit("usa-1")
    for number in range(3):
        player.put(f"/drafts/words-{number}", content={"text": "x"}, version=0)
    assert "is one too many" in player.put("/drafts/words-3", 422, content={"text": "x"}, version=0)["error"]
    player.put("/drafts/words-0", content={"text": "y"}, version=1)
    monkeypatch.setattr("standoff.exercise.web.routes.seats.MOST_OF_DRAFTS", 20)
    assert "is one too many" in player.put("/drafts/words-0", 422, content={"text": "z"}, version=2)["error"]


def test_players_do_not_read_what_the_database_says(fresh: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    player, control = fresh.sit("usa-1"), fresh.sit("control")

    def gone(*_: object) -> None:
        raise StoreUnavailableError("connection to server at 10.1.2.3, port 5432 failed")

    with monkeypatch.context() as patch:
        patch.setattr(fresh.house.store, "append", gone)
        assert "10.1.2.3" not in player.post("/messages", 503, to=[], text="x")["error"]
        clocks = [seat.get("/situation")["clock"]["trouble"] for seat in (player, control)]
    assert ["10.1.2.3" in trouble for trouble in clocks] == [False, True]


def test_every_answer_forbids_to_ask_anybody_else(served: Server) -> None:
    for path in ("/", "/play", "/control", "/review", "/app/style.css", "/api/me", "/nothing"):
        answer = served.client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self' 'wasm-unsafe-eval'" in policy
        assert "http" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/app/../app.py", "/app/%2e%2e/app.py", "/cesium/../../x", "/app/", "/globe/serve.py"]
)
def test_nothing_but_the_pages_is_served(served: Server, path: str) -> None:
    assert served.client.get(path).status_code == 404


def test_control_judges_what_no_condition_tells(fresh: Server) -> None:
    control = fresh.sit("control")
    error = control.post("/control/objectives/nothing/met", 422)["error"]
    assert "is no objective to judge" in error
    control.post("/control/objectives/talks/met", reason="they talked in Oslo")
    (talks,) = [one for one in control.get("/review")["objectives"] if one["id"] == "talks"]
    assert talks["result"] == "met"


def test_a_branch_has_links_of_its_own_and_knows_its_parent(fresh: Server) -> None:
    control = fresh.sit("control")
    control.post("/control/clock", command="startex")
    made = control.post("/control/branches", event=3, title="what if")
    exercises = control.get("/control/exercises")["exercises"]
    assert [(one["parent"], one["this"]) for one in exercises] == [(None, True), ("korea-2017-1", False)]
    links = {one["seat"]: one["link"].partition("#")[2] for one in made["links"]}
    assert links["usa-1"] != fresh.links["usa-1"]
    answer = fresh.client.post("/api/join", json={"link": links["control"]})
    assert answer.status_code == 200
    assert control.get(f"/control/branches/{made['exercise']}")["links"] == made["links"]


# The workbook.


def test_the_list_goes_out_as_a_workbook_and_comes_back(fresh: Server) -> None:
    control = fresh.sit("control")
    content = control.get("/control/msel.xlsx")
    assert control.upload("/control/msel.xlsx", content) == {"changed": [], "left_out": []}
    book = load_workbook(BytesIO(content))
    sheet = book["MSEL"]
    header = [cell.value for cell in sheet[1]]
    column, name = header.index("Title") + 1, sheet.cell(2, header.index("Id") + 1).value
    sheet.cell(2, column).value = "Another title"
    gone = sheet.cell(3, header.index("Id") + 1).value
    sheet.delete_rows(3)
    orders = book["Orders"]
    for row in reversed([cell.row for cell in orders["A"] if cell.value == gone]):
        orders.delete_rows(row)
    stream = BytesIO()
    book.save(stream)
    assert control.upload("/control/msel.xlsx", stream.getvalue()) == {"changed": [name], "left_out": [gone]}
    assert [row[0] for row in book["Objectives"].iter_rows(min_row=2, values_only=True)] == [
        one["id"] for one in control.get("/review")["objectives"]
    ]
    injects = {one["id"]: one["inject"] for one in control.get("/control/msel")["injects"]}
    assert injects[str(name)]["title"] == "Another title"


def test_a_corrupt_workbook_changes_nothing_and_says_where(fresh: Server) -> None:
    control = fresh.sit("control")
    before = control.get("/control/msel")
    assert "workbook" in control.upload("/control/msel.xlsx", b"PK\x03\x04 not really", 422)["error"]
    content = control.get("/control/msel.xlsx")
    book = load_workbook(BytesIO(content))
    sheet = book["MSEL"]
    header = [cell.value for cell in sheet[1]]
    sheet.cell(2, header.index("Title") + 1).value = "Changed"
    sheet.cell(3, header.index("State") + 1).value = "perhaps"
    stream = BytesIO()
    book.save(stream)
    error = control.upload("/control/msel.xlsx", stream.getvalue(), 422)["error"]
    assert "sheet MSEL, row 3, column State" in error
    assert control.get("/control/msel") == before


def test_an_inject_with_a_wrong_condition_is_refused_with_its_column(fresh: Server) -> None:
    control = fresh.sit("control")
    inject = {"id": "odd", "title": "Odd", "text": "Odd.", "when": "tone.USA.XXX < 0.0"}
    error = control.put("/control/msel/odd", 422, inject=inject)["error"]
    assert "XXX" in error
    assert all(one["id"] != "odd" for one in control.get("/control/msel")["injects"])
