"""An open store in each kind of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from standoff.exercise.store import Store, open_store


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with open_store(database) as opened:
        yield opened
