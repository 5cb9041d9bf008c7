"""Sanctions: which measures were in force when, what share of income they took, and what is left by sector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from standoff.base.time import DAY_S
from standoff.views.crisis.reading import Crisis
from standoff.views.crisis.sanctions import Degree, Income, MeasureBar, decision
from standoff.views.figures import style
from standoff.views.figures.crisis import looks
from standoff.views.figures.crisis.calendar import Calendar
from standoff.views.wording import count, listing, percent, plain, shortened
from standoff.views.wording import figure as numeral

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MEASURES: Final = "crisis-measures"
INCOME: Final = "crisis-income"
_WIDTH_IN, _LEFT_IN, _RIGHT_IN = 9.6, 2.2, 0.62
_ROW_IN: Final = 0.185
_LOSS_IN, _LOSS_GAP_IN = 0.95, 0.36
# Face, edge and dash of a kind of measure; the name stands on the bar as well.
_KINDS: Final = {
    "ban": ("#f0b595", style.VERMILION),
    "cap": ("#f8dfa6", style.ORANGE),
    "freeze": ("#cfe3f1", style.BLUE),
    "list": ("#e6e8eb", style.GRAY),
    "inspection": ("#f3f4f6", style.GRAY),
}
_DIRECTIONS: Final = ("export", "import", "finance", "cargo", "list")
_WITHOUT, _WITH = "#dfe2e6", style.BLUE


def draw_measures(crisis: Crisis) -> str | None:
    """The figure as SVG, or None when no measure was in force."""
    bars = sorted(crisis.sanctions.measures, key=_order)
    if not bars:
        return None
    losses = [income for income in crisis.sanctions.income if income.sectors]
    rows_in = _ROW_IN * len(bars) + 0.08
    loss_in = (_LOSS_IN + _LOSS_GAP_IN) if losses else 0.0
    bottom_in = 0.42
    height_in = 0.28 + rows_in + loss_in + bottom_in
    figure = style.new_figure(_WIDTH_IN, height_in)
    wide_in = _WIDTH_IN - _LEFT_IN - _RIGHT_IN
    calendar = Calendar.of(crisis.startex, crisis.end_s, wide_in)
    left, wide = _LEFT_IN / _WIDTH_IN, wide_in / _WIDTH_IN
    axes = figure.add_axes((left, (bottom_in + loss_in) / height_in, wide, rows_in / height_in))
    _bars(axes, bars, calendar, labels=not losses)
    axes.set_title("Measures in force", fontsize=8.5, pad=3.0)
    if losses:
        below = figure.add_axes((left, bottom_in / height_in, wide, _LOSS_IN / height_in))
        _losses(below, losses, crisis, calendar)
    return style.to_svg(figure, MEASURES, "Measures in force and income lost", describe_measures(crisis))


def describe_measures(crisis: Crisis) -> str:
    """The figure in words."""
    bars = crisis.sanctions.measures
    new = [bar for bar in bars if bar.spans[0][0] > 0.0]
    lost = [f"{crisis.short(one.target)} {percent(one.lost_at_end)}" for one in crisis.sanctions.income if one.sectors]
    tail = f" Export income lost at the end: {listing(lost)}." if lost else ""
    return f"{count(len(bars), 'measure')}, of which {len(new)} began in the run.{tail}"


def draw_income(crisis: Crisis) -> str | None:
    """Income by sector and who carries measures out, as SVG; None where no trade is known."""
    incomes = [income for income in crisis.sanctions.income if income.sectors]
    if not incomes:
        return None
    degrees = _by_state(crisis.sanctions.degrees)
    rows = max(sum(len(income.sectors) for income in incomes), len(degrees))
    height_in = 0.2 * rows + 1.15
    figure = style.new_figure(_WIDTH_IN, height_in)
    bottom, tall = 0.72 / height_in, 0.2 * rows / height_in
    axes = figure.add_axes((0.14, bottom, 0.44, tall))
    _sectors(axes, incomes, crisis)
    if degrees:
        share = len(degrees) / rows
        below = figure.add_axes((0.74, bottom + tall * (1.0 - share), 0.23, tall * share))
        _degrees(below, degrees, crisis)
    _income_legend(figure)
    return style.to_svg(figure, INCOME, "Income by sector and who carries measures out", describe_income(crisis))


def describe_income(crisis: Crisis) -> str:
    """The figure in words."""
    told = []
    for income in crisis.sanctions.income:
        lines = [f"{plain(s.sector)} {numeral(s.without)} to {numeral(s.with_measures)}" for s in income.sectors]
        told.append(f"{crisis.short(income.target)}, USD million a year without and with measures: {'; '.join(lines)}.")
    return " ".join(told)


def _order(bar: MeasureBar) -> tuple[int, str, float, str]:
    rank = _DIRECTIONS.index(bar.direction) if bar.direction in _DIRECTIONS else len(_DIRECTIONS)
    return rank, bar.sectors[0], bar.since_s, bar.id


def _bars(axes: Axes, bars: Sequence[MeasureBar], calendar: Calendar, *, labels: bool) -> None:
    axes.set_ylim(len(bars) - 0.4, -0.6)
    calendar.draw(axes, labels=labels)
    if labels:
        axes.set_xlabel(calendar.caption(), fontsize=7.5, labelpad=1.0)
    for row, bar in enumerate(bars):
        face, rim = _KINDS.get(bar.kind, ("#ffffff", style.GRAY))
        for start_s, end_s in bar.spans:
            start, end = start_s / DAY_S, end_s / DAY_S
            free = min(max(bar.binds_s / DAY_S, start), end)
            for left, right, color in ((start, free, "#ffffff"), (free, end, face)):
                if right > left:
                    axes.barh(
                        row, right - left, height=0.74, left=left, color=color, edgecolor=rim, linewidth=0.7, zorder=3
                    )
        _on_bar(axes, bar, row, calendar)
    names = [_sectors_of(bar) for bar in bars]
    axes.set_yticks(range(len(bars)), names, fontsize=7.2)
    axes.tick_params(axis="y", length=0, pad=3.0)
    axes.spines["left"].set_visible(False)


def _on_bar(axes: Axes, bar: MeasureBar, row: int, calendar: Calendar) -> None:
    """What it is and by which decision, on the bar, or beside one that is too short."""
    start, end = bar.spans[0][0] / DAY_S, bar.spans[-1][1] / DAY_S
    more = f", {bar.cap}" if bar.cap else " with an exemption" if bar.exempt > 0.0 else ""
    pad = 3.0 * calendar.days_per_point
    by = decision(bar.resolution)
    for text in (f"{bar.kind}{more} ({by})", f"{bar.kind} ({by})"):
        wide = calendar.text_days(text, 6.6)
        if start + pad + wide <= calendar.last:
            inside = wide + pad <= end - start
            axes.text(start + pad if inside else end + pad, row, text, fontsize=6.6, va="center_baseline", zorder=5)
            return
    axes.text(start - pad, row, text, fontsize=6.6, va="center_baseline", ha="right", zorder=5)


def _sectors_of(bar: MeasureBar) -> str:
    shown = [plain(sector) for sector in bar.sectors[:2]]
    more = f" +{len(bar.sectors) - 2}" if len(bar.sectors) > 2 else ""
    told = f"{', '.join(shown)}{more}"
    return shortened(f"{bar.direction}: {told}" if bar.direction in ("export", "import") else told, 36)


def _losses(axes: Axes, incomes: Sequence[Income], crisis: Crisis, calendar: Calendar) -> None:
    for number, income in enumerate(incomes):
        color, dash = looks.LINES[number]
        days = [*(t_s / DAY_S for t_s, _ in income.steps), crisis.end_s / DAY_S]
        shares = [100.0 * share for _, share in income.steps]
        axes.step(days, [*shares, shares[-1]], where="post", color=color, linestyle=dash, linewidth=1.5)
        axes.plot(days[1:-1], shares[1:], "o", color=color, markersize=3.5)
        told = f"{income.target} {shares[-1]:.0f} %"
        axes.text(1.008, shares[-1], told, transform=axes.get_yaxis_transform(), va="center", fontsize=7.5, color=color)
    calendar.draw(axes)
    axes.set_xlabel(calendar.caption(), fontsize=7.5, labelpad=1.0)
    axes.set_ylim(0.0, max(100.0 * share for income in incomes for _, share in income.steps) * 1.25 + 1.0)
    axes.grid(True, axis="y")
    axes.set_title("Share of export income lost, %", fontsize=8.5, pad=3.0)


def _sectors(axes: Axes, incomes: Sequence[Income], crisis: Crisis) -> None:
    lines = [(income.target, line) for income in incomes for line in income.sectors]
    lines.sort(key=lambda entry: (entry[0], -entry[1].without))
    most = max(line.without for _, line in lines) or 1.0
    for row, (_, line) in enumerate(lines):
        axes.barh(row, line.without, height=0.78, color=_WITHOUT, edgecolor=style.GRAY, linewidth=0.6)
        axes.barh(row, line.with_measures, height=0.4, color=_WITH)
        told = f"{numeral(line.with_measures)} of {numeral(line.without)}"
        axes.text(line.without + 0.015 * most, row, told, va="center_baseline", fontsize=7.0)
    several = len(incomes) > 1
    names = [f"{target} {plain(line.sector)}" if several else plain(line.sector) for target, line in lines]
    axes.set_yticks(range(len(lines)), names, fontsize=7.5)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.set_xlim(0.0, 1.28 * most)
    axes.set_xlabel("USD million a year, at the end of the run", fontsize=7.5)
    who = listing([crisis.short(income.target) for income in incomes])
    axes.set_title(f"What {who} sells", fontsize=8.5, pad=3.0)


def _by_state(degrees: Sequence[Degree]) -> list[tuple[str, str, list[Degree]]]:
    """(actor, sector, its degrees in order of time)."""
    found: dict[tuple[str, str], list[Degree]] = {}
    for degree in degrees:
        found.setdefault((degree.actor, degree.sector), []).append(degree)
    return [(actor, sector, steps) for (actor, sector), steps in found.items()]


def _degrees(axes: Axes, rows: Sequence[tuple[str, str, list[Degree]]], crisis: Crisis) -> None:
    names = []
    for row, (actor, sector, steps) in enumerate(rows):
        first, last = 100.0 * steps[0].degree, 100.0 * steps[-1].degree
        axes.plot([0.0, 100.0], [row, row], color="#dfe2e6", linewidth=2.0, zorder=1, solid_capstyle="butt")
        if first != last:
            axes.plot([first, last], [row, row], color=style.BLACK, linewidth=1.2, zorder=2)
            axes.plot([first], [row], "o", color="white", markeredgecolor=style.BLACK, markersize=5.0, zorder=3)
        axes.plot([last], [row], "o", color=style.BLACK, markersize=5.0, zorder=4, clip_on=False)
        who = "all other states" if actor == "OTH" else crisis.short(actor)
        names.append(f"{who}: {plain(sector)}" if sector else who)
    axes.set_yticks(range(len(rows)), names, fontsize=7.5)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0.0, 102.0)
    axes.set_xticks([0.0, 50.0, 100.0])
    axes.set_xlabel("% of the demanded cut", fontsize=7.5)
    axes.set_title("Who carries it out", fontsize=8.5, pad=3.0)


def _income_legend(figure: Figure) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    dot: dict[str, Any] = {"marker": "o", "linestyle": "none"}
    figure.legend(
        handles=[
            Patch(facecolor=_WITHOUT, edgecolor=style.GRAY, label="without measures"),
            Patch(facecolor=_WITH, label="with them"),
            Line2D([], [], color="white", markeredgecolor=style.BLACK, label="at STARTEX", **dot),
            Line2D([], [], color=style.BLACK, label="at the end", **dot),
        ],
        loc="lower center",
        ncols=4,
        fontsize=7.5,
    )
