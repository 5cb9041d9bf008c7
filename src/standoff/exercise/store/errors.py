"""What can befall the store, by name, so that the server can answer for it."""

from __future__ import annotations


class StoreUnavailableError(Exception):
    """The database cannot be used at present, and nothing of what was asked is in it. Asking again later is safe."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the database cannot be used at present: {reason}")
        self.reason = reason
        """Why, in words of the database."""


class InUseError(StoreUnavailableError):
    """Another server has the database, or has had it meanwhile."""


class RepeatedMessageError(Exception):
    """A message of a tab was stored before: its answer is in `Store.receipt`, and it is not stored again."""

    def __init__(self, by: str, tab: str | None, message: int | None) -> None:
        super().__init__(f"message {message} of tab {tab!r} by {by!r} is stored already")
