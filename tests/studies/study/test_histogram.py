"""How often values occur: whatever the order in which they come, and in bins that hold every one of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from standoff.engine.metric import Metric
from standoff.studies.study.histogram import BINS, Bins, Histogram, edges_of
from standoff.studies.study.statistics import QUANTILES, quantiles

TONE = Metric("tone", "real", 1)
REALS = st.lists(st.floats(-1e5, 1e5), min_size=1, max_size=60).map(TONE.column)


def histogram(values: np.ndarray, parts: int = 1) -> Histogram:
    found = Histogram()
    for part in np.array_split(values, parts):
        found.add(np.zeros(len(part), np.int64), part)
    return found


@given(REALS, st.integers(1, 7))
def test_quantiles_are_those_of_numpy(values: np.ndarray, parts: int) -> None:
    found = histogram(values, parts)
    expected = np.quantile(values, QUANTILES, method="inverted_cdf")
    assert quantiles(found.values, found.total()) == tuple(expected)


@given(REALS, st.integers(1, 7), st.randoms(use_true_random=False))
def test_the_order_of_values_does_not_matter(values: np.ndarray, parts: int, chance: np.random.Generator) -> None:
    shuffled = values.tolist()
    chance.shuffle(shuffled)
    one, other = histogram(values), histogram(np.array(shuffled), parts)
    assert one.values.tobytes() == other.values.tobytes()
    assert one.counts.tobytes() == other.counts.tobytes()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 5)), max_size=50))
def test_points_are_kept_apart(rows: list[tuple[int, int]]) -> None:
    found = Histogram(points=4)
    for part in (rows[::2], rows[1::2]):
        found.add(np.array([at for at, _ in part], np.int64), np.array([value for _, value in part], np.float64))
    assert found.values.tolist() == sorted({float(value) for _, value in rows})
    for value, counts in zip(found.values, found.counts, strict=True):
        assert counts.tolist() == [rows.count((point, int(value))) for point in range(4)]


@given(REALS)
def test_bins_hold_every_value_once(values: np.ndarray) -> None:
    edges = edges_of(float(values.min()), float(values.max()))
    bins = Bins(edges, 1)
    bins.add(np.zeros(len(values), np.int64), values)
    assert bins.counts.sum() == len(values)
    assert 1 <= len(bins.counts) <= BINS + 2
    assert (np.diff(edges) > 0).all()


def test_edges_are_round_numbers() -> None:
    assert edges_of(0.0, 20.0).tolist() == list(range(21))
    assert edges_of(-0.31, 0.34)[:3].tolist() == [-0.35, -0.3, -0.25]
    assert edges_of(3.0, 3.0).tolist() == [2.5, 3.5]


def test_a_value_on_an_edge_belongs_above_it_and_the_last_one_below() -> None:
    bins = Bins(np.array([0.0, 1.0, 2.0]), 1)
    bins.add(np.zeros(5, np.int64), np.array([0.0, 1.0, 2.0, np.nan, 2.5]))
    assert bins.counts[:, 0].tolist() == [1, 2]
