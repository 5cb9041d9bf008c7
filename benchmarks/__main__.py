"""Measure: `python -m benchmarks [NAME ...] [--quick] [--json FILE] [--write]`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console

from benchmarks import report
from benchmarks.compare import compare_arcs, compare_flights
from benchmarks.crises import measure_crises
from benchmarks.exercise_load import measure_load
from benchmarks.exercise_review import measure_review
from benchmarks.measure import FULL, QUICK, machine
from benchmarks.program import measure_program
from benchmarks.screens import measure_screens
from benchmarks.studies import measure_engines, measure_growth, measure_studies

SHEETS: Final = {
    "engines": measure_engines,
    "studies": measure_studies,
    "growth": measure_growth,
    "crises": measure_crises,
    "screens": measure_screens,
    "exercise-load": measure_load,
    "exercise-review": measure_review,
}
NAMES: Final = ("arcs", "flights", *SHEETS, "program")
ROOT = Path(__file__).resolve().parents[1]
PAGE, README = ROOT / "docs" / "benchmarks.md", ROOT / "README.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was named (all by default), print it, and write it if wanted."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(NAMES)} (all by default)"
    )
    parser.add_argument("--quick", action="store_true", help="a few flights, to see that it works; no figures to quote")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result as JSON")
    parser.add_argument("--write", action="store_true", help="write the pages with these figures")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in NAMES]
    if unknown:
        parser.error(f"unknown benchmark {unknown[0]!r}; known: {', '.join(NAMES)}")
    names = options.names or NAMES
    if options.write and (options.quick or set(names) != set(NAMES)):
        parser.error("--write needs the whole measurement: no names, no --quick")
    result = measure(names, quick=options.quick)
    report.show(result, Console(width=None if sys.stdout.isatty() else 120))
    if options.json:
        options.json.write_text(json.dumps(report.as_json(result), indent=1) + "\n")
    if options.write:
        page = report.page(result)
        PAGE.write_text(page)
        README.write_text(report.into_readme(README.read_text(), page))
    return 0


def measure(names: Sequence[str], quick: bool = False) -> report.Result:
    """The figures of the benchmarks named."""
    effort = QUICK if quick else FULL
    where = machine()
    comparisons = []
    if "arcs" in names:
        comparisons.append(compare_arcs(effort))
    if "flights" in names:
        comparisons.append(compare_flights(effort))
    sheets = [measure_sheet(effort) for name, measure_sheet in SHEETS.items() if name in names]
    program = measure_program(effort) if "program" in names else None
    if hasattr(os, "getloadavg"):
        where["load after"] = f"{os.getloadavg()[0]:.1f}"
    return report.Result(where, effort, comparisons, program, sheets)


if __name__ == "__main__":
    sys.exit(main())
