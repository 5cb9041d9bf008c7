"""What a seat may be told beside that its input is wrong."""

from __future__ import annotations


class ForbiddenError(Exception):
    """The seat may not do this."""


class OutOfOrderError(Exception):
    """A message of a tab came before the one that goes before it. `expected` is the number that is awaited."""

    def __init__(self, message: str, expected: int) -> None:
        super().__init__(message)
        self.expected = expected
