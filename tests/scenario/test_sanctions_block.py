"""Sanctions in a file: read, refused with file and line, and turned into the domain's objects."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from standoff.base.errors import InputError
from standoff.base.quantity import Level
from standoff.crisis.sanctions.ledger import share_lost
from standoff.crisis.sanctions.state import ALL_SECTORS, in_force_now, start
from standoff.scenario import yaml
from standoff.scenario.measure_sets import MeasureSet, expand, shipped_sets
from standoff.scenario.sanctions_checks import problems
from standoff.scenario.sanctions_of import awaited, build_council, build_sanctions
from standoff.scenario.schema.sanctions import SanctionsBlocks
from standoff.scenario.validation import validated
from standoff.scenario.values import Values, quantities_of

ACTORS = ("USA", "JPN", "PRK", "CHN", "UNO")
STARTEX = datetime(2017, 8, 1, tzinfo=UTC)
DAY_S = 86400.0

SEATS = "\n".join(
    f"      {code}: {{title: Seat {code}, permanent: {'true' if code in ('CHN', 'USA') else 'false'}, "
    f"yes: {{value: 0.9, unit: 1, source: a vote}}}}"
    for code in ("CHN", "USA", "JPN", "BOL", "EGY", "ETH", "ITA", "KAZ", "SEN")
)

CRISIS = f"""\
crisis:
  measures:
    coal-cap:
      title: Some coal
      resolution: first
      target: PRK
      direction: export
      kind: cap
      sectors: coal
      cap:
        money: {{value: 400, unit: USD million, source: the text}}
        mass: {{value: 7500000, unit: t, source: the text}}
      adopted: 2016-11-30
      from: 2017-01-01
      superseded_by: coal-ban
      source: the text
    coal-ban:
      title: No coal
      resolution: second
      target: PRK
      direction: export
      kind: ban
      sectors: [coal]
      adopted: 2017-08-05
      grace: {{value: 30, unit: d, source: the text}}
      source: the text
    iron-ban:
      title: No iron
      resolution: second
      target: PRK
      direction: export
      kind: ban
      sectors: [iron]
      adopted: 2017-08-05
      source: the text
  trade:
    PRK:
      exports:
        coal-chn:
          sector: coal
          partner: CHN
          value: {{low: 1000, nominal: 1200, high: 1300, unit: USD million, source: customs}}
          mass: {{value: 22500000, unit: t, source: customs}}
        iron-oth:
          sector: iron
          partner: OTH
          value: {{value: 300, unit: USD million, source: customs}}
  implementation:
    CHN:
      degree: {{low: 0.5, nominal: 0.8, high: 1, unit: 1, source: a panel}}
      sectors:
        coal: {{value: 0.9, unit: 1, source: customs}}
    OTH:
      degree: {{value: 0.5, unit: 1, source: a panel}}
  council:
    source: the Charter
    members:
{SEATS}
  drafts:
    the-second:
      title: Full bans
      measures: [coal-ban, iron-ban]
      sponsor: USA
      earliest: 2017-08-05
      notice: {{value: 24, unit: h}}
      stances:
        CHN: {{yes: {{value: 0.5, unit: 1, source: a guess}}, otherwise: "no"}}
"""


def read(text: str) -> tuple[yaml.Mapping, SanctionsBlocks]:
    root = yaml.load(text, "crisis.yaml")
    return root, validated(SanctionsBlocks, root["crisis"], root, ("crisis",))


def refused(text: str) -> InputError:
    try:
        root, blocks = read(text)
    except InputError as error:
        return error
    found = list(problems(root, blocks, ACTORS, STARTEX))
    assert found, "nothing was refused"
    return found[0]


def test_blocks_become_measures_trade_and_council() -> None:
    root, blocks = read(CRISIS)
    assert list(problems(root, blocks, ACTORS, STARTEX)) == []
    sanctions = build_sanctions(blocks, STARTEX, Values())
    cap, ban, _ = sanctions.measures
    assert [(limit.dimension, limit.amount) for limit in cap.caps] == [("money USD", 400e6), ("mass", 7.5e9)]
    assert (cap.from_s, cap.superseded_by) == (-212 * DAY_S, ("coal-ban",))
    assert (ban.adopted_s, ban.adopted_on, ban.grace_s) == (4 * DAY_S, "2017-08-05", 30 * DAY_S)
    assert sanctions.trade[0].yearly == {"money USD": 1200e6, "mass": 22.5e9}
    assert sanctions.implementation["CHN"] == {ALL_SECTORS: 0.8, "coal": 0.9}
    council = build_council(blocks, ACTORS, STARTEX, Values())
    assert council.played == {"USA", "JPN", "CHN"}
    draft = council.drafts["the-second"]
    assert (draft.resolution, draft.earliest_s, draft.notice_s) == ("second", 4 * DAY_S, DAY_S)
    assert (draft.adopted_s, draft.stances["CHN"].otherwise) == (None, "no")


def test_a_resolution_that_a_draft_brings_waits_for_the_vote_and_one_before_startex_does_not() -> None:
    for startex, expected in ((STARTEX, ["coal-cap"]), (datetime(2017, 9, 1, tzinfo=UTC), ["coal-ban", "iron-ban"])):
        _, blocks = read(CRISIS)
        sanctions = build_sanctions(blocks, startex, Values())
        state = start(sanctions, awaited(blocks))
        assert [one.id for one in in_force_now(sanctions, state, 20 * DAY_S)] == expected
        council = build_council(blocks, ACTORS, startex, Values())
        assert (council.drafts["the-second"].adopted_s is not None) is (startex > STARTEX)


def test_a_last_day_is_a_whole_day() -> None:
    _, blocks = read(CRISIS.replace("      from: 2017-01-01\n", "      until: 2017-08-31\n"))
    cap = build_sanctions(blocks, STARTEX, Values()).measures[0]
    assert cap.until_s == 31 * DAY_S
    _, blocks = read(CRISIS.replace("      from: 2017-01-01\n", "      until: 2017-08-31T00:00:00Z\n"))
    assert build_sanctions(blocks, STARTEX, Values()).measures[0].until_s == 30 * DAY_S


def test_studies_reach_degrees_trade_and_stances_by_path() -> None:
    _, blocks = read(CRISIS)
    paths = quantities_of(blocks)
    point = {
        "crisis.implementation.CHN.degree": 0.6,
        "crisis.implementation.CHN.sectors.coal": 0.7,
        "crisis.trade.PRK.exports.coal-chn.value": 1100.0,
        "crisis.measures.coal-cap.cap.money": 300.0,
        "crisis.council.members.BOL.yes": 0.1,
        "crisis.drafts.the-second.stances.CHN.yes": 0.2,
        "crisis.drafts.the-second.notice": 1.0,
    }
    assert {path.removeprefix("crisis.") for path in point} <= paths.keys()
    values = Values("nominal", point).under("crisis")
    sanctions = build_sanctions(blocks, STARTEX, values)
    assert sanctions.implementation["CHN"] == {ALL_SECTORS: 0.6, "coal": 0.7}
    assert sanctions.trade[0].yearly["money USD"] == 1100e6
    assert sanctions.measures[0].caps[0].amount == 300e6
    council = build_council(blocks, ACTORS, STARTEX, values)
    assert next(one for one in council.members if one.code == "BOL").stance.yes == 0.1
    draft = council.drafts["the-second"]
    assert (draft.stances["CHN"].yes, draft.notice_s) == (0.2, 3600.0)


BAD = [
    ("an unknown actor as target", "target: PRK", "target: PKR", r"coal-cap\.target: is not an actor .*'PKR'.*PRK"),
    (
        "an unknown trading partner",
        "partner: CHN",
        "partner: CHI",
        r"exports\.coal-chn\.partner: is not an actor .*OTH",
    ),
    ("an unknown actor that implements", "    OTH:\n", "    XXX:\n", r"implementation\.XXX: is not an actor"),
    (
        "an unknown successor",
        "superseded_by: coal-ban",
        "superseded_by: coal-bann",
        r"superseded_by: is not a measure .*'coal-bann'.*did you mean 'coal-ban'",
    ),
    (
        "a successor that leaves a sector free",
        "sectors: coal\n",
        "sectors: [coal, iron]\n",
        r"superseded_by: does not cover iron",
    ),
    (
        "a ban beside a cap",
        "      superseded_by: coal-ban\n",
        "",
        r"coal-ban: contradicts coal-cap on coal from 2017-08-05",
    ),
    ("a measure that supersedes itself", "superseded_by: coal-ban", "superseded_by: coal-cap", r"in a circle"),
    ("a draft with an unknown measure", "[coal-ban, iron-ban]", "[coal-ban, irn-ban]", r"measures\.1: .*'iron-ban'"),
    (
        "a draft of two resolutions",
        "[coal-ban, iron-ban]",
        "[coal-ban, iron-ban, coal-cap]",
        r"is of another resolution",
    ),
    ("half a resolution", "[coal-ban, iron-ban]", "[coal-ban]", r"measures: leaves out iron-ban"),
    ("a sponsor without a seat", "sponsor: USA", "sponsor: PRK", r"sponsor: has no seat .*'PRK'"),
    ("a stance without a seat", "        CHN: {yes", "        KOR: {yes", r"stances\.KOR: has no seat"),
    (
        "a cap without a unit",
        "{value: 400, unit: USD million,",
        "{value: 400,",
        r"cap\.money: has no unit; .*USD million",
    ),
    (
        "a cap in a wrong unit",
        "{value: 400, unit: USD million,",
        "{value: 400, unit: t,",
        r"money\.unit: is a unit of mass",
    ),
    ("a cap without a source", "unit: t, source: the text}", "unit: t}", r"cap\.mass: has no source"),
    ("a ban with a cap", "kind: cap", "kind: ban", r"kind: has limits"),
    ("a cap for a term without an end", "        mass:", "        per: term\n        mass:", r"cap: .*without an end"),
    ("a day that is none", "adopted: 2016-11-30", "adopted: 30.11.2016", r"adopted: is not a time .*30\.11\.2016"),
    ("a time without a zone", "adopted: 2016-11-30", "adopted: 2016-11-30T10:00:00", r"adopted: has no time zone"),
    ("an end before the beginning", "from: 2017-01-01", "until: 2016-11-29", r"until: is not after its beginning"),
    (
        "two dates of one resolution",
        "adopted: 2017-08-05\n      source",
        "adopted: 2017-08-06\n      source",
        r"another date",
    ),
    ("a degree above one", "nominal: 0.8, high: 1,", "nominal: 0.8, high: 2,", r"CHN\.degree\.high: is out of bounds"),
    (
        "a degree for an unknown sector",
        "        coal: {value: 0.9",
        "        cole: {value: 0.9",
        r"cole: is not a sector",
    ),
    (
        "an export without a value",
        "value: {value: 300, unit: USD million,",
        "mass: {value: 3, unit: t,",
        r"has no value",
    ),
    ("an unknown vote", 'otherwise: "no"', "otherwise: maybe", r"otherwise: is not one of the choices"),
    ("an unknown field", "grace:", "grce:", r"coal-ban\.grce: is not a known field.*'grace'"),
    (
        "an assumption without a note",
        "superseded_by: coal-ban\n      source: the text",
        "superseded_by: coal-ban\n      source: assumption",
        r"coal-cap\.source: is an assumption without a note",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_bad_input_is_told_with_file_and_line(old: str, new: str, message: str) -> None:
    assert CRISIS.count(old) >= 1
    error = refused(CRISIS.replace(old, new, 1))
    assert error.file == "crisis.yaml"
    assert error.line is not None
    assert re.search(message, str(error)), str(error)


def test_two_caps_that_contradict_are_told_with_the_line_of_the_second() -> None:
    cap = CRISIS.split("    coal-cap:\n")[1].split("    coal-ban:\n")[0]
    other = cap.replace("value: 400", "value: 300").replace("resolution: first", "resolution: third")
    text = CRISIS.replace("    iron-ban:", f"    coal-cap-too:\n{other}    iron-ban:")
    error = refused(text)
    assert "contradicts coal-cap on coal from 2017-01-01 on: two caps of different size" in str(error)
    assert error.line is not None
    assert text.splitlines()[error.line - 1].strip() == "coal-cap-too:"


def test_a_cap_that_cannot_be_compared_with_trade_is_refused() -> None:
    text = CRISIS.replace("        money: {value: 400, unit: USD million, source: the text}\n", "").replace(
        "          mass: {value: 22500000, unit: t, source: customs}\n", ""
    )
    assert "coal-cap.cap: cannot be compared with the trade" in str(refused(text))


def test_a_scenario_takes_a_set_that_ships_and_its_own_entries_go_before() -> None:
    own = "crisis: {measures_from: measures-dprk, measures: {mine: {title: Mine}}}"
    document = yaml.load(f"sources: {{un-1718: {{title: Mine}}}}\n{own}\n", "crisis.yaml")
    whole = expand(document)
    assert "measures_from" in document["crisis"]
    assert "measures_from" not in whole["crisis"]
    assert next(iter(whole["crisis"]["measures"])) == "mine"
    assert whole["sources"]["un-1718"]["title"] == "Mine"
    assert whole["crisis"]["council"]["members"]["URY"]["title"] == "Uruguay"
    file, line = yaml.locate(whole, ("crisis", "measures", "unsc-2371-coal", "adopted"))
    assert Path(str(file)).name == "measures-dprk.yaml"
    assert line is not None
    assert "adopted: 2017-08-05" in Path(str(file)).read_text(encoding="utf-8").splitlines()[line - 1]
    assert expand(whole) is whole


def test_a_set_beside_the_scenario_is_found_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "measures-mine.yaml").write_text(
        "standoff: 1\nkind: measures\ntitle: Mine\nimplementation:\n"
        "  CHN: {degree: {value: 1, unit: 1, source: mine}}\n",
        encoding="utf-8",
    )
    document = yaml.load("crisis:\n  measures_from: [measures-mine]\n", "crisis.yaml")
    assert expand(document, [tmp_path])["crisis"]["implementation"]["CHN"]["degree"]["value"] == 1
    with pytest.raises(InputError, match=r"crisis\.yaml:2: .*is not a set of measures .*'measures-dprk'"):
        expand(yaml.load("crisis:\n  measures_from: [measures-dprc]\n", "crisis.yaml"))


def test_a_cap_of_an_authors_own_against_a_ban_of_a_set_is_told_at_the_authors_line() -> None:
    text = """\
crisis:
  measures_from: [measures-dprk]
  measures:
    mine:
      {title: Mine, resolution: unsc-2371, target: PRK, direction: export, kind: cap, sectors: [coal],
       adopted: 2017-08-05, source: x,
       cap: {money: {value: 300, unit: USD million, source: assumption, note: mine}, per: year}}
"""
    whole = expand(yaml.load(text, "crisis.yaml"))
    blocks = validated(SanctionsBlocks, whole["crisis"], whole, ("crisis",))
    clash = next(one for one in problems(whole, blocks, (*ACTORS, "KOR", "RUS"), STARTEX) if "contradicts" in str(one))
    assert (clash.file, clash.line) == ("crisis.yaml", 4)
    assert "mine: contradicts unsc-2371-coal on coal" in str(clash)


@pytest.mark.parametrize("name", shipped_sets())
def test_sets_that_ship_are_whole(name: str) -> None:
    whole = expand(yaml.load(f"crisis: {{measures_from: [{name}]}}\n"))
    blocks = validated(SanctionsBlocks, whole["crisis"], whole, ("crisis",))
    actors = ("USA", "JPN", "KOR", "PRK", "CHN", "RUS", "UNO")
    assert list(problems(whole, blocks, actors, STARTEX)) == []
    assert MeasureSet.model_fields.keys() >= {"measures", "sources"}
    keys = whole["sources"].keys()
    assert blocks.council is not None
    assert {one.source for one in blocks.measures.values()} <= keys
    assert {one.source for one in blocks.drafts.values()} <= keys
    assert blocks.council.source in keys
    for path, quantity in quantities_of(blocks).items():
        assert quantity.source in {*keys, "assumption"} or quantity.source == "choice of the scenario", path


@pytest.mark.parametrize("level", ["low", "nominal", "high"])
def test_the_set_that_ships_builds_at_every_level(level: Level) -> None:
    whole = expand(yaml.load("crisis: {measures_from: [measures-dprk]}\n"))
    blocks = validated(SanctionsBlocks, whole["crisis"], whole, ("crisis",))
    sanctions = build_sanctions(blocks, STARTEX, Values(level).under("crisis"))
    state = start(sanctions, awaited(blocks))
    assert 0.0 < share_lost(sanctions, state, "PRK", 0.0) < 1.0
    council = build_council(blocks, ("USA", "CHN", "RUS", "JPN"), STARTEX, Values(level).under("crisis"))
    assert len(council.members) == 15
    assert sum(member.permanent for member in council.members) == 5
    assert sum(member.played for member in council.members) == 4
