"""What all summaries on a terminal share: a width, headings, sentences with a dash, and no blanks at line ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH: Final = 100


@contextmanager
def printing(file: TextIO) -> Iterator[Console]:
    """A console whose text is written to a file at the end: at most `WIDTH` wide on a terminal, so wide elsewhere."""
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH
    with console.capture() as captured:
        yield console
    file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def section(console: Console, title: str) -> None:
    """A heading with a blank line before it."""
    console.print()
    console.print(Text(title, style="bold underline" if console.is_terminal else "bold"))


def sentences(console: Console, told: Iterable[str]) -> None:
    """Sentences, each behind a dash and indented where it runs on."""
    for sentence in told:
        grid = Table.grid(padding=(0, 1))
        grid.add_row("-", sentence)
        console.print(grid)


def table(*columns: tuple[str, int | None]) -> Table:
    """A table of columns (title, width); those without a width share what is left."""
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    for title, width in columns:
        if width is None:
            made.add_column(title, ratio=1, overflow="fold")
        else:
            made.add_column(title, width=width, overflow="fold")
    return made
