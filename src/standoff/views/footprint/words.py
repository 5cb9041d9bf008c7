"""A footprint in words: the headline, the account and the rows that its views share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from standoff.views.wording import count, listing, percent, plain

Json = Mapping[str, Any]
Rows = tuple[tuple[str, str], ...]

REASONS: Final = {
    "beyond-the-missile": "the missile does not get there",
    "fewer-shots": "fewer shots fit than asked for",
    "no-track": "no sensor that the battery may use holds a track",
    "poor-track": "no track is good enough in time",
    "late-track": "the track comes too late",
    "out-of-range": "out of the interceptor's range",
    "out-of-energy": "beyond the interceptor's speed",
    "too-high": "above the interceptor's ceiling",
    "too-low": "below the interceptor's floor",
    "out-of-altitude": "at the interceptor's altitudes only out of its range",
    "no-guidance": "no sensor guides the interceptor there",
    "too-late": "the interceptor comes too late",
    "still-boosting": "the missile is still under thrust",
    "weapons-hold": "the rules hold fire",
    "not-defended": "on nobody whom the rules let it defend",
    "host-forbids": "the host does not allow it",
}


def reason(code: str) -> str:
    """What fails, in a few words."""
    return REASONS.get(code, plain(code))


def area(value: float | None) -> str:
    """An area to three digits: `1,210,000 km²`."""
    if value is None:
        return ""
    return f"{float(f'{value:.3g}'):,.0f} km²" if value >= 10.0 else f"{value:.2g} km²"


def people(value: float | None) -> str:
    """A number of people to three digits: `118 million`, `345,000`."""
    if value is None:
        return ""
    rounded = float(f"{value:.3g}")
    return f"{rounded / 1e6:,.4g} million" if rounded >= 1e6 else f"{rounded:,.0f}"


def subject(summary: Json) -> str:
    """`Aegis Ashore Araya against Nodong from Hwangju`."""
    origins = listing([launch["name"] for launch in summary["launches"]])
    way = "" if summary["trajectory"] == "minimum-energy" else f" on a {summary['trajectory']} trajectory"
    return f"{summary['battery']['name']} against {summary['threat']['name']} from {origins}{way}"


def asked(summary: Json) -> str:
    """What counts as defended."""
    shots = count(summary["shots"], "shot")
    which = ", from whichever launch place it comes" if len(summary["launches"]) > 1 else ""
    return f"An aim point counts as defended if at least {shots} at the missile would fit, should all miss{which}."


def headline(summary: Json) -> str:
    """The area, its band, and who lives there."""
    found, cities = summary["area_km2"], summary["cities_defended"]
    told = f"{area(found['nominal'])} defended"
    if found["p05"] is not None:
        told += f", between {area(found['p05'])} and {area(found['p95'])} over what is not known"
    if not cities:
        return f"{told}; no city of the gazetteer inside."
    lived = people(summary["population_defended"]["nominal"])
    return f"{told}; {count(len(cities), 'city', 'cities')} with {lived} people inside."


def account(summary: Json) -> list[str]:
    """Sentences under the headline."""
    return [
        sentence for sentence in (_largest(summary), _open(summary), _bounds(summary), _movers(summary)) if sentence
    ]


def numbers(summary: Json) -> list[tuple[str, str]]:
    """Key numbers with what they are."""
    found, lived = summary["area_km2"], summary["population_defended"]
    told = [(area(found["nominal"]), "defended at nominal values")]
    if found["p05"] is not None:
        told += [(area(found[name]), f"{name} of the samples") for name in ("p05", "p50", "p95")]
    told.append((f"{len(summary['cities_defended']):,}", "cities defended"))
    band = "" if lived["p05"] is None else f"; {people(lived['p05'])} to {people(lived['p95'])} over the samples"
    return [*told, (people(lived["nominal"]), f"people in them{band}")]


def rows(summary: Json) -> Rows:
    """The facts of a footprint, for the scenes."""
    found = summary["area_km2"]
    banded = found["p05"] is not None
    return (
        ("Battery", f"{summary['battery']['name']}, {summary['battery']['interceptor_name']}"),
        ("Missile", summary["threat"]["name"]),
        ("From", listing([launch["name"] for launch in summary["launches"]])),
        ("Shots that must fit", str(summary["shots"])),
        ("Area, nominal", area(found["nominal"])),
        *((f"Area, {name}", area(found[name])) for name in ("p05", "p50", "p95") if banded),
        ("Cities", str(len(summary["cities_defended"]))),
        ("People in them", people(summary["population_defended"]["nominal"])),
    )


def command(summary: Json) -> list[str]:
    """The words of the command that makes the same footprint, without --out."""
    words = ["standoff", "footprint", summary["source"], "--battery", summary["battery"]["id"]]
    words += ["--threat", summary["threat"]["id"]]
    for launch in summary["launches"]:
        words += ["--from", launch["asked"]]
    options: Sequence[tuple[str, Any, Any]] = (
        ("--shots", summary["shots"], 1), ("--trajectory", summary["trajectory"], "minimum-energy"),
        ("--samples", summary["samples"]["asked"], None), ("--seed", summary["seed"], 1),
    )  # fmt: skip
    for name, value, default in options:
        if value != default:
            words += [name, str(value)]
    for name, key in (("--vary", "vary"), ("--country", "countries"), ("--set", "settings")):
        for text in summary[key]:
            words += [name, text]
    grid = summary["grid"]
    step_km = grid["asked_step_km"]
    return words + (["--grid", str(grid["asked"])] if step_km is None else ["--step-km", f"{step_km:g}"])


def _largest(summary: Json) -> str:
    cities = summary["cities_defended"][:5]
    return f"The largest cities inside: {listing([city['name'] for city in cities])}." if cities else ""


def _open(summary: Json) -> str:
    rest = summary["cities_not_defended"]
    if not rest["count"]:
        return ""
    largest = listing([city["name"] for city in rest["largest"][:5]])
    return (
        f"Also within the missile's reach, {count(rest['count'], 'city', 'cities')} with"
        f" {people(rest['population'])} people are not defended; the largest: {largest}."
    )


def _bounds(summary: Json) -> str:
    found = summary["edge"]["by_direction"]
    if not found:
        return ""
    by_reason: dict[str, list[str]] = {}
    for row in found:
        by_reason.setdefault(row["reason"], []).append(row["direction"])
    told = [f"in the {listing(directions)} {reason(code)}" for code, directions in by_reason.items()]
    return f"Why it ends there: {'; '.join(told)}."


def _movers(summary: Json) -> str:
    known = [row for row in summary["parameters"] if row["area_correlation"] is not None]
    strong = sorted(known, key=lambda row: -abs(row["area_correlation"]))[:3]
    if not strong or abs(strong[0]["area_correlation"]) < 0.3:
        return ""
    told = [f"{row['label']} ({row['area_correlation']:+.2f})" for row in strong]
    return f"What moves the area most over the samples, by rank correlation: {listing(told)}."


def share(value: float | None) -> str:
    """A share of the samples."""
    return "" if value is None else percent(value)
