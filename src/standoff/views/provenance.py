"""Every value that a run used, with its range and where it comes from, as rows for a table.

A quantity is any mapping with a unit and a number (`base.quantity`); whatever nests around it becomes its name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from standoff.base.quantity import ASSUMPTION
from standoff.views.names import Names
from standoff.views.wording import exact, plain

Json = Mapping[str, Any]

_KINDS: Final = {
    "missile": "Missile", "interceptor": "Interceptor", "radar": "Radar", "infrared": "Infrared sensor",
    "site": "Site", "economy": "Economy",
}  # fmt: skip
_NOT_VALUES: Final = frozenset({"fit", "sources", "disagreements"})
_FLIGHT_NUMBERS: Final = (
    ("range_km", "Range", "km"), ("apogee_km", "Apogee", "km"), ("flight_time_s", "Time", "s"),
)  # fmt: skip
# Blocks of a scenario in which its author chooses values.
_CHOSEN: Final = ("actors", "sensors", "batteries", "timeline")
# Orders given, not values; measures and drills stand in tables of their own with all that is in them.
_NO_VALUES_OF_THE_CRISIS: Final = frozenset({"history"})


@dataclass(frozen=True)
class Value:
    """One value: what it is, its range as text, unit and source. `assumed` marks values without a publication."""

    name: str
    low: str
    nominal: str
    high: str
    unit: str
    source: str
    note: str
    assumed: bool


@dataclass(frozen=True)
class Reference:
    """A publication with its key and grade."""

    key: str
    title: str
    publisher: str
    date: str
    grade: str
    url: str
    note: str


@dataclass(frozen=True)
class Cell:
    """A number of one flight as it was reported and as the fitted missile does it."""

    reported: str
    computed: str


@dataclass(frozen=True)
class FitRow:
    """One reported flight; a cell is None where nothing was reported."""

    date: str
    used: str
    cells: tuple[Cell | None, ...]
    source: str


@dataclass(frozen=True)
class Fit:
    """How a missile's values were fitted, flight by flight."""

    method: str
    notes: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[FitRow, ...]


@dataclass(frozen=True)
class Item:
    """A library item with all that stands behind it."""

    name: str
    title: str
    kind: str
    summary: str
    values: tuple[Value, ...]
    disagreements: tuple[str, ...]
    references: tuple[Reference, ...]
    fit: Fit | None = None

    @property
    def assumed(self) -> int:
        """How many of its values are assumptions."""
        return sum(value.assumed for value in self.values)


@dataclass(frozen=True)
class Position:
    """A place of the scenario and where its coordinates come from."""

    name: str
    lat_deg: float
    lon_deg: float
    source: str
    note: str


def items(header: Json) -> tuple[Item, ...]:
    """The library items of a record: missiles, interceptors, radars, infrared sensors, by name."""
    library = header.get("library") or {}
    order = list(_KINDS)
    keyed = sorted(library, key=lambda name: (_rank(order, library[name].get("kind")), name))
    return tuple(_item(name, library[name]) for name in keyed)


def choices(header: Json, names: Names) -> tuple[Value, ...]:
    """The values that the scenario itself sets: reaction times, link delays, intervals and the like."""
    found: list[Value] = []
    for block in _CHOSEN:
        content = header["scenario"].get(block) or ()
        entries = content.items() if isinstance(content, Mapping) else [(str(e.get("id", "")), e) for e in content]
        for key, entry in entries:
            found += values_in(entry, (_called(block, key, entry, names),))
    return tuple(found)


def of_crisis(header: Json, taken: Collection[str]) -> tuple[Value, ...]:
    """The values of a crisis: half-life, trade, stances, steps and the like; of moves, those of the ones `taken`."""
    found: list[Value] = []
    for block, content in (header["scenario"].get("crisis") or {}).items():
        if block in _NO_VALUES_OF_THE_CRISIS:
            continue
        if block == "moves":
            content = {name: move for name, move in content.items() if name in taken}
        found += values_in(content, (plain(str(block)),))
    return tuple(found)


def positions(header: Json, names: Names) -> tuple[Position, ...]:
    """The places of the scenario."""
    return tuple(
        Position(
            name=str(entry.get("title") or names.place(key)),
            lat_deg=float(entry["lat_deg"]),
            lon_deg=float(entry["lon_deg"]),
            source=str(entry.get("source") or ""),
            note=str(entry.get("note") or ""),
        )
        for key, entry in (header["scenario"].get("places") or {}).items()
    )


def references(sources: Json | None) -> tuple[Reference, ...]:
    """A block of sources as rows."""
    fields = ("title", "publisher", "date", "grade", "url", "note")
    return tuple(
        Reference(str(key), *(str((entry or {}).get(field) or "") for field in fields))
        for key, entry in (sources or {}).items()
    )


def values_in(block: Any, path: Sequence[str] = ()) -> list[Value]:
    """All quantities in a nested block, in its order."""
    return list(_walk(block, tuple(path)))


def is_assumed(source: str) -> bool:
    """Whether a source is the word `assumption` or begins with it."""
    return source.split(":")[0].strip().lower() == ASSUMPTION


def _walk(block: Any, path: tuple[str, ...]) -> Iterator[Value]:
    if isinstance(block, Mapping):
        if "unit" in block and ("nominal" in block or "value" in block):
            yield _value(block, path)
            return
        for key, inner in block.items():
            if key not in _NOT_VALUES:
                yield from _walk(inner, (*path, plain(str(key))))
    elif isinstance(block, (list, tuple)):
        for number, inner in enumerate(block, start=1):
            name = inner.get("title") or inner.get("id") if isinstance(inner, Mapping) else None
            step = str(name) if name else str(number)
            yield from _walk(inner, (*path[:-1], f"{path[-1].removesuffix('s')} {step}") if path else (step,))


def _value(block: Json, path: tuple[str, ...]) -> Value:
    single = block.get("value")
    low, nominal, high = (block.get(name, single) for name in ("low", "nominal", "high"))
    unit, source = str(block["unit"]), str(block.get("source") or "choice of the scenario")
    return Value(
        name=", ".join(path),
        low=_text(low),
        nominal=_text(nominal),
        high=_text(high),
        unit="" if unit == "1" else unit.replace("m2", "m²").replace("s2", "s²"),
        source=source,
        note=str(block.get("note") or ""),
        assumed=is_assumed(source),
    )


def _text(number: Any) -> str:
    return exact(float(number)) if isinstance(number, (int, float)) else ""


def _item(name: str, item: Json) -> Item:
    return Item(
        name=name,
        title=str(item.get("title") or name),
        kind=_KINDS.get(str(item.get("kind")), str(item.get("kind") or "")),
        summary=str(item.get("summary") or ""),
        values=tuple(values_in(item)),
        disagreements=tuple(str(text) for text in item.get("disagreements") or ()),
        references=references(item.get("sources")),
        fit=_fit(item["fit"]) if item.get("fit") else None,
    )


def _fit(block: Json) -> Fit:
    rows = tuple(
        FitRow(
            date=str(flight.get("date") or ""),
            used=str(flight.get("used") or ""),
            cells=tuple(_cell(flight, key) for key, _, _ in _FLIGHT_NUMBERS),
            source=str(flight.get("source") or ""),
        )
        for flight in block.get("flights") or ()
    )
    columns = tuple((name, unit) for _, name, unit in _FLIGHT_NUMBERS)
    return Fit(str(block.get("method") or ""), tuple(str(note) for note in block.get("notes") or ()), columns, rows)


def _cell(flight: Json, key: str) -> Cell | None:
    reported, computed = (flight.get(side) or {} for side in ("reported", "computed"))
    if reported.get(key) is None or computed.get(key) is None:
        return None
    return Cell(_text(reported[key]), _text(computed[key]))


def _rank(order: Sequence[str], kind: Any) -> int:
    return order.index(kind) if kind in order else len(order)


def _called(block: str, key: str, entry: Any, names: Names) -> str:
    if block == "actors":
        return names.actor(key)
    if block == "sensors":
        return names.sensor(key)
    if block == "batteries":
        return names.battery(key)
    return str(entry.get("title") or f"order {key}") if isinstance(entry, Mapping) else key
