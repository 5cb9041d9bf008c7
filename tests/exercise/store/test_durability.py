"""A server that is killed at any moment loses nothing that it acknowledged, keeps nothing twice, and blocks nobody."""

from __future__ import annotations

import pytest

from exercise.store.samples import event
from exercise.store.writer import EVENTS, acknowledged, start
from standoff.base.errors import InputError
from standoff.exercise.store import open_store

pytestmark = pytest.mark.xdist_group("postgresql")


def test_what_was_acknowledged_outlives_kill_9(database: str) -> None:
    last = 0
    for wait_for in (1, 83):
        with start(database) as server:
            said = acknowledged(server.stdout, wait_for)
            server.kill()
            said += acknowledged(server.stdout)
        assert len(said) >= wait_for
        with open_store(database) as store:
            numbers = [entry.number for entry in store.inputs("spring")]
            stored = len(numbers)
            assert numbers == list(range(1, stored + 1))
            # It may have been killed between the commit and the word of it.
            assert said == list(range(last + 1, said[-1] + 1))
            assert said[-1] <= stored <= said[-1] + 1
            told = [event(number).line for number in range(1, stored * EVENTS + 1)]
            assert list(store.events("spring")) == told
            assert store.counts("spring").marked_s == float(stored)
        last = stored


def test_a_database_has_one_server_and_the_next_when_that_is_killed(database: str) -> None:
    with start(database) as server:
        acknowledged(server.stdout, 1)
        with pytest.raises(InputError, match="is in use by another server") as refused:
            open_store(database)
        server.kill()
        acknowledged(server.stdout)
    assert refused.value.field == "--db"
    assert str(refused.value.value).replace("***", "open-sesame") == database
    for _ in range(2):
        with open_store(database) as store:
            assert store.counts("spring").inputs >= 1
