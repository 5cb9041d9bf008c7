"""Agreements and their clauses over time, and how far commitments to allies are believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from standoff.base.time import DAY_S
from standoff.views.crisis.agreements import Agreement, Commitment, Status
from standoff.views.crisis.reading import Crisis
from standoff.views.figures import style
from standoff.views.figures.crisis.calendar import Calendar
from standoff.views.figures.labels import Label, place
from standoff.views.wording import shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes

AGREEMENTS: Final = "crisis-agreements"
BELIEF: Final = "crisis-credibility"
_WIDTH_IN, _LEFT_IN, _RIGHT_IN = 9.6, 3.05, 0.15
_ROW_IN: Final = 0.2
_LONGEST: Final = 46
# Face, edge and dash of a status; its name stands on the bar as well.
_STATUS: Final[dict[str, tuple[str, str, Any]]] = {
    "none": ("#ffffff", "#c4cad1", "solid"),
    "offered": ("#ffffff", style.GRAY, (0, (4, 2))),
    "agreed": ("#e6e8eb", style.GRAY, "solid"),
    "holding": ("#cfe3f1", style.BLUE, "solid"),
    "performed": ("#cfe3f1", style.BLUE, "solid"),
    "verified": ("#8fbfdd", style.BLUE, "solid"),
    "fulfilled": ("#8fbfdd", style.BLUE, "solid"),
    "suspended": ("#fdf3d9", style.ORANGE, (0, (4, 2))),
    "breached": ("#f0b595", style.VERMILION, "solid"),
    "collapsed": ("#f0b595", style.VERMILION, "solid"),
    "rejected": ("#f0b595", style.VERMILION, (0, (4, 2))),
}
_PANEL_IN, _GAP_IN = 1.25, 0.34
# Room over 1 for labels.
_TOP: Final = 1.22


def draw_agreements(crisis: Crisis) -> str | None:
    """A row a package and a clause as SVG, or None where there is no agreement."""
    if not crisis.agreements:
        return None
    rows = [row for agreement in crisis.agreements for row in _rows(agreement)]
    tall_in, bottom_in = _ROW_IN * len(rows) + 0.06, 0.8
    height_in = tall_in + bottom_in + 0.1
    figure = style.new_figure(_WIDTH_IN, height_in)
    wide_in = _WIDTH_IN - _LEFT_IN - _RIGHT_IN
    calendar = Calendar.of(crisis.startex, crisis.end_s, wide_in)
    axes = figure.add_axes((_LEFT_IN / _WIDTH_IN, bottom_in / height_in, wide_in / _WIDTH_IN, tall_in / height_in))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    calendar.draw(axes)
    axes.set_xlabel(calendar.caption(), fontsize=7.5, labelpad=1.0)
    for number, (_, statuses, _whole) in enumerate(rows):
        _statuses(axes, statuses, number, crisis.end_s, calendar)
    axes.set_yticks(range(len(rows)), [name for name, _, _ in rows], fontsize=7.2)
    for label, (_, _, whole) in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if whole else "normal")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    figure.legend(handles=_legend(rows), loc="lower center", ncols=8, fontsize=7.2, handlelength=1.6)
    return style.to_svg(figure, AGREEMENTS, "Agreements and their clauses", describe_agreements(crisis))


def describe_agreements(crisis: Crisis) -> str:
    """The figure in words."""
    told = []
    for agreement in crisis.agreements:
        clauses = "; ".join(f"{clause.id} {clause.statuses[-1].status}" for clause in agreement.clauses)
        told.append(f"{agreement.title} is {agreement.statuses[-1].status} at the end. Clauses: {clauses}.")
    return " ".join(told)


def draw_credibility(crisis: Crisis) -> str | None:
    """How far each commitment is believed over time as SVG, or None where there is none."""
    shown = crisis.commitments
    if not shown:
        return None
    left_in, bottom_in = 0.5, 0.42
    height_in = 0.28 + bottom_in + _PANEL_IN * len(shown) + _GAP_IN * (len(shown) - 1)
    wide_in = _WIDTH_IN - left_in - 0.7
    figure = style.new_figure(_WIDTH_IN, height_in)
    calendar = Calendar.of(crisis.startex, crisis.end_s, wide_in)
    for number, commitment in enumerate(shown):
        bottom = bottom_in + (len(shown) - 1 - number) * (_PANEL_IN + _GAP_IN)
        axes = figure.add_axes((left_in / _WIDTH_IN, bottom / height_in, wide_in / _WIDTH_IN, _PANEL_IN / height_in))
        _belief(axes, commitment, crisis, calendar, last=number == len(shown) - 1)
    return style.to_svg(figure, BELIEF, "How far commitments are believed", describe_credibility(crisis))


def describe_credibility(crisis: Crisis) -> str:
    """The figure in words."""
    told = [
        f"{one.title}: from {one.beliefs[0].value:.2f} to {one.beliefs[-1].value:.2f}, {one.beliefs[-1].standing}"
        for one in crisis.commitments
    ]
    return f"Credibility of commitments over time. {'; '.join(told)}."


def _rows(agreement: Agreement) -> list[tuple[str, tuple[Status, ...], bool]]:
    found = [(shortened(agreement.title, _LONGEST), agreement.statuses, True)]
    for clause in agreement.clauses:
        told = f"{clause.id} ({_who(clause.obligors)}): {clause.action}"
        found.append((shortened(told, _LONGEST), clause.statuses, False))
    return found


def _legend(rows: Sequence[tuple[str, tuple[Status, ...], bool]]) -> list[Any]:
    """What each look means, for bars that are too short for their word."""
    from matplotlib.patches import Patch

    seen = {status.status for _, statuses, _ in rows for status in statuses}
    return [
        Patch(facecolor=face, edgecolor=rim, linestyle=dash, linewidth=0.8, label=name)
        for name, (face, rim, dash) in _STATUS.items()
        if name in seen
    ]


def _who(obligors: Sequence[str]) -> str:
    return ", ".join(obligors) if len(obligors) <= 3 else f"{len(obligors)} parties"


def _statuses(axes: Axes, statuses: Sequence[Status], row: int, end_s: float, calendar: Calendar) -> None:
    ends = [*(status.t_s for status in statuses[1:]), end_s]
    pad = 3.0 * calendar.days_per_point
    for status, until_s in zip(statuses, ends, strict=True):
        start, end = status.t_s / DAY_S, until_s / DAY_S
        if end <= start:
            continue
        face, rim, dash = _STATUS.get(status.status, ("#ffffff", style.GRAY, "solid"))
        axes.barh(row, end - start, height=0.72, left=start, color=face, edgecolor=rim, linewidth=0.8, linestyle=dash,
                  zorder=3)  # fmt: skip
        if calendar.text_days(status.status, 6.8) + pad <= end - start:
            axes.text(start + pad, row, status.status, fontsize=6.8, va="center_baseline", zorder=5)


def _belief(axes: Axes, commitment: Commitment, crisis: Crisis, calendar: Calendar, *, last: bool) -> None:
    beliefs = commitment.beliefs
    days = [*(belief.t_s / DAY_S for belief in beliefs), crisis.end_s / DAY_S]
    values = [*(belief.value for belief in beliefs), beliefs[-1].value]
    axes.step(days, values, where="post", color=style.BLUE, linewidth=1.5, zorder=3)
    axes.plot(days[1:-1], values[1:-1], "o", color=style.BLUE, markersize=3.6, zorder=4)
    calendar.draw(axes, labels=last)
    if last:
        axes.set_xlabel(calendar.caption(), fontsize=7.5, labelpad=1.0)
    axes.set_ylim(0.0, _TOP)
    axes.set_yticks([0.0, 0.5, 1.0])
    axes.grid(True, axis="y")
    axes.set_title(_title(commitment, crisis), fontsize=8.5, pad=3.0)
    for t_s, _ in commitment.calls:
        axes.axvline(t_s / DAY_S, color=style.VERMILION, linewidth=1.0, linestyle=(0, (4, 2)), zorder=2)
    end = f"{values[-1]:.2f}\n{beliefs[-1].standing}"
    axes.text(1.006, values[-1], end, transform=axes.get_yaxis_transform(), va="center", fontsize=7.5)
    _reasons(axes, commitment, calendar)


def _title(commitment: Commitment, crisis: Crisis) -> str:
    """The commitment's name, with both sides where it does not name them."""
    sides = [crisis.short(commitment.guarantor), crisis.short(commitment.beneficiary)]
    if all(side in commitment.title for side in sides):
        return commitment.title
    return f"{commitment.title}: {sides[0]} to {sides[1]}"


def _reasons(axes: Axes, commitment: Commitment, calendar: Calendar) -> None:
    tall_pt = 72.0 * _PANEL_IN
    labels = []
    steps = list(zip(commitment.beliefs[:-1], commitment.beliefs[1:], strict=True))
    for before, belief in steps:
        x = (belief.t_s / DAY_S - calendar.first) / calendar.days_per_point
        rises = belief.value >= before.value
        told = f"{shortened(belief.reason, 40)} ({belief.value - before.value:+.2f})".replace("-", "\N{MINUS SIGN}")
        rank = -round(1000.0 * abs(belief.value - before.value))
        labels.append(Label(x, belief.value / _TOP * tall_pt, told, 6.6, rank, lift=1 if rises else -1))
    for t_s, _ in commitment.calls:
        x = (t_s / DAY_S - calendar.first) / calendar.days_per_point
        labels.append(Label(x, 0.1 * tall_pt, "called upon", 6.6, -2000))
    for spot in place(labels, calendar.width_pt, tall_pt):
        x = calendar.first + spot.x * calendar.days_per_point
        style.halo(
            axes, x, _TOP * spot.y / tall_pt, spot.label.text, ha=spot.align, va=spot.vertical, fontsize=6.6, zorder=6
        )
