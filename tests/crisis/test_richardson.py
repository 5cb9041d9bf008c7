"""Richardson's equations against a general eigenvalue solver and a general integrator."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from standoff.crisis.richardson import Side, equilibrium, growth, stable

rates = st.floats(0.01, 2.0)
sides = st.builds(Side, reaction=rates, fatigue=rates, grievance=st.floats(-5.0, 5.0))


def _matrix(first: Side, second: Side) -> np.ndarray:
    return np.array([[-first.fatigue, first.reaction], [second.reaction, -second.fatigue]])


@given(first=sides, second=sides)
def test_a_dyad_is_stable_if_and_only_if_all_its_modes_die_away(first: Side, second: Side) -> None:
    greatest = float(max(np.linalg.eigvals(_matrix(first, second)).real))
    assert growth(first, second) == pytest.approx(greatest, abs=1e-9)
    assume(abs(greatest) > 1e-9)
    assert stable(first, second) == (greatest < 0)


@given(first=sides, second=sides)
def test_nothing_moves_at_the_point_of_rest(first: Side, second: Side) -> None:
    assume(abs(first.fatigue * second.fatigue - first.reaction * second.reaction) > 1e-3)
    rest = np.array(equilibrium(first, second))
    moving = _matrix(first, second) @ rest + np.array([first.grievance, second.grievance])
    assert moving == pytest.approx([0.0, 0.0], abs=1e-6)


@pytest.mark.parametrize(("reaction", "settles"), [(0.15, True), (0.25, False)])
def test_a_stable_dyad_goes_to_rest_and_another_away_from_it(reaction: float, settles: bool) -> None:
    first, second = Side(reaction, 0.2, -0.5), Side(reaction, 0.2, -0.1)
    rest = np.array(equilibrium(first, second))

    def change(_: float, state: np.ndarray) -> Any:
        return _matrix(first, second) @ state + np.array([first.grievance, second.grievance])

    path = solve_ivp(change, (0.0, 200.0), rest + np.array([1.0, 2.0]), rtol=1e-9, atol=1e-9)
    distance = float(np.linalg.norm(path.y[:, -1] - rest))
    assert stable(first, second) is settles
    assert distance < 1e-3 if settles else distance > 1e3


def test_the_border_and_impossible_sides_are_refused() -> None:
    with pytest.raises(ValueError, match="no single point"):
        equilibrium(Side(0.5, 0.5), Side(0.5, 0.5))
    with pytest.raises(ValueError, match="fatigue"):
        Side(0.1, 0.0)
