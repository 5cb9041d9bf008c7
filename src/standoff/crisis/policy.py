"""What every policy has in common: it looks at the crisis and says what its actor wishes to do.

A policy is a pure function of what it sees, what it remembers and the numbers drawn for it. It takes no action: its
wishes become orders through the door that all orders use, and may be refused there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

View = Mapping[str, Any]
"""The crisis as conditions see it: name -> value (`view["tone"]["USA"]["PRK"]`)."""

Memory = Mapping[str, Any]
"""What an actor's policies remember: each policy keeps one entry, which never changes in place, under its own name."""

Drawer = Callable[..., float]
"""Draws a number in [0, 1) from the stream that is named by its arguments, all text; the same name, the same number."""


class Wish(NamedTuple):
    """A move that a policy wants its actor to take now, or its word that it holds back.

    Attributes:
        move: id of the move; empty: it has decided to do nothing, and the record shall say why.
        target: toward whom, if toward anybody.
        parameters: the move's parameters, name -> value.
        why: the reason in a few words, for the record.
        says: what the actor says with it, if anything.
    """

    move: str
    target: str | None = None
    parameters: Mapping[str, Any] = MappingProxyType({})
    why: str = ""
    says: str = ""

    @property
    def holds_back(self) -> bool:
        """Whether it is the wish to do nothing."""
        return not self.move


class Policy(Protocol):
    """A player of one seat, or of a part of it: all policies of an actor act, each at its own rhythm."""

    @property
    def name(self) -> str:
        """Names its entry in the memory and its random numbers (`PRK/reciprocal/USA`): unique in a crisis."""

    @property
    def actor(self) -> str:
        """Whom it plays."""

    @property
    def every_s(self) -> float:
        """The rhythm of its deliberations, seconds."""

    def decide(self, view: View, memory: Memory, now_s: float, dt_s: float, draw: Drawer) -> tuple[Memory, list[Wish]]:
        """What it wishes to do now.

        Args:
            view: the crisis as it stands, seen by the actor (`self`).
            memory: what the actor's policies remember.
            now_s: seconds after STARTEX.
            dt_s: the span for which it deliberates: seconds until the next time.
            draw: gives the random numbers.

        Returns:
            The new memory (the old one stays as it is), and the wishes in the order in which to give them.
        """


@dataclass(frozen=True)
class Option:
    """A move as a policy's block names it, with its parameters and words; `aimed`: it is done to an actor."""

    move: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    aimed: bool = True
    says: str = ""

    def wish(self, target: str | None, why: str) -> Wish:
        """The wish to take it, toward the target if it is done to anybody."""
        return Wish(self.move, target if self.aimed else None, self.parameters, why, self.says)


def moment(now_s: float) -> str:
    """The moment of a deliberation as part of a stream's name, to the second."""
    return f"{now_s:.0f}"
