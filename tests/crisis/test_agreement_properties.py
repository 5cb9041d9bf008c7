"""What holds of every agreement, whatever its parties do."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from crisis.bargain import DAY_S, FUEL, ORDER, SCRAP, SHUT, TREATY, WORD, bargain
from crisis.bargaining import NOTHING, Play, agreed
from standoff.crisis.agreements.agreement import Agreement, BreachPolicy, OnDispute, Status, Suspends
from standoff.crisis.agreements.clause import DONE, Clause, ClauseStatus, Due, Need, Precondition
from standoff.crisis.agreements.course import next_deadline, refresh
from standoff.crisis.agreements.deed import Deed
from standoff.crisis.agreements.deeds import VERBS, apply
from standoff.crisis.agreements.state import AgreementState
from standoff.crisis.change import Change

owed = st.sampled_from(
    [("shut", "AAA"), ("fuel", "BBB"), ("scrap", "AAA"), ("treaty", "AAA"), ("treaty", "BBB"), ("word", "BBB")]
)


@st.composite
def deeds(draw: st.DrawFn) -> Deed:
    """Mostly what can be done, some of what cannot."""
    verb = draw(st.sampled_from([*("perform", "verify") * 5, *("breach", "suspend", "resume") * 2, *VERBS]))
    clause, obligor = draw(owed)
    actor = "CCC" if verb == "verify" else draw(st.sampled_from([obligor, obligor, obligor, "AAA", "BBB", "CCC"]))
    reading = draw(st.sampled_from(["treaty-first", "scrap-first"]))
    return Deed(verb, actor, clause, reading, draw(st.booleans()), "", draw(st.sampled_from([0.0, 0.4, 0.6, 0.999])))


dues = st.one_of(st.none(), st.floats(1.0, 50.0).map(lambda days: days * DAY_S))


@st.composite
def packages(draw: st.DrawFn) -> Agreement:
    """Bargains with all kinds of order, time and consequence."""
    order: list[str] = []
    clauses: list[Clause] = []
    for clause in (SHUT, FUEL, SCRAP, TREATY, WORD):
        before = draw(st.lists(st.sampled_from(order), unique=True, max_size=2)) if order else []
        needs = tuple(Need(name, draw(st.sampled_from(sorted(DONE)))) for name in before)
        detection = draw(st.sampled_from([0.5, 1.0]))
        changed = replace(
            clause,
            precondition=Precondition(needs),
            due_s=draw(dues),
            due_after=draw(st.sampled_from(Due)),
            verifier="CCC",
            detection=detection,
        )
        clauses.append(changed)
        order.append(clause.id)
    policy = BreachPolicy(
        suspends=draw(st.sampled_from(Suspends)),
        collapse_after=draw(st.sampled_from([None, None, 1, 3])),
        on_dispute=draw(st.sampled_from([OnDispute.NOTED, *OnDispute])),
        lapse_s=draw(dues),
        grace_s=draw(st.sampled_from([0.0, 10 * DAY_S])),
    )
    return bargain(policy, tuple(clauses), ambiguities=(ORDER,))


@settings(max_examples=150, deadline=None)
@given(
    packages(), st.lists(st.tuples(deeds(), st.sampled_from([0.0, 1.0, 7.0])), min_size=15, max_size=40), st.booleans()
)
def test_whatever_happens(agreement: Agreement, course: list[tuple[Deed, float]], started: bool) -> None:
    """Nothing verified that was not performed, no breach before its turn, no life after collapse, reasons for all."""
    play = agreed(agreement) if started else Play(agreement).does("AAA", "offer")
    for deed, days in course:
        before = play.state
        after, changes = apply(agreement, before, deed, play.now_s)
        _holds(agreement, before, after, changes)
        play.state = after
        before = play.state
        play.now_s += days * DAY_S
        after, changes = refresh(agreement, before, play.now_s, NOTHING)
        _holds(agreement, before, after, changes)
        play.state = after
        assert refresh(agreement, after, play.now_s, NOTHING) == (after, []), "a second look finds nothing new"
        due_s = next_deadline(agreement, after)
        assert due_s is None or due_s > play.now_s, "what is due has been called in"


def _holds(agreement: Agreement, before: AgreementState, after: AgreementState, changes: list[Change]) -> None:
    if before.status is Status.COLLAPSED:
        assert after == before
        assert all(change.kind == "agreement_refused" for change in changes)
    if after.status is not before.status:
        assert after.reason
    ends = [change.kind == "agreement_status" and change.data["status"] == "collapsed" for change in changes]
    assert not any(ends[:-1]), "nothing happens after collapse"
    steps = {change.data["clause"]: change.data for change in changes if change.kind == "clause_status"}
    for name, now in after.clauses.items():
        then = before.clauses[name]
        if now.status is ClauseStatus.VERIFIED and then.status is not ClauseStatus.VERIFIED:
            assert then.status is ClauseStatus.PERFORMED
            assert set(now.done_by) == set(agreement.by_id[name].obligors)
            assert agreement.by_id[name].detection < 1.0 or not now.short
        if now.status is ClauseStatus.BREACHED and then.status is not ClauseStatus.BREACHED:
            assert then.ready_s is not None or now.ready_s is not None, "its precondition was met"
            assert then.status is not ClauseStatus.SUSPENDED
            assert steps[name]["reason"]
        if now.status is not then.status and after.status is not Status.OFFERED:
            assert now.reason
