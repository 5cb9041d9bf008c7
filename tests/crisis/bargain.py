"""A bargain for tests: A shuts a plant down against fuel of B, C verifies; then A dismantles it against a treaty."""

from standoff.crisis.agreements.agreement import Agreement, Ambiguity, BreachPolicy, Reading
from standoff.crisis.agreements.clause import Clause, ClauseKind, ClauseStatus, Need, Precondition
from standoff.crisis.agreements.sequence import Sequencing

DAY_S = 86400.0

SHUT = Clause(
    "shut",
    "shut the plant down",
    ("AAA",),
    ("BBB",),
    ClauseKind.REVERSIBLE_ASSET,
    due_s=60 * DAY_S,
    verifier="CCC",
    verifier_title="the agency",
    detection=0.8,
    reversal_s=30 * DAY_S,
    linked=("fuel",),
)
FUEL = Clause("fuel", "send fuel", ("BBB",), ("AAA",), precondition=Precondition((Need("shut"),)), due_s=30 * DAY_S)
SCRAP = Clause(
    "scrap",
    "dismantle the plant",
    ("AAA",),
    ("BBB",),
    precondition=Precondition((Need("fuel"),)),
    linked=("treaty",),
)
TREATY = Clause("treaty", "negotiate a treaty", ("AAA", "BBB"), (), ClauseKind.PROCEDURAL)
WORD = Clause("word", "say that no attack is meant", ("BBB",), ("AAA",), ClauseKind.DECLARATORY)

TREATY_FIRST = Reading(
    "treaty-first", "the treaty comes before dismantlement", ("AAA",), binds=("scrap",), needs=(Need("treaty"),)
)
SCRAP_FIRST = Reading(
    "scrap-first",
    "the treaty comes after dismantlement",
    ("BBB",),
    from_s=10 * DAY_S,
    binds=("treaty",),
    needs=(Need("scrap", ClauseStatus.VERIFIED),),
)
ORDER = Ambiguity("order", "treaty", "when is the treaty negotiated?", (TREATY_FIRST, SCRAP_FIRST))


def bargain(
    policy: BreachPolicy | None = None,
    clauses: tuple[Clause, ...] = (SHUT, FUEL, SCRAP, TREATY, WORD),
    sequencing: Sequencing = Sequencing.PARALLEL,
    bearer: str | None = None,
    ambiguities: tuple[Ambiguity, ...] = (ORDER,),
) -> Agreement:
    """The bargain between AAA and BBB."""
    return Agreement(
        "bargain",
        "The bargain",
        ("AAA", "BBB"),
        clauses,
        sequencing,
        bearer,
        ambiguities,
        policy or BreachPolicy(),
    )
