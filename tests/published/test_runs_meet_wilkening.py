"""Y7 and a sweep: many runs of the whole engine against Wilkening's closed forms (Science & Global Security 8, 1999).

Detection is ideal and nothing is scarce on the firing range, so what is left is the chance of the kill chain. Every
frequency must lie within four standard errors of the formula: about one in 16,000 right programs fails a comparison.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from standoff.engagement.wilkening import expected_leakers, leak_free_probability, leaker_distribution, shots_needed
from standoff.engine.many import play_many
from standoff.scenario.loading import Scenario, load_scenario

RANGE = Path(__file__).resolve().parents[2] / "examples" / "firing-range.yaml"
RUNS = 20_000

pytestmark = pytest.mark.xdist_group("compiled-engine")


def firing_range(warheads: int, shots: int, kill: float, common_mode: float = 0.0) -> Scenario:
    chain = {"kill_probability": kill, "reliability": 1.0, "discrimination": 1.0, "common_mode": common_mode}
    return load_scenario(
        RANGE,
        [
            f"timeline.raid.count={warheads}",
            f"batteries.range.doctrine={{kind: salvo, salvo_size: {shots}}}",
            *(f"library.thaad.{name}={value} 1" for name, value in chain.items()),
        ],
    )


def leakers_of(scenario: Scenario, runs: int = RUNS) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return play_many(scenario, {}, 11, range(runs)).values["leakers"]


def assert_share(found: float, expected: float, runs: int = RUNS) -> None:
    assert abs(found - expected) <= 4.0 * math.sqrt(expected * (1.0 - expected) / runs) + 1e-12


@pytest.mark.parametrize(("warheads", "kill", "shots", "published"), [(4, 0.5, 5, 0.881), (20, 0.8, 3, 0.852)])
def test_y7_a_leak_free_raid(warheads: int, kill: float, shots: int, published: float) -> None:
    leak_free = float((leakers_of(firing_range(warheads, shots, kill)) == 0).mean())
    assert_share(leak_free, published + 0.0005 * math.copysign(1.0, leak_free - published))
    # One shot fewer is not enough for 0.8, as the yardstick says.
    assert shots_needed(kill, warheads, 0.8) == shots
    fewer = float((leakers_of(firing_range(warheads, shots - 1, kill)) == 0).mean())
    assert fewer < 0.8 < leak_free


@pytest.mark.parametrize("warheads", [1, 5, 20])
@pytest.mark.parametrize("kill", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("shots", [1, 2, 4])
def test_a_sweep_without_common_mode(warheads: int, kill: float, shots: int) -> None:
    leakers = leakers_of(firing_range(warheads, shots, kill), 5000)
    assert_share(float((leakers == 0).mean()), float(leak_free_probability(kill, shots, warheads)), 5000)
    missed = (1.0 - kill) ** shots
    error = math.sqrt(warheads * missed * (1.0 - missed) / 5000)
    assert abs(float(leakers.mean()) - float(expected_leakers(kill, shots, warheads))) <= 4.0 * error


@pytest.mark.parametrize("common_mode", [0.05, 0.2])
@pytest.mark.parametrize("shots", [2, 4])
def test_a_common_mode_takes_its_share_whatever_is_fired(common_mode: float, shots: int) -> None:
    leakers = leakers_of(firing_range(6, shots, 0.7, common_mode))
    wanted = leaker_distribution(0.7, shots, 6, common_mode_failure=common_mode)
    for count, probability in enumerate(wanted):
        assert_share(float((leakers == count).mean()), float(probability))
    assert_share(float((leakers == 6).mean()), common_mode + (1.0 - common_mode) * 0.3 ** (6 * shots))
