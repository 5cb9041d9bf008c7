"""Claims that a measure was in force on a day, judged."""

from typing import Any

import pytest

from crisis.measures import DAY_S, cap, measure, tonnes, usd
from standoff.base.errors import InputError
from standoff.crisis.sanctions.claims import check_measure

COAL = (
    cap("cap", usd(400), tonnes(7.5e6), resolution="r1", adopted_s=-200 * DAY_S, superseded_by=("ban",)),
    measure("ban", resolution="r2", adopted_on="2017-08-05"),
)
ADOPTED = {"r1": -200 * DAY_S, "r2": 0.0}


@pytest.mark.parametrize(
    ("at_d", "claim", "verdict", "reason"),
    [
        (
            16,
            {"kind": "cap", "cap": 7.5e6, "unit": "t"},
            "impossible",
            "by the full ban ban of r2, adopted on 2017-08-05",
        ),
        (16, {"kind": "ban"}, "consistent", "the full ban ban was in force"),
        (-16, {"kind": "cap", "cap": 7.5e6, "unit": "t"}, "consistent", "caps at 7,500,000 t"),
        (-16, {"cap": 400.9, "unit": "USD million"}, "consistent", "caps at 400 USD million"),
        (-16, {"cap": 408.7, "unit": "USD million"}, "doubtful", "not 408.7"),
        (-16, {"cap": 500, "unit": "USD million"}, "impossible", "not 500"),
        (-16, {"cap": 5, "unit": "bbl"}, "impossible", "no limit in bbl"),
        (-16, {"kind": "ban"}, "impossible", "not yet in force"),
        (-0.5, {"kind": "ban"}, "doubtful", "within a day"),
        (0.5, {"kind": "cap"}, "doubtful", "within a day"),
        (-300, {}, "impossible", "not yet in force"),
    ],
)
def test_claims_that_a_measure_was_in_force(at_d: float, claim: dict[str, Any], verdict: str, reason: str) -> None:
    found = check_measure(COAL, ADOPTED, sector="coal", direction="export", at_s=at_d * DAY_S, **claim)
    assert found.verdict == verdict
    assert reason in found.reason


def test_the_reason_speaks_of_the_measure_that_is_nearest_to_the_claim() -> None:
    small = cap("small", usd(50), resolution="r0", adopted_s=-300 * DAY_S, until_s=-200 * DAY_S)
    adopted = ADOPTED | {"r0": -300 * DAY_S}
    found = check_measure(
        (*COAL, small), adopted, sector="coal", direction="export", at_s=16 * DAY_S, cap=50.0, unit="USD million"
    )
    assert (found.verdict, found.reason) == ("impossible", "the cap small had run out")


def test_a_claim_about_the_other_direction_finds_no_measure() -> None:
    found = check_measure(COAL, ADOPTED, sector="coal", direction="import", at_s=DAY_S)
    assert (found.verdict, found.in_force) == ("impossible", ())


@pytest.mark.parametrize(
    ("claim", "field"),
    [
        ({"sector": "cole"}, "sector"),
        ({"sector": "coal", "cap": 5.0}, "unit"),
        ({"sector": "coal", "cap": 5.0, "unit": "km"}, "unit"),
        ({"sector": "coal", "cap": 5.0, "unit": "t", "kind": "ban"}, "kind"),
    ],
)
def test_a_claim_that_cannot_be_checked_is_refused(claim: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as refused:
        check_measure(COAL, ADOPTED, direction="export", at_s=0.0, **claim)
    assert refused.value.field == field
