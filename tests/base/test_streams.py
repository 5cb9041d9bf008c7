"""Named streams: independent of order, of other streams and of each other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from standoff.base.streams import Streams

NAMES = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3)
SEEDS = st.integers(0, 2**64 - 1)


@given(SEEDS, SEEDS, NAMES)
def test_a_number_is_a_function_of_seed_run_and_name(seed: int, run: int, name: list[str]) -> None:
    first = Streams(seed, run).uniform(*name)
    Streams(seed, run).uniform("another")
    assert Streams(seed, run).uniform(*name) == first
    assert 0.0 <= first.value < 1.0


def test_streams_runs_and_seeds_differ() -> None:
    values = {
        Streams(seed, run).uniform("kill", entity).value
        for seed in range(10)
        for run in range(10)
        for entity in ("a", "b", "ab")
    }
    assert len(values) == 300


def test_uniform_and_normal_have_their_moments() -> None:
    streams = Streams(1)
    uniform = np.array([streams.uniform("u", str(i)).value for i in range(4000)])
    normal = np.array([streams.normal("n", str(i)).value for i in range(4000)])
    # Five standard errors: a uniform has variance 1/12, a normal deviate 1.
    assert abs(uniform.mean() - 0.5) < 5 / np.sqrt(12 * 4000)
    assert abs(normal.mean()) < 5 / np.sqrt(4000)
    assert abs(normal.std() - 1.0) < 5 / np.sqrt(2 * 4000)


@given(st.integers(0, 2**64 - 1), st.text(max_size=20), st.integers(0, 2**63 - 1))
def test_a_draw_is_numpys_philox(seed: int, name: str, run: int) -> None:
    key = np.array([seed, Streams.digest(name)], dtype=np.uint64)
    counter = np.array([0, run, 0, 0], dtype=np.uint64)
    numpys = np.random.Generator(np.random.Philox(key=key, counter=counter))
    assert Streams(seed, run).uniform(name).value == float(numpys.random())
