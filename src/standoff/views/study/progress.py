"""Progress of long work on standard error: a bar with rate and time left on a terminal, one line each for what matters.

Nothing but those lines is written where standard error is no terminal.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from standoff.base.files import readable

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import Task, TaskID


class Progress:
    """Shows how a study gets on. Use as a context: it clears its bar, and says how to resume after Ctrl-C."""

    def __init__(self, out: Path | None) -> None:
        self._out = out
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        if isinstance(error, KeyboardInterrupt):
            self._say(
                "interrupted; without --out nothing is kept"
                if self._out is None
                else f"interrupted; finished blocks are kept in {readable(self._out)}, and the same command goes on"
            )

    def note(self, text: str) -> None:
        """Say a line."""
        self._say(text)

    def begin(self, runs: int, found: int, blocks: int, blocks_found: int) -> None:
        """Work begins, with so much of it done before."""
        if blocks_found:
            self._say(f"found {blocks_found:,} of {blocks:,} blocks finished before; going on with the others")
        if sys.stderr.isatty():
            self._bar = _bar()
            self._bar.start()
            self._task = self._bar.add_task("runs", total=runs, completed=found, found=found)

    def advance(self, runs: int) -> None:
        """So many more runs are done."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, runs)

    def finish(self, what: str) -> None:
        """Something else is being done now."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=what)

    def _say(self, text: str) -> None:
        sys.stderr.write(f"standoff: {text}\n")
        sys.stderr.flush()


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        ProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        """Runs a second, since this command began."""

        def render(self, task: Task) -> Text:
            done, elapsed = task.completed - task.fields["found"], task.elapsed or 0.0
            return Text(f"{done / elapsed:,.0f} runs/s" if done > 0 and elapsed > 0 else "")

    return Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    )
