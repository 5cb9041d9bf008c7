"""The crisis in the summary that `standoff run` prints: where actors stand, tone, sanctions, promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standoff.views.crisis.reading import Crisis
from standoff.views.crisis.signs import signed
from standoff.views.crisis.tables import clause_rows, ladder_rows
from standoff.views.crisis.words import tone_at_worst
from standoff.views.printing import section, table
from standoff.views.wording import count, percent, plain, sentence_case

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_PAIRS = 6
# On fewer columns the ladder has a column less, so that no word of it is broken.
_WIDE = 96


def print_crisis(console: Console, crisis: Crisis) -> None:
    """Print it, in tables of less than 100 columns."""
    section(console, "Ladder and alert at the end")
    console.print(_ladder(crisis) if console.width >= _WIDE else _narrow_ladder(crisis))
    if crisis.tone.moves:
        section(console, "Tone: who did what toward whom, faded")
        console.print(_tone(crisis))
    if crisis.sanctions.measures or crisis.sanctions.ballots:
        section(console, "Sanctions")
        console.print(_sanctions(crisis))
    if crisis.agreements or crisis.commitments:
        section(console, "Agreements and commitments")
        console.print(_promises(crisis))


def _ladder(crisis: Crisis) -> Table:
    rows = table(("Actor", 16), ("Rung", 23), ("Highest, and first by", None), ("Score", 6), ("Alert", 14))
    for row in ladder_rows(crisis):
        highest = f"{row.highest}: {row.by}" if row.by else row.highest
        rows.add_row(row.actor, row.rung, highest, row.score, row.alert)
    return rows


def _narrow_ladder(crisis: Crisis) -> Table:
    """The same with the highest rung below the last."""
    rows = table(("Actor", 14), ("Rung, and below it the highest", None), ("Score", 5), ("Alert", 10))
    for row in ladder_rows(crisis):
        highest = f"\nhighest: {row.highest}, {row.by}" if row.by else ""
        rows.add_row(row.actor, f"{row.rung}{highest}", row.score, row.alert)
    return rows


def _tone(crisis: Crisis) -> Table:
    rows = table(("Pair", None), ("Moves", 6), ("Lowest", 18), ("At the end", 11))
    for pair in crisis.tone.ranked()[:_PAIRS]:
        worst, t_s = tone_at_worst(crisis, pair)
        low = f"{signed(worst)} on {crisis.date(t_s)}" if worst < -0.05 else "never below 0"
        end = signed(float(crisis.tone.at(pair, crisis.end_s)[0]))
        who = f"{sentence_case(crisis.short(pair[0]))} toward {crisis.name(pair[1])}"
        rows.add_row(who, str(len(crisis.tone.moves[pair])), low, end)
    return rows


def _sanctions(crisis: Crisis) -> Table:
    rows = table(("What", 26), ("How it stands", None))
    bars = crisis.sanctions.measures
    standing = [bar for bar in bars if bar.spans[-1][1] >= crisis.end_s]
    new = sum(bar.spans[0][0] > 0.0 for bar in standing)
    rows.add_row("Measures in force", f"{count(len(standing), 'measure')} at the end, {new} of them new in this run")
    for income in crisis.sanctions.income:
        if income.sectors:
            lost = f"{percent(income.lost_at_end)} at the end, {percent(income.lost_over_run)} over the run"
            rows.add_row(f"Income lost, {crisis.short(income.target)}", lost)
    for ballot in crisis.sanctions.ballots:
        tally = [sum(vote == choice for vote in ballot.votes.values()) for choice in ("yes", "no", "abstain")]
        votes = f", {tally[0]} yes, {tally[1]} no, {tally[2]} abstaining" if ballot.votes else ""
        when = "" if ballot.voted_s is None else f" on {crisis.date(ballot.voted_s)}"
        rows.add_row(f"Draft {ballot.draft}", f"{plain(ballot.verdict)}{when}{votes}")
    return rows


def _promises(crisis: Crisis) -> Table:
    rows = table(("What", 34), ("How it stands at the end", None))
    for agreement in crisis.agreements:
        last = agreement.statuses[-1]
        states = "; ".join(f"{row.clause} {row.status}" for row in clause_rows(agreement, crisis))
        rows.add_row(agreement.title, f"{plain(last.status)}: {last.reason}\n{states}")
    for one in crisis.commitments:
        change = f"credibility {one.beliefs[0].value:.2f} to {one.beliefs[-1].value:.2f}, {one.beliefs[-1].standing}"
        rows.add_row(one.title, change)
    return rows
