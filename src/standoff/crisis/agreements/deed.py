"""A deed: what an actor does about an agreement."""

from __future__ import annotations

from dataclasses import dataclass

from standoff.crisis.agreements.agreement import Agreement


@dataclass(frozen=True)
class Deed:
    """What an actor does: a verb, and the clause or the reading that it is about.

    `in_full`: whether a performance is all that was promised; others learn of it by verification alone. `says`: the
    actor's own reason, for the record. `chance`: a uniform number in [0, 1) for `verify`, from the engine's streams;
    the default misses nothing that can be found.
    """

    verb: str
    actor: str
    clause: str | None = None
    reading: str | None = None
    in_full: bool = True
    says: str = ""
    chance: float = 0.0

    def because(self, text: str) -> str:
        """A reason with what the actor says about it."""
        return f"{text}: {self.says}" if self.says else text


def no_signatory(agreement: Agreement, deed: Deed) -> str | None:
    """Why the actor has no say in the package; None if it has."""
    if deed.actor in agreement.signatories:
        return None
    return f"{deed.actor} is not a signatory of {agreement.id} ({', '.join(agreement.signatories)})"
