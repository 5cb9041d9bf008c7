"""What actors do about an agreement: offer, accept, reject, withdraw; perform, verify, breach, suspend, resume, claim.

`obstacle` says why a deed cannot be done, `apply` does it. Both are pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from standoff.base.errors import nearest
from standoff.crisis.agreements import clause_deeds, package_deeds
from standoff.crisis.agreements.agreement import Agreement, Status
from standoff.crisis.agreements.bench import Bench, Result
from standoff.crisis.agreements.deed import Deed
from standoff.crisis.agreements.state import AgreementState


def obstacle(agreement: Agreement, state: AgreementState, deed: Deed) -> str | None:
    """Why a deed cannot be done now, in words; None if it can."""
    if deed.verb not in _VERBS:
        return f"{deed.verb!r} is not something to do about an agreement: {nearest(deed.verb, _VERBS)}"
    if state.status is Status.COLLAPSED:
        return f"{agreement.id} has collapsed: {state.reason}"
    return _VERBS[deed.verb].hinders(agreement, state, deed)


def apply(agreement: Agreement, state: AgreementState, deed: Deed, now_s: float) -> Result:
    """Do a deed. What cannot be done changes nothing and says so in a change `agreement_refused`."""
    bench = Bench(agreement, state, now_s)
    hindered = obstacle(agreement, state, deed)
    if hindered is not None:
        bench.tell("agreement_refused", {"verb": deed.verb, "clause": deed.clause, "reason": hindered}, deed.actor)
        return bench.result
    _VERBS[deed.verb].does(bench, deed)
    bench.settle()
    return bench.result


@dataclass(frozen=True)
class _Verb:
    """How a verb is hindered and how it is done."""

    hinders: Callable[[Agreement, AgreementState, Deed], str | None]
    does: Callable[[Bench, Deed], None]


_VERBS: Final[Mapping[str, _Verb]] = {
    "offer": _Verb(package_deeds.no_offer, package_deeds.offer),
    "accept": _Verb(package_deeds.no_acceptance, package_deeds.accept),
    "reject": _Verb(package_deeds.no_rejection, package_deeds.reject),
    "withdraw": _Verb(package_deeds.no_withdrawal, package_deeds.withdraw),
    "declare-collapse": _Verb(package_deeds.no_declaration, package_deeds.declare_collapse),
    "perform": _Verb(clause_deeds.no_performance, clause_deeds.perform),
    "verify": _Verb(clause_deeds.no_verification, clause_deeds.verify),
    "breach": _Verb(clause_deeds.no_breach, clause_deeds.breach),
    "suspend": _Verb(clause_deeds.no_suspension, clause_deeds.suspend),
    "resume": _Verb(clause_deeds.no_resumption, clause_deeds.resume),
    "claim": _Verb(clause_deeds.no_claim, clause_deeds.claim),
}

VERBS: Final = tuple(_VERBS)
