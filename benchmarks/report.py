"""The result as a table in the terminal, as JSON and as the page of the documentation."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Comparison, Contender, Effort, Program, Sheet, Target

START: Final = "<!-- benchmarks:start -->"
END: Final = "<!-- benchmarks:end -->"


@dataclass(frozen=True)
class Result:
    """Everything of one run of the benchmarks."""

    machine: dict[str, str]
    effort: Effort
    comparisons: list[Comparison]
    program: Program | None
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def targets(self) -> list[Target]:
        """All promises."""
        found = [t for c in self.comparisons for t in c.targets]
        found += [t for sheet in self.sheets for t in sheet.targets]
        return found + (self.program.targets if self.program else [])


def as_json(result: Result) -> dict[str, Any]:
    """Plain data, with the figures that the tables show."""
    data = asdict(result)
    for table, comparison in zip(data["comparisons"], result.comparisons, strict=True):
        for row, contender in zip(table["contenders"], comparison.contenders, strict=True):
            if contender.rates:
                row["flights_per_s"] = contender.rate
                row["kernel_is_faster_by"] = comparison.advantage(contender)
                row["worst_error_m"], row["median_error_m"] = contender.worst_m, contender.median_m
    data["targets"] = [asdict(target) for target in result.targets]
    return data


def show(result: Result, console: Console) -> None:
    """Print the tables."""
    console.print(_machine_line(result.machine), style="dim", highlight=False)
    for comparison in result.comparisons:
        title = f"{comparison.title}, {comparison.flight_time_s:,.0f} s on average"
        table = Table(title=title, title_justify="left", title_style="bold")
        for i, head in enumerate(_HEAD):
            table.add_column(head, justify="left" if i == 0 else "right", no_wrap=i == 0, min_width=7)
        for row in _rows(comparison):
            table.add_row(*row)
        console.print(table)
        for contender in comparison.contenders:
            if contender.note or contender.missing:
                console.print(f"{contender.name}: {contender.missing or contender.note}", style="dim", highlight=False)
    for sheet in result.sheets:
        _show_sheet(sheet, console)
    if result.program and result.program.missing:
        console.print(f"program: {result.program.missing}", highlight=False)
    table = Table(title="Targets", title_justify="left", title_style="bold")
    for head in ("", "wanted", "found", ""):
        table.add_column(head)
    for target in result.targets:
        table.add_row(target.name, target.wanted, target.found, "met" if target.met else "[red]missed[/red]")
    console.print(table)


def _show_sheet(sheet: Sheet, console: Console) -> None:
    table = Table(title=sheet.title, title_justify="left", title_style="bold")
    for i, head in enumerate(sheet.head):
        table.add_column(head, justify="left" if i == 0 else "right")
    for row in sheet.rows:
        table.add_row(*row)
    console.print(table)


def page(result: Result) -> str:
    """The page `docs/benchmarks.md`."""
    parts = [_INTRODUCTION, f"Measured on: {_machine_line(result.machine)}.", START, *_short(result), END]
    for comparison in result.comparisons:
        parts += [f"## {comparison.title[0].upper()}{comparison.title[1:]}", _describe(comparison, result.effort)]
        parts.append(_markdown(_HEAD, list(_rows(comparison))))
        notes = [f"- {c.name}: {c.missing or c.note}." for c in comparison.contenders if c.note or c.missing]
        parts.append("\n".join(notes))
    for sheet in result.sheets:
        parts += [f"## {sheet.title}", sheet.text, _markdown(sheet.head, sheet.rows)]
    if result.program:
        parts += ["## The program", _program(result.program)]
    parts += ["## Targets", _target_table(result.targets), _READING]
    return "\n\n".join(part for part in parts if part) + "\n"


_HEAD: Final = ("", "flights/s", "µs each", "kernel is x times faster", "worst error", "median error")


def _rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    for contender in comparison.contenders:
        if contender.missing or not contender.rates:
            yield contender.name, "", "", "", "", ""
            continue
        yield (
            contender.name,
            _figure(contender.rate),
            _figure(1e6 / contender.rate),
            _figure(comparison.advantage(contender)) if contender is not comparison.contenders[0] else "1",
            _metres(contender.worst_m),
            _metres(contender.median_m),
        )


def _short(result: Result) -> list[str]:
    head = ["", *(c.title for c in result.comparisons)]
    names = [c.name for c in result.comparisons[0].contenders] if result.comparisons else []
    rows = []
    for i, name in enumerate(names):
        label = name.split(",")[0] if name.startswith("pytrajlib") else name
        rows.append((label, *(_cell(c, c.contenders[i]) for c in result.comparisons)))
    told = [
        "Flights per second, how many times fewer than ours on one thread, and the worst error of the impact:",
        _markdown(head, rows),
    ]
    promised = [(target.name, target.found) for sheet in result.sheets for target in sheet.targets]
    if promised:
        told += ["Studies and footprints:", _markdown(("", "found"), promised)]
    return [*told, _program_line(result.program)] if result.program and not result.program.missing else told


def _cell(comparison: Comparison, contender: Contender) -> str:
    if contender.missing or not contender.rates:
        return "not measured"
    ours = contender in comparison.contenders[:2]
    slower = "" if ours else f", {_figure(comparison.advantage(contender))} times"
    return f"{_figure(contender.rate)} /s{slower}, {_metres(contender.worst_m)}"


def _program_line(program: Program) -> str:
    took = [f"`standoff {name}` {statistics.median(times):.2f} s" for name, times in program.commands.items()]
    return f"Whole commands: {', '.join(took)}; at most {program.peak_bytes / 1e6:.0f} MB of memory."


def into_readme(readme: str, page: str) -> str:
    """The README's text with the short table of the page between its markers."""
    before, _, rest = readme.partition(START)
    _, _, after = rest.partition(END)
    short = page[page.index(START) : page.index(END)]
    return f"{before}{short}{END}{after}"


def _describe(comparison: Comparison, effort: Effort) -> str:
    return (
        f"Mean time of flight {comparison.flight_time_s:,.0f} s. Errors: distance of the impacts of {effort.sample} "
        f"of the flights from a tight solution. Rates: median of {effort.rounds} rounds in which all contenders take "
        f"turns; SciPy flies {effort.plain} flights a round (a quarter of it with vectors), its rate is extrapolated."
    )


def _program(program: Program) -> str:
    if program.missing:
        return program.missing
    rows = [("a first process, which may fill caches", f"{program.first_s:.2f} s", "")]
    for name, took in program.commands.items():
        rows.append((f"`standoff {name}`", f"{statistics.median(took):.2f} s", f"{min(took):.2f} to {max(took):.2f} s"))
    rows.append(("peak memory of any of them", f"{program.peak_bytes / 1e6:.0f} MB", ""))
    return _markdown(("", "median", "spread"), rows)


def _target_table(targets: list[Target]) -> str:
    return _markdown(
        ("target", "wanted", "found", ""),
        [(t.name, t.wanted, t.found, "met" if t.met else "**missed**") for t in targets],
    )


def _machine_line(machine: dict[str, str]) -> str:
    return ", ".join(f"{key} {value}" for key, value in machine.items())


def _markdown(head: tuple[str, ...] | list[str], rows: list[Any]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join(['---', *['---:'] * (len(head) - 1)])}|"]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows])


def _figure(value: float) -> str:
    if value >= 1000.0:
        digits = max(0, len(f"{value:.0f}") - 3)
        return f"{round(value, -digits):,.0f}"
    return f"{value:.3g}"


def _metres(value: float) -> str:
    return f"{value / 1e3:,.0f} km" if value >= 10e3 else f"{_figure(value)} m" if value >= 1.0 else f"{value:.2g} m"


_INTRODUCTION: Final = """\
# Benchmarks

Written by `python -m benchmarks --write`; do not edit. `make bench` measures again and prints the same tables."""

_READING: Final = """\
## How to read this

**What is timed.** standoff: the public functions `standoff.flight.arc.arcs` and `standoff.flight.flight.fly_many`,
packing of the input and ranges on the ellipsoid included, after one call that warms up. All other contenders fly
the same seeded spread of flights unless said otherwise; compilation is never timed. Look at ratios: absolute rates
move with the machine and its load, which is stated above. The ratio is the median over rounds, each round compared
with itself.

**SciPy** (`solve_ivp`, RK45, rtol 1e-7, default atol) has the same physics, restarts at every change of thrust or
steering and stops on the ground by an event. How its right-hand side is written decides much: in scalars and the
`math` module it is several times faster than in small NumPy vectors, as manuals show it. Both are given, and the
targets are counted against each. A right-hand side in Python holds the interpreter's lock, so threads do not help it.

**heyoka** integrates by Taylor series compiled for the problem, in batch mode, several flights at a time. It needs
analytic functions: the atmosphere is the exponential of a polynomial, drag coefficients do not depend on Mach
number, the vertical rise has no drag. The rest (rotation, ellipsoid, J2, back-pressure, steering) is as in the
kernel. Its result is an inertial position and a time; the kernel also gives burnout, apogee, impact and range. Its
error is measured against DOP853 at rtol 1e-12 on its own equations, and its setting is the fastest of a small grid
that keeps the target's error.

**pytrajlib** flies its own vehicles with its own fixed steps on a sphere that does not rotate, with an exponential
atmosphere and constant coefficients, and carries an estimated state along with the true one. Its random errors are
switched off. It has no vehicle of two stages and no free choice of starts: falls of its re-entry vehicle stand in
for the arcs, its default three-stage booster for the flights. Its error is measured against DOP853 at rtol 1e-12 on
its own equations: it holds the acceleration constant over steps of one second.

**standoff's error** is measured against `standoff.flight.reference`: SciPy's DOP853 at rtol 1e-12 with the exact
layers of the atmosphere, so that it holds the rounding of the kernel's atmosphere as well as its steps."""
