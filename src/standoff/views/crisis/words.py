"""What a crisis comes to: a headline, a handful of sentences, and key numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from standoff.crisis.ladder import NAMES
from standoff.views.crisis.ladder import Climb
from standoff.views.crisis.reading import Crisis
from standoff.views.crisis.signs import signed
from standoff.views.crisis.standings import Drill
from standoff.views.wording import count, figure, listing, number_word, percent, plain, quoted, sentence_case, shortened

# More of a kind than this are counted, not told one by one.
_TOLD: Final = 5


def headline(crisis: Crisis) -> str:
    """The outcome in one sentence."""
    if crisis.raids:
        fired = sum(missiles for _, _, missiles in crisis.raids)
        first = f"{count(fired, 'missile')} {'was' if fired == 1 else 'were'} fired in anger"
    else:
        first = "no missile was fired in anger"
    top = highest(crisis)
    reached = [actor for actor in crisis.actors if crisis.climbs[actor].highest == top]
    who = listing([crisis.name(actor) for actor in reached]) if len(reached) <= 3 else count(len(reached), "actor")
    rung = f"; the highest rung was {NAMES[top]}, reached by {who}" if top else "; nobody left the status quo"
    return f"{sentence_case(first)}{rung}."


def highest(crisis: Crisis) -> int:
    """The highest rung that anybody reached."""
    return max((crisis.climbs[actor].highest for actor in crisis.actors), default=0)


def numbers(crisis: Crisis) -> list[tuple[str, str]]:
    """Key numbers with what they count."""
    shown = [
        (str(len(crisis.moves)), "moves"),
        (str(len(crisis.trials)), "tests"),
        (str(sum(missiles for _, _, missiles in crisis.raids)), "missiles fired in anger"),
        (f"{highest(crisis)} of 4", f"highest rung: {NAMES[highest(crisis)]}"),
    ]
    ranked = sorted((tone_at_worst(crisis, pair), pair) for pair in crisis.tone.moves)
    if ranked:
        (worst, _), pair = ranked[0]
        shown.append((signed(worst), f"lowest tone, {pair[0]} toward {pair[1]}"))
    for income in crisis.sanctions.income:
        if income.sectors:
            shown.append((percent(income.lost_at_end), f"of {income.target}'s export income lost at the end"))
    return shown


def account(crisis: Crisis) -> list[str]:
    """The crisis in a few sentences, in the order in which a reader asks."""
    told = [
        *_moves(crisis), *_tone(crisis), *_threats(crisis), *_launches(crisis), *_drills(crisis), *_units(crisis),
        *_council(crisis), *_income(crisis), *_talks(crisis), *_promises(crisis),
    ]  # fmt: skip
    return [f"{sentence_case(sentence)}." for sentence in told]


def tone_at_worst(crisis: Crisis, pair: tuple[str, str]) -> tuple[float, float]:
    """The lowest tone of a pair and when that was (s after STARTEX)."""
    times = [move.t_s for move in crisis.tone.moves[pair]]
    return min(zip(crisis.tone.at(pair, times).tolist(), times, strict=True))


def _moves(crisis: Crisis) -> Iterator[str]:
    by = Counter(move.actor for move in crisis.moves)
    parts = [f"{many} by {crisis.name(actor)}" for actor, many in by.most_common()]
    span = f"from {crisis.date(0.0)} to {crisis.date(crisis.end_s)}"
    refused = f"; {count(len(crisis.refused), 'order')} {_were(len(crisis.refused))} refused" if crisis.refused else ""
    if not parts:
        yield f"nobody took a move {span}{refused}"
        return
    yield f"{count(len(crisis.moves), 'move')} took effect {span}: {listing(parts)}{refused}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _tone(crisis: Crisis) -> Iterator[str]:
    ranked = sorted((tone_at_worst(crisis, pair), pair) for pair in crisis.tone.moves)
    if ranked and ranked[0][0][0] < -0.05:
        (worst, t_s), pair = ranked[0]
        end = float(crisis.tone.at(pair, crisis.end_s)[0])
        yield (
            f"tone was lowest from {crisis.name(pair[0])} toward {crisis.name(pair[1])}: {signed(worst)} on"
            f" {crisis.date(t_s)}, {signed(end)} at the end"
        )


def _threats(crisis: Crisis) -> Iterator[str]:
    for threat in crisis.threats[:_TOLD]:
        spans = [*threat.spans, *([threat.over] if threat.over else [])]
        steps = [f"{plain(span.status)} on {crisis.date(span.from_s)}" for span in spans]
        yield f"the threat of {crisis.name(threat.actor)}, {quoted(threat.title)}, was {listing(steps)}"


def _launches(crisis: Crisis) -> Iterator[str]:
    """Tests; raids are told with their missiles."""
    gathered = Counter((trial.actor, trial.missile, crisis.date(trial.t_s)) for trial in crisis.trials)
    for actor in dict.fromkeys(trial.actor for trial in crisis.trials):
        own = [(missile, when, many) for (who, missile, when), many in gathered.items() if who == actor]
        tests = [f"{_tested(missile, many)} on {when}" for missile, when, many in own[:_TOLD]]
        more = sum(many for _, _, many in own[_TOLD:])
        rest = f", and {count(more, 'more test')}" if more else ""
        yield f"{crisis.name(actor)} tests {listing(tests)}{rest}"


def _tested(missile: str, many: int) -> str:
    if not missile:
        return count(many, "nuclear device")
    return f"{number_word(many)} {missile}" if many > 1 else missile


def _drills(crisis: Crisis) -> Iterator[str]:
    held = [drill for drill in crisis.drills if drill.held]
    if held:
        parts = [_held(drill, crisis) for drill in held[:_TOLD]]
        yield f"drills held: {listing(parts)}"
    dropped = [f"{drill.title} ({plain(drill.status)})" for drill in crisis.drills if drill.status in _DROPPED]
    if dropped:
        yield f"drills given up: {listing(dropped)}"


def _held(drill: Drill, crisis: Crisis) -> str:
    span = f"{crisis.date(drill.from_s)} to {crisis.date(drill.until_s)}"
    against = listing([crisis.name(actor) for actor in drill.unheeded])
    return f"{drill.title} ({span}{f'; {against} had called for it to be shelved' if against else ''})"


_DROPPED: Final = ("shelved", "postponed")


def _units(crisis: Crisis) -> Iterator[str]:
    sent = sorted((stand for stand in crisis.stands if stand.from_s > 0.0), key=lambda stand: stand.from_s)
    if sent:
        parts = [f"{stand.title} from {crisis.date(stand.from_s)}" for stand in sent[:_TOLD]]
        more = f", and {count(len(sent) - _TOLD, 'more')}" if len(sent) > _TOLD else ""
        yield f"units that arrived: {listing(parts)}{more}"


def _council(crisis: Crisis) -> Iterator[str]:
    for ballot in crisis.sanctions.ballots[:_TOLD]:
        if ballot.voted_s is None:
            yield f"the draft {ballot.draft} ({shortened(ballot.title, 90)}) was tabled and not voted on"
            continue
        tally = Counter(ballot.votes.values())
        votes = f" by {tally['yes']} to {tally['no']} with {tally['abstain']} abstaining" if ballot.votes else ""
        veto = f", vetoed by {listing([crisis.name(one) for one in ballot.vetoed_by])}" if ballot.vetoed_by else ""
        yield (
            f"the draft {ballot.draft} ({shortened(ballot.title, 90)}) was {plain(ballot.verdict)} on"
            f" {crisis.date(ballot.voted_s)}{votes}{veto}"
        )


def _income(crisis: Crisis) -> Iterator[str]:
    for income in crisis.sanctions.income:
        if income.sectors:
            first, last, whole = (
                percent(share) for share in (income.steps[0][1], income.lost_at_end, income.lost_over_run)
            )
            whose = f"the yearly export income of {crisis.name(income.target)}"
            yield f"measures took {first} of {whose} at STARTEX and {last} at the end, {whole} over the run"


def _talks(crisis: Crisis) -> Iterator[str]:
    last = {frozenset((talks.actor, talks.other)): talks for talks in crisis.talks}
    parts = [f"{crisis.name(one.actor)} and {crisis.name(one.other)}: {plain(one.after)}" for one in last.values()]
    if parts:
        yield f"talks at the end: {'; '.join(parts[:_TOLD])}"


# Status of an agreement -> where it stands at the end.
_STANDS: Final = {
    "none": "is not on offer at the end",
    "offered": "is on offer at the end",
    "agreed": "is agreed at the end",
    "holding": "holds at the end",
    "suspended": "is suspended at the end",
    "collapsed": "has collapsed by the end",
    "fulfilled": "has been fulfilled by the end",
    "rejected": "has been rejected by the end",
}


def _promises(crisis: Crisis) -> Iterator[str]:
    for agreement in crisis.agreements:
        last = agreement.statuses[-1]
        stands = _STANDS.get(last.status, f"is {plain(last.status)} at the end")
        yield f"{agreement.title} {stands}: {last.reason.rstrip('.')}"
    for one in crisis.commitments:
        first, end = one.beliefs[0], one.beliefs[-1]
        called = f", called upon {figure(len(one.calls))} times" if len(one.calls) > 1 else ""
        called = ", called upon once" if len(one.calls) == 1 else called
        change = f"{first.value:.2f} at STARTEX, {end.value:.2f} at the end"
        yield f"{one.title}: credibility {change}{called} ({end.standing})"


def place(climb: Climb) -> str:
    """Where an actor stands at the end, in words."""
    return NAMES[int(climb.rungs[-1].value)]
