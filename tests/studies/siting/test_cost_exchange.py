"""The cost exchange of a raid, by hand."""

import re
from pathlib import Path

import numpy as np
import pytest

from standoff.base.errors import InputError
from standoff.scenario.loading import Scenario, load_scenario
from standoff.studies.siting.cost_exchange import cost_exchange, exchange_of_table, missiles_of


@pytest.fixture(scope="module")
def japan() -> Scenario:
    return load_scenario("japan-2017")


def test_the_raid_is_counted_from_the_timeline(japan: Scenario) -> None:
    assert missiles_of(japan) == {"nodong": 12, "scud-er": 8}


def test_one_raid_by_hand(japan: Scenario) -> None:
    # Library: SM-3 IA 8/10/15, IB 10/15/20.5; Nodong 0.8/4/10, Scud-ER 0.8/3/7 million dollars.
    found = cost_exchange(japan, {"destroyer-west": 4, "us-destroyer": 2}, missiles_of(japan), {"nodong": 3})
    assert (found.interceptors.low, found.interceptors.nominal, found.interceptors.high) == (52.0, 70.0, 101.0)
    assert (found.missiles.low, found.missiles.nominal, found.missiles.high) == pytest.approx((16.0, 72.0, 176.0))
    assert found.per_missile is not None
    assert found.per_destroyed is not None
    ratio = found.per_missile
    assert (ratio.low, ratio.nominal, ratio.high) == pytest.approx((52 / 176, 70 / 72, 101 / 16))
    assert found.per_destroyed.nominal == pytest.approx(70.0 / 12.0)
    assert ratio.low < ratio.p05 < ratio.p50 < ratio.p95 < ratio.high


def test_a_number_destroyed_counts_the_mean_missile(japan: Scenario) -> None:
    found = cost_exchange(japan, {"us-destroyer": 2}, missiles_of(japan), 5)
    assert found.destroyed.nominal == pytest.approx(5 * 72.0 / 20)


def test_nothing_destroyed_has_no_ratio(japan: Scenario) -> None:
    found = cost_exchange(japan, {"us-destroyer": 2}, {"nodong": 1}, 0)
    assert found.per_destroyed is None
    assert found.per_missile is not None
    assert cost_exchange(japan, {"us-destroyer": 0}, {}, 0).per_missile is None


def test_many_runs_spread_wider_than_the_prices(japan: Scenario) -> None:
    fired = np.array([0, 2, 4, 6, 8, 10, 12, 0, 2, 4])
    steady = exchange_of_table(japan, {"fired.us-destroyer": np.full(10, fired.mean()), "intercepted": np.full(10, 5)})
    spread = exchange_of_table(japan, {"fired.us-destroyer": fired, "intercepted": np.full(10, 5), "leakers": fired})
    assert spread.interceptors.nominal == pytest.approx(steady.interceptors.nominal)
    assert spread.interceptors.p95 - spread.interceptors.p05 > 2.0 * (steady.interceptors.p95 - steady.interceptors.p05)


def test_what_cannot_be_priced_is_refused(japan: Scenario) -> None:
    with pytest.raises(InputError, match="not a battery of the scenario"):
        cost_exchange(japan, {"destroyer-east": 1}, {"nodong": 1}, 0)
    with pytest.raises(InputError, match="not a missile or interceptor"):
        cost_exchange(japan, {"us-destroyer": 1}, {"hwasong-12": 1}, 0)
    with pytest.raises(InputError, match="holds no raid"):
        exchange_of_table(japan, {"leakers": [1]})
    bare = japan.items["nodong"].model_copy(update={"unit_cost": None})
    unpriced = Scenario(japan.document, japan.library, japan.model, {**japan.items, "nodong": bare})
    with pytest.raises(InputError, match="has no unit_cost"):
        cost_exchange(unpriced, {"us-destroyer": 1}, {"nodong": 1}, 0)


def test_the_example_of_the_model_note_runs(capsys: pytest.CaptureFixture[str]) -> None:
    note = Path(__file__).resolve().parents[3] / "docs" / "models" / "siting-and-cost.md"
    example = re.search(r"```python\n(.*?)```", note.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    exec(example[1], {})
    first, second = capsys.readouterr().out.splitlines()
    # Eight SM-3 IA at 10 and twelve IB at 15 over twelve Nodong at 4 and eight Scud-ER at 3 million dollars.
    assert first.startswith(f"{(8 * 10 + 12 * 15) / (12 * 4 + 8 * 3):.1f} (")
    assert float(second) > 0.0
