"""Who is told how long work gets on; what is shown of it is theirs to decide."""

from __future__ import annotations

from typing import Protocol


class Watch(Protocol):
    """Who is told how a study gets on."""

    def note(self, text: str) -> None:
        """Something that whoever asked for the study should know."""

    def begin(self, runs: int, found: int, blocks: int, blocks_found: int) -> None:
        """Work begins on `runs` runs in `blocks` blocks, of which `found` in `blocks_found` were there already."""

    def advance(self, runs: int) -> None:
        """So many more runs are done."""

    def finish(self, what: str) -> None:
        """The runs are done and something else is being done now."""


class Unwatched:
    """Nobody is told."""

    def note(self, text: str) -> None:
        """Say nothing."""

    def begin(self, runs: int, found: int, blocks: int, blocks_found: int) -> None:
        """Say nothing."""

    def advance(self, runs: int) -> None:
        """Say nothing."""

    def finish(self, what: str) -> None:
        """Say nothing."""
