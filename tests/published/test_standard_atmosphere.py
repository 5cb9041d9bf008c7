"""US Standard Atmosphere 1976 (NASA TM-X-74335), printed values."""

import numpy as np
import pytest

from standoff.flight.atmosphere import GEOPOTENTIAL_RADIUS_M, exact, molecular_temperature_k

# Table I, geometric altitude: height (km), pressure (Pa), density (kg/m3).
UPPER = [
    (86.0, 3.7338e-1, 6.958e-6),
    (90.0, 1.8359e-1, 3.416e-6),
    (95.0, 7.5966e-2, 1.393e-6),
    (100.0, 3.2011e-2, 5.604e-7),
    (110.0, 7.1042e-3, 9.708e-8),
    (120.0, 2.5381e-3, 2.222e-8),
    (130.0, 1.2505e-3, 8.152e-9),
    (140.0, 7.2028e-4, 3.831e-9),
    (150.0, 4.5422e-4, 2.076e-9),
    (180.0, 1.5271e-4, 5.194e-10),
    (200.0, 8.4736e-5, 2.541e-10),
    (300.0, 8.7704e-6, 1.916e-11),
    (400.0, 1.4518e-6, 2.803e-12),
    (500.0, 3.0236e-7, 5.215e-13),
    (600.0, 8.2130e-8, 1.137e-13),
    (700.0, 3.1908e-8, 3.070e-14),
    (1000.0, 7.5138e-9, 3.561e-15),
]


@pytest.mark.parametrize(("height_km", "pascal"), [(11.0, 22632.06), (20.0, 5474.89), (47.0, 110.906)])
def test_pressure_at_geopotential_heights(height_km: float, pascal: float) -> None:
    geopotential = height_km * 1e3
    geometric = GEOPOTENTIAL_RADIUS_M * geopotential / (GEOPOTENTIAL_RADIUS_M - geopotential)
    assert float(exact(geometric).pressure_pa) == pytest.approx(pascal, rel=1e-5)


def test_sea_level() -> None:
    air = exact(0.0)
    assert float(air.density_kg_m3) == pytest.approx(1.2250, abs=5e-5)
    assert float(air.sound_m_s) == pytest.approx(340.294, abs=1e-3)


def test_temperature_at_86_km() -> None:
    # Kinetic temperature is the molecular-scale one times 0.999579 there (table 8: M / M0 at 86 km).
    assert float(molecular_temperature_k(84_852.0)) * 0.999579 == pytest.approx(186.87, rel=1e-4)


@pytest.mark.parametrize(("height_km", "pascal", "density"), UPPER)
def test_upper_atmosphere(height_km: float, pascal: float, density: float) -> None:
    air = exact(height_km * 1e3)
    assert float(air.pressure_pa) == pytest.approx(pascal, rel=2e-3)
    assert float(air.density_kg_m3) == pytest.approx(density, rel=2e-3)


def test_hydrostatic_balance_up_to_the_turbopause() -> None:
    z = np.arange(100.0, 85_000.0, 50.0)
    slope = (exact(z + 1.0).pressure_pa - exact(z - 1.0).pressure_pa) / 2.0
    gravity = 9.80665 * (GEOPOTENTIAL_RADIUS_M / (GEOPOTENTIAL_RADIUS_M + z)) ** 2
    assert np.allclose(-slope, exact(z).density_kg_m3 * gravity, rtol=1e-5)
