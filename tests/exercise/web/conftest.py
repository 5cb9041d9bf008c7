"""Visitors of the pages. The server that they visit is the fixture `served` of each module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from exercise.web.browsing import Served, Visit, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    """Makes visitors, and closes them: then nothing may have gone wrong, and nothing may have left the host."""
    there: list[Visitor] = []

    def come(**options: Any) -> Visitor:
        there.append(Visitor(browser, served, **options))
        return there[-1]

    yield come
    for visitor in there:
        visitor.close()
