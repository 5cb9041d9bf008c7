"""Checks of claims about flights: a reported (range, apogee, time), a claimed distance between two places.

Kilometers and seconds, as such claims are made. A verdict is `impossible` where physics forbids the claim, `doubtful`
where it is outside what missiles do, else `consistent`; its reason is a sentence with the numbers.
The limits are derived in docs/models/aiming.md, section "Claims".
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from standoff.base.constants import OMEGA_RAD_S, WGS84_A_M, WGS84_B_M
from standoff.base.errors import InputError
from standoff.base.geodesy import Place, geodesic
from standoff.flight.closed_form import FreeFlight, through_apogee

# A missile needs more time than the unpowered vacuum flight: it gathers the launch speed v over its burn, at a mean net
# acceleration a, and so falls behind by about half the burn, v / 2a; the air adds some seconds. The limits enclose the
# flights of all missiles of the library at all levels of their parameters, from 9 m/s2 (Scud-B with the longest burn
# published) and 11 (Hwasong-14) to 40 (Scud-B with the shortest), with room for fast solid missiles; and all reported
# flights of data/flights.csv but the one that is impossible. tests/flight/test_claims.py repeats the comparison.
FASTEST_MEAN_ACCELERATION_M_S2: Final = 80.0
SLOWEST_MEAN_ACCELERATION_M_S2: Final = 10.0
AIR_DELAY_S: Final = 30.0

# A prediction by a fitted missile agrees with a report to about this share of the time (docs/models/fitting.md).
EXPECTED_TIME_SHARE: Final = 0.03

# Distances between cities are quoted from some point in each and rounded.
DISTANCE_SHARE: Final = 0.02
DISTANCE_SLACK_KM: Final = 10.0
SHORTEST_SHARE: Final = 0.9

Judgment = Literal["consistent", "doubtful", "impossible"]


@dataclass(frozen=True)
class Verdict:
    """A judgment with its reason and its numbers; what a check does not use is None."""

    verdict: Judgment
    reason: str
    vacuum_minimum_time_s: float | None = None
    """Time of the unpowered vacuum flight with the claimed range and apogee over a non-rotating sphere."""
    least_time_s: float | None = None
    """The same with every allowance for the Earth's rotation and figure: a time below it is impossible."""
    usual_time_s: tuple[float, float] | None = None
    """The band of times that a missile with this range and apogee takes, slow or fast burning."""
    expected_time_s: float | None = None
    """Prediction by a fitted missile, where the caller gave one."""
    geodesic_km: float | None = None


def check_flight(
    range_km: float, apogee_km: float, time_s: float, expected_time_s: float | None = None, missile: str = "the missile"
) -> Verdict:
    """Whether a missile can have flown a ground range and culminated at an apogee in a time.

    `expected_time_s` is the time that a fitted missile (called `missile` in the reason) takes for the same range and
    apogee; with it a claim is also doubtful if it differs from that by more than 3 %.

    Raises:
        InputError: a number that is not positive and finite, or a range beyond half the circumference.
    """
    for field, value in (("range-km", range_km), ("apogee-km", apogee_km), ("time-s", time_s)):
        _check_positive(field, value)
    arc = through_apogee(1e3 * range_km, 1e3 * apogee_km)
    vacuum, least = float(arc.time_s), _least_time_s(1e3 * range_km, 1e3 * apogee_km, float(arc.time_s))
    usual = _usual_time_s(arc)
    verdict, reason = _judge_time(range_km, apogee_km, time_s, vacuum, least, usual)
    if verdict == "consistent" and expected_time_s is not None:
        verdict, reason = _judge_expected(time_s, expected_time_s, missile)
    return Verdict(verdict, reason, vacuum, least, usual, expected_time_s)


def check_distance(start: Place, end: Place, distance_km: float) -> Verdict:
    """Whether a claimed distance between two places meets the WGS-84 geodesic.

    Raises:
        InputError: a distance that is not positive and finite.
    """
    _check_positive("distance-km", distance_km)
    true_km = geodesic(start, end).distance_m / 1e3
    off = distance_km - true_km
    slack = DISTANCE_SHARE * true_km + DISTANCE_SLACK_KM
    way = "short of" if off < 0.0 else "beyond"
    share = abs(off) / max(true_km, 1e-3)
    gap = f"the claimed {distance_km:.0f} km is {abs(off):.0f} km ({share:.1%}) {way} the geodesic of {true_km:.0f} km"
    if abs(off) <= slack:
        verdict: Judgment = "consistent"
        reason = f"{gap}, within the {slack:.0f} km that rounding and the choice of points explain"
    elif distance_km < SHORTEST_SHARE * true_km:
        verdict = "impossible"
        reason = f"{gap}, and no path between the two places is shorter than the geodesic"
    else:
        verdict = "doubtful"
        reason = f"{gap}, more than the {slack:.0f} km that rounding and the choice of points explain"
    return Verdict(verdict, reason, geodesic_km=true_km)


def _check_positive(field: str, value: float) -> None:
    if not (math.isfinite(value) and value > 0.0):
        raise InputError("must be a positive number", field=field, value=value)


def _least_time_s(range_m: float, apogee_m: float, vacuum_s: float) -> float:
    """A lower bound over all launch places and directions on the rotating ellipsoid.

    The inertial arc is shorter than the ground range by no more than the way of the equator's surface in the time, and
    time falls with range; gravity is nowhere stronger than the spherical value on the polar radius.
    """
    carried = OMEGA_RAD_S * WGS84_A_M * vacuum_s
    return float(through_apogee(max(0.0, range_m - carried), apogee_m, WGS84_B_M).time_s)


def _usual_time_s(arc: FreeFlight) -> tuple[float, float]:
    half_speed = 0.5 * float(arc.speed_m_s)
    fast = half_speed / FASTEST_MEAN_ACCELERATION_M_S2
    slow = half_speed / SLOWEST_MEAN_ACCELERATION_M_S2 + AIR_DELAY_S
    return float(arc.time_s) + fast, float(arc.time_s) + slow


def _judge_time(
    range_km: float, apogee_km: float, time_s: float, vacuum: float, least: float, usual: tuple[float, float]
) -> tuple[Judgment, str]:
    claim = f"a range of {range_km:.0f} km with an apogee of {apogee_km:.0f} km"
    if time_s < least:
        return "impossible", (
            f"apogee {apogee_km:.0f} km cannot be reached in {time_s:.0f} s: the vacuum minimum is {vacuum:.0f} s"
            f" ({least:.0f} s with every allowance for the Earth's rotation and figure)"
        )
    if time_s < usual[0]:
        return "doubtful", (
            f"{claim} in {time_s:.0f} s leaves no time for the powered ascent: the vacuum minimum is {vacuum:.0f} s"
            f" and missiles take {usual[0]:.0f} to {usual[1]:.0f} s"
        )
    if time_s > usual[1]:
        return "doubtful", (
            f"{claim} takes missiles {usual[0]:.0f} to {usual[1]:.0f} s, not {time_s:.0f} s"
            f" (vacuum minimum {vacuum:.0f} s)"
        )
    return "consistent", (
        f"{claim} takes missiles {usual[0]:.0f} to {usual[1]:.0f} s (vacuum minimum {vacuum:.0f} s),"
        f" and {time_s:.0f} s is within that"
    )


def _judge_expected(time_s: float, expected_s: float, missile: str) -> tuple[Judgment, str]:
    off = time_s / expected_s - 1.0
    text = (
        f"{missile} takes {expected_s:.0f} s for this range and apogee; the claimed {time_s:.0f} s differ by {off:+.1%}"
    )
    if abs(off) > EXPECTED_TIME_SHARE:
        return "doubtful", f"{text}, more than the {EXPECTED_TIME_SHARE:.0%} to which predictions meet reports"
    return "consistent", text
