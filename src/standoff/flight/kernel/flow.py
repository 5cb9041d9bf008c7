# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""Rows from start to impact, compiled: what each lane does next, from lift-off over burns and coasts to the ground.

`fly_rows` fills the lanes with rows, tries steps on all of them, and serves the lanes with events: the end of a piece
of the flight (steering, burn, coast), an apogee, the way out into the vacuum and back, the ground. A lane that is done
takes the next row.
"""

from __future__ import annotations

import math
from typing import Final

from numba import njit

from standoff.base.constants import G0_M_S2
from standoff.flight.atmosphere import AIR_TOP_M
from standoff.flight.kernel import lanes
from standoff.flight.kernel.ends import land, start_state
from standoff.flight.kernel.forces import (
    GRAVITY_TURN,
    PITCH_OVER,
    UNPOWERED,
    VERTICAL,
    coefficient,
    derivative,
    gravity,
    height,
    pressure,
)
from standoff.flight.kernel.lanes import LANES, ONE_SLOPE, SLOPE, STATE, TRIAL, read_lane, steering, write_lane
from standoff.flight.kernel.notes import finish, note_burnout, note_step, write_sample
from standoff.flight.kernel.vacuum import (
    BAD,
    FELL,
    MAX_STEPS,
    MAX_TIME_S,
    NO_LIFT,
    OK,
    TOO_LONG,
    fly_vacuum,
    settle,
)
from standoff.flight.rows import (
    ALTITUDE,
    APOGEE,
    APOGEE_TIME,
    BETA,
    BOOST_CURVE,
    CUTOFF,
    IMPACT_LAT,
    IMPACT_LON,
    KICK,
    LAT,
    LON,
    OMEGA,
    PAYLOAD,
    PITCH,
    REENTRY_CURVE,
    RISE,
    SAMPLES,
    SEPARATES,
    STAGE,
    STAGE_SIZE,
    STAGES,
    STATUS,
    STEPS,
    TIME,
)

# First steps: at lift-off; in free flight, the lesser of a time and a way up or down. Other pieces go on as before.
LIFT_OFF_STEP_S: Final = 1.0
FIRST_STEP_S: Final = 20.0
FIRST_DROP_M: Final = 14_000.0
MAX_SKIPS: Final = 100
IDLE: Final = -1.0

# Kinds of pieces.
BURN, PAUSE, FREE_FLIGHT = 0.0, 1.0, 2.0
# Phases of samples.
BOOSTING, COASTING = 0.0, 1.0


@njit(error_model="numpy")
def fly_rows(rows, air, curves, every, out, samples, w):
    """Fly rows (n, columns) into out (n, results); samples (n, m, 8), m = 0 for none; w (SIZE,) is work space."""
    count = rows.shape[0]
    wide = min(LANES, count)
    following = 0
    flying = 0
    for lane in range(LANES):
        idle(w, lane)
    for lane in range(wide):
        following = fill(w, lane, following, rows, air, curves, every, out, samples)
        if w[lanes.ROW + lane] != IDLE:
            flying += 1
    while flying > 0:
        lanes.attempt(w, wide, air, curves)
        for lane in range(wide):
            if w[lanes.FLAG + lane] == lanes.APPLIED and w[lanes.TRIES + lane] < MAX_STEPS:
                continue
            if w[lanes.ROW + lane] == IDLE:
                continue
            i = int(w[lanes.ROW + lane])
            if serve(w, lane, rows[i], air, curves, every, out[i], samples[i]):
                following = fill(w, lane, following, rows, air, curves, every, out, samples)
                if w[lanes.ROW + lane] == IDLE:
                    flying -= 1


@njit(error_model="numpy")
def fill(w, lane, following, rows, air, curves, every, out, samples):
    """Start the next row that needs the lane (some end at once); return the number of the one after it."""
    while following < rows.shape[0]:
        i = following
        following += 1
        w[lanes.ROW + lane] = i
        if not begin(w, lane, rows[i], air, curves, every, out[i], samples[i]):
            return following
    idle(w, lane)
    return following


@njit(error_model="numpy")
def idle(w, lane):
    """Park a lane in a harmless state."""
    for i in range(lanes.ROW + lane, lanes.SIZE, LANES):
        w[i] = 0.0
    w[lanes.ROW + lane] = IDLE
    w[lanes.END + lane] = math.inf
    w[lanes.MASS + lane] = 1.0
    w[STATE + lane] = 1e9


@njit(error_model="numpy")
def begin(w, lane, row, air, curves, every, out, samples):
    """Set up a row; true if it is over already."""
    out[:] = math.nan
    out[STATUS] = OK
    out[STEPS] = 0.0
    out[SAMPLES] = 0.0
    out[APOGEE] = row[ALTITUDE]
    out[APOGEE_TIME] = 0.0
    y, up, forward = start_state(row)
    w[lanes.TURN + lane] = row[OMEGA]
    w[lanes.WATCHED + lane] = 1.0 if samples.shape[0] > 0 else 0.0
    w[lanes.SKIPS + lane] = 0.0
    w[lanes.TRIES + lane] = 0.0
    for axis in range(3):
        w[lanes.UP + axis * LANES + lane] = up[axis]
        w[lanes.FORWARD + axis * LANES + lane] = forward[axis]
    if samples.shape[0] > 0:
        write_sample(0.0, y, BOOSTING if row[STAGES] > 0.0 else COASTING, row[OMEGA], samples[0])
        out[SAMPLES] = 1.0
    if row[STAGES] == 0.0:
        return free(w, lane, 0.0, y, inverse_beta(row, 1.0), row, air, curves, every, out, samples)
    mass = row[PAYLOAD]
    for s in range(int(row[STAGES])):
        mass += row[STAGE + s * STAGE_SIZE] + row[STAGE + s * STAGE_SIZE + 1]
    thrust = row[STAGE] / row[STAGE + 2] * G0_M_S2 * row[STAGE + 3]
    if row[ALTITUDE] < AIR_TOP_M:
        thrust -= pressure(row[ALTITUDE], air) * row[STAGE + 4]
    gx, gy, gz, _ = gravity(y[0], y[1], y[2])
    if thrust <= -mass * (gx * up[0] + gy * up[1] + gz * up[2]):
        out[STATUS] = NO_LIFT
        return True
    w[lanes.STEP + lane] = LIFT_OFF_STEP_S
    ignite(w, lane, 0, 0.0, y, mass, row, air, curves)
    return False


@njit(error_model="numpy")
def ignite(w, lane, stage, t, y, mass, row, air, curves):
    """Start a stage's burn."""
    base = STAGE + stage * STAGE_SIZE
    flow = row[base] / row[base + 2]
    w[lanes.KIND + lane] = BURN
    w[lanes.STAGE_NUMBER + lane] = stage
    w[lanes.IGNITION + lane] = t
    w[lanes.MASS + lane] = mass
    w[lanes.FLOW + lane] = flow
    w[lanes.THRUST + lane] = flow * G0_M_S2 * row[base + 3]
    w[lanes.EXIT + lane] = row[base + 4]
    w[lanes.LOAD + lane] = 0.5 * row[base + 6]
    w[lanes.CURVE + lane] = row[BOOST_CURVE]
    w[lanes.FREE + lane] = 0.0
    steer(w, lane, t, y, row, air, curves)


@njit(error_model="numpy")
def steer(w, lane, t, y, row, air, curves):
    """The next piece of a burn with one law of steering."""
    base = STAGE + int(w[lanes.STAGE_NUMBER + lane]) * STAGE_SIZE
    end = min(w[lanes.IGNITION + lane] + row[base + 2], row[CUTOFF])
    mode, rate = GRAVITY_TURN, 0.0
    if t < row[RISE]:
        mode, end = VERTICAL, min(end, row[RISE])
    elif t < row[RISE] + row[PITCH]:
        mode, rate, end = PITCH_OVER, math.radians(row[KICK]) / row[PITCH], min(end, row[RISE] + row[PITCH])
    w[lanes.MODE + lane] = mode
    w[lanes.STEERED + lane] = 0.0 if mode == GRAVITY_TURN else 1.0
    w[lanes.RISE_END + lane] = row[RISE]
    w[lanes.PITCH_RATE + lane] = rate
    piece(w, lane, t, y, end, w[lanes.STEP + lane], air, curves)


@njit(error_model="numpy")
def drift(w, lane, t, y, end, load, curve, kind, air, curves):
    """A piece without thrust."""
    w[lanes.KIND + lane] = kind
    w[lanes.FREE + lane] = 1.0 if kind == FREE_FLIGHT else 0.0
    w[lanes.MODE + lane] = UNPOWERED
    w[lanes.IGNITION + lane] = t
    w[lanes.MASS + lane] = 1.0
    w[lanes.FLOW + lane] = 0.0
    w[lanes.THRUST + lane] = 0.0
    w[lanes.EXIT + lane] = 0.0
    w[lanes.STEERED + lane] = 0.0
    w[lanes.PITCH_RATE + lane] = 0.0
    w[lanes.LOAD + lane] = load
    w[lanes.CURVE + lane] = curve
    piece(w, lane, t, y, end, FIRST_STEP_S if kind == FREE_FLIGHT else w[lanes.STEP + lane], air, curves)


@njit(error_model="numpy")
def piece(w, lane, t, y, end, longest, air, curves):
    """Put a state into the lane, with its slope, height and rate of sinking, and a first length of step."""
    r = math.sqrt(y[0] * y[0] + y[1] * y[1] + y[2] * y[2])
    sink = -(y[0] * y[3] + y[1] * y[4] + y[2] * y[5]) / r
    w[lanes.TIME + lane] = t
    w[lanes.END + lane] = end
    w[lanes.ABOVE + lane] = height(y[2], r)
    w[lanes.SINK + lane] = sink
    w[lanes.STEP + lane] = min(longest, FIRST_DROP_M / max(abs(sink), 1.0))
    slope = derivative(
        t, y, w[lanes.TURN + lane], air, curves[int(w[lanes.CURVE + lane])], w[lanes.LOAD + lane], steering(w, lane)
    )
    write_lane(w, STATE + lane, y)
    write_lane(w, SLOPE + lane, slope)


@njit(error_model="numpy")
def serve(w, lane, row, air, curves, every, out, samples):
    """See to a lane's event; true if its row is over."""
    if w[lanes.FLAG + lane] == lanes.FAILED or w[lanes.TRIES + lane] >= MAX_STEPS:
        out[STATUS] = BAD if w[lanes.FLAG + lane] == lanes.FAILED else TOO_LONG
        return True
    t, h = w[lanes.TIME + lane], w[lanes.LENGTH + lane]
    old, new = read_lane(w, STATE + lane), read_lane(w, TRIAL + lane)
    first, last = read_lane(w, SLOPE + lane), read_lane(w, SLOPE + 6 * ONE_SLOPE + lane)
    kind = w[lanes.KIND + lane]
    phase = BOOSTING if kind == BURN else COASTING
    above, sink = w[lanes.NEW_ABOVE + lane], w[lanes.NEW_SINK + lane]
    if above <= 0.0 and sink >= 0.0:
        if kind != FREE_FLIGHT:
            out[STATUS] = FELL
            return True
        t, new = land(t, old, first, new, last, h, w, lane, air, curves, every, out, samples)
        end_row(w, lane, t, new, row, out, samples)
        return True
    ended = t + h >= w[lanes.END + lane] * (1.0 - 1e-15)
    after = w[lanes.END + lane] if ended else t + h
    note_step(t, old, first, after, new, last, phase, row[OMEGA], every, out, samples)
    if ended:
        return next_piece(w, lane, after, new, row, air, curves, every, out, samples)
    if (
        kind == FREE_FLIGHT
        and above > lanes.VACUUM_M
        and (sink < 0.0 or above > lanes.VACUUM_M + lanes.VACUUM_MARGIN_M)
    ):
        load = w[lanes.LOAD + lane]
        return through_vacuum(w, lane, after, new, load, row, air, curves, every, out, samples)
    w[lanes.TIME + lane] = after
    w[lanes.ABOVE + lane] = above
    w[lanes.SINK + lane] = sink
    w[lanes.STEP + lane] = w[lanes.NEW_STEP + lane]
    write_lane(w, STATE + lane, new)
    write_lane(w, SLOPE + lane, last)
    return False


@njit(error_model="numpy")
def next_piece(w, lane, t, y, row, air, curves, every, out, samples):
    """What follows when a piece has come to its end; true if the row is over."""
    stage = int(w[lanes.STAGE_NUMBER + lane])
    base = STAGE + stage * STAGE_SIZE
    kind = w[lanes.KIND + lane]
    if kind == FREE_FLIGHT:
        out[STATUS] = TOO_LONG
        return True
    if kind == PAUSE:
        ignite(w, lane, stage + 1, t, y, w[lanes.SKIPS + lane], row, air, curves)
        w[lanes.SKIPS + lane] = 0.0
        return False
    whole = w[lanes.IGNITION + lane] + row[base + 2]
    if t < whole and t < row[CUTOFF]:
        steer(w, lane, t, y, row, air, curves)
        return False
    mass = w[lanes.MASS + lane] - w[lanes.FLOW + lane] * (t - w[lanes.IGNITION + lane])
    if stage == int(row[STAGES]) - 1 or row[CUTOFF] <= t + row[base + 5] or t < whole:
        note_burnout(t, y, row[OMEGA], out)
        return free(w, lane, t, y, inverse_beta(row, mass), row, air, curves, every, out, samples)
    mass -= row[base + 1]
    if row[base + 5] > 0.0:
        load = 0.5 * row[base + STAGE_SIZE + 6] / mass
        drift(w, lane, t, y, t + row[base + 5], load, row[BOOST_CURVE], PAUSE, air, curves)
        w[lanes.SKIPS + lane] = mass  # kept for the next ignition
        return False
    ignite(w, lane, stage + 1, t, y, mass, row, air, curves)
    return False


@njit(error_model="numpy")
def inverse_beta(row, mass):
    """Inverse ballistic coefficient of what flies on after the last thrust; zero without drag."""
    if row[BETA] <= 0.0:
        return 0.0
    if row[SEPARATES] != 0.0 or row[STAGES] == 0.0:
        return 1.0 / row[BETA]
    last = STAGE + (int(row[STAGES]) - 1) * STAGE_SIZE
    return (row[PAYLOAD] + row[last + 1]) / mass / row[BETA]


@njit(error_model="numpy")
def free(w, lane, t, y, inverse, row, air, curves, every, out, samples):
    """Unpowered flight from here on; true if it is over already."""
    if inverse == 0.0:
        t, y = fly_vacuum(t, y, 0.0, row[OMEGA], every, out, samples, w)
        if out[STATUS] == OK:
            t, y = settle(t, y, w)
            end_row(w, lane, t, y, row, out, samples)
        return True
    load = 0.5 * inverse / coefficient(1e9, curves[int(row[REENTRY_CURVE])])
    r = math.sqrt(y[0] * y[0] + y[1] * y[1] + y[2] * y[2])
    h = height(y[2], r)
    rising = y[0] * y[3] + y[1] * y[4] + y[2] * y[5] > 0.0
    if h > lanes.VACUUM_M and (rising or h > lanes.VACUUM_M + lanes.VACUUM_MARGIN_M):
        return through_vacuum(w, lane, t, y, load, row, air, curves, every, out, samples)
    drift(w, lane, t, y, MAX_TIME_S, load, row[REENTRY_CURVE], FREE_FLIGHT, air, curves)
    return False


@njit(error_model="numpy")
def through_vacuum(w, lane, t, y, load, row, air, curves, every, out, samples):
    """Out of the air and back to its edge; true if the row does not come back."""
    w[lanes.SKIPS + lane] += 1.0
    if w[lanes.SKIPS + lane] > MAX_SKIPS:
        out[STATUS] = TOO_LONG
        return True
    t, y = fly_vacuum(t, y, lanes.VACUUM_M, row[OMEGA], every, out, samples, w)
    if out[STATUS] != OK:
        return True
    drift(w, lane, t, y, MAX_TIME_S, load, row[REENTRY_CURVE], FREE_FLIGHT, air, curves)
    return False


@njit(error_model="numpy")
def end_row(w, lane, t, y, row, out, samples):
    """Write the impact and the last sample."""
    out[STEPS] += w[lanes.TRIES + lane]
    finish(t, y, math.radians(row[LAT]), math.radians(row[LON]), row[OMEGA], out)
    if not math.isfinite(out[IMPACT_LAT] + out[IMPACT_LON] + out[TIME]):
        out[STATUS] = BAD
    n = int(out[SAMPLES])
    if 0 < n < samples.shape[0]:
        write_sample(t, y, 3.0, row[OMEGA], samples[n])
        out[SAMPLES] = n + 1.0
