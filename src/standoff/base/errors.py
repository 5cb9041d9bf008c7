"""Errors that a user can mend, in one clear sentence.

An `InputError` says where (file, line, field), what was found (value) and what is allowed. The command line prints it
and ends with exit status 2; anything else that escapes is a fault of the program and ends with 1.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(eq=False)
class InputError(ValueError):
    """Input that is refused before anything runs."""

    message: str
    file: str | Path | None = None
    line: int | None = None
    field: str | None = None
    value: object = None
    allowed: str | None = None

    def __str__(self) -> str:
        place = "" if self.file is None else str(self.file)
        if self.line is not None:
            place += f":{self.line}" if place else f"line {self.line}"
        parts = [place, self.field or "", self.message]
        text = ": ".join(part for part in parts if part)
        if self.value is not None:
            text += f" (got {self.value!r})"
        if self.allowed is not None:
            text += f"; allowed: {self.allowed}"
        return text


def nearest(name: str, known: Iterable[str]) -> str:
    """Advice for a name that is not known: the nearest one, or the whole list."""
    names = sorted(known)
    close = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    if close:
        return f"did you mean {close[0]!r}?"
    return "one of " + ", ".join(names) if names else "nothing is known by name"
