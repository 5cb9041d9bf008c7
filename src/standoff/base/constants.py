"""Physical constants in SI units, each with its source."""

from __future__ import annotations

from typing import Final

# World Geodetic System 1984: NGA.STND.0036_1.0.0_WGS84, tables 3.1 and 3.3.
WGS84_A_M: Final = 6_378_137.0
WGS84_F: Final = 1.0 / 298.257223563
WGS84_B_M: Final = WGS84_A_M * (1.0 - WGS84_F)
WGS84_E2: Final = WGS84_F * (2.0 - WGS84_F)
MU_M3_S2: Final = 3.986004418e14
OMEGA_RAD_S: Final = 7.292115e-5
# Unnormalized zonal harmonic of degree 2: -sqrt(5) * C20, same standard, table 3.5 (EGM2008 value).
J2: Final = 1.082629821313305e-3

# Standard acceleration of free fall: CGPM 1901; used to turn specific impulse into exhaust speed.
G0_M_S2: Final = 9.80665

# Mean radius used by closed forms on a sphere: IUGG R1 rounded to 100 m.
SPHERE_RADIUS_M: Final = 6_371_000.0

# Effective-Earth-radius factor of a standard troposphere: Skolnik, Introduction to Radar Systems, 3rd ed., chapter 8.
REFRACTION_FACTOR: Final = 4.0 / 3.0
