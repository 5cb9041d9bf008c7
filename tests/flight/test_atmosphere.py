import numpy as np

from standoff.flight.atmosphere import AIR_BOTTOM_M, AIR_TOP_M, TABLE_STEP_M, exact, smooth_table


def from_table(z: np.ndarray, first: int, derivative: int = 0) -> np.ndarray:
    at = (z - AIR_BOTTOM_M) / TABLE_STEP_M
    cell = np.minimum(at.astype(int), len(smooth_table()) - 1)
    u, c = at - cell, smooth_table()[cell, first : first + 4]
    if derivative == 2:
        return np.asarray((2.0 * c[:, 2] + 6.0 * u * c[:, 3]) / TABLE_STEP_M**2)
    return np.asarray(c[:, 0] + u * (c[:, 1] + u * (c[:, 2] + u * c[:, 3])))


def test_table_deviates_little_from_the_exact_layers() -> None:
    z = np.arange(0.0, AIR_TOP_M - 1.0, 10.0)
    air = exact(z)
    # The figures of docs/models/flight.md: greatest at the tropopause, where the exact model has its sharpest kink.
    assert np.max(np.abs(from_table(z, 0) / air.density_kg_m3 - 1.0)) < 6e-4
    assert np.max(np.abs(from_table(z, 4) * air.sound_m_s - 1.0)) < 6e-4
    assert np.max(np.abs(from_table(z, 8) / air.pressure_pa - 1.0)) < 1e-5
    away = np.min(np.abs(z[:, None] - [11_019.0, 20_063.0, 32_162.0, 47_350.0, 51_413.0, 71_802.0, 86_000.0]), axis=1)
    assert np.max(np.abs(from_table(z, 0) / air.density_kg_m3 - 1.0)[away > 1_000.0]) < 5e-6


def test_table_has_no_jump_in_the_second_derivative() -> None:
    knots = AIR_BOTTOM_M + TABLE_STEP_M * np.arange(1, len(smooth_table()))
    for first in (0, 4, 8):
        jump = from_table(knots + 1e-6, first, 2) - from_table(knots - 1e-6, first, 2)
        assert np.max(np.abs(jump)) < 1e-6 * np.max(np.abs(from_table(knots, first, 2)))


def test_density_and_pressure_join_at_86_km_and_fall_everywhere() -> None:
    z = np.arange(-1000.0, 1_500_000.0, 100.0)
    for values in (exact(z).density_kg_m3, exact(z).pressure_pa):
        assert np.all(np.diff(values) < 0.0)
    below, above = exact(86_000.0 - 1e-3), exact(86_000.0 + 1e-3)
    assert np.isclose(below.density_kg_m3, above.density_kg_m3, rtol=1e-6)
    assert np.isclose(below.pressure_pa, above.pressure_pa, rtol=1e-6)
