"""The proposed events of an article, as a table."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from standoff.scenario.cameo import cameo
from standoff.scenario.coding.events import NO_DATE_WORDS
from standoff.views.printing import printing

if TYPE_CHECKING:
    from rich.console import Console

    from standoff.scenario.coding.coder import Coding
    from standoff.scenario.coding.events import Event


def print_coding(coding: Coding) -> None:
    """The events with their sentences, then what was taken out of the page."""
    with printing(sys.stdout) as console:
        _print(console, coding)


def _print(console: Console, coding: Coding) -> None:
    article = coding.article
    console.print(Text(article.title or article.file))
    console.print(Text(f"{article.words} words, {article.date or 'no date'} ({article.date_basis})"))
    if coding.events:
        console.print(_table(coding))
        console.print("conf.: a rule of thumb, no probability.  <>: done by both to each other.  Propose, then check.")
    else:
        console.print("No events found.")
    if coding.stripped:
        console.print("\nTaken out of the page")
    for entry in coding.stripped:
        console.print(Text(f"  line {entry.line}, {entry.reason}: {entry.text}"), no_wrap=True, overflow="ellipsis")


def _table(coding: Coding) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    for heading, width in (
        ("no.", 3),
        ("who", 10),
        ("CAMEO", 5),
        ("weight", 6),
        ("what, and who says so", None),
        ("date", 11),
        ("conf.", 5),
    ):
        right = heading in ("no.", "weight", "conf.")
        table.add_column(heading, overflow="fold", width=width, justify="right" if right else "left")
    shown = 0
    for event in sorted(coding.events, key=lambda event: event.sentence):
        if shown and event.sentence != shown:
            table.add_section()
        shown = event.sentence
        table.add_row(*_cells(event))
    return table


def _cells(event: Event) -> list[Text | str]:
    who = f"{event.source} {'<>' if event.mutual else '->'} {event.target or '?'}"
    name = cameo().name(event.code).removesuffix(", not specified below")
    said = "" if event.said_by.who is None else f"; {event.said_by.manner}: {event.said_by.who}"
    weight = f"{cameo().weight(event.code):+.1f}"
    basis = "" if event.date_basis == NO_DATE_WORDS else f" {event.date_basis}"
    date = f"?{basis}" if event.date is None else event.date.replace("/", "/ ")
    what = Text(f"{name} ({event.action}){said}")
    return [str(event.sentence), who, event.code, weight, what, Text(date), f"{event.confidence:.2f}"]
