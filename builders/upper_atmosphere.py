"""Integrate the US Standard Atmosphere 1976 from 86 to 1000 km and print the table of `flight/upper_atmosphere.py`.

Number densities of N2, O, O2, Ar, He and H from the equations of NASA TM-X-74335 (part 1, sections 1.2.5, 1.3.1 and
1.3.2, constants of its tables 6, 7 and 8), by the trapezoidal rule on a 10 m grid. Heights are geometric.

    python builders/upper_atmosphere.py > src/standoff/flight/upper_atmosphere.py
"""

from __future__ import annotations

import sys
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

GAS: Final = 8.31432e3  # N m / (kmol K), the standard's own
BOLTZMANN: Final = 1.380622e-23
AVOGADRO: Final = 6.022169e26  # per kmol
RADIUS_KM: Final = 6356.766
MASS: Final = {"N2": 28.0134, "O": 15.9994, "O2": 31.9988, "Ar": 39.948, "He": 4.0026, "H": 1.00797}
AT_86_KM: Final = {"N2": 1.129794e20, "O": 8.6e16, "O2": 3.030898e19, "Ar": 1.351400e18, "He": 7.5817e14}
SEA_LEVEL_MASS: Final = 28.9644
# Molecular diffusion a (1/(m s)), b, and thermal diffusion alpha.
DIFFUSION: Final = {
    "O": (6.986e20, 0.75, 0.0),
    "O2": (4.863e20, 0.75, 0.0),
    "Ar": (4.487e20, 0.870, 0.0),
    "He": (1.700e21, 0.691, -0.40),
    "H": (3.305e21, 0.500, -0.25),
}
# Vertical transport Q (km^-3), U (km), W (km^-3).
TRANSPORT: Final = {
    "O": (-5.809644e-4, 56.90311, 2.706240e-5),
    "O2": (1.366212e-4, 86.0, 8.333333e-5),
    "Ar": (9.434079e-5, 86.0, 8.333333e-5),
    "He": (-2.457369e-4, 86.0, 6.666667e-4),
}
HYDROGEN_FLUX: Final = 7.2e11
HYDROGEN_AT_500_KM: Final = 8.0e10

TABLE_KM: Final = (
    *range(86, 130, 1),
    *range(130, 160, 2),
    *range(160, 200, 5),
    *range(200, 300, 10),
    *range(300, 500, 20),
    *range(500, 1001, 50),
)


def temperature(z: Array) -> tuple[Array, Array]:
    """Kinetic temperature (K) and its gradient (K/km) at geometric heights in km."""
    arc = np.sqrt(np.maximum(1.0 - ((z - 91.0) / 19.9429) ** 2, 1e-9))
    xi = (z - 120.0) * (RADIUS_KM + 120.0) / (RADIUS_KM + z)
    warm = 640.0 * np.exp(-0.01875 * xi)
    value = np.select(
        [z < 91.0, z < 110.0, z < 120.0],
        [np.full_like(z, 186.8673), 263.1905 - 76.3232 * arc, 240.0 + 12.0 * (z - 110.0)],
        1000.0 - warm,
    )
    slope = np.select(
        [z < 91.0, z < 110.0, z < 120.0],
        [np.zeros_like(z), 76.3232 / 19.9429**2 * (z - 91.0) / arc, np.full_like(z, 12.0)],
        0.01875 * warm * ((RADIUS_KM + 120.0) / (RADIUS_KM + z)) ** 2,
    )
    return value, slope


def number_densities(z: Array) -> dict[str, Array]:
    """Number densities (1/m3) on a fine uniform grid from 86 to 1000 km."""
    temp, slope = temperature(z)
    gravity = 9.80665 * (RADIUS_KM / (RADIUS_KM + z)) ** 2
    eddy = np.select(
        [z < 95.0, z < 114.9999],
        [np.full_like(z, 120.0), 120.0 * np.exp(1.0 - 400.0 / np.maximum(400.0 - (z - 95.0) ** 2, 1e-6))],
        0.0,
    )
    per_km = 1e3 * gravity / (GAS * temp)
    mixed = np.where(z <= 100.0, SEA_LEVEL_MASS, MASS["N2"])
    n = {"N2": AT_86_KM["N2"] * temp[0] / temp * np.exp(-_running(z, mixed * per_km))}
    background = n["N2"].copy()
    for gas in ("O", "O2", "Ar", "He"):
        a, b, alpha = DIFFUSION[gas]
        molecular = a / background * (temp / 273.15) ** b
        share = molecular / (molecular + eddy)
        lift = MASS[gas] + mixed * eddy / molecular + alpha * slope * 1e-3 * GAS / gravity
        q, u, w = TRANSPORT[gas]
        transport = q * (z - u) ** 2 * np.exp(-w * (z - u) ** 3)
        if gas == "O":
            low = np.maximum(97.0 - z, 0.0)
            transport = transport - 3.416248e-3 * low**2 * np.exp(-5.008765e-4 * low**3)
        n[gas] = AT_86_KM[gas] * temp[0] / temp * np.exp(-_running(z, per_km * share * lift + transport))
        if gas == "O2":
            background = n["N2"] + n["O"] + n["O2"]  # argon and helium diffuse through these three
        elif gas == "O":
            background = n["N2"] + n["O"]
    n["H"] = _hydrogen(z, temp, per_km, n)
    return n


def _hydrogen(z: Array, temp: Array, per_km: Array, n: dict[str, Array]) -> Array:
    a, b, alpha = DIFFUSION["H"]
    total = n["N2"] + n["O"] + n["O2"] + n["Ar"] + n["He"]
    molecular = a / total * (temp / 273.15) ** b
    at_500 = int(np.argmin(np.abs(z - 500.0)))
    tau = _running(z, per_km * MASS["H"])
    tau = tau - tau[at_500]
    thermal = (temp / temp[at_500]) ** (1.0 + alpha)
    source = _running(z, 1e3 * HYDROGEN_FLUX / molecular * thermal * np.exp(tau))
    result = (HYDROGEN_AT_500_KM - (source - source[at_500])) / thermal * np.exp(-tau)
    return np.where(z >= 150.0, result, 0.0)


def _running(z: Array, rate: Array) -> Array:
    pieces = 0.5 * (rate[1:] + rate[:-1]) * np.diff(z)
    return np.concatenate([[0.0], np.cumsum(pieces)])


def main() -> None:
    """Write the module with the table."""
    z = np.linspace(86.0, 1000.0, 91401)
    temp, _ = temperature(z)
    n = number_densities(z)
    pressure = np.sum(list(n.values()), axis=0) * BOLTZMANN * temp
    density = np.sum([n[gas] * MASS[gas] for gas in n], axis=0) / AVOGADRO
    rows = [round((km - 86.0) / 0.01) for km in TABLE_KM]
    write = sys.stdout.write
    write(
        '"""US Standard Atmosphere 1976 from 86 to 1000 km: geometric height (m), pressure (Pa), density (kg/m3).\n\n'
    )
    write("Written by builders/upper_atmosphere.py from the equations of NASA TM-X-74335; do not edit.\n")
    write('"""\n\nfrom typing import Final\n\nUPPER_ATMOSPHERE: Final = (\n')
    for km, row in zip(TABLE_KM, rows, strict=True):
        write(f"    ({km}e3, {pressure[row]:.5e}, {density[row]:.5e}),\n")
    write(")\n")


if __name__ == "__main__":
    main()
