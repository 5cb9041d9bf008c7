"""The summary that `standoff study` prints: plain words first, then outcomes, what moves them, failures and files."""

from __future__ import annotations

from pathlib import Path
from typing import Final, TextIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.base.files import readable
from standoff.views.printing import printing, section, sentences
from standoff.views.study import words as words
from standoff.views.study.words import Summary
from standoff.views.wording import count, sentence_case

# What is printed of the outcomes; the rest is in the files.
_OUTCOMES: Final = ("leakers", "leak_free", "leak_rate", "intercepted", "failed", "interceptors_fired")
_MOVERS: Final = 6
_FAILURES: Final = 3
_FILES: Final = (
    ("report.html", "the report: figures, tables, how to run it again"),
    ("runs.parquet", "one row a run"),
    ("points.parquet", "one row a point: values of the parameters, mean outcomes"),
    ("summary.json", "the numbers of this summary"),
)


def print_study(summary: Summary, folder: Path | None, file: TextIO) -> None:
    """Print the summary of a study; `folder` is where its files are, if anywhere."""
    with printing(file) as console:
        _print(console, summary, folder)


def _print(console: Console, summary: Summary, folder: Path | None) -> None:
    console.print(Text(summary["title"], style="bold"))
    console.print(Text(f"{summary['scenario']}, seed {summary['seed']}", style="dim"))
    console.print(words.asked(summary))
    console.print()
    console.print(Text(words.headline(summary), style="bold"))
    sentences(console, words.account(summary))
    section(console, "Outcomes of a run")
    console.print(_outcomes(summary))
    section(console, "What moves the number of leakers")
    _movers(console, summary)
    if summary["failures"]:
        section(console, "Failed runs")
        _failures(console, summary)
    if folder is not None:
        section(console, "Files")
        _files(console, folder)


def _table(*headings: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for index, heading in enumerate(headings):
        table.add_column(heading, justify="left" if index == 0 else "right", overflow="fold")
    return table


def _outcomes(summary: Summary) -> Table:
    table = _table("", "mean", "95 % interval", "runs, 5-95 %", "worlds, 5-95 %", "world's share")
    for metric in _OUTCOMES:
        found = summary["metrics"].get(metric)
        if found is None or (metric == "failed" and not found["mean"]):
            continue
        mean, low, high = (words.amount(metric, value) for value in (found["mean"], *found["ci95"]))
        runs = " to ".join(words.amount(metric, found[level]) for level in ("p05", "p95"))
        worlds = " to ".join(words.amount(metric, found["world"][level]) for level in ("p05", "p95"))
        share = words.amount("leak_rate", found["share_world"])
        interval = "-" if found["ci95"][0] is None else f"{low} to {high}"
        worlds = "-" if found["world"]["p05"] is None else worlds
        table.add_row(sentence_case(words.metric_name(metric)), mean, interval, runs, worlds, share)
    return table


def _movers(console: Console, summary: Summary) -> None:
    entry = words.sensitivity_of(summary, "leakers")
    if entry["left_out"] is not None:
        console.print(f" left out: {entry['left_out']}")
        return
    table = _table("", "PAWN index" if entry["method"] == "pawn" else "Sobol' total", "more of it")
    for mover in words.movers(summary, "leakers")[:_MOVERS]:
        way = {1: "more leakers", -1: "fewer leakers"}.get(mover.direction, "-")
        table.add_row(mover.label, f"{mover.index:.2f}", way if mover.clear else "within noise")
    console.print(table)
    console.print(f" Noise alone reaches {entry['floor']:.2f}.")


def _failures(console: Console, summary: Summary) -> None:
    for failure in summary["failures"][:_FAILURES]:
        first = failure["runs"][0]
        which = f"run {first}" if failure["count"] == 1 else f"runs {first} and {failure['count'] - 1} more"
        text = f"point {failure['point']}, {which}, seed {failure['seed']}: {failure['reason']}"
        console.print(Padding(text, (0, 0, 0, 1)))
    more = len(summary["failures"]) - _FAILURES
    if more > 0:
        console.print(f" and {count(more, 'more failure')}, in summary.json")


def _files(console: Console, folder: Path) -> None:
    console.print(f" in {readable(folder)}", soft_wrap=True)
    grid = Table.grid(padding=(0, 2))
    for name, purpose in _FILES:
        grid.add_row(f" {name}", purpose)
    console.print(grid)
