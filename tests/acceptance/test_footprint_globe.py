"""A footprint on the globe, in a real browser: it stands still, has its own legend, and asks no other host."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acceptance.test_globe_browser import open_globe, wait
from standoff.views.footprint.folder import footprint_files
from standoff.views.globe.serve import GlobeServer
from views.sample_footprint import summary

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GlobeServer]:
    folder: Path = tmp_path_factory.mktemp("footprint")
    for name, content in footprint_files(summary()).items():
        (folder / name).write_bytes(content)
    with GlobeServer(folder) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def test_it_shows_bands_and_nothing_of_a_run(server: GlobeServer, globe_browser: Browser) -> None:
    page, seen = open_globe(globe_browser, server)
    wait(page, "standoff.widget.scene.globe.tilesLoaded")
    assert seen.complaints == []
    assert [url for url in seen.requests if not url.startswith((server.url, "data:"))] == []
    assert page.inner_text("#title") == "Footprint of Ship <b> & more against Nodong"
    assert page.is_visible(".for-footprint")
    for hidden in ("footer", "#counters", "#events", ".for-run"):
        assert not page.is_visible(hidden)
    bands = page.evaluate("standoff.source.entities.values.filter(e => e.polygon).length")
    assert bands == 5
    page.evaluate("standoff.selection.choose(standoff.source.entities.getById('city/1'))")
    assert "5,000" in page.inner_text("#selected-text")
