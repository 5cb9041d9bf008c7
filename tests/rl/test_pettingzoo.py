"""The environment by PettingZoo's own tests, and what is particular to it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pettingzoo.test import api_test, parallel_api_test, parallel_seed_test, seed_test
from pettingzoo.utils import parallel_to_aec

from standoff.base.errors import InputError
from standoff.engine.record import Record
from standoff.engine.run import replay
from standoff.rl import CrisisEnv, Scene, parallel_env

FILE = Path(__file__).parents[1] / "engine" / "crisis.yaml"
# Quantities at STARTEX, and a rule that acts by chance, so that seeds matter.
RULE = "{id: r, move: say, target: AAA, rate: {value: 0.7, unit: 1/d, source: assumption, note: made up}}"
LOOSE = f"crisis.policies={{FFF: [{{kind: rules, every: {{value: 24, unit: h}}, rules: [{RULE}]}}]}}"


def small(**given: Any) -> CrisisEnv:
    return parallel_env(FILE, **given)


def idle(env: CrisisEnv, **actions: int) -> dict[str, int]:
    return {agent: actions.get(agent, 0) for agent in env.agents}


def action(env: CrisisEnv, agent: str, text: str) -> int:
    """The action whose option has this text."""
    return next(n for n in range(1, env.action_space(agent).n) if str(env.option(agent, n)) == text)


def number(env: CrisisEnv, observations: dict[str, Any], agent: str, name: str) -> float:
    return float(observations[agent]["observation"][env.observation_names(agent).index(name)])


def random_episode(env: CrisisEnv, seed: int) -> Record:
    """The record of an episode in which all agents take legal actions by chance."""
    observations, _ = env.reset(seed=seed)
    for agent in env.possible_agents:
        env.action_space(agent).seed(seed)
    while env.agents:
        actions = {agent: env.action_space(agent).sample(observations[agent]["action_mask"]) for agent in env.agents}
        observations, *_ = env.step(actions)
    return env.session.run_out().record


# PettingZoo's own.


def test_parallel_api() -> None:
    parallel_api_test(small(), num_cycles=100)
    parallel_api_test(small(seats=["DDD"], every_h=6.0), num_cycles=100)


def test_parallel_seeds() -> None:
    parallel_seed_test(partial(small, seats=["AAA", "DDD"], settings=[LOOSE]), num_cycles=30)


# It warns of what differs from games of like players: agents are called by their codes and not player_0, menus differ
# in length, and the observation is a Dict with a mask, as in PettingZoo's own games that have one.
@pytest.mark.filterwarnings("ignore::UserWarning:pettingzoo.test")
def test_as_a_turn_based_environment() -> None:
    api_test(parallel_to_aec(small()), num_cycles=100)
    seed_test(lambda: parallel_to_aec(small(seats=["AAA", "DDD"], settings=[LOOSE])), num_cycles=30)


def test_korea_2017_passes_too() -> None:
    parallel_api_test(parallel_env("korea-2017", every_h=24.0 * 7), num_cycles=10)
    parallel_seed_test(partial(parallel_env, "korea-2017:let-loose", ["KOR", "PRK"], 24.0 * 5), num_cycles=10)


def test_an_episode_of_korea_2017_replays() -> None:
    """Three agents order what comes, missiles among it, at moments at which policies and votes are due too."""
    env = parallel_env("korea-2017:let-loose", ["USA", "KOR", "PRK"], every_h=24.0)
    record = random_episode(env, seed=2)
    ordered = {event["data"]["move"] for event in record.of_kind("order") if event["data"]["origin"] == "input"}
    assert len(ordered) > 20
    assert replay(record).identical


# What is particular.


def test_every_observation_lies_in_its_space_and_has_its_names() -> None:
    env = small()
    observations, _ = env.reset(seed=4)
    for agent in env.possible_agents:
        env.action_space(agent).seed(11)
    while env.agents:
        for agent in env.agents:
            assert env.observation_space(agent).contains(observations[agent])
            assert len(observations[agent]["observation"]) == len(set(env.observation_names(agent)))
        actions = {agent: env.action_space(agent).sample(observations[agent]["action_mask"]) for agent in env.agents}
        observations, *_ = env.step(actions)
        assert env.state_space.contains(env.state())
        assert len(env.state()) == len(env.state_names())


def test_the_numbers_are_those_of_the_crisis() -> None:
    env = small(seats=["DDD"])
    observations, _ = env.reset()
    assert env.observation_names("DDD")[:4] == ("day", "days_left", "pending", "tone.AAA.DDD")
    assert number(env, observations, "DDD", "threat.strike=none") == 1.0
    for _ in range(2):
        observations, *_ = env.step(idle(env))
    # History of day 1: AAA threatens force (CAMEO 138, -7.0), tone halves in five days, and AAA stands on rung 2.
    assert number(env, observations, "DDD", "tone.AAA.DDD") == pytest.approx(-7.0 * 0.5**0.2, rel=1e-5)
    assert number(env, observations, "DDD", "rung.AAA") == 2.0
    assert number(env, observations, "DDD", "threat.strike=announced") == 1.0
    assert number(env, observations, "DDD", "threat.strike=none") == 0.0
    assert number(env, observations, "DDD", "day") == 2.0
    assert number(env, observations, "DDD", "days_left") == 8.0


def test_the_mask_is_what_is_legal() -> None:
    env = small()
    observations, _ = env.reset()
    put_off = action(env, "AAA", "put-off (threat: strike)")
    assert observations["AAA"]["action_mask"][[0, put_off]].tolist() == [1, 0]
    observations, *_ = env.step(idle(env, AAA=action(env, "AAA", "threaten toward DDD (threat: strike)")))
    assert observations["AAA"]["action_mask"][[0, put_off]].tolist() == [1, 1]


def test_an_illegal_action_is_refused_and_told_to_its_agent_alone() -> None:
    env = small()
    env.reset()
    *_, infos = env.step(idle(env, AAA=action(env, "AAA", "put-off (threat: strike)")))
    (reason,) = infos["AAA"]["refusals"].values()
    assert "the threat must be out" in reason
    assert infos["DDD"]["refusals"] == {}
    assert "order_refused" not in [event["kind"] for event in infos["DDD"]["news"]]
    with pytest.raises(InputError, match="is no action of AAA"):
        env.step(idle(env, AAA=10_000))


def test_hidden_alerts_are_in_the_state_and_not_in_the_observation() -> None:
    env = small()
    env.reset()
    observations, *_ = env.step(idle(env, DDD=action(env, "DDD", "ready")))
    alerts = {agent: number(env, observations, agent, "alert.DDD") for agent in env.agents}
    assert alerts == {"AAA": 2.0, "DDD": 3.0, "FFF": 3.0}
    assert env.state()[env.state_names().index("alert.DDD")] == 3.0


def test_it_is_truncated_at_endex_and_never_terminated() -> None:
    env = small()
    env.reset()
    steps = 0
    while env.agents:
        _, _, terminations, truncations, infos = env.step(idle(env))
        steps += 1
        assert not any(terminations.values())
    assert steps == 10
    assert all(truncations.values())
    assert infos["AAA"]["time"] == "2030-01-11T00:00:00.000Z"


def test_the_default_reward_counts_the_rise_and_missiles_in_anger() -> None:
    env = small()
    env.reset()
    threaten, ready = action(env, "AAA", "threaten toward DDD (threat: strike)"), action(env, "AAA", "ready")
    _, first, *_ = env.step(idle(env, AAA=threaten))
    assert first == {"AAA": -2.0, "DDD": -2.0, "FFF": -2.0}
    for _ in range(2):
        _, quiet, *_ = env.step(idle(env, AAA=ready))
        assert set(quiet.values()) == {0.0}
    _, strike, *_ = env.step(idle(env, AAA=action(env, "AAA", "strike toward DDD (threat: strike)")))
    # From rung 2 to rung 3, and two missiles on the city.
    assert set(strike.values()) == {-3.0}


def test_a_reward_of_ones_own() -> None:
    def mine(before: Scene, after: Scene, agent: str) -> float:
        return float(after.time_s - before.time_s) if agent == "AAA" else 0.0

    env = small(reward=mine, every_h=12.0)
    env.reset()
    env.step(idle(env))
    assert env.step(idle(env))[1] == {"AAA": 43200.0, "DDD": 0.0, "FFF": 0.0}


def test_seeds_name_the_streams_and_resets_without_one_play_the_next_run() -> None:
    def course(env: CrisisEnv, seed: int | None) -> list[float]:
        env.reset(seed=seed)
        told: list[float] = []
        while env.agents:
            *_, infos = env.step(idle(env))
            told += [event["t_s"] for event in infos["AAA"]["news"] if event["kind"] == "move"]
        return told

    env = small(seats=["AAA"], settings=[LOOSE])
    first, second = course(env, 7), course(env, None)
    assert (course(env, 7), course(env, None)) == (first, second)
    assert len({tuple(course(env, seed)) for seed in range(6)}) > 1
    assert len({tuple(course(env, None)) for _ in range(6)}) > 1


def test_an_episode_replays() -> None:
    record = random_episode(small(), seed=5)
    assert len([event for event in record.of_kind("order") if event["data"]["origin"] == "input"]) > 10
    assert replay(record).identical


def test_it_renders_as_text() -> None:
    env = small(render_mode="ansi")
    env.reset()
    env.step(idle(env, AAA=action(env, "AAA", "threaten toward DDD (threat: strike)")))
    told = env.render()
    assert told is not None
    assert told.splitlines()[1] == "AAA: non-violent escalation, alert 1"
    assert told.splitlines()[-1] == "threat strike: announced"
    assert small().render() is None


def test_what_cannot_be_is_refused() -> None:
    for given, words in (
        ({"seats": ["PPP"]}, "is not an actor of this scenario"),
        ({"every_h": 0.1}, "is out of bounds"),
        ({"render_mode": "human"}, "is not a render mode"),
    ):
        with pytest.raises(InputError, match=words):
            small(**given)
    with pytest.raises(InputError, match="has no crisis to play"):
        parallel_env("guam-2017")


def test_the_numbers_are_small_enough_to_learn_from() -> None:
    env = small()
    observations, _ = env.reset()
    assert observations["AAA"]["observation"].dtype == np.float32
    assert np.isfinite(observations["AAA"]["observation"]).all()
