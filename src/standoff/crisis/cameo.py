"""CAMEO: codes for what one actor does to another, each with a Goldstein weight from -10 (conflict) to +10 (accord).

A code has two digits (a root, such as `13` threaten), three (a base, `138` threaten force) or four (`1384`). A code
without a weight of its own has that of its parent: the base's, else the root's. The names and weights are data; the
scenario room reads them (`standoff.scenario.cameo`).

Sources: Gerner, Schrodt, Yilmaz and Abu-Jabr 2002 (CAMEO); Goldstein 1992, Journal of Conflict Resolution 36 (weights).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from standoff.base.errors import InputError, nearest

ROOT_DIGITS: Final = 2


@dataclass(frozen=True)
class Code:
    """One code: its name and its own Goldstein weight, None if it has none of its own."""

    code: str
    name: str
    weight: float | None


@dataclass(frozen=True)
class Cameo:
    """The scheme: code -> what it is."""

    codes: Mapping[str, Code]

    def name(self, code: str) -> str:
        """What a code means. Raises `InputError` for an unknown code."""
        return self.entry(code).name

    def weight(self, code: str) -> float:
        """Goldstein weight (-10 to +10, no unit), the parent's if the code has none of its own.

        Raises:
            InputError: an unknown code, or one that has no weight anywhere above it.
        """
        own = self.entry(code).weight
        if own is not None:
            return own
        above = parent(code)
        if above is None or above not in self.codes:
            raise InputError("is a CAMEO code without a weight", value=code, allowed="a code whose root has a weight")
        return self.weight(above)

    def entry(self, code: str) -> Code:
        """One code's entry. Raises `InputError` for an unknown code, with the nearest one."""
        found = self.codes.get(code)
        if found is None:
            raise InputError("is not a CAMEO code", value=code, allowed=self._advice(code))
        return found

    def _advice(self, code: str) -> str:
        # A wrong code most often has a root that is known: that root's codes say more than one that looks alike.
        family = [known for known in self.codes if root(code) and known.startswith(root(code))]
        return f"a CAMEO code; {nearest(code, family)}" if family else "a CAMEO code such as 138"


def root(code: str) -> str:
    """The root of a code: `13` of `1384`."""
    return code[:ROOT_DIGITS]


def parent(code: str) -> str | None:
    """The code above: `138` of `1384`, `13` of `138`, None of `13`."""
    return code[:-1] if len(code) > ROOT_DIGITS else None
