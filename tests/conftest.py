"""What tests of several folders are set up with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from browsers import running_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser, ended with the module: its driver's event loop must not be there for the tests of another."""
    with running_chromium() as running:
        yield running


@pytest.fixture(scope="module")
def globe_browser() -> Iterator[Browser]:
    """The same for tests that look at what WebGL draws."""
    with running_chromium(shows_webgl=True) as running:
        yield running
