# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""Several rows side by side, compiled: Dormand-Prince steps whose arithmetic fills the processor's vector registers.

A lane flies one row. Its state lies in a flat work array `w`, each quantity in a run of `LANES` numbers, so that the
loops over lanes are straight arithmetic that the compiler turns into vector instructions; only table look-ups go lane
by lane. Lanes never see each other: a row's numbers do not depend on its neighbours. `attempt` tries one step on every
lane and applies it where nothing happened; lanes with an event are flagged for `flow`.
"""

from __future__ import annotations

import math
from typing import Final

from numba import njit

from standoff.base.constants import MU_M3_S2, WGS84_A_M
from standoff.flight.atmosphere import AIR_BOTTOM_M, AIR_TOP_M
from standoff.flight.kernel.forces import (
    CELLS,
    J2_FACTOR,
    LAST_CELL,
    LAST_MACH_CELL,
    MACH_CELLS,
    PER_RADIUS,
    SECOND_E2,
    STILL_M_S,
    TILT,
)
from standoff.flight.kernel.steps import VACUUM_SIZE

LANES: Final = 16

TOLERANCE_M: Final = 0.05  # miss on the ground that one step's error estimate may cause
BOOST_TO_GO_S: Final = 1500.0  # time over which an error in speed grows before the fall
THICKENING: Final = 1.0 / 35_000.0  # a fifth of the inverse scale height
VACUUM_M: Final = 150_000.0  # free flight leaves the air above this height, going up
VACUUM_MARGIN_M: Final = 10_000.0
NEAR_APOGEE_M_S: Final = 50.0  # the radius and the geodetic height turn within less than this rate of each other
SMALLEST_STEP_S: Final = 1e-9

# Flags after an attempt.
APPLIED, EVENT, FAILED = 0.0, 1.0, 2.0

# Where each quantity starts in the work array, after the slopes of a vacuum step.
(
    ROW, KIND, STAGE_NUMBER, TIME, END, STEP, TRIES, SKIPS, MODE, IGNITION, MASS, FLOW, THRUST, EXIT, LOAD, STEERED,
    RISE_END, PITCH_RATE, UP, UP_Y, UP_Z, FORWARD, FORWARD_Y, FORWARD_Z, TURN, CURVE, FREE, ABOVE, SINK, FLAG,
    NEW_ABOVE, NEW_SINK, NEW_STEP, GOOD, WATCHED, LENGTH,
) = range(VACUUM_SIZE, VACUUM_SIZE + 36 * LANES, LANES)  # fmt: skip
ONE_SLOPE: Final = 6 * LANES
STATE: Final = LENGTH + 6 * LANES  # the length of the step stands there six times, for straight loops
TRIAL: Final = STATE + 6 * LANES
SLOPE: Final = TRIAL + 6 * LANES  # seven slopes, six numbers each
ERROR: Final = SLOPE + 42 * LANES
(
    GX, GY, GZ, HEIGHT, SPEED, UX, UY, CELL, PART, MACH_PART, DRAG, PUSH, STEERED_PUSH, TABLE,
) = range(ERROR + 6 * LANES, ERROR + 20 * LANES, LANES)  # fmt: skip
RATE: Final = TABLE + 12 * LANES
SIZE: Final = RATE + 6 * LANES


def _combiner(to):
    """A function that writes to `to`; a constant place, for else the compiler sees no vectors in it."""

    @njit(error_model="numpy")
    def combine(w, start, a, b, c, d, e, f, g):
        """Write start * state + step * (a k1 + b k2 + ... + g k7) to six quantities of all lanes."""
        for i in range(ONE_SLOPE):
            k = SLOPE + i
            total = a * w[k] + b * w[k + ONE_SLOPE] + c * w[k + 2 * ONE_SLOPE] + d * w[k + 3 * ONE_SLOPE]
            total += e * w[k + 4 * ONE_SLOPE] + f * w[k + 5 * ONE_SLOPE] + g * w[k + 6 * ONE_SLOPE]
            w[to + i] = start * w[STATE + i] + w[LENGTH + i] * total

    return combine


def _keeper(number):
    """A function that copies RATE to the place of a slope."""
    to = SLOPE + number * ONE_SLOPE

    @njit(error_model="numpy")
    def keep(w):
        for i in range(ONE_SLOPE):
            w[to + i] = w[RATE + i]

    return keep


trial, error = _combiner(TRIAL), _combiner(ERROR)
keep2, keep3, keep4, keep5, keep6, keep7 = (_keeper(number) for number in range(1, 7))


@njit(error_model="numpy")
def attempt(w, n, air, curves):
    """Try one step on lanes 0 to n - 1; apply it, or its shorter length, where no event asks for more."""
    steered = powered = False
    for lane in range(n):
        powered = powered or w[THRUST + lane] != 0.0
        steered = steered or w[STEERED + lane] != 0.0
        left = w[END + lane] - w[TIME + lane]
        length = w[STEP + lane] if w[STEP + lane] < left * (1.0 - 1e-12) else left
        for axis in range(0, ONE_SLOPE, LANES):
            w[LENGTH + axis + lane] = length
    slopes(w, n, air, curves, powered, steered)
    judge(w, n)
    for lane in range(n):
        keep = w[FLAG + lane] == APPLIED and w[GOOD + lane] == 1.0
        w[TIME + lane] = w[TIME + lane] + w[LENGTH + lane] if keep else w[TIME + lane]
        w[ABOVE + lane] = w[NEW_ABOVE + lane] if keep else w[ABOVE + lane]
        w[SINK + lane] = w[NEW_SINK + lane] if keep else w[SINK + lane]
        w[STEP + lane] = w[NEW_STEP + lane] if w[FLAG + lane] == APPLIED else w[STEP + lane]
        w[TRIES + lane] += 1.0
    for axis in range(0, ONE_SLOPE, LANES):
        for lane in range(n):
            i = axis + lane
            keep = w[FLAG + lane] == APPLIED and w[GOOD + lane] == 1.0
            w[STATE + i] = w[TRIAL + i] if keep else w[STATE + i]
            w[SLOPE + i] = w[SLOPE + 6 * ONE_SLOPE + i] if keep else w[SLOPE + i]


@njit(error_model="numpy")
def slopes(w, n, air, curves, powered, steered):
    """The stages of the 5(4) pair: new state in TRIAL, its slope in the seventh slope, the error in ERROR."""
    trial(w, 1.0, 1 / 5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    rate(w, n, air, curves, 1 / 5, powered, steered)
    keep2(w)
    trial(w, 1.0, 3 / 40, 9 / 40, 0.0, 0.0, 0.0, 0.0, 0.0)
    rate(w, n, air, curves, 3 / 10, powered, steered)
    keep3(w)
    trial(w, 1.0, 44 / 45, -56 / 15, 32 / 9, 0.0, 0.0, 0.0, 0.0)
    rate(w, n, air, curves, 4 / 5, powered, steered)
    keep4(w)
    trial(w, 1.0, 19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729, 0.0, 0.0, 0.0)
    rate(w, n, air, curves, 8 / 9, powered, steered)
    keep5(w)
    trial(w, 1.0, 9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656, 0.0, 0.0)
    rate(w, n, air, curves, 1.0, powered, steered)
    keep6(w)
    trial(w, 1.0, 35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0.0)
    rate(w, n, air, curves, 1.0, powered, steered)
    keep7(w)
    error(w, 0.0, 71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40)


@njit(error_model="numpy")
def rate(w, n, air, curves, part, powered, steered):
    """The rate of change of TRIAL, at a part of the step, into RATE: `forces.derivative` for every lane."""
    gravitate(w, n)
    look_up(w, n, air, 12 if powered else 8)
    for lane in range(n):
        u = w[PART + lane]
        density = table_cubic(w, lane, 0, u) if w[HEIGHT + lane] < AIR_TOP_M else 0.0
        mass = w[MASS + lane] - w[FLOW + lane] * (w[TIME + lane] + part * w[LENGTH + lane] - w[IGNITION + lane])
        w[DRAG + lane] = w[LOAD + lane] / mass * density * w[SPEED + lane]
        w[PUSH + lane] = 1.0 / mass
        mach = w[SPEED + lane] * table_cubic(w, lane, 4, u) * MACH_CELLS
        mach = mach if mach < LAST_MACH_CELL + 1.0 - 1e-9 else LAST_MACH_CELL + 1.0 - 1e-9
        mach = mach if mach > 0.0 else 0.0
        w[CELL + lane] = math.floor(mach)
        w[MACH_PART + lane] = mach - math.floor(mach)
    if powered:
        thrust(w, n, part, steered)
    for lane in range(n):
        curve, cell = int(w[CURVE + lane]), int(w[CELL + lane])
        for power in range(4):
            w[TABLE + power * LANES + lane] = curves[curve, cell, power]
    for lane in range(n):
        along = w[PUSH + lane] if powered else 0.0
        along -= w[DRAG + lane] * table_cubic(w, lane, 0, w[MACH_PART + lane])
        to = RATE + lane
        w[to] = w[TRIAL + 3 * LANES + lane]
        w[to + LANES] = w[TRIAL + 4 * LANES + lane]
        w[to + 2 * LANES] = w[TRIAL + 5 * LANES + lane]
        w[to + 3 * LANES] = w[GX + lane] + along * w[UX + lane]
        w[to + 4 * LANES] = w[GY + lane] + along * w[UY + lane]
        w[to + 5 * LANES] = w[GZ + lane] + along * w[TRIAL + 5 * LANES + lane]


@njit(error_model="numpy")
def gravitate(w, n):
    """Gravity, height, air velocity and speed of TRIAL; cell and part of the cell in the atmosphere's table."""
    for lane in range(n):
        x, y, z = w[TRIAL + lane], w[TRIAL + LANES + lane], w[TRIAL + 2 * LANES + lane]
        r2 = x * x + y * y + z * z
        r = math.sqrt(r2)
        inverse = 1.0 / r2
        central = -MU_M3_S2 / (r2 * r)
        bulge = J2_FACTOR * inverse
        s2 = z * z * inverse
        plane = central * (1.0 + bulge * (1.0 - 5.0 * s2))
        w[GX + lane] = plane * x
        w[GY + lane] = plane * y
        w[GZ + lane] = central * (1.0 + bulge * (3.0 - 5.0 * s2)) * z
        q = SECOND_E2 * s2
        above = r - WGS84_A_M * (1.0 + q * (-0.5 + q * (0.375 + q * (-0.3125 + q * 0.2734375))))
        above *= 1.0 - TILT * s2 * (1.0 - s2) * (1.0 - above * PER_RADIUS)
        w[HEIGHT + lane] = above
        at = (above - AIR_BOTTOM_M) * CELLS
        at = at if at < LAST_CELL + 1.0 - 1e-9 else LAST_CELL + 1.0 - 1e-9
        at = at if at > 0.0 else 0.0
        w[CELL + lane] = math.floor(at)
        w[PART + lane] = at - math.floor(at)
        ux = w[TRIAL + 3 * LANES + lane] + w[TURN + lane] * y
        uy = w[TRIAL + 4 * LANES + lane] - w[TURN + lane] * x
        uz = w[TRIAL + 5 * LANES + lane]
        w[UX + lane] = ux
        w[UY + lane] = uy
        w[SPEED + lane] = math.sqrt(ux * ux + uy * uy + uz * uz)


@njit(error_model="numpy")
def look_up(w, n, air, columns):
    """Gather the atmosphere's coefficients of every lane's cell."""
    for lane in range(n):
        cell = int(w[CELL + lane])
        for column in range(columns):
            w[TABLE + column * LANES + lane] = air[cell, column]


@njit(error_model="numpy")
def table_cubic(w, lane, first, u):
    """The cubic whose coefficients were gathered from column `first` on."""
    i = TABLE + first * LANES + lane
    return w[i] + u * (w[i + LANES] + u * (w[i + 2 * LANES] + u * w[i + 3 * LANES]))


@njit(error_model="numpy")
def thrust(w, n, part, steered):
    """Thrust per mass: along the air velocity into PUSH (per speed), or along the steering added to gravity."""
    for lane in range(n):
        outside = table_cubic(w, lane, 8, w[PART + lane]) if w[HEIGHT + lane] < AIR_TOP_M else 0.0
        push = (w[THRUST + lane] - outside * w[EXIT + lane]) * w[PUSH + lane]
        speed = w[SPEED + lane] if w[SPEED + lane] > STILL_M_S else STILL_M_S
        w[PUSH + lane] = push / speed * (1.0 - w[STEERED + lane])
        w[STEERED_PUSH + lane] = push * w[STEERED + lane]
    if not steered:
        return
    for lane in range(n):
        time = w[TIME + lane] + part * w[LENGTH + lane]
        sine, cosine = sine_cosine(w[PITCH_RATE + lane] * (time - w[RISE_END + lane]))
        x = cosine * w[UP + lane] + sine * w[FORWARD + lane]
        y = cosine * w[UP_Y + lane] + sine * w[FORWARD_Y + lane]
        z = cosine * w[UP_Z + lane] + sine * w[FORWARD_Z + lane]
        sine, cosine = sine_cosine(w[TURN + lane] * time * w[STEERED + lane])
        w[GX + lane] += w[STEERED_PUSH + lane] * (cosine * x - sine * y)
        w[GY + lane] += w[STEERED_PUSH + lane] * (sine * x + cosine * y)
        w[GZ + lane] += w[STEERED_PUSH + lane] * z


@njit(error_model="numpy")
def sine_cosine(x):
    """Sine and cosine of an angle up to a right one by their series, to 1e-13; libraries' functions cannot be lanes."""
    q = x * x
    sine = 1.0 - q / 342.0
    for k in (272.0, 210.0, 156.0, 110.0, 72.0, 42.0, 20.0, 6.0):
        sine = 1.0 - q / k * sine
    cosine = 1.0 - q / 306.0
    for k in (240.0, 182.0, 132.0, 90.0, 56.0, 30.0, 12.0, 2.0):
        cosine = 1.0 - q / k * cosine
    return x * sine, cosine


@njit(error_model="numpy")
def judge(w, n):
    """Error of the step as a miss on the ground; length of the next; GOOD if it holds; FLAG for what asks for more."""
    for lane in range(n):
        e, s = ERROR + lane, TRIAL + lane
        e_m = math.sqrt(w[e] * w[e] + w[e + LANES] * w[e + LANES] + w[e + 2 * LANES] * w[e + 2 * LANES])
        f = e + 3 * LANES
        e_v = math.sqrt(w[f] * w[f] + w[f + LANES] * w[f + LANES] + w[f + 2 * LANES] * w[f + 2 * LANES])
        x, y, z = w[s], w[s + LANES], w[s + 2 * LANES]
        sink = -(x * w[s + 3 * LANES] + y * w[s + 4 * LANES] + z * w[s + 5 * LANES])
        sink /= math.sqrt(x * x + y * y + z * z)
        above, old_sink, free = w[HEIGHT + lane], w[SINK + lane], w[FREE + lane]
        # Position error, and velocity error times the time to go.
        falling = free != 0.0 and old_sink > 0.0 and w[ABOVE + lane] < BOOST_TO_GO_S * old_sink
        to_go = w[ABOVE + lane] / old_sink if falling else BOOST_TO_GO_S
        error = (e_m + e_v * to_go) * (1.0 / TOLERANCE_M)
        good = error <= 1.0
        # error^(-3/16), near enough to the fifth root and made of square roots.
        root = math.sqrt(math.sqrt(math.sqrt(error if error > 1e-12 else 1e-12)))
        growth = 0.9 / (root * math.sqrt(root))
        # Going down the air thickens, and with it the error: the next step expects the same ratio again.
        drop = w[ABOVE + lane] - above
        thicker = 1.0 + (drop if drop > 0.0 else 0.0) * THICKENING
        longer = (growth if growth < 6.0 else 6.0) / thicker
        shorter = growth if growth > 0.2 else 0.2
        shorter = shorter if error < 1e300 else 0.1
        step = w[LENGTH + lane] * (longer if good else shorter)
        w[NEW_ABOVE + lane] = above
        w[NEW_SINK + lane] = sink
        w[NEW_STEP + lane] = step
        w[GOOD + lane] = 1.0 if good else 0.0
        landed = above <= 0.0 and sink >= 0.0
        left = free != 0.0 and above > VACUUM_M and (sink < 0.0 or above > VACUUM_M + VACUUM_MARGIN_M)
        turned = old_sink < NEAR_APOGEE_M_S and sink > -NEAR_APOGEE_M_S
        ended = w[TIME + lane] + w[LENGTH + lane] >= w[END + lane] * (1.0 - 1e-15)
        event = landed or left or turned or ended or w[WATCHED + lane] != 0.0
        flag = EVENT if good and event else APPLIED
        lost = not good and (step < SMALLEST_STEP_S or (step < 1e-3 and not error < 1e300))
        w[FLAG + lane] = FAILED if lost else flag


@njit(error_model="numpy")
def read_lane(w, at):
    """Six quantities of one lane."""
    return (
        w[at],
        w[at + LANES],
        w[at + 2 * LANES],
        w[at + 3 * LANES],
        w[at + 4 * LANES],
        w[at + 5 * LANES],
    )


@njit(error_model="numpy")
def write_lane(w, at, values):
    """Write six quantities of one lane."""
    for i in range(6):
        w[at + i * LANES] = values[i]


@njit(error_model="numpy")
def steering(w, lane):
    """The parameters of `forces.derivative` for one lane."""
    return (
        w[MODE + lane],
        w[IGNITION + lane],
        w[MASS + lane],
        w[FLOW + lane],
        w[THRUST + lane],
        w[EXIT + lane],
        w[RISE_END + lane],
        w[PITCH_RATE + lane],
        w[UP + lane],
        w[UP_Y + lane],
        w[UP_Z + lane],
        w[FORWARD + lane],
        w[FORWARD_Y + lane],
        w[FORWARD_Z + lane],
    )
