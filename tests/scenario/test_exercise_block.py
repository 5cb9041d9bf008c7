"""The block `exercise`: what is wrong in it is refused with file and line, and injects come back as they went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scenario.refusals import assert_refused
from standoff.base.errors import InputError
from standoff.engine.run import run
from standoff.scenario.injects import inject_from
from standoff.scenario.loading import SHIPPED_SCENARIOS, Scenario, load_scenario
from standoff.scenario.schema.exercise import ExerciseBlock, InjectBlock

CRISIS = (Path(__file__).parents[1] / "engine" / "crisis.yaml").read_text(encoding="utf-8")
EXERCISE = """
exercise:
  title: A day of words
  summary: Made up.
  served_as: quiet
  rate: 600
  cells:
    AAA: {brief: You want the city., goals: [Get it, Keep your missiles], seats: 2}
    FFF: {people: false}
  objectives:
    - {id: no-raid, title: No missile is fired, when: raid > 0, by: P9D, fails: true}
    - {id: calm, title: The threat is put off, cell: DDD, when: 'threat.strike == "suspended"', note: made up}
    - {id: talk, title: The cells talk to one another}
  msel:
    - {id: opening, number: "1.10", title: Opening, at: PT1H, text: It begins., to: [AAA, DDD], method: email}
    - id: threatened
      title: The threat is out
      when: 'threat.strike == "announced"'
      after: P1D
      until: P5D
      from: A wire service
      method: news
      text: A threat is reported.
      expected: An answer
      objectives: [calm, no-raid]
      state: approved
      columns: {Owner: J3}
    - id: trial
      title: A test
      text: Somebody tests.
      automatic: false
      orders:
        - {actor: AAA, move: test, with: {missile: nodong, from: pad, to: "39.0,134.0"}, says: A test}
        - {actor: DDD, move: send, with: {unit: the-ship, station: at-sea}}
variants:
  quiet: {title: Quiet, remove: [crisis.history.blow]}
"""
TEXT = CRISIS + EXERCISE


def written(folder: Path, text: str = TEXT) -> Path:
    file = folder / "crisis.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    return load_scenario(written(tmp_path))


def block_of(scenario: Scenario) -> ExerciseBlock:
    assert scenario.model.exercise is not None
    return scenario.model.exercise


def test_the_block_is_read_with_its_defaults(scenario: Scenario) -> None:
    block = block_of(scenario)
    assert (block.title, block.served_as, block.rate) == ("A day of words", "quiet", 600.0)
    assert (block.cells["AAA"].seats, block.cells["AAA"].people, block.cells["FFF"].people) == (2, True, False)
    opening, threatened, trial = block.msel
    assert (opening.number, opening.sender, opening.state, opening.automatic) == (
        "1.10",
        "Exercise control",
        "draft",
        True,
    )
    assert (threatened.sender, threatened.columns, threatened.objectives) == (
        "A wire service",
        {"Owner": "J3"},
        ("calm", "no-raid"),
    )
    assert (trial.at, trial.when, trial.automatic, trial.to) == (None, None, False, ())
    assert [order.parameters for order in trial.orders][1] == {"unit": "the-ship", "station": "at-sea"}


def test_variants_and_the_document_of_a_record_have_it_too(tmp_path: Path) -> None:
    quiet = load_scenario(f"{written(tmp_path)}:quiet", ["exercise.msel.opening.at=PT2H"])
    assert block_of(quiet).msel[0].at == "PT2H"
    again = Scenario.from_documents(quiet.document, quiet.library)
    assert again.model.exercise == quiet.model.exercise


def test_missiles_of_orders_are_library_items_by_their_own_names(tmp_path: Path) -> None:
    found = load_scenario(
        written(
            tmp_path, TEXT.replace('missile: nodong, from: pad, to: "39.0', 'missile: Hwasong-7, from: pad, to: "39.0')
        )
    )
    assert block_of(found).msel[2].orders[0].parameters["missile"] == "nodong"


def test_a_run_does_not_play_it(tmp_path: Path) -> None:
    plain = run(load_scenario(written(tmp_path, CRISIS)))
    with_exercise = run(load_scenario(written(tmp_path)))
    assert list(plain.record.events) == list(with_exercise.record.events)


TRIAL = '{actor: AAA, move: test, with: {missile: nodong, from: pad, to: "39.0,134.0"}'
WHEN = 'threat.strike == "announced"\'\n      after'

# what is wrong, the text that is changed, what it becomes, words of the message, text of the line that is named
CASES = [
    ("an unknown field", "rate: 600", "rates: 600", "is not a known field.*rate", "rates"),
    ("a rate too fast", "rate: 600", "rate: 4000", "is out of bounds.*3600", "rate: 4000"),
    ("an unknown variant", "served_as: quiet", "served_as: quite", "did you mean 'quiet'", "served_as: quite"),
    ("a cell of nobody", "    FFF: {people", "    GGG: {people", "is not an actor.*AAA, DDD, FFF", "GGG"),
    ("a cell without seats", "seats: 2", "seats: 0", "is out of bounds", "seats: 0"),
    ("an objective of nobody", "cell: DDD", "cell: DDE", "is not an actor", "cell: DDE"),
    (
        "an objective twice",
        "{id: talk,",
        "{id: calm,",
        "is a duplicate.*an unused id .on line",
        "{id: calm, title: The cells",
    ),
    ("an objective after ENDEX", "by: P9D", "by: P11D", "is after ENDEX.*2030-01-11", "by: P11D"),
    ("an objective that cannot be read", "when: raid > 0", "when: raid >", "does not parse at column 7", "raid >,"),
    (
        "an objective of an unknown name",
        "when: raid > 0",
        "when: raids > 0",
        "unknown name 'raids' at column 1",
        "raids",
    ),
    ("an inject twice", "id: threatened", "id: opening", "is a duplicate.*'opening'", "- id: opening"),
    ("an inject for nobody", "to: [AAA, DDD]", "to: [AAA, DDE]", "is not an actor", "DDE"),
    ("both at and when", "      after: P1D", "      at: P1D", "has both at and when", "when: 'threat"),
    ("a moment before STARTEX", "at: PT1H", 'at: "2029-12-31T23:00:00Z"', "is before STARTEX", "2029-12-31"),
    ("a moment that is none", "at: PT1H", "at: noon", "is not a time", "noon"),
    (
        "a window without a condition",
        "at: PT1H,",
        "at: PT1H, after: PT1H,",
        "has no condition to look at",
        "after: PT1H",
    ),
    ("a window that ends first", "until: P5D", "until: P1D", "is not after its beginning.*after P1D", "until: P1D"),
    ("a condition that cannot be read", WHEN, WHEN.replace('d"', "d"), "does not parse at column", "when: 'threat"),
    (
        "a condition of an unknown threat",
        "threat.strike ==",
        "threat.strik ==",
        "unknown threat 'strik'",
        "threat.strik",
    ),
    ("a condition that never holds", WHEN, WHEN.replace("announced", "anounced"), "which it never is", "anounced"),
    ("a condition of nobody", WHEN, "alert[self] > 2'\n      after", "asks for 'self'", "alert"),
    ("an unknown method", "method: news", "method: new", "did you mean 'news'", "method: new"),
    ("an unknown state", "state: approved", "state: aproved", "draft, reviewed, approved", "aproved"),
    ("an unknown objective", "[calm, no-raid]", "[calm, no-raids]", "did you mean 'no-raid'", "no-raids"),
    ("a number without quotes", '"1.10"', "1.10", "is not text.*in quotes", "1.10"),
    ("an empty text", "text: A threat is reported.", 'text: " "', "is empty", 'text: " "'),
    ("an order of nobody", "{actor: AAA, move: test", "{actor: AAB, move: test", "is not an actor", "AAB"),
    ("an unknown move", "move: send, with", "move: sent, with", "did you mean 'send'", "sent"),
    ("a launch", "move: test, with", "move: launch, with", "is no move that an inject sets going", "launch"),
    (
        "an order of another's unit",
        "{actor: DDD, move: send",
        "{actor: FFF, move: send",
        "may not send",
        "FFF, move: send",
    ),
    ("an unknown unit", "unit: the-ship, station", "unit: a-ship, station", "is not a unit", "a-ship"),
    ("a station of no unit", "station: at-sea", "station: at-home", "is not a station of the-ship", "at-home"),
    ("a missile that is none", TRIAL, TRIAL.replace("nodong", "an-spy-1d"), "is not a missile", "an-spy-1d"),
    (
        "a target that is missing",
        TRIAL,
        "{actor: AAA, move: threaten, with: {threat: strike}",
        "has no target",
        "threaten",
    ),
    (
        "somebody else's threat",
        TRIAL,
        "{actor: FFF, move: put-off, with: {threat: strike}",
        "is a threat of AAA, not of FFF",
        "put-off",
    ),
    (
        "a threat to oneself",
        TRIAL,
        "{actor: AAA, move: threaten, target: AAA",
        "nobody threatens himself",
        "target: AAA",
    ),
]


@pytest.mark.parametrize(("old", "new", "words", "line"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_one_clear_message(tmp_path: Path, old: str, new: str, words: str, line: str) -> None:
    assert old in EXERCISE
    assert_refused(written(tmp_path, CRISIS + EXERCISE.replace(old, new, 1)), words, line)


def without_crisis(block: str) -> str:
    return CRISIS[: CRISIS.index("crisis:\n")] + block


def test_without_a_crisis_there_are_dates_and_hands_alone(tmp_path: Path) -> None:
    block = "exercise: {title: E, msel: [{id: a, title: A, text: B, %s}], objectives: [{id: o, title: O%s}]}\n"
    assert block_of(load_scenario(written(tmp_path, without_crisis(block % ("at: P1D", ""))))).msel[0].at == "P1D"
    for change, words in (
        (("when: raid > 0", ""), "needs a crisis to look at"),
        (("at: P1D", ", when: raid > 0"), "needs a crisis to look at"),
        (("orders: [{actor: AAA, move: say}]", ""), "needs a crisis to act in"),
    ):
        with pytest.raises(InputError, match=words):
            load_scenario(written(tmp_path, without_crisis(block % change)))


WHOLE: dict[str, Any] = {
    "id": "later",
    "number": "2.01",
    "title": "Later",
    "when": "raid > 0",
    "after": "P1D",
    "until": "2030-01-05T00:00:00Z",
    "from": "Somebody",
    "to": ["FFF"],
    "method": "telephone",
    "text": "Line one\nline two",
    "expected": "Nothing",
    "objectives": ["calm"],
    "state": "reviewed",
    "automatic": False,
    "orders": [{"actor": "FFF", "move": "say", "target": "AAA", "says": "A word"}],
    "columns": {"B": "2", "a": "1"},
    "source": "assumption",
    "note": "made up",
}


@pytest.mark.parametrize("data", [WHOLE, {"id": "least", "title": "Least", "text": "Text"}], ids=["whole", "least"])
def test_an_inject_comes_back_as_the_dict_that_it_was(scenario: Scenario, data: dict[str, Any]) -> None:
    plain = inject_from(data, scenario).plain()
    assert plain == data
    assert list(plain) == list(data)
    assert inject_from(plain, scenario) == inject_from(data, scenario)


def test_every_inject_of_a_scenario_comes_back(scenario: Scenario) -> None:
    for inject in (*block_of(scenario).msel, *block_of(load_scenario("korea-2017")).msel):
        assert InjectBlock.model_validate(inject.plain()) == inject


def test_texts_lose_the_blanks_about_them_and_carriage_returns(scenario: Scenario) -> None:
    inject = inject_from({"id": "a", "title": " A\n", "text": "one\r\ntwo\r", "columns": {" c ": " d "}}, scenario)
    assert (inject.title, inject.text, inject.columns) == ("A", "one\ntwo", {"c": "d"})


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"to": ["AAA", "BBB"]}, "to.1", "is not an actor"),
        ({"objectives": ["calmer"]}, "objectives.0", "did you mean 'calm'"),
        ({"when": "raid >"}, "when", "does not parse at column"),
        ({"at": "P1D"}, "when", "has both at and when"),
        ({"text": "a\x07b"}, "text", "holds a character that cannot be written"),
        ({"text": "long" * 5000}, "text", "is too long.*20000.*at most 15,000"),
        ({"orders": [{"actor": "FFF", "move": "announce", "with": {"drill": "game"}}]}, "orders.0.with.drill", "games"),
        (
            {"orders": [{"actor": "AAA", "move": "shelve", "with": {"drill": "games"}}]},
            "orders.0.with.drill",
            "is a drill of",
        ),
        ({"titel": "x"}, "titel", "did you mean 'title'"),
    ],
)
def test_an_inject_by_itself_is_refused_by_its_fields(
    scenario: Scenario, change: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(InputError, match=words) as caught:
        inject_from({**WHOLE, **change}, scenario)
    assert (caught.value.file, caught.value.line, caught.value.field) == (None, None, field)


def test_orders_about_what_is_anothers_are_refused() -> None:
    korea = load_scenario("korea-2017")
    for actor, move, target, parameters, words in (
        ("USA", "suspend-threat", "USA", {"threat": "guam-salvo"}, "is a threat of PRK"),
        ("PRK", "carry-out-threat", "JPN", {"threat": "guam-salvo"}, "is a threat to USA"),
        ("USA", "deploy-forces", None, {"unit": "pac3-kochi"}, "is a unit of JPN"),
        ("PRK", "begin-drill", None, {"drill": "ufg-2017"}, "is a drill of USA, KOR"),
        ("KOR", "cast-vote", None, {"draft": "unsc-2371", "vote": "yes"}, "has no seat"),
        ("CHN", "withdraw-draft", None, {"draft": "unsc-2371"}, "is a draft of USA"),
        ("CHN", "implement-sanctions", "PRK", {"degree": 2}, "is no degree"),
        ("CHN", "implement-sanctions", "PRK", {"degree": 1, "sector": "tea"}, "no measure is about"),
        ("CHN", "ease-sanctions", "PRK", {"measure": "unsc-2371-coal"}, "was imposed by UNO"),
        ("KOR", "affirm-commitment", "USA", {"commitment": "usa-jpn"}, "is between USA and JPN"),
        ("JPN", "sign-agreement", None, {"agreement": "double-suspension"}, "without JPN"),
        ("KOR", "sign-agreement", None, {"agreement": "joint-statement-2005"}, "has collapsed before STARTEX"),
        ("USA", "perform-clause", None, {"clause": "double-suspension/no-tests"}, "binds PRK"),
        ("CHN", "verify-clause", None, {"clause": "double-suspension/no-tests"}, "is verified by nobody"),
        ("UNO", "show-force", "PRK", {}, "the United Nations as such has no forces"),
    ):
        order = {"actor": actor, "move": move, **({"target": target} if target else {}), "with": parameters}
        with pytest.raises(InputError, match=words):
            inject_from({"id": "a", "title": "A", "text": "B", "orders": [order]}, korea)


def test_shipped_scenarios_that_have_an_exercise_name_a_variant_to_serve() -> None:
    block = block_of(load_scenario(SHIPPED_SCENARIOS / "korea-2017.yaml"))
    assert block.served_as == "let-loose"
