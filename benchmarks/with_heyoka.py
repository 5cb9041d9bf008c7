"""The flights with heyoka's adaptive Taylor integrator in batch mode, and a tight solution of the same equations.

Flights go through the lanes of the processor's vectors together, in the package's recommended number. Its step control
looks at a Taylor series only and steps over the thin edge of the air; a cap on the step mends that, so settings are a
tolerance and a cap, and the benchmark takes the fastest of `GRID` that keeps the error asked for.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any, Final

import heyoka
import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from benchmarks import heyoka_model as model
from benchmarks.cases import VEHICLE, Arcs, Flights
from benchmarks.with_scipy import earth_fixed, end_at_event, launch_axes, start_of_arc, start_of_flight

Array = NDArray[np.float64]

LONGEST_S: Final = 7200.0
LANES: Final = max(2, heyoka.recommended_simd_size())
_PHASES: Final = (model.rise, model.pitch_over, model.gravity_turn, model.unpowered, model.gravity_turn)


@dataclass(frozen=True)
class Setting:
    """Relative tolerance and longest step (s) of the integrator."""

    tolerance: float
    cap_s: float


GRID: Final = tuple(Setting(tol, cap) for tol in (1e-8, 1e-9, 1e-10) for cap in (15.0, 30.0, 60.0))


@dataclass(frozen=True)
class Load:
    """What is to be flown: starts (n, 6), and for each phase its end times (n,) and parameters (n, parameters).

    The last phase is the fall to the ground; `phases` names the equations of the others by index.
    """

    start: Array
    ends: tuple[Array, ...]
    parameters: tuple[Array, ...]

    def __len__(self) -> int:
        """Return the number of flights."""
        return len(self.start)


def arcs_load(cases: Arcs) -> Load:
    """The arcs as initial states and drag loads."""
    start = np.array([start_of_arc(cases, i) for i in range(len(cases))])
    return Load(start, (), (0.5 / cases.beta_kg_m2[:, None],))


def flights_load(cases: Flights) -> Load:
    """The powered flights: rise, pitch-over, first stage, coast, second stage, fall."""
    count, (first, second) = len(cases), VEHICLE.stages
    rise, pitched = VEHICLE.vertical_rise_s, VEHICLE.vertical_rise_s + VEHICLE.pitch_over_s
    relight = first.burn_s + first.coast_s
    half_area = 0.125 * math.pi * VEHICLE.diameter_m**2 * VEHICLE.boost_drag.hypersonic
    parameters = np.zeros((2, count, model.PARAMETERS))
    masses = (VEHICLE.launch_mass_kg, VEHICLE.launch_mass_kg - first.propellant_kg - first.dry_kg)
    for row, stage, mass, ignition in zip(parameters, (first, second), masses, (0.0, relight), strict=True):
        engine = (half_area, mass, stage.flow_kg_s, ignition, stage.vacuum_thrust_n, stage.nozzle_exit_area_m2)
        row[:, :6] = engine
        row[:, 6], row[:, 7] = np.radians(cases.kick_deg) / VEHICLE.pitch_over_s, rise
        for i in range(count):
            row[i, 8:14] = np.concatenate(launch_axes(float(cases.azimuth_deg[i])))
    ends = (*(np.full(count, t) for t in (rise, pitched, first.burn_s, relight)), cases.cutoff_s)
    coast = np.full((count, 1), half_area / masses[1])
    fall = np.full((count, 1), 0.5 / VEHICLE.reentry_beta_kg_m2)
    one, two = parameters
    return Load(np.tile(start_of_flight(), (count, 1)), ends, (one, one, one, coast, two, fall))


class Runner:
    """Compiled integrators for one kind of load at one setting."""

    def __init__(self, load: Load, setting: Setting) -> None:
        started = time.perf_counter()
        self.setting = setting
        equations = [phase() for phase in _PHASES[: len(load.ends)]]
        self.phases = [self._integrator(e, []) for e in equations]
        ground = heyoka.t_event_batch(model.height(), direction=heyoka.event_direction.negative)
        self.fall = self._integrator(model.unpowered(), [ground])
        self.compile_s = time.perf_counter() - started

    def _integrator(self, equations: list[Any], events: list[Any]) -> Any:
        state = np.tile(np.array([7e6, 0.0, 0.0, 0.0, 7e3, 1.0])[:, None], (1, LANES))
        # Parameters not zero, so that nothing divides by zero before they are set.
        return heyoka.taylor_adaptive_batch(equations, state, tol=self.setting.tolerance, t_events=events)

    def fly(self, load: Load) -> Array:
        """Impacts (n, 4): inertial position and time. The number of flights is rounded up to whole batches."""
        out = np.empty((len(load), 4))
        for first in range(0, len(load), LANES):
            rows = np.minimum(np.arange(first, first + LANES), len(load) - 1)
            state, start = load.start[rows].T, np.zeros(LANES)
            for integrator, ends, parameters in zip(self.phases, load.ends, load.parameters, strict=False):
                state = self._advance(integrator, state, start, ends[rows], parameters[rows])
                start = ends[rows]
            self._set(self.fall, state, start, load.parameters[-1][rows])
            self._fall()
            out[rows, :3], out[rows, 3] = self.fall.state[:3].T, self.fall.time
        return out

    def _set(self, integrator: Any, state: Array, start: Array, parameters: Array) -> None:
        integrator.set_time(start)
        integrator.state[:] = state
        used = len(integrator.pars)
        integrator.pars[:] = parameters[:, :used].T

    def _advance(self, integrator: Any, state: Array, start: Array, end: Array, parameters: Array) -> Array:
        self._set(integrator, state, start, parameters)
        integrator.propagate_until(end, max_delta_t=[self.setting.cap_s] * LANES)
        result: Array = integrator.state.copy()
        return result

    def _fall(self) -> None:
        """Propagate until every lane is on the ground; a lane that is stays where it is."""
        self.fall.reset_cooldowns()
        goal = np.full(LANES, LONGEST_S)
        caps = [self.setting.cap_s] * LANES
        while np.any(goal == LONGEST_S):
            self.fall.propagate_until(goal, max_delta_t=caps)
            for lane, result in enumerate(self.fall.propagate_res):
                if int(result[0]) == -1:
                    goal[lane] = self.fall.time[lane]
                elif goal[lane] == LONGEST_S and self.fall.time[lane] >= LONGEST_S:
                    raise RuntimeError("heyoka: a flight did not come down")


def tight(load: Load, i: int) -> Array:
    """Impact (4,) of one flight by DOP853 at rtol 1e-12 on the same equations."""
    state, now = load.start[i], 0.0
    for phase, ends, parameters in zip(_PHASES, load.ends, load.parameters, strict=False):
        solution = solve_ivp(_compiled(phase(), parameters[i]), (now, float(ends[i])), state, **_TIGHT)
        state, now = solution.y[:, -1], float(ends[i])
    height = heyoka.cfunc([model.height()], [model.X, model.Y, model.Z])

    def ground(_time: float, y: Array) -> float:
        return float(height(y[:3])[0])

    ground.terminal, ground.direction = True, -1.0  # type: ignore[attr-defined]
    rhs = _compiled(model.unpowered(), load.parameters[-1][i])
    fall = solve_ivp(rhs, (now, LONGEST_S), state, events=ground, max_step=10.0, **_TIGHT)
    return end_at_event(fall)


_TIGHT: Final[dict[str, Any]] = {"method": "DOP853", "rtol": 1e-12, "atol": np.array([1e-7] * 3 + [1e-9] * 3)}


def _compiled(equations: list[Any], parameters: Array) -> Any:
    function = heyoka.cfunc([right for _, right in equations], [left for left, _ in equations])
    used = parameters[: function.nparams]

    def derivative(now: float, state: Array) -> Array:
        keywords: dict[str, Any] = {"pars": used} if len(used) else {}
        if function.is_time_dependent:
            keywords["time"] = now
        result: Array = function(state, **keywords)
        return result

    return derivative


def impacts(found: Array) -> Array:
    """ECEF impacts (n, 3) of inertial ones with their times (n, 4)."""
    return np.array([earth_fixed(row[:3], float(row[3])) for row in found])
