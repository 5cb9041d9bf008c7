"""A real Chromium for the tests that open pages in one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# Draws pages without going by way of WebGL in software, which halves the work; pictures of WebGL then stay empty.
_PLAIN = "--disable-gpu-compositing"


def _path() -> str:
    """The browser's path. Without one the tests are skipped, but not where CI is set: there it must be there."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is not None:
        return found
    message = f"no Chromium on the path (looked for {', '.join(_NAMES)}); install it to test pages in it"
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(message)
    pytest.skip(message)


@contextmanager
def running_chromium(*, shows_webgl: bool = False) -> Iterator[Browser]:
    """A browser without a window, for as long as it is needed; `shows_webgl` for tests that look at a globe."""
    path = _path()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=_FLAGS if shows_webgl else [*_FLAGS, _PLAIN])
        yield browser
        browser.close()
