"""The globe's server: what it serves, and above all what it does not."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from standoff.base.errors import InputError
from standoff.views.globe.serve import HOST, PAGE, GlobeServer, locate, open_globe


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run = tmp_path / "run"
    run.mkdir()
    (run / "scene.czml").write_text('[{"id":"document","version":"1.0"}]')
    (run / "private.txt").write_text("private")
    (tmp_path / "scene.czml").write_text("outside")
    return run


@pytest.fixture
def server(folder: Path) -> Iterator[GlobeServer]:
    with GlobeServer(folder) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def ask(server: GlobeServer, path: str, method: str = "GET", host: str | None = None) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(HOST, server.server_port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"{HOST}:{server.server_port}")
    connection.putheader("Connection", "close")
    connection.endheaders()
    answer = connection.getresponse()
    answer.content = answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/main.js", "text/javascript; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/borders.json", "application/json"),
        ("/run/scene.czml", "application/json"),
        ("/run/scene.czml?again=1", "application/json"),
        ("/cesium/Cesium.js", "text/javascript; charset=utf-8"),
    ],
)
def test_page_scene_borders_and_cesium_are_served(server: GlobeServer, path: str, kind: str) -> None:
    answer = ask(server, path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http:" not in policy
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")


@pytest.mark.parametrize(
    "path",
    [
        "/run/private.txt",
        "/run/../scene.czml",
        "/run/%2e%2e/scene.czml",
        "/run/..%2fscene.czml",
        "/run/..%5cscene.czml",
        "/run//etc/passwd",
        "/cesium/../../../__init__.py",
        "/cesium/%2e%2e/%2e%2e/_vendor.py",
        "/cesium//etc/passwd",
        "/../serve.py",
        "/%2e%2e/serve.py",
        "/cesium",
        "/cesium/",
        "/run/",
        "/nothing",
        "/main.js%00.css",
        "/run/scene.czml/",
    ],
)
def test_nothing_else_is(server: GlobeServer, path: str) -> None:
    assert ask(server, path).status == 404


def test_a_link_that_leads_out_is_not_followed(folder: Path) -> None:
    (folder / "summary.json").symlink_to(folder.parent / "scene.czml")
    assert locate("/run/scene.czml", folder, PAGE) is not None
    assert locate("/run/summary.json", folder, PAGE) is None


def test_requests_for_other_hosts_are_refused(server: GlobeServer) -> None:
    assert ask(server, "/", host="example.org").status == 403
    assert ask(server, "/", host=f"localhost:{server.server_port}").status == 200


def test_head_gives_no_body_and_post_is_not_taken(server: GlobeServer) -> None:
    answer = ask(server, "/main.js", method="HEAD")
    assert answer.status == 200
    assert int(answer.headers["Content-Length"]) == (PAGE / "main.js").stat().st_size
    assert ask(server, "/", method="POST").status == 501


def test_a_folder_without_a_scene_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no scene\.czml"):
        open_globe(tmp_path, browser=False)
    with pytest.raises(InputError, match="is not a folder"):
        open_globe(tmp_path / "missing", browser=False)


def test_a_port_that_is_taken_or_impossible_is_refused(server: GlobeServer, folder: Path) -> None:
    for port in (server.server_port, 70_000):
        with pytest.raises(InputError, match="cannot be listened on"):
            open_globe(folder, port=port, browser=False)


def test_the_page_names_no_other_host() -> None:
    for file in PAGE.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        assert "http://" not in text, file.name
        assert "https://" not in text, file.name


def test_a_name_longer_than_any_file_is_not_there(server: GlobeServer) -> None:
    assert ask(server, "/cesium/" + "a" * 5000).status == 404
