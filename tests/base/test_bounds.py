"""Numbers of users are refused under their own names."""

import math

import pytest

from standoff.base.bounds import about, require_within
from standoff.base.errors import InputError


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1.0, 0.0, 11.0])
def test_what_is_outside_is_refused_with_name_value_and_limits(value: float) -> None:
    with pytest.raises(InputError) as caught:
        require_within("--range-km", value, 0.0, 10.0, open_below=True)
    assert str(caught.value) == f"--range-km: is out of bounds (got {value}); allowed: more than 0 to 10"


@pytest.mark.parametrize("value", [0.0, 5.0, 10.0])
def test_what_is_inside_passes(value: float) -> None:
    require_within("--range-km", value, 0.0, 10.0)


def test_an_error_without_a_place_gets_the_field() -> None:
    with pytest.raises(InputError, match=r"^--from: is wrong"), about("--from"):
        raise InputError("is wrong")
    with pytest.raises(InputError, match=r"^own: is wrong"), about("--from"):
        raise InputError("is wrong", field="own")
