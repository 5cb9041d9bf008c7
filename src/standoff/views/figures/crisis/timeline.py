"""Who did what when: a lane an actor with every move, and below it what stood for a while."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from standoff.base.time import DAY_S
from standoff.views.crisis.moves import Move
from standoff.views.crisis.reading import Crisis
from standoff.views.crisis.sanctions import Ballot
from standoff.views.crisis.standings import Drill
from standoff.views.figures import style
from standoff.views.figures.crisis import looks
from standoff.views.figures.crisis.calendar import Calendar
from standoff.views.figures.crisis.fitting import Fitted, Item, fit
from standoff.views.wording import count, plain, sentence_case, shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME: Final = "crisis-timeline"
_WIDTH_IN, _LEFT_IN, _RIGHT_IN = 9.6, 1.12, 0.12
_ROW_IN, _GAP_IN, _TOP_IN, _BOTTOM_IN = 0.155, 0.1, 0.1, 0.64
_SIZE: Final = 6.8
# What is done again within so many days is one mark.
_ONE_TIME_D: Final = 0.25
_LONGEST: Final = 34
# How bars below the lanes look: face, edge, dash.
_DASHES: Final = (0, (4, 2))
_BARS: Final[dict[str, tuple[str, str, Any]]] = {
    "announced": ("#f3c6a5", style.VERMILION, "solid"),
    "suspended": ("#ffffff", style.VERMILION, _DASHES),
    "drill": ("#cfe3f1", style.BLUE, "solid"),
    "not held": ("#ffffff", style.BLUE, _DASHES),
    "unit": ("#c9e8de", style.GREEN, "solid"),
    "draft": ("#e6e8eb", style.GRAY, "solid"),
}
_MARKS: Final = {
    "test": looks.Look("D", style.VERMILION, 4.6, "test"),
    "raid": looks.Look("*", style.VERMILION, 10.0, "raid"),
    "talks": looks.Look("o", style.GREEN, 4.6, "talks"),
}


@dataclass(frozen=True)
class _Lane:
    title: str
    items: tuple[Item, ...]
    band: bool


def draw_timeline(crisis: Crisis) -> str | None:
    """The figure as SVG, or None when nobody did anything."""
    lanes = [lane for lane in (*_actors(crisis), *_standing(crisis)) if lane.items]
    if not lanes:
        return None
    calendar = Calendar.of(crisis.startex, crisis.end_s, _WIDTH_IN - _LEFT_IN - _RIGHT_IN)
    fitted = [fit(lane.items, calendar, _SIZE) for lane in lanes]
    rows = [1 + max(place.row for place in places) for places in fitted]
    tall_in = sum(rows) * _ROW_IN + len(rows) * _GAP_IN
    height_in = tall_in + _TOP_IN + _BOTTOM_IN
    figure = style.new_figure(_WIDTH_IN, height_in)
    wide = (_WIDTH_IN - _LEFT_IN - _RIGHT_IN) / _WIDTH_IN
    axes = figure.add_axes((_LEFT_IN / _WIDTH_IN, _BOTTOM_IN / height_in, wide, tall_in / height_in))
    axes.set_ylim(tall_in, 0.0)
    calendar.draw(axes)
    axes.set_xlabel(calendar.caption(), fontsize=7.5, labelpad=1.0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    top = 0.0
    for lane, places, number in zip(lanes, fitted, rows, strict=True):
        _lane(axes, lane, places, top, number * _ROW_IN + _GAP_IN)
        top += number * _ROW_IN + _GAP_IN
    categories = {move.category for move in crisis.moves}
    figure.legend(handles=looks.handles(categories), loc="lower center", ncols=6, fontsize=7.5, handlelength=1.0)
    return style.to_svg(figure, NAME, "Who did what when", describe(crisis))


def unnamed(crisis: Crisis) -> int:
    """How many marks of moves have no name beside them, because their lane is full."""
    calendar = Calendar.of(crisis.startex, crisis.end_s, _WIDTH_IN - _LEFT_IN - _RIGHT_IN)
    return sum(place.align is None for lane in _actors(crisis) for place in fit(lane.items, calendar, _SIZE))


def describe(crisis: Crisis) -> str:
    """The figure in words."""
    parts = [f"{crisis.short(actor)} {len(_of(crisis, actor))}" for actor in crisis.active if _of(crisis, actor)]
    return f"Every move at its time, in a lane for each actor. Moves by actor: {', '.join(parts)}."


def _of(crisis: Crisis, actor: str) -> list[Move]:
    return [move for move in crisis.moves if move.actor == actor]


def _actors(crisis: Crisis) -> Iterable[_Lane]:
    for actor in crisis.active:
        items = together(_move(move) for move in _of(crisis, actor))
        yield _Lane(sentence_case(crisis.short(actor)), tuple(items), band=True)


def together(items: Iterable[Item]) -> list[Item]:
    """Marks of one kind and label within hours become one that says how many they are."""
    found: list[list[Item]] = []
    for item in items:
        same = next((group for group in reversed(found) if _alike(group[0], item)), None)
        if same is None:
            found.append([item])
        else:
            same.append(item)
    return [
        group[0] if len(group) == 1 else replace(group[0], label=f"{group[0].label} ×{len(group)}") for group in found
    ]


def _alike(one: Item, other: Item) -> bool:
    return (one.label, one.look) == (other.label, other.look) and other.start - one.start < _ONE_TIME_D


def _move(move: Move) -> Item:
    at = move.t_s / DAY_S
    toward = f" → {move.target}" if move.target is not None else ""
    return Item(at, at, shortened(move.title, 40 - len(toward)) + toward, move.category)


def _standing(crisis: Crisis) -> Iterable[_Lane]:
    yield _Lane("Threats", tuple(_threats(crisis)), band=False)
    yield _Lane("Tests, raids", tuple(together(_launches(crisis))), band=False)
    yield _Lane("Drills", tuple(_drill(drill, crisis) for drill in crisis.drills if drill.from_s < crisis.end_s),
                band=False)  # fmt: skip
    yield _Lane("Units sent", tuple(_units(crisis)), band=False)
    yield _Lane("Council", tuple(_ballot(one, crisis.end_s) for one in crisis.sanctions.ballots), band=False)
    yield _Lane("Talks", tuple(_talks(crisis)), band=False)


def _threats(crisis: Crisis) -> Iterable[Item]:
    for threat in crisis.threats:
        for span in threat.spans:
            label = f"{shortened(threat.title, 44)}: {span.status}"
            yield Item(span.from_s / DAY_S, span.until_s / DAY_S, label, span.status)


def _launches(crisis: Crisis) -> Iterable[Item]:
    for trial in crisis.trials:
        at = trial.t_s / DAY_S
        yield Item(at, at, f"{trial.actor} tests {trial.missile}" if trial.missile else f"{trial.actor}: {trial.name}",
                   "test")  # fmt: skip
    for t_s, actor, missiles in crisis.raids:
        yield Item(t_s / DAY_S, t_s / DAY_S, f"{actor} fires {count(missiles, 'missile')}", "raid")


def _drill(drill: Drill, crisis: Crisis) -> Item:
    start, end = max(drill.from_s, 0.0) / DAY_S, min(drill.until_s, crisis.end_s) / DAY_S
    who = "/".join(drill.actors)
    people = f", {sum(drill.people.values()):,} people" if drill.people else ""
    status = "" if drill.held else f" ({drill.status})"
    return Item(
        start, end, f"{shortened(drill.title, _LONGEST)}, {who}{people}{status}", "drill" if drill.held else "not held"
    )


def _units(crisis: Crisis) -> Iterable[Item]:
    for stand in crisis.stands:
        title = shortened(stand.title, _LONGEST)
        label = title if stand.spot.name in stand.title else f"{title}: {stand.spot.name}"
        yield Item(stand.from_s / DAY_S, stand.until_s / DAY_S, label, "unit")


def _ballot(ballot: Ballot, end_s: float) -> Item:
    end = end_s if ballot.voted_s is None else ballot.voted_s
    tally = [sum(vote == choice for vote in ballot.votes.values()) for choice in ("yes", "no", "abstain")]
    votes = f" {tally[0]}\N{EN DASH}{tally[1]}\N{EN DASH}{tally[2]}" if ballot.votes else ""
    return Item(ballot.tabled_s / DAY_S, end / DAY_S, f"{ballot.draft}: {plain(ballot.verdict)}{votes}", "draft")


def _talks(crisis: Crisis) -> Iterable[Item]:
    for talks in crisis.talks:
        at = talks.t_s / DAY_S
        yield Item(at, at, f"{talks.actor}\N{EN DASH}{talks.other}: {talks.after}", "talks")


def _lane(axes: Axes, lane: _Lane, places: Sequence[Fitted], top: float, tall: float) -> None:
    if lane.band:
        axes.axhspan(top, top + tall, color="#f5f7f9", zorder=0, linewidth=0)
    axes.axhline(top + tall, color="#d5dae0", linewidth=0.6, zorder=1)
    axes.text(
        -0.008, top + tall / 2.0, lane.title, transform=axes.get_yaxis_transform(), ha="right", va="center",
        fontsize=8.0, fontweight="bold" if lane.band else "normal",
    )  # fmt: skip
    for place in places:
        y = top + _GAP_IN / 2.0 + (place.row + 0.5) * _ROW_IN
        _draw(axes, place, y)


def _draw(axes: Axes, place: Fitted, y: float) -> None:
    item = place.item
    if item.look in _BARS:
        face, rim, dash = _BARS[item.look]
        axes.barh(
            y, item.end - item.start, height=0.125, left=item.start, color=face, edgecolor=rim, linestyle=dash,
            linewidth=0.7, zorder=3,
        )  # fmt: skip
    else:
        look = looks.CATEGORIES.get(item.look) or _MARKS[item.look]
        axes.plot([item.start], [y], look.marker, markersize=look.size, zorder=4, clip_on=False, **looks.edge(look))
    if place.align is not None and item.label:
        options: dict[str, Any] = {"ha": place.align, "va": "center_baseline", "fontsize": _SIZE, "zorder": 5}
        style.halo(axes, place.text, y, item.label, **options)
