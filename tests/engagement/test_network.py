"""Whose track starts an engagement, and whose guides it."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.base.errors import InputError
from standoff.engagement.network import Mode, Network, earliest_commit, guided_mask

TRACKS = {"spy": 300.0, "tpy-2": 120.0, "unrelated": 1.0}
COVERAGE = {"spy": np.array([False, False, True, True]), "tpy-2": np.array([True, True, True, False])}


def network(mode: Mode) -> Network:
    return Network(mode, organic="spy", remote=("tpy-2",), link_delay_s=8.0)


@pytest.mark.parametrize(
    ("mode", "commit", "guided"),
    [
        (Mode.ORGANIC, (300.0, "spy"), [False, False, True, True]),
        (Mode.LAUNCH_ON_REMOTE, (128.0, "tpy-2"), [False, False, True, True]),
        (Mode.ENGAGE_ON_REMOTE, (128.0, "tpy-2"), [True, True, True, True]),
    ],
)
def test_modes(mode: Mode, commit: tuple[float, str], guided: list[bool]) -> None:
    assert earliest_commit(network(mode), TRACKS) == commit
    assert guided_mask(network(mode), COVERAGE, 4).tolist() == guided


def test_a_tie_goes_to_the_own_sensor() -> None:
    tie = {"spy": 128.0, "tpy-2": 120.0}
    assert earliest_commit(network(Mode.ENGAGE_ON_REMOTE), tie) == (128.0, "spy")


def test_no_usable_track_is_no_commit() -> None:
    assert earliest_commit(network(Mode.ORGANIC), {"tpy-2": 1.0}) is None
    assert earliest_commit(network(Mode.ORGANIC), {"spy": float("inf")}) is None
    assert not guided_mask(network(Mode.ORGANIC), {}, 3).any()


def test_guiding_needs_a_sensor() -> None:
    with pytest.raises(InputError, match="own sensor"):
        Network(Mode.LAUNCH_ON_REMOTE, organic=None, remote=("tpy-2",))
    assert Network(Mode.ENGAGE_ON_REMOTE, remote=("tpy-2",)).guidance_sensors == ("tpy-2",)
