"""The environment: agents are actors, a step is a span of the crisis, an action is an option of the actor's menu."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.bounds import require_within
from standoff.base.errors import InputError
from standoff.crisis.ladder import NAMES
from standoff.engine.event import Event
from standoff.engine.options import Option
from standoff.engine.run import DEFAULT_SEED
from standoff.engine.session import Observation, Session
from standoff.rl.layout import Layout
from standoff.rl.reward import Reward, Scene, calm
from standoff.scenario.loading import Scenario, as_loaded

try:
    from gymnasium.spaces import Box, Dict, Discrete, MultiBinary
    from pettingzoo import ParallelEnv
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(f"{error}: pip install 'standoff[rl]'", name=error.name) from None

NOTHING: Final = 0
"""The action that orders nothing."""

_MODES: Final = ("ansi",)
# A quarter of an hour, the shortest rhythm of a policy; a year.
_SHORTEST_H, _LONGEST_H = 0.25, 8766.0

Numbers = NDArray[np.float32]
Seen = dict[str, Any]
Step = tuple[dict[str, Seen], dict[str, float], dict[str, bool], dict[str, bool], dict[str, dict[str, Any]]]


class CrisisEnv(ParallelEnv[str, Seen, int]):
    """A crisis in which every agent may give one order a step.

    Orders of a step are given at one moment, in the order of `possible_agents`, before anything else of that moment.
    An order that is not legal is no error: the crisis refuses it and `infos` tell why. Seats that are no agents play as
    the scenario says. The end is ENDEX, a truncation; nothing ends it sooner.
    """

    metadata: ClassVar[dict[str, Any]] = {
        "name": "standoff_crisis_v0",
        "render_modes": list(_MODES),
        "is_parallelizable": True,
    }

    def __init__(
        self,
        scenario: Scenario,
        seats: Sequence[str] | None = None,
        every_h: float = 24.0,
        seed: int = DEFAULT_SEED,
        reward: Reward = calm,
        render_mode: str | None = None,
    ) -> None:
        """Set the table; see `parallel_env`."""
        require_within("every_h", every_h, _SHORTEST_H, _LONGEST_H)
        if render_mode is not None and render_mode not in _MODES:
            raise InputError("is not a render mode", field="render_mode", value=render_mode, allowed=", ".join(_MODES))
        self.render_mode = render_mode
        self._every_s, self._seed, self._runs, self._reward = every_h * 3600.0, seed, 0, reward
        self._session = Session(scenario, tuple(scenario.model.actors) if seats is None else seats, seed)
        self.possible_agents: list[str] = list(self._session.seats)
        self.agents: list[str] = []
        crisis, end_s = self._session.crisis, self._session.end_s
        self._layouts = {agent: Layout(crisis, end_s, agent) for agent in self.possible_agents}
        self._whole = Layout(crisis, end_s)
        self.state_space = Box(self._whole.low, self._whole.high, dtype=np.float32)
        self._actions = {agent: Discrete(1 + len(self._session.options(agent))) for agent in self.possible_agents}
        self._observations = {agent: self._space(agent) for agent in self.possible_agents}

    @property
    def session(self) -> Session:
        """The session under way; its `run_out()` closes the record."""
        return self._session

    def observation_space(self, agent: str) -> Any:
        """Dict of `observation`, a Box (n,) of float32, and `action_mask`, MultiBinary (1 + options,)."""
        return self._observations[agent]

    def action_space(self, agent: str) -> Any:
        """Discrete(1 + options): 0 orders nothing, n the option n - 1 of the agent's menu."""
        return self._actions[agent]

    def observation_names(self, agent: str) -> tuple[str, ...]:
        """What each number of an agent's observation is: `tone.USA.PRK`, `threat.guam-salvo=announced`."""
        return self._layouts[agent].names

    def state_names(self) -> tuple[str, ...]:
        """What each number of the state is."""
        return self._whole.names

    def option(self, agent: str, action: int) -> Option | None:
        """The option that an action orders; None for 0. Raises `InputError` for no action of the agent."""
        options = self._session.options(agent)
        if not 0 <= action <= len(options):
            raise InputError(f"is no action of {agent}", field="action", value=action, allowed=f"0 to {len(options)}")
        return None if action == NOTHING else options[action - 1]

    def reset(
        self,
        seed: int | None = None,
        options: Mapping[str, Any] | None = None,  # noqa: ARG002  (of the interface; there are none)
    ) -> tuple[dict[str, Seen], dict[str, dict[str, Any]]]:
        """Begin at STARTEX. A seed sets all random streams; without one the next run of the last seed is played."""
        if seed is not None:
            self._seed, self._runs = seed, 0
        self._session = self._session.again(self._seed, self._runs)
        self._runs += 1
        self.agents = list(self.possible_agents)
        self._steps = 0
        seen = {agent: self._session.observe(agent) for agent in self.agents}
        return self._numbers(seen), {agent: self._info(one) for agent, one in seen.items()}

    def step(self, actions: Mapping[str, int]) -> Step:
        """Give the orders, let a step's time pass, and tell every agent what it knows then."""
        agents, before = self.agents, self._scene()
        for agent in agents:
            option = self.option(agent, int(actions.get(agent, NOTHING)))
            if option is not None:
                self._session.act(agent, option)
        self._steps += 1
        self._session.advance_to(self._steps * self._every_s)
        after, over = self._scene(), self._session.done
        seen = {agent: self._session.observe(agent) for agent in agents}
        if over:
            self.agents = []
        return (
            self._numbers(seen),
            {agent: float(self._reward(before, after, agent)) for agent in agents},
            dict.fromkeys(agents, False),
            dict.fromkeys(agents, over),
            {agent: self._info(one) for agent, one in seen.items()},
        )

    def state(self) -> Numbers:
        """The whole state as it is, alerts and units that are hidden from some included; (n,), see `state_names`."""
        anybody = self._session.crisis.actors[0]
        return self._whole.read(Observation(anybody, self._session.now_s, self._session.view(anybody)))

    def render(self) -> str | None:
        """The moment, rungs and alerts, and threats that are out, as text; None without a render mode."""
        if self.render_mode is None:
            return None
        view = self._session.view(self._session.crisis.actors[0])
        lines = [self._session.time]
        lines += [f"{one}: {NAMES[rung]}, alert {view['alert'][one]}" for one, rung in view["rung"].items()]
        lines += [f"threat {name}: {status}" for name, status in view["threat"].items() if status != "none"]
        return "\n".join(lines)

    def close(self) -> None:
        """Nothing is open."""

    def _space(self, agent: str) -> Any:
        layout, actions = self._layouts[agent], int(self._actions[agent].n)
        numbers = Box(layout.low, layout.high, dtype=np.float32)
        return Dict({"observation": numbers, "action_mask": MultiBinary(actions)})

    def _numbers(self, seen: Mapping[str, Observation]) -> dict[str, Seen]:
        return {
            agent: {
                "observation": self._layouts[agent].read(one),
                "action_mask": np.array([True, *self._session.legal(agent)], dtype=np.int8),
            }
            for agent, one in seen.items()
        }

    def _info(self, seen: Observation) -> dict[str, Any]:
        refused = (event.data for event in seen.news if event.kind == "order_refused")
        return {
            "time": self._session.time,
            "news": [_plain(event) for event in seen.news],
            "refusals": {data["order"]: data["reason"] for data in refused},
            "pending": dict(seen.pending),
        }

    def _scene(self) -> Scene:
        session = self._session
        actors = session.crisis.actors
        return Scene(session.now_s, session.view(actors[0]), session.highest_rungs(), session.done)


def parallel_env(
    scenario: str | Path | Scenario,
    seats: Sequence[str] | None = None,
    every_h: float = 24.0,
    seed: int = DEFAULT_SEED,
    reward: Reward | None = None,
    render_mode: str | None = None,
    settings: Sequence[str] = (),
) -> CrisisEnv:
    """A crisis as a PettingZoo `ParallelEnv`.

    Args:
        scenario: name or file of a scenario with a crisis, with `:VARIANT` behind it, or one that is loaded.
        seats: the actors that are agents; all of the scenario if None. The others play as the scenario says.
        every_h: hours from step to step, a quarter of an hour to a year.
        seed: of all random streams until `reset(seed=...)`.
        reward: `reward(before, after, agent)`; `standoff.rl.calm` if None, a placeholder for research.
        render_mode: `ansi` or None.
        settings: `PATH=VALUE`.

    Raises:
        InputError: anything wrong with the scenario, a seat that is no actor of it, a step out of bounds.
    """
    loaded = as_loaded(scenario, settings)
    return CrisisEnv(loaded, seats, every_h, seed, calm if reward is None else reward, render_mode)


def _plain(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "t_s": event.time_s,
        "kind": event.kind,
        "actor": event.actor,
        "target": event.target,
        "data": dict(event.data),
    }
