"""Bad input gets one clear message: file, line, field, value, what is allowed."""

from pathlib import Path

import pytest

from scenario.refusals import assert_refused, changed
from standoff.base.errors import InputError
from standoff.scenario.loading import load_scenario

# What is put in place of what, the message (a pattern), and what must stand on the line that it names.
BAD = [
    ("a syntax error", "title: Two", "title: [Two", r"YAML syntax error", None),
    ("an unknown field", "inventory: 8", "inventry: 8", r"batteries\.destroyer\.inventry: .*'inventory'", "inventry"),
    ("a missing unit", "{value: 30, unit: min}", "{value: 30}", r"duration: has no unit; .*s, min, h, d", "duration"),
    (
        "another dimension",
        "{value: 30, unit: min}",
        "{value: 30, unit: kg}",
        r"duration\.unit: is a unit of mass where time is wanted \(got 'kg'\); .*min",
        "duration",
    ),
    ("an unknown unit", "unit: min}", "unit: minutes}", r"duration\.unit: is not a known unit .*min", "duration"),
    ("a latitude of 95", "lat_deg: 39.6\n", "lat_deg: 95\n", r"lat_deg: .*\(got 95\); allowed: at most 90", "95"),
    (
        "a latitude of 95 in a place",
        "{lat_deg: 39.2",
        "{lat_deg: 95",
        r"places\.launch-point\.lat_deg: .*\(got 95\); allowed: at most 90",
        "launch-point",
    ),
    (
        "a latitude of 95 in coordinates",
        '"39.9,140.2"',
        '"95,140.2"',
        r"overflight\.1: .*latitude.*'95,140\.2'.*-90 to 90",
        "overflight",
    ),
    (
        "an unknown sensor",
        "sensor: ship-radar",
        "sensor: ship-rader",
        r"sensor: is not a sensor of this scenario \(got 'ship-rader'\); allowed: did you mean 'ship-radar'",
        "sensor:",
    ),
    (
        "an unknown sensor in a network",
        "sensors: [ship-radar]",
        "sensors: [satelite]",
        r"network\.sensors\.0: is not a sensor .*'satellites'",
        "network",
    ),
    (
        "an unknown missile",
        "missile: example-missile",
        "missile: exmple-missile",
        r"timeline\.salvo\.missile: is not in the library .*'example-missile'",
        "missile:",
    ),
    (
        "an interceptor fired as a missile",
        "missile: example-missile",
        "missile: example-interceptor",
        r"timeline\.salvo\.missile: is not a missile",
        "missile:",
    ),
    (
        "a site on offer that does not exist",
        "sites: [example-site]",
        "sites: [exmple-site]",
        r"siting\.sites\.0: is not in the library .*'example-site'",
        "sites:",
    ),
    (
        "a candidate without a position",
        "title: Hagi, place: Hagi,",
        "title: Hagi,",
        r"siting\.candidates\.(hagi|1): has no position; allowed: place, or lat_deg and lon_deg",
        "hagi",
    ),
    ("a candidate twice", "{id: hagi,", "{id: oga,", r"siting\.candidates\..*id: is a duplicate", "title: Hagi"),
    ("an unknown place", "to: [Akita,", "to: [Akitta,", r"timeline\.salvo\.to: .*'Akitta'.*'Akita'", "to:"),
    ("an unknown actor", "actor: PRK", "actor: PRC", r"actor: is not an actor .*\(got 'PRC'\).*PRK", "actor:"),
    ("no actor's code", "actor: PRK", "actor: North Korea", r"actor: .*three capital letters", "actor:"),
    ("an order too early", "at: PT2M", "at: 2017-08-14T20:59:00Z", r"at: is before STARTEX", "at:"),
    ("an order too late", "at: PT2M", "at: PT31M", r"at: is after ENDEX", "at:"),
    ("an order without a zone", "at: PT2M", "at: 2017-08-14T21:10:00", r"at: has no time zone", "at:"),
    ("an unknown move", "move: launch", "move: lunch", r"move: is not a known move .*'launch'", "move:"),
    ("a duplicate id", "- id: destroyer", "- id: satellites", r"batteries\.satellites\.id: is a duplicate", "satell"),
    ("a duplicate key", "count: 2", "count: 2\n    count: 3", r"the key 'count' is already on line \d+", "count: 3"),
    (
        "a claim on an unknown source",
        "document: press\n    paragraph",
        "document: pres\n    paragraph",
        r"claims\.guam-distance\.document: .*'press'",
        "document",
    ),
    (
        "a claim without its third number",
        ", time_s: 4052",
        "",
        r"claims\.icbm-time\.check\.time_s: is missing",
        "check:",
    ),
    (
        "an unknown check",
        "kind: flight",
        "kind: fligth",
        r"claims\.icbm-time\.check\.kind: is not a known check .*'flight'",
        "check:",
    ),
    ("a bad grade", "grade: B2", "grade: G7", r"sources\.press\.grade: .*Admiralty", "grade"),
    ("text for a number", "inventory: 8", "inventory: eight", r"inventory: is not a whole number", "inventory"),
    ("a part of a missile", "count: 2", "count: 1.5", r"count: .*whole number|integer", "count"),
    ("more aims than missiles", "count: 2", "count: 3", r"to: does not fit the count .*1 or 3", "to:"),
    (
        "no boresight",
        "place: station, boresight_deg: 270",
        "place: station",
        r"ship-radar: has no boresight_deg",
        "ship-",
    ),
    ("a satellite on the ground", "actor: JPN, source", "actor: JPN, place: Akita, source", r"has a position", "satel"),
    ("no position", "    lat_deg: 39.6\n    lon_deg: 137.5\n", "", r"destroyer: has no position", "id: destroyer"),
    ("two positions", "    lat_deg: 39.6\n", "    place: Akita\n    lat_deg: 39.6\n", r"two positions", "destroyer"),
    ("half a position", "    lon_deg: 137.5\n", "", r"half a position", "destroyer"),
    ("nothing to defend", "defends: [JPN]", "defends: [PRK]\n      host: CHN", r"host: is not an actor", "host"),
    ("a window that ends first", "[{from: PT1M}]", "[{from: PT2M, until: PT1M}]", r"ends before it starts", "weapons"),
    ("both ends", "duration:", "endex: 2017-08-14T22:00:00Z\nduration:", r"exactly one end", None),
    ("an outline of two corners", "[31.3, 131.3], [31.1, 130.2], ", "", r"no clear shape", "Kyushu"),
    ("a later version", "standoff: 1", "standoff: 2", r"standoff: is a version .*\(got 2\); allowed: 1", "standoff"),
    ("another kind", "kind: scenario", "kind: scenary", r"is not a scenario", "kind"),
    ("a negative radius", "{value: 150, unit: km}", "{value: -150, unit: km}", r"is negative \(got -150\)", "radius"),
    (
        "an assumption without a note",
        ", source: assumption, note: command and control}",
        ", source: assumption}",
        r"reaction: is an assumption without a note",
        "reaction",
    ),
    (
        "an own item in error",
        "unit: deg, source: assumption, note: rounded",
        "unit: km, source: x",
        r"angle is wanted",
        "az",
    ),
]


@pytest.mark.parametrize(("old", "new", "message", "on_line"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_one_clear_message(example: Path, old: str, new: str, message: str, on_line: str | None) -> None:
    assert_refused(changed(example, example.read_text(encoding="utf-8"), old, new), message, on_line)


BAD_ITEMS = [
    ("a negative mass", "nominal: 1000, high: 1200", "nominal: -1000, high: 1200", r"payload\.nominal: is negative"),
    ("no mass", "low: 700,", "low: 0,", r"payload\.low: is out of bounds \(got 0\); allowed: more than 0 kg"),
    ("low above high", "low: 700,", "low: 7000,", r"payload: low, nominal and high are out of order .*low <= nominal"),
    ("no high", ", high: 1200", "", r"payload: has no high"),
    ("value and range", "low: 700,", "value: 700, low: 700,", r"payload: has value as well as low"),
    (
        "a bare number",
        "{value: 1.3, unit: m, source: assumption, note: like a Nodong}",
        "1.3",
        r"diameter: is a bare value",
    ),
    ("no source", ", source: assumption, note: a blunt cone", "", r"reentry\.beta: has no source"),
    (
        "two impulses",
        "    nozzle",
        "    isp_vacuum: {value: 250, unit: s, source: x}\n    nozzle",
        r"one specific impulse",
    ),
    ("no impulse", "    isp_sea_level:", "    coast:", r"stages\.0: needs exactly one specific impulse"),
    ("an unknown field of a quantity", "low: 700,", "lowest: 700,", r"payload\.lowest: is not a known field; .*'low'"),
    ("a probability above one", "high: 0.95, unit: 1", "high: 1.1, unit: 1", r"reliability\.high: .*at most 1"),
    ("text for a number", "low: 700,", "low: heavy,", r"payload\.low: is not a number \(got 'heavy'\)"),
    ("another name", "name: example-missile", "name: other-missile", r"name: is not the name of the file"),
    ("another kind", "kind: missile", "kind: missle", r"kind: is not a kind of library item .*'missile'"),
]

BAD_LIMITS = [
    ("radar", "elevation_max: {value: 85", "elevation_max: {value: 0.5", r"elevation_min: is not below elevation_max"),
    (
        "interceptor",
        "minimum_altitude: {low: 70, nominal: 90, high: 120",
        "minimum_altitude: {low: 70, nominal: 90, high: 620",
        r"minimum_altitude: is not below maximum_altitude at the level high \(got \('620 km', '600 km'\)\)",
    ),
]


@pytest.mark.parametrize(("kind", "old", "new", "message"), BAD_LIMITS)
def test_limits_out_of_order(example: Path, kind: str, old: str, new: str, message: str) -> None:
    item = example.parent / "library" / f"example-{kind}.yaml"
    text = item.read_text(encoding="utf-8")
    assert old in text
    item.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_scenario(example)


@pytest.mark.parametrize(("old", "new", "message"), [row[1:] for row in BAD_ITEMS], ids=[row[0] for row in BAD_ITEMS])
def test_a_bad_item_is_named_with_its_own_file(example: Path, old: str, new: str, message: str) -> None:
    item = example.parent / "library" / "example-missile.yaml"
    text = item.read_text(encoding="utf-8")
    assert old in text
    item.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        load_scenario(example)
    assert Path(str(caught.value.file)) == item
    assert caught.value.line is not None


def test_other_problems_are_counted_and_the_first_by_line_is_told(example: Path) -> None:
    text = example.read_text(encoding="utf-8")
    text = (
        text.replace("inventory: 8", "inventory: -8").replace("grade: B2", "grade: X1").replace("count: 2", "count: 0")
    )
    example.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"sources\.press\.grade.*2 more problems"):
        load_scenario(example)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("guam-2016", "guam-2017"),
        ("no-such.yaml", "no such file"),
        ("guam-2017:no-such", "is not a variant"),
    ],
)
def test_unknown_scenarios(source: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load_scenario(source)


WEIRD = [
    "null",
    "-1",
    "1e400",
    "[]",
    "{}",
    "[{}]",
    "NO",
    "'x'",
    "{value: 1}",
    "true",
    "2017-13-45T99:00:00Z",
    "PT",
    "...",
]


def test_whatever_is_broken_the_refusal_is_an_input_error(example: Path) -> None:
    """Each line in turn is taken out, or its value replaced by something that may not fit."""
    lines = example.read_text(encoding="utf-8").splitlines()
    refusals = []
    for index, line in enumerate(lines):
        key, colon, _ = line.partition(": ")
        replaced = f"{key}: {WEIRD[index % len(WEIRD)]}" if colon else "- 5"
        for change in ([], [replaced]):
            example.write_text("\n".join([*lines[:index], *change, *lines[index + 1 :]]), encoding="utf-8")
            try:
                load_scenario(f"{example}:second-ship")
            except InputError as error:
                refusals.append(error)
    assert len(refusals) > len(lines)
    assert all(error.file is not None and "\n" not in str(error) for error in refusals)
