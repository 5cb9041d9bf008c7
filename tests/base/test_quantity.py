"""Quantities, their units and their refusals."""

import math

import pytest

from standoff.base.errors import InputError, nearest
from standoff.base.quantity import Quantity, dimension, to_si


def test_units_convert_by_their_definitions() -> None:
    assert to_si(1.5, "km") == 1500.0
    assert to_si(1.0, "kgf") == 9.80665  # CGPM 1901
    assert to_si(180.0, "deg") == pytest.approx(math.pi)
    assert dimension("km/s") == "speed"


def test_levels_in_si_and_assumptions_are_known() -> None:
    burn = Quantity(62.0, 70.0, 142.0, "s", "assumption", note="publications disagree")
    assert (burn.si("low"), burn.si(), burn.si("high")) == (62.0, 70.0, 142.0)
    assert burn.is_assumption
    assert not Quantity(1.0, 1.0, 1.0, "km", "Forden 2007, table 1").is_assumption


def test_disorder_and_unknown_units_are_refused_with_advice() -> None:
    with pytest.raises(InputError, match="low <= nominal <= high"):
        Quantity(3.0, 2.0, 4.0, "km", "x")
    with pytest.raises(InputError, match="did you mean 'km/s'"):
        to_si(1.0, "kms")


def test_nearest_suggests_or_lists() -> None:
    assert nearest("hwasong12", ["hwasong-12", "nodong"]) == "did you mean 'hwasong-12'?"
    assert nearest("zzz", ["b", "a"]) == "one of a, b"
