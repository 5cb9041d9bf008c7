"""Wilkening, Science & Global Security 8 (1999): leak-free raids without detection and common-mode terms."""

from __future__ import annotations

import pytest

from standoff.engagement.wilkening import leak_free_probability, shots_needed


@pytest.mark.parametrize(
    ("warheads", "p", "per_warhead", "leak_free"),
    [(4, 0.5, 5, 0.881), (20, 0.8, 3, 0.852)],
)
def test_interceptors_per_warhead_for_a_leak_free_raid(
    warheads: int, p: float, per_warhead: int, leak_free: float
) -> None:
    """(1 - (1 - p)^n)^W >= 0.8: the least n, and the probability to the three figures quoted."""
    assert shots_needed(p, warheads, 0.8) == per_warhead
    assert round(float(leak_free_probability(p, per_warhead, warheads)), 3) == leak_free
    assert leak_free_probability(p, per_warhead - 1, warheads) < 0.8
