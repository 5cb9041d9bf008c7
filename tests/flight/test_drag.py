import numpy as np
import pytest

from standoff.base.errors import InputError
from standoff.flight.drag import MACH_STEP, NAMED, RV_CONE, V2, DragCurve, constant


def test_v2_curve_meets_its_published_points_and_is_constant_outside() -> None:
    assert np.allclose(V2([0.0, 0.8, 1.2, 1.8, 5.0, 40.0]), [0.15, 0.15, 0.40, 0.25, 0.15, 0.15], atol=2e-3)


@pytest.mark.parametrize("curve", NAMED.values(), ids=NAMED)
def test_curves_stay_between_their_points(curve: DragCurve) -> None:
    cd = curve(np.linspace(0.0, 15.0, 3001))
    assert min(curve.cd) - 3e-3 < cd.min()
    assert cd.max() < max(curve.cd) + 3e-3


@pytest.mark.parametrize("curve", NAMED.values(), ids=NAMED)
def test_curves_have_no_jump_in_the_second_derivative(curve: DragCurve) -> None:
    table = curve.table
    left = table[:-1, 2] + 3.0 * table[:-1, 3]
    assert np.allclose(left, table[1:, 2], atol=1e-12 / MACH_STEP**2)


def test_cone_at_high_mach_number_tends_to_its_pressure_drag() -> None:
    # Newtonian pressure drag of a sharp cone is 2 sin^2: 0.049 at 9 degrees; base drag and wave drag come on top.
    assert 0.049 < RV_CONE.hypersonic < 0.09


def test_constant_curve() -> None:
    assert np.allclose(constant(0.1)([0.0, 0.5, 1.0, 30.0]), 0.1, atol=1e-12)


@pytest.mark.parametrize(
    ("mach", "cd"), [((0.0,), (0.1,)), ((0.0, 0.0), (0.1, 0.1)), ((0.0, 1.0), (0.1,)), ((0.0, 1.0), (0.1, 0.0))]
)
def test_curves_that_no_flight_can_use_are_refused(mach: tuple[float, ...], cd: tuple[float, ...]) -> None:
    with pytest.raises(InputError):
        DragCurve(mach, cd)
