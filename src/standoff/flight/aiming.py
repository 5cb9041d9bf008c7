"""Aiming: the azimuth, kick angle and cut-off time that bring a vehicle to a target, a range and apogee, or farthest.

The Earth turns under the flight, so the steering azimuth is solved together with the rest; directions asked for
(`azimuth_deg` here) are those of the impact as seen from the launch place, along the geodesic.

Three ways to a target:
- `minimum-energy`: of all kick angles, the one that needs the earliest cut-off;
- `lofted`: full burn on the steep path;
- `depressed`: on the flat side, an apogee of half the minimum-energy one, or as near to it as full burn comes.

Equations, definitions and limits: docs/models/aiming.md. Searches are those of `search`, over the compiled flight.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, Literal, get_args

from standoff.base.constants import OMEGA_RAD_S
from standoff.base.errors import InputError, nearest
from standoff.base.geodesy import Place, destination, geodesic
from standoff.flight.closed_form import minimum_energy
from standoff.flight.line import FARTHEST_M, HALF_ROUND_M, Line, Shot, Steering, as_vector, from_vector
from standoff.flight.results import Flight
from standoff.flight.search import NoRootError, minimum, newton, root
from standoff.flight.vehicle import Vehicle

Kind = Literal["minimum-energy", "lofted", "depressed"]

DEPRESSED_APOGEE_SHARE: Final = 0.5

MISS_TOLERANCE_M: Final = 1.0
_STANDARD_TOLERANCE_M: Final = 1_000.0
# As a share of the kick angle: slow missiles turn by a tenth of a degree, fast ones by tens.
_KICK_TOLERANCE: Final = 2e-3
_LARGEST_KICK_DEG: Final = 89.0
# What "about right" is: the kick angle sought lies within this ratio, and not beside the edge of it.
_NEAR: Final = 1.25
_NEAR_EDGE: Final = 1.01
# Shares of a cut-off at which to look beside one that is about right.
_NEAR_CUTOFF: Final = 0.01
# Kick angles to look at first: equal ratios, for slow liquid missiles and for fast solid ones.
_KICKS_DEG: Final = tuple(0.01 * 1.5**n for n in range(23))


def aim_at(vehicle: Vehicle, launch: Place, target: Place, trajectory: Kind = "minimum-energy") -> Flight:
    """The flight from `launch` whose impact is on `target`, within a metre.

    Raises:
        InputError: an unknown kind of trajectory, or a target that is out of reach (says the maximum range).
    """
    require_known_kind(trajectory)
    line = _line(vehicle, launch, target)
    farthest = _farthest(line)
    if farthest.downrange_m < line.distance_m:
        raise InputError(_out_of_range(line, farthest))
    if trajectory == "lofted":
        return _lofted(line, farthest)
    least = _minimum_energy(line, farthest)
    return least if trajectory == "minimum-energy" else _depressed(line, farthest, least)


def minimum_energy_near(vehicle: Vehicle, launch: Place, target: Place, near: Steering) -> Flight:
    """`aim_at` for minimum energy from a steering that is about right: a third of the flights, the same least.

    Where the steering is not right enough, all is searched.

    Raises:
        InputError: a target that is out of reach (says the maximum range).
    """
    line = replace(_line(vehicle, launch, target), steer_deg=near.azimuth_deg)
    low, high = near.kick_deg / _NEAR, near.kick_deg * _NEAR
    guess = near.cutoff_s

    def cutoff(kick_deg: float) -> float:
        nonlocal guess
        guess = _cutoff_near(line, kick_deg, guess)
        return guess

    try:
        kick_deg = _best_kick(cutoff, low, near.kick_deg, high)
        if low * _NEAR_EDGE < kick_deg < high / _NEAR_EDGE:
            return _on_target(line, kick_deg, cutoff(kick_deg))
    except (NoRootError, InputError):
        pass
    return aim_at(vehicle, launch, target)


def require_known_kind(trajectory: str) -> None:
    """Raise `InputError` for a kind of trajectory that is none."""
    if trajectory not in get_args(Kind):
        advice = nearest(str(trajectory), get_args(Kind))
        raise InputError("unknown kind of trajectory", field="trajectory", value=trajectory, allowed=advice)


def aim_at_apogee(vehicle: Vehicle, launch: Place, target: Place, apogee_m: float) -> Flight:
    """The flight from `launch` whose impact is on `target`, within a metre, with the given apogee.

    Raises:
        InputError: an apogee, or a target with that apogee, that this vehicle cannot reach (says what it can).
    """
    line = _line(vehicle, launch, target)
    if not (math.isfinite(apogee_m) and apogee_m > 0.0):
        raise InputError("an apogee must be above the ground", field="apogee", value=apogee_m)
    flattest = _flattest_to_apogee(line, apogee_m)
    if flattest.downrange_m == -math.inf:
        raise InputError(
            f"{vehicle.name} flies no path that culminates at {_km(apogee_m)}: so low it falls while its motor burns",
            field="apogee",
            value=_km(apogee_m),
            allowed="a higher apogee",
        )
    if flattest.downrange_m < line.distance_m:
        raise InputError(
            f"{_km(line.distance_m)} with an apogee of {_km(apogee_m)} is out of reach for {vehicle.name}: with full"
            f" burn to that apogee it flies {_km(flattest.downrange_m)} at azimuth {line.azimuth_deg:.0f} deg"
        )
    return _meet_apogee(line, apogee_m, flattest.steering.kick_deg)


def for_range_and_apogee(
    vehicle: Vehicle, launch: Place, azimuth_deg: float, range_m: float, apogee_m: float
) -> Flight:
    """The flight to the place at `range_m` along `azimuth_deg`, with the given apogee.

    Raises:
        InputError: a pair that this vehicle cannot fly (says why, and what it can).
    """
    _check_distance(vehicle, range_m)
    return aim_at_apogee(vehicle, launch, destination(launch, azimuth_deg, range_m), apogee_m)


def maximum_range(vehicle: Vehicle, launch: Place, azimuth_deg: float, omega_rad_s: float = OMEGA_RAD_S) -> Flight:
    """The full-burn flight that comes down farthest along `azimuth_deg`; with `omega_rad_s` zero, without rotation.

    Raises:
        InputError: a vehicle that reaches every place on Earth or does not come down, or one that does not fly.
    """
    line = Line(vehicle, launch, azimuth_deg, 0.0, omega_rad_s=omega_rad_s)
    best = _farthest(line)
    for _ in range(3):
        if best.downrange_m > HALF_ROUND_M:
            break
        off_deg = math.degrees(math.atan2(best.crossrange_m, best.downrange_m))
        if abs(off_deg) < 1e-3:
            break
        line = replace(line, steer_deg=best.steering.azimuth_deg - off_deg)
        best = _refine_farthest(line, best.steering.kick_deg)
    if best.downrange_m <= HALF_ROUND_M:
        return line.fly(best.steering)
    try:
        standard = standard_flight(vehicle, launch, azimuth_deg, omega_rad_s=0.0)
    except FartherThanHalfRoundError:
        raise _farther_than_half_round(vehicle) from None
    raise _farther_than_half_round(vehicle, standard.range_m)


def standard_flight(vehicle: Vehicle, launch: Place, azimuth_deg: float, omega_rad_s: float = OMEGA_RAD_S) -> Flight:
    """The full-burn flight whose apogee is the minimum-energy one of its range: what analysts call standard.

    `azimuth_deg` is the one steered; with `omega_rad_s` zero, without rotation. For a vehicle that nearly reaches orbit
    it is the better defined figure: its greatest range is that of a path that skims the air.

    Raises:
        FartherThanHalfRoundError: a vehicle that flies more than half round the Earth on every such path.
        InputError: a vehicle that does not fly.
    """
    line = Line(vehicle, launch, azimuth_deg, 0.0, omega_rad_s=omega_rad_s)
    if not math.isfinite(line.kick(0.0).downrange_m):
        raise InputError(f"{vehicle.name} {line.fly(Steering(azimuth_deg, 0.0)).status.advice}")

    def too_high(kick_deg: float) -> float:
        shot = line.kick(kick_deg)
        if not 0.0 < shot.downrange_m < HALF_ROUND_M:
            return shot.apogee_m if shot.downrange_m <= 0.0 < shot.apogee_m else -FARTHEST_M
        distance = min(math.hypot(shot.downrange_m, shot.crossrange_m), HALF_ROUND_M)
        return shot.apogee_m - float(minimum_energy(distance).apogee_m)

    # The first crossing, from the steep side: near orbit there are others without meaning.
    coarse = next((kick for kick in _KICKS_DEG if too_high(kick) < 0.0), _LARGEST_KICK_DEG)
    fine = (coarse * 1.5 ** (n / 12 - 1) for n in range(1, 13))
    flatter = next((kick for kick in fine if too_high(kick) < 0.0), coarse)
    try:
        kick_deg = root(too_high, 0.0, flatter, tolerance=1e-7, value_tolerance=10.0)
    except NoRootError as error:
        raise _farther_than_half_round(vehicle) from error
    if abs(too_high(kick_deg)) > _STANDARD_TOLERANCE_M:
        raise _farther_than_half_round(vehicle)
    return line.fly(Steering(azimuth_deg, kick_deg))


def reach_at_apogee(vehicle: Vehicle, launch: Place, azimuth_deg: float, apogee_m: float) -> float:
    """The greatest range (m) toward an azimuth at which a flight culminates at an apogee: that of full burn.

    Raises:
        InputError: an apogee that is out of reach.
    """
    return _flattest_to_apogee(Line(vehicle, launch, azimuth_deg, 0.0), apogee_m).downrange_m


def with_payload(vehicle: Vehicle, payload_kg: float) -> Vehicle:
    """The vehicle with another payload in the same re-entry body: its ballistic coefficient goes with its mass."""
    if not (math.isfinite(payload_kg) and payload_kg > 0.0):
        raise InputError("a payload must have a positive mass", field="payload-kg", value=payload_kg)
    empty = 0.0 if vehicle.separates else vehicle.stages[-1].dry_kg
    share = (payload_kg + empty) / (vehicle.payload_kg + empty)
    return replace(vehicle, payload_kg=payload_kg, reentry_beta_kg_m2=share * vehicle.reentry_beta_kg_m2)


class FartherThanHalfRoundError(InputError):
    """A maximum range was asked of a vehicle that reaches every place on Earth."""


def _line(vehicle: Vehicle, launch: Place, target: Place) -> Line:
    path = geodesic(launch, target)
    _check_distance(vehicle, path.distance_m)
    return Line(vehicle, launch, path.azimuth_deg, path.distance_m)


def _farthest(line: Line) -> Shot:
    """Full burn over kick angles: the farthest impact along the line, with the azimuth as it is."""
    shots = [line.kick(kick) for kick in _KICKS_DEG]
    best = max(range(len(shots)), key=lambda index: shots[index].downrange_m)
    if not math.isfinite(shots[best].downrange_m):
        flight = line.fly(shots[0].steering)
        raise InputError(f"{line.vehicle.name} {flight.status.advice}")
    if shots[best].downrange_m > HALF_ROUND_M:
        return shots[best]
    low = _KICKS_DEG[max(best - 1, 0)]
    high = _KICKS_DEG[min(best + 1, len(_KICKS_DEG) - 1)]
    return _refine_farthest(line, _KICKS_DEG[best], low, high)


def _refine_farthest(line: Line, kick_deg: float, low: float | None = None, high: float | None = None) -> Shot:
    best = _best_kick(
        lambda kick: -line.kick(kick).downrange_m,
        0.8 * kick_deg if low is None else low,
        kick_deg,
        min(1.2 * kick_deg, _LARGEST_KICK_DEG) if high is None else high,
    )
    return line.kick(best)


def _best_kick(cost: Callable[[float], float], low: float, start: float, high: float) -> float:
    """The kick angle of least cost, in its logarithm."""
    bracket = (math.log(low), math.log(start), math.log(high))
    return math.exp(minimum(lambda log: cost(math.exp(log)), bracket, cost(start), _KICK_TOLERANCE).at)


def _minimum_energy(line: Line, farthest: Shot) -> Flight:
    """Least cut-off time over kick angles, then azimuth and cut-off on the target at that kick angle."""
    # The cross-range that the turning Earth gives the longest flight is near to that of the flight sought.
    off_deg = math.degrees(math.atan2(farthest.crossrange_m, farthest.downrange_m))
    line = replace(line, steer_deg=line.azimuth_deg - off_deg)
    full = line.vehicle.full_burn_s

    def cutoff(kick_deg: float) -> float:
        shot = line.kick(kick_deg)
        if shot.downrange_m < line.distance_m:
            # Out of reach at this kick angle: goes on beyond full burn, so that the search keeps its direction.
            short = 1.0 - max(shot.downrange_m, 0.0) / line.distance_m
            return full * (1.0 + short)
        return _cutoff_for_range(line, kick_deg, shot.downrange_m)

    start = farthest.steering.kick_deg
    kick_deg = _best_kick(cutoff, 0.2 * start, start, min(2.5 * start, _LARGEST_KICK_DEG))
    return _on_target(line, kick_deg, cutoff(kick_deg))


def _on_target(line: Line, kick_deg: float, cutoff_s: float) -> Flight:
    """Azimuth and cut-off on the target at a kick angle, from a flight near the solution."""
    full = line.vehicle.full_burn_s

    def miss(unknown: Sequence[float]) -> tuple[float, float]:
        shot = line.shoot(Steering(unknown[0], kick_deg, min(unknown[1], full)))
        return shot.downrange_m - line.distance_m, shot.crossrange_m

    begin = (line.steering_deg, min(cutoff_s, full))
    try:
        azimuth, cut = newton(miss, begin, (1e-4, -1e-4), tolerance=MISS_TOLERANCE_M)
    except NoRootError as error:
        raise _not_found(line) from error
    return line.fly(Steering(azimuth, kick_deg, min(cut, full)))


def _lofted(line: Line, farthest: Shot) -> Flight:
    """Full burn, on the steep side of the farthest flight."""

    def steep(line: Line) -> Shot:
        vertical = line.kick(0.0)
        if vertical.downrange_m >= line.distance_m:
            return vertical
        ends = (vertical.downrange_m - line.distance_m, farthest.downrange_m - line.distance_m)
        return _kick_for_range(line, 0.0, farthest.steering.kick_deg, ends)

    return _aimed(line, steep, _full_burn)


def _depressed(line: Line, farthest: Shot, least: Flight) -> Flight:
    """An apogee of the depressed share of the minimum-energy one; full burn on the flat side if that is not enough."""
    apogee = DEPRESSED_APOGEE_SHARE * least.apogee_m
    flattest = _flattest_to_apogee(line, apogee)
    if flattest.downrange_m >= line.distance_m:
        return _meet_apogee(line, apogee, flattest.steering.kick_deg)

    def flat(line: Line) -> Shot:
        return _kick_for_range(line, farthest.steering.kick_deg, flattest.steering.kick_deg)

    return _aimed(line, flat, _full_burn)


def _kick_for_range(line: Line, low: float, high: float, ends: tuple[float, float] | None = None) -> Shot:
    """Full burn with the kick angle between two that comes down at the line's distance."""
    kick_deg = root(
        lambda kick: line.kick(kick).downrange_m - line.distance_m,
        low,
        high,
        tolerance=1e-6,
        value_tolerance=100.0,
        ends=ends,
    )
    return line.kick(kick_deg)


def _aimed(line: Line, solve: Callable[[Line], Shot], finish: Callable[[Line, Shot], Steering]) -> Flight:
    """Solve along the line, then finish on the target by Newton's steps.

    Long flights come down far beside the plane in which they left; where Newton's steps fail from there, the azimuth
    is turned toward the line and all is done again.
    """
    try:
        near = solve(line)
        for _ in range(12):
            try:
                return line.fly(finish(line, near))
            except NoRootError:
                off_deg = math.degrees(math.atan2(near.crossrange_m, near.downrange_m))
                line = replace(line, steer_deg=line.steering_deg - 0.7 * off_deg)
                near = solve(line)
    except NoRootError:
        pass
    raise _not_found(line)


def _full_burn(line: Line, near: Shot) -> Steering:
    """Kick angle and azimuth on the target with full burn, from a flight near the solution."""

    def miss(kick: Sequence[float]) -> tuple[float, float]:
        shot = line.shoot(from_vector(*kick))
        return shot.downrange_m - line.distance_m, shot.crossrange_m

    start = as_vector(near.steering)
    return from_vector(*newton(miss, start, (1e-5, 1e-5), tolerance=MISS_TOLERANCE_M))


def _flattest_to_apogee(line: Line, apogee_m: float) -> Shot:
    """Full burn with the kick angle that culminates at an apogee: the flattest flight that gets there."""
    steep = line.kick(0.0)
    if steep.downrange_m == -math.inf:
        raise InputError(f"{line.vehicle.name} {line.fly(steep.steering).status.advice}")
    if steep.apogee_m < apogee_m:
        raise InputError(
            f"an apogee of {_km(apogee_m)} is out of reach for {line.vehicle.name}: straight up it reaches"
            f" {_km(steep.apogee_m)}"
        )
    kick = root(
        lambda kick: line.kick(kick).apogee_m - apogee_m,
        0.0,
        90.0,
        tolerance=1e-6,
        value_tolerance=100.0,
        ends=(steep.apogee_m - apogee_m, -apogee_m),
    )
    return line.kick(kick)


def _meet_apogee(line: Line, apogee_m: float, flattest_kick_deg: float) -> Flight:
    """Kick angle, azimuth and cut-off for the line's distance and an apogee, from a bracket of kick angles."""
    full = line.vehicle.full_burn_s

    def solve(line: Line) -> Shot:
        def shoot(kick_deg: float) -> Shot:
            return line.kick(kick_deg, _cutoff_for_apogee(line, kick_deg, apogee_m))

        first, last = shoot(0.0), shoot(flattest_kick_deg)
        if first.downrange_m >= line.distance_m:
            return first
        if last.downrange_m <= line.distance_m:
            return last
        ends = (first.downrange_m - line.distance_m, last.downrange_m - line.distance_m)

        def lead(kick_deg: float) -> float:
            return shoot(kick_deg).downrange_m - line.distance_m

        return shoot(root(lead, 0.0, flattest_kick_deg, tolerance=1e-5, value_tolerance=500.0, ends=ends))

    def finish(line: Line, near: Shot) -> Steering:
        def miss(unknown: Sequence[float]) -> tuple[float, float, float]:
            shot = line.shoot(from_vector(unknown[0], unknown[1], min(unknown[2], full)))
            return shot.downrange_m - line.distance_m, shot.crossrange_m, shot.apogee_m - apogee_m

        start = [*as_vector(near.steering), min(near.steering.cutoff_s, full)]
        north, east, cutoff = newton(miss, start, (1e-5, 1e-5, -1e-4), tolerance=MISS_TOLERANCE_M)
        return from_vector(north, east, min(cutoff, full))

    return _aimed(line, solve, finish)


def _cutoff_for_range(line: Line, kick_deg: float, full_downrange_m: float) -> float:
    """The cut-off time at which a kick angle comes down at the line's distance."""
    full = line.vehicle.full_burn_s
    return root(
        lambda cutoff: line.kick(kick_deg, cutoff).downrange_m - line.distance_m,
        _earliest_s(line.vehicle),
        full,
        tolerance=1e-6,
        value_tolerance=100.0,
        ends=(-line.distance_m, full_downrange_m - line.distance_m),
    )


def _cutoff_near(line: Line, kick_deg: float, guess_s: float) -> float:
    """The same cut-off, sought beside one that is about right; `NoRootError` where full burn does not get so far."""
    full = line.vehicle.full_burn_s

    def lead(cutoff_s: float) -> float:
        return line.kick(kick_deg, cutoff_s).downrange_m - line.distance_m

    low, high = (1.0 - _NEAR_CUTOFF) * guess_s, min((1.0 + _NEAR_CUTOFF) * guess_s, full)
    at_low, at_high = lead(low), lead(high)
    if at_low > 0.0:
        low, at_low, high, at_high = _earliest_s(line.vehicle), -line.distance_m, low, at_low
    elif at_high < 0.0:
        low, at_low, high, at_high = high, at_high, full, lead(full)
    return root(lead, low, high, tolerance=1e-6, value_tolerance=100.0, ends=(at_low, at_high))


def _cutoff_for_apogee(line: Line, kick_deg: float, apogee_m: float) -> float:
    """The cut-off time at which a kick angle culminates at an apogee; full burn if it never does."""
    full = line.vehicle.full_burn_s
    at_full = line.kick(kick_deg).apogee_m - apogee_m
    if at_full <= 0.0:
        return full
    return root(
        lambda cutoff: line.kick(kick_deg, cutoff).apogee_m - apogee_m,
        _earliest_s(line.vehicle),
        full,
        tolerance=1e-7,
        value_tolerance=200.0,
        ends=(-apogee_m, at_full),
    )


def _earliest_s(vehicle: Vehicle) -> float:
    return 0.02 * vehicle.full_burn_s


def _farther_than_half_round(vehicle: Vehicle, standard_m: float | None = None) -> FartherThanHalfRoundError:
    advice = "" if standard_m is None else f"; its standard range without rotation is {_km(standard_m)}"
    return FartherThanHalfRoundError(
        f"{vehicle.name} has no maximum range in this direction: the farthest full-burn flight goes more than half"
        f" round the Earth{advice}"
    )


def _not_found(line: Line) -> InputError:
    return InputError(
        f"no trajectory of {line.vehicle.name} was found over {_km(line.distance_m)} at azimuth"
        f" {line.azimuth_deg:.0f} deg; take another kind of trajectory, range or apogee"
    )


def _check_distance(vehicle: Vehicle, distance_m: float) -> None:
    if not (math.isfinite(distance_m) and distance_m > 0.0):
        raise InputError("a target must lie away from the launch place", field="range", value=_km(distance_m))
    if distance_m > HALF_ROUND_M:
        raise InputError(f"{_km(distance_m)} is out of range for {vehicle.name}: it is more than half round the Earth")


def _out_of_range(line: Line, farthest: Shot) -> str:
    flight = maximum_range(line.vehicle, line.launch, line.azimuth_deg)
    longest = max(flight.range_m, farthest.downrange_m)
    return (
        f"{_km(line.distance_m)} is out of range for {line.vehicle.name}: the maximum at azimuth"
        f" {line.azimuth_deg:.0f} deg is {_km(longest)}"
    )


def _km(distance_m: float) -> str:
    return f"{distance_m / 1e3:,.0f} km"
