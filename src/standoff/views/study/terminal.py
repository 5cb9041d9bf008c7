"""The summary that `standoff study` prints: plain words first, then outcomes, what moves them, failures and files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final, TextIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.base.files import readable
from standoff.views.printing import printing, section, sentences
from standoff.views.study import metrics as metrics
from standoff.views.study import words as words
from standoff.views.study.metrics import Summary
from standoff.views.study.movers import Mover, movers, sensitivity_of
from standoff.views.wording import count, sentence_case

_INDEX: Final = {"pawn": "PAWN index", "sobol": "Sobol' total"}
_MOVERS: Final = 6
# Of each of several outcomes.
_MOVERS_EACH: Final = 3
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
    if metrics.is_crisis(summary):
        section(console, "What moves them")
        _movers_of_each(console, summary)
    else:
        section(console, "What moves the number of leakers")
        _movers(console, summary, "leakers")
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
    for metric in metrics.printed(summary):
        found = summary["metrics"].get(metric)
        # Rungs are names: their shares are told above, and means of their numbers say nothing.
        if found is None or metrics.is_rung(metric) or (metric == "failed" and not found["mean"]):
            continue
        low, high = (metrics.amount(summary, metric, end) for end in found["ci95"])
        runs = " to ".join(metrics.amount(summary, metric, found[level]) for level in ("p05", "p95"))
        worlds = " to ".join(metrics.amount(summary, metric, found["world"][level]) for level in ("p05", "p95"))
        interval = "-" if found["ci95"][0] is None else f"{low} to {high}"
        worlds = "-" if found["world"]["p05"] is None else worlds
        if metrics.is_crisis(summary) and metrics.is_share(summary, metric):
            runs = "-"  # single runs say yes or no
        name, mean = metrics.heading(summary, metric), metrics.amount(summary, metric, found["mean"])
        table.add_row(sentence_case(name), mean, interval, runs, worlds, metrics.share(found["share_world"]))
    return table


def _movers(console: Console, summary: Summary, metric: str) -> None:
    entry = sensitivity_of(summary, metric)
    if entry["left_out"] is not None:
        console.print(f" left out: {entry['left_out']}")
        return
    table = _table("", _INDEX[entry["method"]], "more of it")
    for mover in movers(summary, metric)[:_MOVERS]:
        table.add_row(mover.label, f"{mover.index:.2f}", _way(summary, metric, mover))
    console.print(table)
    console.print(f" Noise alone reaches {entry['floor']:.2f}.")


def _movers_of_each(console: Console, summary: Summary) -> None:
    """The strongest parameters of each outcome that leads, those clear of noise."""
    table, left_out = _table("outcome", "parameter", "index", "noise", "more of it"), Counter[str]()
    table.columns[1].justify = "left"
    for metric in metrics.leading(summary):
        entry, name = sensitivity_of(summary, metric), sentence_case(metrics.metric_name(summary, metric))
        if entry["left_out"] is not None:
            left_out[entry["left_out"]] += 1
            continue
        clear = [mover for mover in movers(summary, metric) if mover.clear][:_MOVERS_EACH]
        if not clear:
            table.add_row(name, "none stands clear of noise", "", f"{entry['floor']:.2f}", "")
        for row, mover in enumerate(clear):
            first = (name, f"{entry['floor']:.2f}") if row == 0 else ("", "")
            table.add_row(first[0], mover.label, f"{mover.index:.2f}", first[1], _way(summary, metric, mover))
    if table.rows:
        console.print(table)
    for reason, outcomes in left_out.items():
        console.print(f" {count(outcomes, 'outcome')} left out: {reason}")


def _way(summary: Summary, metric: str, mover: Mover) -> str:
    return (metrics.way(summary, metric, mover.direction) or "-") if mover.clear else "within noise"


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
