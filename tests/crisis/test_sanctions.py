"""Sanctions: which measures are in force, what contradicts, and what trade is left."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis.measures import DAY_S, MILLION, cap, ids, measure, sells, tonnes, usd
from standoff.base.errors import InputError
from standoff.crisis.sanctions import state as play
from standoff.crisis.sanctions.force import binding, contradictions, in_force, successors
from standoff.crisis.sanctions.ledger import ledger, share_lost
from standoff.crisis.sanctions.measure import YEAR_S, Limit, Measure, by_id
from standoff.crisis.sanctions.state import Sanctions, SanctionsState
from standoff.crisis.sanctions.trade import MONEY, OTHERS, Trade, fraction_left

# In force.


def test_a_measure_is_in_force_from_its_adoption_until_its_end() -> None:
    one = measure("a", until_s=100.0)
    found = [bool(in_force([one], {"a": 10.0}, at_s)) for at_s in (9.9, 10.0, 99.9, 100.0)]
    assert found == [False, True, True, False]
    assert not in_force([one], {}, 50.0)


def test_a_measure_with_a_later_beginning_waits_for_it_and_one_adopted_late_for_its_adoption() -> None:
    one = measure("a", from_s=50.0)
    assert [bool(in_force([one], {"a": 10.0}, at_s)) for at_s in (20.0, 50.0)] == [False, True]
    assert [bool(in_force([one], {"a": 70.0}, at_s)) for at_s in (60.0, 70.0)] == [False, True]


def test_only_a_measure_in_force_supersedes() -> None:
    old, new = measure("old", superseded_by=("new",)), measure("new", from_s=50.0)
    assert ids(in_force([old, new], {"old": 0.0}, 99.0)) == ["old"]
    assert ids(in_force([old, new], {"old": 0.0, "new": 0.0}, 49.0)) == ["old"]
    assert ids(in_force([old, new], {"old": 0.0, "new": 0.0}, 50.0)) == ["new"]


def test_the_last_of_a_chain_supersedes_the_first_even_if_the_middle_never_came() -> None:
    chain = [measure("a", superseded_by=("b",)), measure("b", superseded_by=("c",)), measure("c")]
    assert ids(in_force(chain, {"a": 0.0, "c": 0.0}, 1.0)) == ["c"]


def test_what_was_superseded_holds_again_when_its_successor_is_eased() -> None:
    old, new = cap("old", usd(1), superseded_by=("new",)), measure("new")
    sanctions = Sanctions((old, new))
    begun = play.start(sanctions)
    eased, _ = play.ease(sanctions, begun, "new", 10.0)
    assert ids(play.in_force_now(sanctions, begun, 10.0)) == ["new"]
    assert ids(play.in_force_now(sanctions, eased, 10.0)) == ["old"]
    told = [(change.kind, change.data["measure"]) for change in play.news(sanctions, ["new"], eased, [old])]
    assert told == [("measure_in_force", "old"), ("measure_ceased", "new")]


def test_in_the_period_of_grace_a_measure_is_in_force_but_its_predecessor_binds() -> None:
    old, new = cap("old", usd(1), superseded_by=("new",)), measure("new", grace_s=30.0)
    adopted = {"old": 0.0, "new": 100.0}
    assert ids(in_force([old, new], adopted, 110.0)) == ["new"]
    assert ids(binding([old, new], adopted, 110.0)) == ["old"]
    assert ids(binding([old, new], adopted, 130.0)) == ["new"]


@st.composite
def chains(draw: st.DrawFn) -> tuple[list[Measure], dict[str, float], float]:
    """Measures without end, each superseded by some later ones; some never adopted."""
    count = draw(st.integers(1, 6))
    names = [f"m{index}" for index in range(count)]
    measures = [
        measure(
            name,
            superseded_by=tuple(draw(st.sets(st.sampled_from(names[index + 1 :])))) if names[index + 1 :] else (),
            grace_s=draw(st.floats(0, 20)),
            from_s=draw(st.floats(-50, 50)),
        )
        for index, name in enumerate(names)
    ]
    adopted = {name: draw(st.floats(-50, 50)) for name in names if draw(st.booleans())}
    return measures, adopted, draw(st.floats(-60, 120))


@given(chains())
def test_supersession_never_leaves_a_gap(case: tuple[list[Measure], dict[str, float], float]) -> None:
    measures, adopted, at_s = case
    known = by_id(measures)
    for which, delayed in ((in_force, False), (binding, True)):
        there = by_id(which(measures, adopted, at_s))
        for one in measures:
            if one.begins_s(adopted) + (one.grace_s if delayed else 0.0) <= at_s:
                assert one.id in there or any(name in there for name in successors(one, known))


# Contradictions.


@pytest.mark.parametrize(
    ("second", "clashes"),
    [
        (measure("b"), True),
        (cap("b", usd(300)), True),
        (cap("b", usd(400)), False),
        (cap("b", tonnes(5)), False),
        (cap("b", usd(300), per="term", until_s=90.0), False),
        (measure("b", exempt=0.3), False),
        (measure("b", sectors=("iron",)), False),
        (measure("b", direction="import"), False),
        (measure("b", target="IRN"), False),
        (measure("b", by="CHN"), False),
        (measure("b", superseded_by=("a",)), False),
        (measure("b", kind="freeze"), False),
    ],
    ids=[
        "a full ban",
        "a smaller cap",
        "the same cap",
        "a cap in another unit",
        "a cap for another period",
        "a ban with exemption",
        "another sector",
        "another direction",
        "another target",
        "a state's own ban",
        "a superseded ban",
        "a freeze",
    ],
)
def test_what_contradicts_a_yearly_cap(second: Measure, clashes: bool) -> None:
    first = cap("a", usd(400))
    for pair in itertools.permutations((first, second)):
        found = list(contradictions(pair))
        assert bool(found) is clashes
        assert all((one.sector, one.at_s) == ("coal", 0.0) for one in found)


def test_measures_that_follow_one_another_do_not_contradict() -> None:
    assert not list(contradictions([cap("a", usd(1), until_s=10.0), cap("b", usd(2), from_s=10.0)]))
    late = list(contradictions([cap("a", usd(1), until_s=10.1), cap("b", usd(2), from_s=10.0)]))
    assert [one.at_s for one in late] == [10.0]


# Trade and ledger.


def lost(sanctions: Sanctions) -> float:
    return share_lost(sanctions, play.start(sanctions), "PRK", 0.0)


def full(*actors: str, degree: float = 1.0) -> dict[str, dict[str, float]]:
    return {actor: {play.ALL_SECTORS: degree} for actor in actors}


def test_a_ban_takes_the_whole_sector_and_its_exempt_share_is_left() -> None:
    trade = (sells("coal", "CHN", 300), sells("iron", "CHN", 100))
    assert lost(Sanctions((measure("a"),), trade, full("CHN"))) == pytest.approx(0.75)
    assert lost(Sanctions((measure("a", exempt=0.2),), trade, full("CHN"))) == pytest.approx(0.6)


def test_of_two_limits_the_lower_binds_and_all_partners_share_it() -> None:
    # 400 million of 1000 are 0.4; 3000 kt of 10000 are 0.3.
    trade = (sells("coal", "CHN", 900, 9000), sells("coal", OTHERS, 100, 1000))
    capped = cap("a", usd(400), tonnes(3e6))
    assert lost(Sanctions((capped,), trade, full("CHN", OTHERS))) == pytest.approx(0.7)
    assert lost(Sanctions((capped,), trade, full("CHN"))) == pytest.approx(0.63)


def test_a_cap_above_the_trade_takes_nothing_and_one_in_an_unknown_unit_says_nothing() -> None:
    trade = (sells("coal", "CHN", 300), sells("iron", "CHN", 100))
    assert lost(Sanctions((cap("a", usd(301)),), trade, full("CHN"))) == 0.0
    assert lost(Sanctions((cap("a", usd(150), tonnes(1)),), trade, full("CHN"))) == pytest.approx(150 / 400)


def test_a_cap_for_a_term_is_spread_over_it() -> None:
    trade = (sells("coal", "CHN", 365),)
    month = cap("a", usd(15), per="term", adopted_s=-10 * DAY_S, until_s=20 * DAY_S)
    assert lost(Sanctions((month,), trade, full("CHN"))) == pytest.approx(0.5)


def test_a_term_that_begins_later_allows_more_a_year() -> None:
    # 15 million in 30 days are half of a million a day, in 20 days three quarters; asked of one scenario, in turns.
    term = cap("a", usd(15), per="term", until_s=20 * DAY_S)
    sanctions = Sanctions((term,), (sells("coal", "CHN", 365),), full("CHN"))
    for begins_d, left in ((-10.0, 0.5), (0.0, 0.75), (-10.0, 0.5)):
        state = SanctionsState({"a": begins_d * DAY_S}, {}, play.start(sanctions).steps)
        assert share_lost(sanctions, state, "PRK", 1.0) == pytest.approx(1.0 - left)


def test_a_cap_takes_nothing_of_no_trade() -> None:
    nothing = Trade("coal", "PRK", "coal", "export", "CHN", {MONEY: 0.0, "mass": 1000.0})
    assert fraction_left(nothing, [nothing], [cap("a", usd(1))], {"a": 0.0}) == 1.0


def test_a_states_own_ban_binds_only_itself_and_a_freeze_takes_nothing() -> None:
    trade = (sells("coal", "CHN", 300), sells("coal", "RUS", 100))
    assert lost(Sanctions((measure("a", by="CHN"),), trade, full("CHN", "RUS"))) == pytest.approx(0.75)
    assert lost(Sanctions((measure("a", kind="freeze"),), trade, full("CHN", "RUS"))) == 0.0


def test_who_is_not_named_does_as_the_others_do() -> None:
    trade = (sells("coal", "RUS", 100),)
    assert lost(Sanctions((measure("a"),), trade, full(OTHERS, degree=0.4))) == pytest.approx(0.4)
    assert lost(Sanctions((measure("a"),), trade, full("CHN"))) == 0.0


def test_the_latest_word_on_a_sector_counts() -> None:
    at_start = {"CHN": {"": 0.2, "coal": 0.9}, OTHERS: {"": 0.5}}
    begun = play.start(Sanctions(implementation=at_start))
    assert [play.degree(begun, "CHN", sector, 0.0) for sector in ("coal", "iron")] == [0.9, 0.2]
    after, changes = play.implement(begun, "CHN", 0.6, 10.0)
    assert [play.degree(after, "CHN", sector, 10.0) for sector in ("coal", "iron")] == [0.6, 0.6]
    assert play.degree(after, "CHN", "coal", 9.0) == 0.9
    assert changes[0].actor == "CHN"
    assert changes[0].data == {"degree": 0.6, "before": 0.2}
    alone, _ = play.implement(begun, "RUS", 1.0, 10.0, "coal")
    assert [play.degree(alone, "RUS", sector, 10.0) for sector in ("coal", "iron")] == [1.0, 0.5]


@pytest.mark.parametrize("degree", [-0.1, 1.1, math.nan])
def test_a_degree_outside_its_range_is_refused(degree: float) -> None:
    with pytest.raises(InputError, match="degree"):
        play.implement(SanctionsState(), "CHN", degree, 0.0)


def test_the_ledger_adds_up_piece_by_piece() -> None:
    # 365 million a year are one a day. Ten days free, ten under a ban carried out by half, ten in full, ten eased.
    sanctions = Sanctions((measure("a", adopted_s=10 * DAY_S),), (sells("coal", "CHN", 365),), full("CHN", degree=0.5))
    begun = play.start(sanctions)
    firm, _ = play.implement(begun, "CHN", 1.0, 20 * DAY_S)
    eased, _ = play.ease(sanctions, firm, "a", 30 * DAY_S)
    found = ledger(sanctions, eased, "PRK", 0.0, 40 * DAY_S)
    (line,) = found.exports
    assert line.sum_without == pytest.approx(40 * MILLION)
    assert line.sum_with == pytest.approx((10 + 5 + 0 + 10) * MILLION)
    assert (line.yearly_without, line.yearly_with) == pytest.approx((365 * MILLION, 365 * MILLION))
    assert found.share_lost == 0.0
    assert found.share_lost_so_far == pytest.approx(15 / 40)
    told = found.as_dict()["exports"][0]
    assert told["unit"] == "USD million"
    assert told["so_far"]["with"] == pytest.approx(25)


def test_imports_are_goods_and_no_income() -> None:
    oil = Trade("oil", "PRK", "oil", "import", "CHN", {"volume": 4.0})
    capped = cap("a", Limit("volume", 1.0), sectors=("oil",), direction="import")
    sanctions = Sanctions((capped,), (oil,), full("CHN", degree=0.5))
    found = ledger(sanctions, play.start(sanctions), "PRK", 0.0, YEAR_S)
    assert not found.exports
    assert found.share_lost == 0.0
    assert (found.imports[0].sum_without, found.imports[0].sum_with) == pytest.approx((4.0, 2.5))


def test_a_ledger_of_no_time_has_rates_but_no_sums() -> None:
    sanctions = Sanctions((measure("a"),), (sells("coal", "CHN", 100),), full("CHN"))
    found = ledger(sanctions, play.start(sanctions), "PRK", 5.0, 5.0)
    assert (found.share_lost, found.share_lost_so_far) == (1.0, 0.0)


def test_what_changes_at_the_last_moment_shows_in_the_rates_alone() -> None:
    sanctions = Sanctions((measure("a", adopted_s=10.0),), (sells("coal", "CHN", 100),), full("CHN"))
    found = ledger(sanctions, play.start(sanctions), "PRK", 0.0, 10.0)
    assert (found.share_lost, found.share_lost_so_far) == (1.0, 0.0)


def test_a_ledger_cannot_end_before_it_begins() -> None:
    sanctions = Sanctions((measure("a"),), (sells("coal", "CHN", 100),), full("CHN"))
    with pytest.raises(ValueError, match="before it begins"):
        ledger(sanctions, play.start(sanctions), "PRK", 5.0, 4.0)


@st.composite
def regimes(draw: st.DrawFn) -> tuple[Sanctions, SanctionsState]:
    """Trade of three sectors with two partners, under measures that may overlap, with implementation that changes."""
    amounts = st.floats(0.1, 1000)
    sectors = ("coal", "iron", "fish")
    trade = tuple(
        sells(sector, partner, draw(amounts), draw(st.one_of(st.none(), amounts)))
        for sector in sectors
        for partner in ("CHN", OTHERS)
    )
    measures = tuple(
        draw(
            st.sampled_from(
                [
                    measure(f"m{index}", sectors=covered, adopted_s=begins, exempt=share, grace_s=grace),
                    cap(f"m{index}", usd(limit), tonnes(1000 * limit), sectors=covered, adopted_s=begins),
                ]
            )
        )
        for index, covered, begins, share, grace, limit in draw(
            st.lists(
                st.tuples(
                    st.integers(0, 10**6),
                    st.sets(st.sampled_from(sectors), min_size=1).map(lambda some: tuple(sorted(some))),
                    st.floats(-10, 90),
                    st.floats(0, 1),
                    st.floats(0, 20),
                    amounts,
                ),
                max_size=4,
                unique_by=lambda one: one[0],
            )
        )
    )
    degree = st.floats(0, 1)
    sanctions = Sanctions(measures, trade, {"CHN": {"": draw(degree)}, OTHERS: {"": draw(degree)}})
    begun = play.start(sanctions)
    for at_s in draw(st.lists(st.floats(0, 100), max_size=3)):
        begun, _ = play.implement(begun, "CHN", draw(degree), at_s, draw(st.sampled_from(["", *sectors])))
    return sanctions, begun


@given(regimes())
def test_income_under_measures_is_never_more_than_without_and_never_negative(
    case: tuple[Sanctions, SanctionsState],
) -> None:
    sanctions, begun = case
    found = ledger(sanctions, begun, "PRK", 0.0, 100.0)
    for line in found.exports:
        assert -1e-9 <= line.sum_with <= line.sum_without * (1 + 1e-9)
        assert -1e-9 <= line.yearly_with <= line.yearly_without * (1 + 1e-9)
    assert -1e-9 <= found.share_lost <= 1 + 1e-9


@given(regimes(), st.floats(0, 1), st.floats(0, 1))
def test_more_implementation_never_leaves_more_income(
    case: tuple[Sanctions, SanctionsState], one: float, other: float
) -> None:
    sanctions, _ = case
    incomes = [
        sum(line.sum_with for line in ledger(given_degree, play.start(given_degree), "PRK", 0.0, 100.0).exports)
        for given_degree in (
            Sanctions(sanctions.measures, sanctions.trade, full("CHN", OTHERS, degree=degree))
            for degree in (min(one, other), max(one, other))
        )
    ]
    assert incomes[1] <= incomes[0] * (1 + 1e-9)


# Start and news.


def test_what_is_dated_after_startex_comes_by_itself_unless_a_draft_brings_it() -> None:
    measures = (measure("past", adopted_s=-5.0), measure("later", adopted_s=5.0), measure("voted", adopted_s=5.0))
    begun = play.start(Sanctions(measures), awaited={"past", "voted"})
    assert begun.adopted == {"past": -5.0, "later": 5.0}
    adopted, _ = play.adopt(begun, "voted", 9.0)
    assert adopted.adopted["voted"] == 9.0
    assert play.adopt(adopted, "voted", 20.0)[0] == adopted


def test_the_next_change_is_a_beginning_a_bite_or_an_end() -> None:
    sanctions = Sanctions((measure("a", adopted_s=5.0, grace_s=10.0, until_s=40.0),))
    begun = play.start(sanctions)
    found, now_s = [], 0.0
    while (next_s := play.next_change_s(sanctions, begun, now_s)) is not None:
        found.append(next_s)
        now_s = next_s
    assert found == [5.0, 15.0, 40.0]


@pytest.mark.parametrize(("name", "message"), [("b", "is not a measure"), ("a", "is not in force")])
def test_only_a_measure_in_force_can_be_eased(name: str, message: str) -> None:
    sanctions = Sanctions((measure("a", from_s=50.0),))
    with pytest.raises(InputError, match=message):
        play.ease(sanctions, play.start(sanctions), name, 1.0)
