"""What a battery needs in order to take one more threat."""

from __future__ import annotations

import pytest

from engagement.boosters import terminal
from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.engagement.battery import Battery, readiness
from standoff.engagement.network import Network
from standoff.engagement.refusal import Reason, Refusal


def battery(inventory: int = 4, simultaneous: int = 2, reaction_s: float = 0.0) -> Battery:
    return Battery(
        "thaad-1", "USA", Place(13.58, 144.92), terminal(), inventory, Network(organic="tpy-2"),
        simultaneous=simultaneous, reaction_s=reaction_s,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("left", "busy", "reason", "sentence"),
    [
        (4, 0, None, None),
        (1, 1, None, None),
        (0, 0, Reason.NO_INVENTORY, "no interceptor is left (4 were loaded)"),
        (4, 2, Reason.NO_CHANNEL, "all 2 simultaneous engagements are taken"),
    ],
)
def test_readiness(left: int, busy: int, reason: Reason | None, sentence: str | None) -> None:
    found = readiness(battery(), left, busy)
    assert (found and found.reason, found and found.sentence) == (reason, sentence)


def test_nonsense_is_refused() -> None:
    with pytest.raises(InputError, match="inventory"):
        battery(inventory=-1)
    with pytest.raises(InputError, match="simultaneous"):
        battery(simultaneous=0)
    with pytest.raises(InputError, match="reaction_s"):
        battery(reaction_s=-1.0)


def test_numbers_of_a_refusal_are_plain_json() -> None:
    assert Refusal(Reason.OUT_OF_RANGE, 412e3, 250e3).numbers == {"value": 412e3, "limit": 250e3}
    assert Refusal(Reason.NO_TRACK).numbers == {"value": None, "limit": None}


def test_every_reason_has_its_sentence() -> None:
    for reason in Reason:
        assert len(Refusal(reason, 1_000.0, 2_000.0).sentence) > 20
