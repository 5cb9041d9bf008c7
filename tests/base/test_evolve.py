"""A changed copy is the one that the standard library makes."""

from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from standoff.base.evolve import evolve


@dataclass(frozen=True)
class Thing:
    one: int
    many: tuple[int, ...] = ()
    table: dict[str, int] = field(default_factory=dict)


def test_a_copy_is_that_of_replace_and_the_old_one_stays() -> None:
    old = Thing(1, (2, 3), {"a": 4})
    assert evolve(old, one=5, table={}) == replace(old, one=5, table={}) == Thing(5, (2, 3), {})
    assert old == Thing(1, (2, 3), {"a": 4})
    with pytest.raises(FrozenInstanceError):
        evolve(old, one=5).one = 6  # type: ignore[misc]
