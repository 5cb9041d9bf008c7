"""The blocks crisis.agreements and crisis.commitments: read, refused with file and line, and built."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import Field

from standoff.base.errors import InputError
from standoff.base.time import parse_utc
from standoff.crisis.agreements.agreement import Status
from standoff.crisis.agreements.clause import ClauseStatus, Due, Need
from standoff.crisis.commitments import Signal
from standoff.crisis.condition import Vocabulary
from standoff.scenario import yaml
from standoff.scenario.agreement_checks import Known, problems
from standoff.scenario.agreements_of import begin_agreements, build_agreements, build_commitments, names_of
from standoff.scenario.schema.agreements import AgreementBlock, CommitmentBlock
from standoff.scenario.schema.common import Block, Id
from standoff.scenario.validation import validated
from standoff.scenario.values import Values, quantities_of

TEXT = """\
agreements:
  bargain:
    title: The bargain
    signatories: [PRK, USA]
    sequencing: parallel
    clauses:
      shut:
        action: shut the plant down
        obligor: PRK
        beneficiary: [USA]
        type: reversible-asset
        due: {within: {value: 60, unit: d}, after: agreed}
        verifier:
          actor: UNO
          body: the agency
          detection: {low: 0.5, nominal: 0.8, high: 0.9, unit: 1, source: assumption, note: for the test}
        reversal:
          time: {low: 60, nominal: 90, high: 365, unit: d, source: assumption, note: for the test}
        linked: [fuel]
      fuel:
        action: send fuel
        obligor: USA
        type: material
        precondition: {clauses: [{shut: verified}], if: calm}
    ambiguities:
      order:
        clause: fuel
        question: when?
        readings:
          before: {text: fuel comes first, actors: [PRK], from: 2005-09-20T00:00:00Z, binds: shut, first: [fuel]}
          after: {text: fuel comes after, first: [shut]}
    breach: {suspends: all, collapse_after: 2, fatal: [shut], lapse: {value: 365, unit: d}}
    begins:
      status: holding
      reason: the plant is shut
      agreed: 2005-09-10T00:00:00Z
      clauses:
        shut: {status: performed, reason: seals}
    source: for the test
commitments:
  usa-jpn:
    title: The treaty
    guarantor: USA
    beneficiary: JPN
    trigger: "!calm"
    responses: [{move: strike, target: PRK}, {move: deploy, with: {unit: destroyer}}]
    needed: 1
    within: {low: 1, nominal: 7, high: 30, unit: d, source: assumption, note: for the test}
    credibility: {low: 0.3, nominal: 0.7, high: 0.9, unit: 1, source: assumption, note: for the test}
    steps:
      statement: {value: 0.02, unit: 1, source: assumption, note: for the test}
      failed: {value: 0.5, unit: 1, source: assumption, note: for the test}
    units: [destroyer]
    drills: [ufg]
    source: Article V
"""
STARTEX = parse_utc("2005-09-19T00:00:00Z")
WORDS = Vocabulary({"calm": ("bool", 0)})
KNOWN = Known(("PRK", "USA", "JPN", "UNO"), WORDS, ("strike", "deploy"), ("destroyer",), ("ufg",))


class Both(Block):
    """The two blocks alone."""

    agreements: dict[Id, AgreementBlock] = Field(default_factory=dict)
    commitments: dict[Id, CommitmentBlock] = Field(default_factory=dict)


def read(tmp_path: Path, text: str = TEXT) -> tuple[Any, Both]:
    """The text as a file, as data with lines and as checked blocks."""
    file = tmp_path / "crisis.yaml"
    file.write_text(text, encoding="utf-8")
    root = yaml.load_file(file)
    return root, validated(Both, root)


def seconds(moment: str) -> float:
    """Seconds after STARTEX."""
    return (parse_utc(moment) - STARTEX).total_seconds()


def found(tmp_path: Path, old: str, new: str) -> InputError:
    """The first problem of the text with one change."""
    assert TEXT.count(old) == 1, "the change must hit one place"
    root, both = read(tmp_path, TEXT.replace(old, new))
    return next(problems(root, both.agreements, both.commitments, KNOWN, path=()))


def test_the_whole_text_has_no_problem(tmp_path: Path) -> None:
    root, both = read(tmp_path)
    assert list(problems(root, both.agreements, both.commitments, KNOWN, path=())) == []


def test_an_agreement_is_built_as_it_is_written(tmp_path: Path) -> None:
    _, both = read(tmp_path)
    agreement = build_agreements(both.agreements, Values(), WORDS, seconds)["bargain"]
    shut, fuel = agreement.clauses
    assert (shut.due_s, shut.due_after, shut.detection) == (60 * 86400.0, Due.AGREED, 0.8)
    assert (shut.verifier, shut.verifier_title, shut.reversal_s) == ("UNO", "the agency", 90 * 86400.0)
    assert fuel.beneficiaries == ("PRK",), "all other signatories where none is named"
    assert fuel.precondition.needs == (Need("shut", ClauseStatus.VERIFIED),)
    assert fuel.precondition.condition is not None
    assert agreement.readings["before"][1].from_s == 86400.0
    assert agreement.readings["before"][1].binds == ("shut",)
    assert agreement.readings["after"][1].binds == ("fuel",)
    assert (agreement.policy.fatal, agreement.policy.lapse_s) == (("shut",), 365 * 86400.0)
    state = begin_agreements(both.agreements, {"bargain": agreement}, seconds)["bargain"]
    assert state.status is Status.HOLDING
    assert state.clauses["shut"].status is ClauseStatus.PERFORMED
    assert state.agreed_s == -9 * 86400.0


def test_a_commitment_is_built_as_it_is_written(tmp_path: Path) -> None:
    _, both = read(tmp_path)
    commitment = build_commitments(both.commitments, Values(), WORDS)["usa-jpn"]
    assert (commitment.within_s, commitment.credibility, commitment.needed) == (7 * 86400.0, 0.7, 1)
    assert commitment.steps.signals[Signal.STATEMENT] == 0.02
    assert commitment.steps.signals[Signal.DEPLOYMENT] == 0.0
    assert commitment.steps.failed == 0.5
    assert commitment.responses[1].parameters == {"unit": "destroyer"}


def test_quantities_are_reached_by_path_for_studies(tmp_path: Path) -> None:
    _, both = read(tmp_path)
    paths = set(quantities_of(both))
    assert "agreements.bargain.clauses.shut.verifier.detection" in paths
    assert "commitments.usa-jpn.steps.failed" in paths
    point = {
        "crisis.agreements.bargain.clauses.shut.verifier.detection": 0.55,
        "crisis.commitments.usa-jpn.within": 2.0,
    }
    at = Values(point=point).under("crisis")
    assert build_agreements(both.agreements, at, WORDS, seconds)["bargain"].by_id["shut"].detection == 0.55
    assert build_commitments(both.commitments, at, WORDS)["usa-jpn"].within_s == 2 * 86400.0


def test_names_for_orders_and_conditions(tmp_path: Path) -> None:
    _, both = read(tmp_path)
    assert names_of(both.agreements, both.commitments) == {
        "agreement": ("bargain",),
        "clause": ("bargain/shut", "bargain/fuel"),
        "reading": ("before", "after"),
        "commitment": ("usa-jpn",),
    }


@pytest.mark.parametrize(
    ("old", "new", "field", "words", "at"),
    [
        ("signatories: [PRK, USA]", "signatories: [PRK, USB]", "agreements.bargain.signatories", "not an actor", 4),
        ("obligor: PRK", "obligor: JPN", "agreements.bargain.clauses.shut.obligor.0", "not a signatory", 9),
        ("actor: UNO", "actor: IAE", "agreements.bargain.clauses.shut.verifier.actor", "not an actor", 14),
        ("linked: [fuel]", "linked: [fule]", "agreements.bargain.clauses.shut.linked.0", "did you mean 'fuel'", 19),
        ("linked: [fuel]", "linked: [shut]", "agreements.bargain.clauses.shut.linked.0", "the clause itself", 19),
        (
            "{shut: verified}",
            "{shot: verified}",
            "agreements.bargain.clauses.fuel.precondition.clauses.0",
            "did you mean 'shut'",
            24,
        ),
        ("if: calm", "if: clam", "agreements.bargain.clauses.fuel.precondition.if", "'clam' at column 1", 24),
        ("if: calm", "if: 'calm &&'", "agreements.bargain.clauses.fuel.precondition.if", "does not parse", 24),
        ("clause: fuel", "clause: fool", "agreements.bargain.ambiguities.order.clause", "did you mean 'fuel'", 27),
        ("binds: shut", "binds: shot", "agreements.bargain.ambiguities.order.readings.before.binds.0", "'shut'", 30),
        ("actors: [PRK], ", "", "agreements.bargain.ambiguities.order.readings.before.from", "held by nobody", 30),
        ("fatal: [shut]", "fatal: [shat]", "agreements.bargain.breach.fatal.0", "did you mean 'shut'", 32),
        ("sequencing: parallel", "sequencing: front-loaded", "agreements.bargain.sequencing", "needs a bearer", 5),
        ("trigger: \"!calm\"", "trigger: \"calm ? 1 : 2\"", "commitments.usa-jpn.trigger", "not a condition", 45),
        ("move: strike", "move: stroke", "commitments.usa-jpn.responses.0.move", "did you mean 'strike'", 46),
        ("target: PRK}", "target: PRX}", "commitments.usa-jpn.responses.0.target", "not an actor", 46),
        ("needed: 1", "needed: 3", "commitments.usa-jpn.needed", "at most 2", 47),
        ("beneficiary: JPN", "beneficiary: USA", "commitments.usa-jpn.beneficiary", "guarantor itself", 44),
        ("units: [destroyer]", "units: [destroyers]", "commitments.usa-jpn.units.0", "did you mean 'destroyer'", 53),
        ("drills: [ufg]", "drills: [ugf]", "commitments.usa-jpn.drills.0", "did you mean 'ufg'", 54),
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, field: str, words: str, at: int
) -> None:
    problem = found(tmp_path, old, new)
    assert problem.field == field
    assert words in str(problem)
    assert problem.line == at
    assert str(problem.file).endswith("crisis.yaml")


def test_clauses_in_a_circle_are_refused_and_the_circle_is_named(tmp_path: Path) -> None:
    problem = found(tmp_path, "linked: [fuel]", "precondition: {clauses: [fuel]}")
    assert problem.field == "agreements.bargain.clauses.shut"
    assert problem.message == "waits for itself"
    assert problem.value == "shut -> fuel -> shut"
    assert problem.line == 7


def test_a_circle_that_sequencing_makes_is_refused(tmp_path: Path) -> None:
    problem = found(tmp_path, "sequencing: parallel", "sequencing: back-loaded\n    bearer: PRK")
    assert problem.value == "shut -> fuel -> shut"
    assert "sequencing back-loaded counts too" in str(problem)


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("type: material", "type: materiel", "agreements.bargain.clauses.fuel.type", "material"),
        (
            "{shut: verified}",
            "{shut: agreed}",
            "agreements.bargain.clauses.fuel.precondition.clauses.0.shut",
            "performed, verified",
        ),
        ("nominal: 0.8", "nominal: 1.8", "agreements.bargain.clauses.shut.verifier.detection.nominal", "at most 1"),
        ("suspends: all", "suspend: all", "agreements.bargain.breach.suspend", "did you mean 'suspends'"),
        ("status: holding", "status: held", "agreements.bargain.begins.status", "holding"),
        ("value: 0.02", "value: -0.02", "commitments.usa-jpn.steps.statement.value", "negative"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_format_is_refused(tmp_path: Path, old: str, new: str, field: str, words: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, TEXT.replace(old, new))
    assert refused.value.field == field
    assert words in str(refused.value)
    assert refused.value.line is not None
