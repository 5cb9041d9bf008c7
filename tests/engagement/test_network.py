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
    assert guided_mask(network(mode), COVERAGE, np.arange(4.0)).tolist() == guided


def test_a_tie_goes_to_the_own_sensor() -> None:
    tie = {"spy": 128.0, "tpy-2": 120.0}
    assert earliest_commit(network(Mode.ENGAGE_ON_REMOTE), tie) == (128.0, "spy")


def test_no_usable_track_is_no_commit() -> None:
    assert earliest_commit(network(Mode.ORGANIC), {"tpy-2": 1.0}) is None
    assert earliest_commit(network(Mode.ORGANIC), {"spy": float("inf")}) is None
    assert not guided_mask(network(Mode.ORGANIC), {}, np.arange(3.0)).any()


def test_guiding_needs_a_sensor() -> None:
    with pytest.raises(InputError, match="own sensor"):
        Network(Mode.LAUNCH_ON_REMOTE, organic=None, remote=("tpy-2",))
    assert Network(Mode.ENGAGE_ON_REMOTE, remote=("tpy-2",)).guidance_sensors == ("tpy-2",)


def test_a_guiding_sensor_must_have_held_the_threat_for_the_hold_time() -> None:
    seen = np.array([False, True, True, True, False, True, True])
    network = Network(organic="own", hold_s=2.0)
    guided = guided_mask(network, {"own": seen}, np.arange(7.0))
    # Held from 1 s: two seconds are over at 3 s; the second hold, from 5 s, is too short.
    assert guided.tolist() == [False, False, False, True, False, False, False]
    unbroken = guided_mask(network, {"own": np.ones(4, dtype=bool)}, np.arange(4.0))
    assert unbroken.tolist() == [False, False, True, True]
