"""Claims held against the models and the calendar, and the cross checks of the block `claims` at load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from standoff.base.errors import InputError, nearest
from standoff.base.time import parse_utc
from standoff.crisis.sanctions.claims import check_measure
from standoff.crisis.sanctions.force import nominal_adoption
from standoff.flight.claims import check_distance, check_flight
from standoff.scenario import yaml
from standoff.scenario.gazetteer import Gazetteer
from standoff.scenario.represented import represented
from standoff.scenario.sanctions_of import build_measures
from standoff.scenario.schema.claims import (
    WEEKDAYS,
    AnyCheck,
    ClaimBlock,
    DistanceCheck,
    DurationCheck,
    FlightCheck,
    MeasureCheck,
    WeekdayCheck,
)
from standoff.scenario.schema.scenario import ScenarioFile
from standoff.scenario.validation import refuse
from standoff.scenario.values import Values

Judgment = Literal["consistent", "doubtful", "impossible"]

# A claim names a day; the measures know the hour. Noon is as far as can be from the days before and after.
_NOON: Final = "T12:00:00Z"


@dataclass(frozen=True)
class Checked:
    """What a model says to a claim. Numbers are in `unit`, and `difference` is computed less claimed; else text."""

    kind: str
    claimed: float | str
    computed: float | str
    difference: float | None
    unit: str | None
    verdict: Judgment
    reason: str


def checked(check: AnyCheck, model: ScenarioFile, places: Gazetteer) -> Checked:
    """A claim held against the model that can judge it.

    Raises:
        InputError: a check about measures without any, about a sector that none of them names, or a cap whose unit is
            none of caps.
    """
    if isinstance(check, MeasureCheck):
        return _measure(check, model)
    if isinstance(check, DurationCheck):
        return _duration(check)
    if isinstance(check, WeekdayCheck):
        return _weekday(check)
    if isinstance(check, DistanceCheck):
        found = check_distance(places.place(check.start), places.place(check.end), check.distance_km)
        return _numbers(check.kind, check.distance_km, found.geodesic_km, "km", found.verdict, found.reason)
    assert isinstance(check, FlightCheck)
    found = check_flight(check.range_km, check.apogee_km, check.time_s)
    return _numbers(check.kind, check.time_s, found.vacuum_minimum_time_s, "s", found.verdict, found.reason)


def problems(root: Any, model: ScenarioFile) -> Iterator[InputError]:
    """Each thing wrong in the block, in the order of the file, and circles among the sources before it."""
    yield from _circles(root, model)
    places, known = Gazetteer.of(model), [claim.id for claim in model.claims]
    for index, claim in enumerate(model.claims):
        path: yaml.PathKeys = ("claims", index)
        if claim.document not in model.sources:
            advice = nearest(claim.document, model.sources)
            yield refuse(root, (*path, "document"), "is not a source of this file", claim.document, advice)
        yield from _others(root, path, claim, known)
        yield from _representations(root, path, claim, model)
        if claim.check is not None:
            yield from _check(root, (*path, "check"), claim.check, model, places)


def _circles(root: Any, model: ScenarioFile) -> Iterator[InputError]:
    """A source that derives from what is no source of the file, or in the end from itself."""
    for name, source in model.sources.items():
        path = ("sources", name, "derived_from")
        for parent in source.derived_from:
            if parent not in model.sources:
                others = [key for key in model.sources if key != name]
                yield refuse(root, path, "is not a source of this file", parent, nearest(parent, others))
        if _leads_back(name, model):
            yield refuse(root, path, "leads back to the source itself", name, "a source that stands by itself")


def _leads_back(name: str, model: ScenarioFile) -> bool:
    seen: set[str] = set()
    ahead = list(model.sources[name].derived_from)
    while ahead:
        parent = ahead.pop()
        if parent == name:
            return True
        if parent not in seen and parent in model.sources:
            seen.add(parent)
            ahead += model.sources[parent].derived_from
    return False


def _others(root: Any, path: yaml.PathKeys, claim: ClaimBlock, known: list[str]) -> Iterator[InputError]:
    named: list[tuple[yaml.PathKeys, str]] = []
    named += [(("agrees_with", index), other) for index, other in enumerate(claim.agrees_with)]
    named += [(("conflicts_with", index, "claim"), entry.claim) for index, entry in enumerate(claim.conflicts_with)]
    for place, other in named:
        if other == claim.id:
            yield refuse(root, (*path, *place), "is the claim itself", other, "another claim of this file")
        elif other not in known:
            yield refuse(root, (*path, *place), "is not a claim of this file", other, nearest(other, known))


def _representations(root: Any, path: yaml.PathKeys, claim: ClaimBlock, model: ScenarioFile) -> Iterator[InputError]:
    listed = isinstance(yaml.child(yaml.child(yaml.child(root, path[0]), path[1]), "represented_by"), list)
    for index, text in enumerate(claim.represented_by):
        try:
            represented(text, model)
        except InputError as error:
            place: yaml.PathKeys = (*path, "represented_by", index) if listed else (*path, "represented_by")
            yield refuse(root, place, error.message, error.value, error.allowed)


def _check(
    root: Any, path: yaml.PathKeys, check: AnyCheck, model: ScenarioFile, places: Gazetteer
) -> Iterator[InputError]:
    for field, name in check.place_references().items():
        try:
            places.place(name)
        except InputError as error:
            yield refuse(root, (*path, field), error.message, error.value, error.allowed)
    if isinstance(check, MeasureCheck):
        try:
            _measure(check, model)
        except InputError as error:
            # The domain calls the claimed kind of measure `kind`; in the file that is the kind of check.
            blamed = "measure" if error.field == "kind" else error.field
            yield refuse(root, (*path, blamed) if blamed else path, error.message, error.value, error.allowed)


def _measure(check: MeasureCheck, model: ScenarioFile) -> Checked:
    startex = parse_utc(model.startex)
    measures = () if model.crisis is None else tuple(build_measures(model.crisis, startex, Values()))
    if not measures:
        raise InputError("has no measures to be held against", allowed="a block crisis with measures")
    found = check_measure(
        measures,
        nominal_adoption(measures),
        sector=check.sector,
        direction=check.direction,
        at_s=(parse_utc(f"{check.date}{_NOON}") - startex).total_seconds(),
        kind=check.measure,
        cap=check.cap,
        unit=check.unit,
    )
    what: str = check.measure or ("measure" if check.cap is None else "cap")
    amount = "" if check.cap is None else f" of {check.cap:,.10g} {check.unit}"
    claimed = f"{what}{amount} on {check.sector} ({check.direction}) in force on {check.date}"
    there = ", ".join(measure.id for measure in found.in_force)
    return Checked("measure", claimed, there or "nothing", None, None, found.verdict, found.reason)


def _duration(check: DurationCheck) -> Checked:
    """Days from the first to the last, or both counted: people mean either."""
    apart = (date.fromisoformat(check.end) - date.fromisoformat(check.start)).days
    counted = apart + 1
    span = f"from {check.start} to {check.end} it is {apart} days, or {counted} with the first and the last day counted"
    if check.days in (apart, counted):
        return _numbers("duration", check.days, check.days, "d", "consistent", f"{span}; {check.days} is claimed")
    nearer = apart if check.days < apart else counted
    return _numbers("duration", check.days, nearer, "d", "impossible", f"{span}, not {check.days}")


def _weekday(check: WeekdayCheck) -> Checked:
    true = WEEKDAYS[date.fromisoformat(check.date).weekday()]
    right = true == check.weekday
    reason = f"{check.date} was a {true}" + ("" if right else f", not a {check.weekday}")
    return Checked("weekday", check.weekday, true, None, None, "consistent" if right else "impossible", reason)


def _numbers(kind: str, claimed: float, computed: float | None, unit: str, verdict: Judgment, reason: str) -> Checked:
    assert computed is not None
    computed = round(float(computed), 1)
    return Checked(kind, float(claimed), computed, round(computed - claimed, 1), unit, verdict, reason)
