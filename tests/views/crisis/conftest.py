"""Runs of crises: a made-up record, the small scenario of the engine's tests, and the one that ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from standoff import api
from standoff.engine.record import Record
from standoff.views.crisis.reading import Crisis, crisis_of
from views.crisis.sample_crisis import record

SMALL = Path(__file__).parents[2] / "engine" / "crisis.yaml"


@pytest.fixture(scope="session")
def made_up() -> Record:
    return record()


@pytest.fixture(scope="session")
def crisis(made_up: Record) -> Crisis:
    return read(made_up)


@pytest.fixture(scope="session")
def small() -> api.RunResult:
    return api.run(str(SMALL))


@pytest.fixture(scope="session")
def raid(tmp_path_factory: pytest.TempPathFactory) -> api.RunResult:
    """The small scenario with forces that stand ready, so that the threat is carried out."""
    text = SMALL.read_text(encoding="utf-8").replace("  alerts:\n", "  alerts:\n    AAA: {level: 3}\n")
    path = tmp_path_factory.mktemp("raid") / "raid.yaml"
    path.write_text(text, encoding="utf-8")
    return api.run(str(path))


@pytest.fixture(scope="session")
def korea() -> api.RunResult:
    return api.run("korea-2017")


def read(whole: Record) -> Crisis:
    found = crisis_of(whole)
    assert found is not None
    return found
