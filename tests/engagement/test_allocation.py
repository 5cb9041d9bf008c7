"""Who takes which threat, on cases small enough to see the answer."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.engagement.allocation import (
    ALLOCATORS,
    Allocator,
    Assignment,
    Capacity,
    Option,
    earliest_deadline_first,
    most_expected_kills,
)

both = pytest.mark.parametrize("allocate", ALLOCATORS.values(), ids=ALLOCATORS.keys())


def option(threat: str, battery: str, deadline: float = 100.0, shots: int = 1, p: float = 0.5, size: int = 1) -> Option:
    return Option(threat, battery, deadline, deadline - 50.0, shots, p, size)


@both
def test_nothing_to_do(allocate: Allocator) -> None:
    assert allocate([], {}) == ()
    assert allocate([option("T1", "A")], {"A": Capacity(0, 4)}) == ()
    assert allocate([option("T1", "A")], {"A": Capacity(4, 0)}) == ()


@both
def test_channels_bound_the_threats_taken(allocate: Allocator) -> None:
    options = [option(f"T{i}", "A") for i in range(5)]
    assert len(allocate(options, {"A": Capacity(10, 2)})) == 2


def test_most_urgent_first() -> None:
    options = [option("T1", "A", 200.0), option("T2", "A", 100.0), option("T3", "A", 150.0)]
    taken = earliest_deadline_first(options, {"A": Capacity(2, 4)})
    assert [assignment.threat for assignment in taken] == ["T2", "T3"]


def test_deadline_is_that_of_the_last_battery_that_can() -> None:
    """T1 could still be taken by B until 300 s, so T2, with 200 s at most, goes first to A."""
    options = [option("T1", "A", 100.0), option("T1", "B", 300.0), option("T2", "A", 200.0)]
    taken = earliest_deadline_first(options, {"A": Capacity(1, 1), "B": Capacity(1, 1)})
    assert {(a.threat, a.battery) for a in taken} == {("T2", "A"), ("T1", "B")}


def test_optimizer_gives_up_the_greedy_best() -> None:
    """Greedy takes T1 with A (0.9) and leaves T2 with nothing; together B on T1 and A on T2 are worth more."""
    options = [
        option("T1", "A", 100.0, p=0.9), option("T1", "B", 100.0, p=0.8), option("T2", "A", 200.0, p=0.9),
    ]  # fmt: skip
    free = {"A": Capacity(1, 1), "B": Capacity(1, 1)}
    assert earliest_deadline_first(options, free) == (Assignment("T1", "A", 1),)
    assert set(most_expected_kills(options, free)) == {Assignment("T1", "B", 1), Assignment("T2", "A", 1)}


@both
def test_first_rounds_come_before_follow_ups(allocate: Allocator) -> None:
    """Five interceptors, two threats with rounds of two and up to six shots: 2 + 2, and the odd one to the urgent."""
    options = [option("T1", "A", 100.0, shots=6, size=2), option("T2", "A", 200.0, shots=6, size=2)]
    taken = allocate(options, {"A": Capacity(5, 4)})
    assert {(a.threat, a.interceptors) for a in taken} == {("T1", 3), ("T2", 2)}


@both
def test_a_round_is_not_begun_with_too_few(allocate: Allocator) -> None:
    assert allocate([option("T1", "A", shots=4, size=2)], {"A": Capacity(1, 1)}) == ()
    assert allocate([option("T1", "A", shots=1, size=2)], {"A": Capacity(1, 1)}) == (Assignment("T1", "A", 1),)


chance = st.floats(0.05, 0.95)


@given(st.lists(chance, min_size=6, max_size=6))
def test_optimizer_against_all_permutations(chances: list[float]) -> None:
    """Two batteries with a channel each, three threats: the best of all pairings, counted out."""
    worth = {(f"T{i}", b): chances[2 * i + j] for i in range(3) for j, b in enumerate("AB")}
    options = [option(threat, battery, 100.0 + i, p=p) for i, ((threat, battery), p) in enumerate(worth.items())]
    taken = most_expected_kills(options, {"A": Capacity(1, 1), "B": Capacity(1, 1)})
    best = max(worth[a, "A"] + worth[b, "B"] for a, b in itertools.permutations(["T0", "T1", "T2"], 2))
    assert sum(worth[a.threat, a.battery] for a in taken) == pytest.approx(best)


@given(st.permutations([("T1", "A"), ("T1", "B"), ("T2", "A"), ("T2", "B"), ("T3", "B")]))
def test_order_of_options_does_not_matter(order: list[tuple[str, str]]) -> None:
    free = {"A": Capacity(1, 1), "B": Capacity(1, 2)}
    for allocate in ALLOCATORS.values():
        expected = allocate([option(*pair) for pair in sorted(order)], free)
        assert allocate([option(*pair) for pair in order], free) == expected
