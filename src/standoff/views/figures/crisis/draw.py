"""All figures of a crisis, in the order in which a report shows them, with what stands under each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from standoff.base.time import DAY_S
from standoff.views.crisis.reading import Crisis
from standoff.views.figures.crisis import dyads, ladder, measures, promises, timeline
from standoff.views.wording import figure as numeral


@dataclass(frozen=True)
class CrisisFigure:
    """A figure: what draws it, its title and its caption."""

    draw: Callable[[Crisis], str | None]
    title: str
    caption: Callable[[Crisis], str] | str

    def told(self, crisis: Crisis) -> str:
        """The caption for a crisis."""
        return self.caption if isinstance(self.caption, str) else self.caption(crisis)


def _timeline(crisis: Crisis) -> str:
    away = [title for name, title in crisis.units.items() if name not in {stand.unit for stand in crisis.stands}]
    bare = timeline.unnamed(crisis)
    crowded = f" {bare} marks of crowded days have no name; the list above has all." if bare else ""
    left = f" Not sent, so not drawn: {', '.join(away)}." if away else ""
    return (
        "Each mark is a move at the time when it took effect; its shape and color are its category on the ladder, and"
        " the arrow names toward whom. Below: what stood for a while. A dashed bar is a threat that was put off, or a"
        f" drill that was not held; the figures of a vote are yes, no and abstentions.{crowded}{left}"
    )


def _matrix(crisis: Crisis) -> str:
    days = crisis.tone.half_life_s / DAY_S
    return (
        "Rows act, columns are acted upon; blue is friendly, orange hostile. Tone is the sum of the Goldstein weights"
        f" of all moves of the pair, each of which fades by half in {numeral(days)} days; ticks are the moves, the"
        " number is the tone at the end. All panels have one scale. An empty panel: nothing was done. Tone says how one"
        " treated the other, not how high anybody climbed: a rifle shot and a nuclear strike weigh alike."
    )


_CURVES: Final = (
    "The pairs within which most was done, each on a scale of its own. Every jump is a move with its weight; between"
    " moves tone only fades. Read how much one answers the other by following two panels of the same pair."
)

_LADDER: Final = (
    "The rung on which each actor stood; the mark and name tell what raised it, and a step down is a de-escalation or a"
    " quiet spell. Under each panel its alert, 1 (normal) to 5. Rungs and scores are no tone: they say how far an actor"
    " went, and the score, last panel, adds up all its moves and does not fade."
)

_MEASURES: Final = (
    "One bar a measure in force; one that reaches to the left edge held before the run. Those of a resolution that a"
    " draft brings begin with the vote. White is a period of grace: goods of earlier contracts may still move, so no"
    " income is lost yet. Below: the share of yearly export income that measures take, which moves when they begin to"
    " bind, or when a state carries them out more or less."
)


def _income(crisis: Crisis) -> str:
    lost = [
        f"{crisis.short(one.target)} lost {numeral(100.0 * one.lost_over_run)} % of its export income over the run"
        for one in crisis.sanctions.income
        if one.sectors
    ]
    tail = f" {'; '.join(lost)}." if lost else ""
    return (
        "Left: what each sector brings in a year without the measures (gray) and with them as they are carried out"
        " (blue). Right: the share of the demanded cut that each state makes; an open circle is where it stood"
        f" before.{tail}"
    )


_AGREEMENTS: Final = (
    "In bold the package, below it each clause with who owes it. Status stands on the bar; the table gives the reason"
    " and where the parties read the text in two ways."
)

_BELIEF: Final = (
    "The share of the promise that others expect to be kept, 0 to 1. Labels tell what moved it and by how much; a"
    " dashed line is a call upon the promise."
)

FIGURES: Final[dict[str, CrisisFigure]] = {
    timeline.NAME: CrisisFigure(timeline.draw_timeline, "Who did what when", _timeline),
    dyads.MATRIX: CrisisFigure(dyads.draw_matrix, "Tone of every pair over time", _matrix),
    dyads.CURVES: CrisisFigure(dyads.draw_curves, "The pairs that moved most, and what moved them", _CURVES),
    ladder.NAME: CrisisFigure(ladder.draw_ladder, "The ladder of escalation", _LADDER),
    measures.MEASURES: CrisisFigure(measures.draw_measures, "Measures in force, and what they take", _MEASURES),
    measures.INCOME: CrisisFigure(measures.draw_income, "Income by sector, and who carries measures out", _income),
    promises.AGREEMENTS: CrisisFigure(promises.draw_agreements, "Agreements and their clauses", _AGREEMENTS),
    promises.BELIEF: CrisisFigure(promises.draw_credibility, "How far commitments are believed", _BELIEF),
}
