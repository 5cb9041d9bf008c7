"""Fit the Hwasong and Pukguksong missiles of the library to `data/flights.csv` and write what was found into them.

Run `python -m builders.fit_library [NAME ...]` from the root of the repository. It moves the nominal values of payload,
propellant, empty mass, burn time and specific impulse, rounds them, and rewrites the `fit:` block, which stands last in
each file, with the residuals of the rounded values. Ranges, sources and all other lines stay as they are. The fit
starts from the middles of the ranges, so running it again changes nothing.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

from standoff.base.files import write_text
from standoff.flight.fitting import Residual, predict
from standoff.scenario import yaml
from standoff.scenario.construct import build_vehicle
from standoff.scenario.fits import ASSUMPTIONS, STANDARD_RANGE, MissileFit, fit_missile
from standoff.scenario.flights import ReportedFlight, read_flights
from standoff.scenario.library import SHIPPED, Library
from standoff.scenario.schema import Missile

NAMES = ("hwasong-12", "hwasong-14", "hwasong-15", "pukguksong-2")
STEPS = {"propellant": 10.0, "dry": 5.0, "burn": 0.1, "isp_vacuum": 0.1, "payload": 1.0}
NOMINAL = re.compile(r"(?<=\bnominal: )[-+.0-9eE]+")


def main(names: tuple[str, ...]) -> None:
    """Fit and rewrite the named files."""
    flights = read_flights()
    for name in names:
        path = SHIPPED / f"{name}.yaml"
        found = fit_missile(name, flights)
        write_text(path, with_nominals(path, found))
        item = Library().load(name)
        assert isinstance(item, Missile)
        vehicle = build_vehicle(item)
        residuals = tuple(predict(vehicle, residual.report) for residual in found.fitted.residuals)
        fitted = replace(found.fitted, vehicle=vehicle, residuals=residuals)
        write_text(path, without_fit(path.read_text()) + fit_block(replace(found, item=item, fitted=fitted)))
        Library().load(name)
        sys.stdout.write(f"{name}: standard range {fitted.standard_range_m.nominal / 1e3:.0f} km\n")


def with_nominals(path: Path, found: MissileFit) -> str:
    """The file's text with the fitted values, rounded, as nominal ones."""
    lines = path.read_text().splitlines()
    document = yaml.load_file(path)
    for name, band in found.fitted.parameters.items():
        keys = tuple(int(key) if key.isdigit() else key for key in name.split("."))
        line = yaml.locate(document, (*keys, "nominal"))[1]
        assert line is not None
        step = STEPS[str(keys[-1])]
        lines[line - 1] = NOMINAL.sub(f"{round(band.nominal / step) * step:.10g}", lines[line - 1], count=1)
    return "\n".join(lines) + "\n"


def without_fit(text: str) -> str:
    """The text up to the `fit:` block."""
    return re.split(r"^fit:$", text, maxsplit=1, flags=re.MULTILINE)[0]


def fit_block(found: MissileFit) -> str:
    """The `fit:` block of a library file."""
    band = found.fitted.standard_range_m
    moved = ", ".join(found.fitted.parameters)
    lines = [
        "fit:",
        "  method: >-",
        f"    Nonlinear least squares of {moved} inside their ranges, one set for all flights",
        "    (builders/fit_library.py; docs/models/fitting.md).",
        "  flights:",
    ]
    for flight, residual in zip(found.flights, found.fitted.residuals, strict=True):
        lines += _flight_lines(flight, residual)
    lines += [
        "  standard_range:",
        f"    low: {band.low / 1e3:.0f}",
        f"    nominal: {band.nominal / 1e3:.0f}",
        f"    high: {band.high / 1e3:.0f}",
        "    unit: km",
        "    source: fit",
        f'    note: "{STANDARD_RANGE}"',
        "  notes:",
    ]
    notes = [*ASSUMPTIONS, *(note for residual in found.fitted.residuals for note in _payload_notes(found, residual))]
    return "\n".join([*lines, *(f'    - "{note}"' for note in notes)]) + "\n"


def _flight_lines(flight: ReportedFlight, residual: Residual) -> list[str]:
    reported = (flight.range_km, flight.apogee_km, flight.time_s)
    computed = (_km(residual.range_m), _km(residual.apogee_m), residual.time_s)
    off = (_km(residual.range_off_m), _km(residual.apogee_off_m), residual.time_off_s)
    return [
        f'    - date: "{flight.date}"',
        f"      used: {'held out' if residual.report.held_out else 'fitted'}",
        f"      reported: {_numbers(reported)}",
        f"      computed: {_numbers(computed)}",
        f"      residual: {_numbers(off)}",
        f'      source: "{flight.source}"',
    ]


def _payload_notes(found: MissileFit, residual: Residual) -> list[str]:
    lighter = found.lighter(residual)
    if lighter is None:
        return []
    note = f"{residual.report.name}: full burn meets range and apogee with a payload of {lighter.payload_kg:.0f} kg"
    if lighter.residual.time_off_s is None:
        return [f"{note}."]
    return [f"{note}; the time then differs from the report by {lighter.residual.time_off_s:+.0f} s."]


def _km(distance_m: float | None) -> float | None:
    return None if distance_m is None else distance_m / 1e3


def _numbers(values: tuple[float | None, ...]) -> str:
    names = ("range_km", "apogee_km", "flight_time_s")
    # Adding zero turns -0.0 into 0.0.
    parts = [f"{name}: {round(v, 1) + 0.0:.10g}" for name, v in zip(names, values, strict=True) if v is not None]
    return "{" + ", ".join(parts) + "}"


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or NAMES)
