"""Figures of a choice of sites: the map of sites and cities, and the bill by fiscal year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from standoff.views.digest import Spot
from standoff.views.figures import style
from standoff.views.figures.chart import Chart, chart_on, draw_ground, label_graticule, scale_bar
from standoff.views.figures.labels import Label, place
from standoff.views.figures.projection import Array
from standoff.views.siting.words import PARTS, Summary, when
from standoff.views.wording import count, listing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MAP: Final = "site-map"
COSTS: Final = "site-costs"

_WIDTH_IN, _HEIGHT_IN, _LEGEND_IN = 9.6, 8.4, 0.62
PART_COLORS: Final = {
    "design": style.ORANGE, "construction": style.BLUE, "interceptors": style.GREEN, "operation": "#b9c2cc",
}  # fmt: skip
_LABELED_CITIES: Final = 10

Columns = Mapping[str, Sequence[Any]]


def draw_site(summary: Summary, cities: Columns) -> dict[str, str]:
    """Name of each figure that the choice has -> SVG element."""
    drawn = {}
    with style.house_style(MAP):
        drawn[MAP] = _map(summary, cities)
    if summary["cost"]["by_year"]:
        with style.house_style(COSTS):
            drawn[COSTS] = _costs(summary)
    return drawn


def _map(summary: Summary, cities: Columns) -> str:
    figure = style.new_figure(_WIDTH_IN, _HEIGHT_IN)
    bottom = _LEGEND_IN / _HEIGHT_IN
    groups = _groups(summary, cities)
    size_in = (_WIDTH_IN, _HEIGHT_IN - _LEGEND_IN)
    chart = chart_on(figure.add_axes((0.0, bottom, 1.0, 1.0 - bottom)), _in_sight(groups), size_in, margin=0.04)
    countries = draw_ground(chart)
    _marks(chart, groups)
    label_graticule(chart)
    _names(chart, groups, countries, [scale_bar(chart)])
    _legend(figure, groups)
    return style.to_svg(figure, MAP, "Sites and cities", describe(summary))


def describe(summary: Summary) -> str:
    """The map in words, for those who do not see it."""
    sites = listing([site["title"] for site in summary["sites"]]) or "no site"
    return (
        f"Candidates, with {sites} chosen; {count(len(summary['cities_defended']), 'city', 'cities')} defended and"
        f" {count(len(summary['undefended']), 'city', 'cities')} not."
    )


def _groups(summary: Summary, cities: Columns) -> dict[str, list[Spot]]:
    """What is marked on the map, by kind; cities from the largest."""
    groups: dict[str, list[Spot]] = {"before": [], "added": [], "open": [], "far": []}
    rows = zip(
        *(cities[key] for key in ("name", "lat_deg", "lon_deg", "threatened", "defended_before", "defended")),
        strict=True,
    )
    for name, lat, lon, threatened, before, after in rows:
        kind = "far" if not threatened else "open" if not after else "before" if before else "added"
        groups[kind].append(Spot(float(lat), float(lon), str(name)))
    chosen = {site["id"] for site in summary["sites"]}
    places = {entry["id"]: Spot(entry["lat_deg"], entry["lon_deg"], entry["title"]) for entry in summary["candidates"]}
    groups["sites"] = [spot for name, spot in places.items() if name in chosen]
    groups["candidates"] = [spot for name, spot in places.items() if name not in chosen]
    groups["batteries"] = [Spot(b["lat_deg"], b["lon_deg"], b["title"]) for b in summary["batteries"]]
    groups["launches"] = [Spot(t["lat_deg"], t["lon_deg"], t["from"]) for t in summary["threats"]]
    return groups


def _in_sight(groups: Mapping[str, Sequence[Spot]]) -> Array:
    """Latitude and longitude of what must be in sight: cities that count, sites, batteries and launch places."""
    kinds = ("before", "added", "open", "sites", "candidates", "batteries", "launches")
    return np.array([(spot.lat_deg, spot.lon_deg) for kind in kinds for spot in groups[kind]]).reshape(-1, 2)


_CITY: Final = {
    "before": ("o", style.GRAY, 3.4, "city defended already"),
    "added": ("o", style.BLUE, 4.4, "city that the sites add"),
    "open": ("X", style.VERMILION, 4.6, "city not defended"),
    "far": (".", "#b9c2cc", 4.0, "out of the missiles' reach"),
}


def _marks(chart: Chart, groups: Mapping[str, Sequence[Spot]]) -> None:
    for kind in ("far", "before", "added", "open"):
        marker, color, size, _ = _CITY[kind]
        chart.marks(groups[kind], marker, color, size)
    chart.marks(groups["launches"], "^", style.BLACK, 6.5)
    chart.marks(groups["batteries"], "s", style.GREEN, 5.0)
    _hollow(chart, groups["candidates"])
    chart.marks(groups["sites"], "*", style.ORANGE, 17.0)


def _hollow(chart: Chart, spots: Sequence[Spot]) -> None:
    """Candidates that were not chosen: the same star, empty."""
    if spots:
        xy = chart.xy([spot.lat_deg for spot in spots], [spot.lon_deg for spot in spots])
        chart.axes.plot(
            xy[:, 0], xy[:, 1], "*", markersize=11.0, markerfacecolor="white", markeredgecolor=style.BLACK,
            markeredgewidth=0.9, zorder=7,
        )  # fmt: skip


def _names(
    chart: Chart,
    groups: Mapping[str, Sequence[Spot]],
    countries: Sequence[tuple[str, float, float]],
    blocked: Sequence[tuple[float, float, float, float]],
) -> None:
    """Names of sites first, then launch places, candidates, the largest cities, countries."""
    scale, window, (width, height) = chart.km_per_point, chart.window, chart.size_pt
    ranked = [(0, spot) for spot in groups["sites"]] + [(1, spot) for spot in groups["launches"]]
    if len(groups["candidates"]) <= 20:
        ranked += [(2, spot) for spot in groups["candidates"]]
    ranked += [(3, spot) for spot in groups["open"][:_LABELED_CITIES]]
    ranked += [(4, spot) for kind in ("added", "before") for spot in groups[kind][:_LABELED_CITIES]]
    labels, seen = [], set()
    for rank, spot in ranked:
        if spot.name and spot.name not in seen and chart.holds(spot):
            seen.add(spot.name)
            x, y = chart.xy(spot.lat_deg, spot.lon_deg)[0]
            at = (x - window.left) / scale, (y - window.bottom) / scale
            labels.append(Label(*at, spot.name, 9.5 if rank == 0 else 7.5, rank))
    for name, x, y in countries:
        at = (x - window.left) / scale, (y - window.bottom) / scale
        labels.append(Label(*at, name.upper(), 6.5, 5, centered=True))
    for put in place(labels, width, height, blocked):
        rank = put.label.rank
        style.halo(
            chart.axes, window.left + put.x * scale, window.bottom + put.y * scale, put.label.text,
            fontsize=put.label.size, ha=put.align, va=put.vertical, zorder=1.5 if rank == 5 else 9,
            fontweight="bold" if rank == 0 else "normal", color=style.GRAY if rank in (2, 5) else style.BLACK,
        )  # fmt: skip


def _legend(figure: Figure, groups: Mapping[str, Sequence[Spot]]) -> None:
    from matplotlib.lines import Line2D

    rim: dict[str, Any] = {"linestyle": "none", "markeredgecolor": "white", "markeredgewidth": 0.5}
    entries = [
        Line2D([], [], color=color, marker=marker, markersize=size + 1.0, label=label, **rim)
        for kind, (marker, color, size, label) in _CITY.items()
        if groups[kind]
    ]
    if groups["sites"]:
        entries.insert(0, Line2D([], [], color=style.ORANGE, marker="*", markersize=13, label="site chosen", **rim))
    if groups["candidates"]:
        entries.insert(
            1, Line2D([], [], marker="*", markersize=9.0, label="candidate not chosen", linestyle="none",
                      markerfacecolor="white", markeredgecolor=style.BLACK, markeredgewidth=0.9),
        )  # fmt: skip
    if groups["batteries"]:
        entries.append(
            Line2D([], [], color=style.GREEN, marker="s", markersize=5.0, label="battery there already", **rim)
        )
    entries.append(Line2D([], [], color=style.BLACK, marker="^", markersize=6.5, label="launch site", **rim))
    figure.legend(handles=entries, loc="lower center", ncols=4)


def _costs(summary: Summary) -> str:
    cost = summary["cost"]
    years = sorted({entry["fiscal_year"] for entry in cost["by_year"]})
    figure = style.new_figure(_WIDTH_IN, 4.3)
    axes = figure.add_axes((0.075, 0.18, 0.905, 0.70))
    base = np.zeros(len(years))
    ends = {end: _sums(cost["by_year"], years, end) for end in ("low", "high")}
    for part, label in PARTS.items():
        height = _sums([entry for entry in cost["by_year"] if entry["part"] == part], years, "nominal")
        if height.any():
            axes.bar(
                years, height, bottom=base, width=0.78, color=PART_COLORS[part], label=label, zorder=2,
                edgecolor="white", linewidth=0.4,
            )  # fmt: skip
            base += height
    axes.vlines(years, ends["low"], ends["high"], color=style.BLACK, linewidth=0.9, zorder=3, label="low to high")
    _mark_milestones(axes, cost, float(ends["high"].max()))
    axes.set_ylabel(f"{cost['unit']} a fiscal year")
    axes.set_xlim(years[0] - 0.8, years[-1] + 0.8)
    axes.set_ylim(0.0, (1.08 + 0.16 * len(cost["milestones"])) * float(ends["high"].max()))
    ticks = [year for year in range(years[0], years[-1] + 1) if len(years) <= 16 or (year - years[0]) % 3 == 0]
    axes.set_xticks(ticks, [f"FY{year}" for year in ticks], rotation=45 if len(ticks) > 10 else 0)
    axes.grid(True, axis="y")
    axes.set_axisbelow(True)
    axes.legend(loc="upper right", ncols=2)
    total = cost["total"]
    described = (
        f"The bill from FY{years[0]} to FY{years[-1]}: {total['nominal']:,.1f} {cost['unit']} in all,"
        f" {cost['acquisition']['nominal']:,.1f} of it for acquisition."
    )
    return style.to_svg(figure, COSTS, "Cost by fiscal year", described)


def _mark_milestones(axes: Axes, cost: Mapping[str, Any], top: float) -> None:
    """Sums of design and survey are small beside the rest: each gets a line with its amount."""
    for number, milestone in enumerate(cost["milestones"]):
        year = milestone["fiscal_year"]
        height = top * (1.03 + 0.16 * (len(cost["milestones"]) - number))
        asked = f", asked for in {when(milestone['requested'])}" if milestone["requested"] else ""
        text = f"FY{year}: {milestone['cost']:.3g} {cost['unit']}{asked}\n{milestone['title']}"
        axes.plot([year, year], [0.0, height], color=style.ORANGE, linewidth=1.2, linestyle=(0, (3, 2)), zorder=4)
        style.halo(axes, year + 0.25, height, text, fontsize=7.5, va="top", ha="left", zorder=6)


def _sums(rows: Sequence[Mapping[str, Any]], years: Sequence[int], end: str) -> Array:
    sums = np.zeros(len(years))
    for row in rows:
        sums[years.index(row["fiscal_year"])] += row["spent"][end]
    return sums
