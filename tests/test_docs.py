"""Documents are current and true: generated pages, links, commands and options, and what the guide shows."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import commands, sources, validation
from click.testing import CliRunner, Result

from standoff import cli
from standoff.engine.run import run
from standoff.scenario.loading import load_scenario

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
GUIDE = DOCS / "guide.md"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]

NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# Options of other programs that documents name.
FOREIGN_OPTIONS = {"--check", "--fix", "--strict", "--locked"}


def same_but_for_rounding(one: str, other: str) -> bool:
    """Whether two texts differ in numbers only, and those by no more than machines' last digits."""
    if NUMBER.sub("#", one) != NUMBER.sub("#", other):
        return False
    pairs = zip(NUMBER.findall(one), NUMBER.findall(other), strict=True)
    return all(float(a) == pytest.approx(float(b), rel=2e-3, abs=0.11) for a, b in pairs)


def standoff(*words: str) -> Result:
    """The command in this process."""
    return CliRunner().invoke(cli.group, list(words), prog_name="standoff")


def blocks(page: Path, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(page.read_text(encoding="utf-8")) if kind == language]


# Generated pages.


@pytest.mark.slow
@pytest.mark.xdist_group("footprint")
def test_validation_page_is_current() -> None:
    committed, now = validation.PAGE.read_text(encoding="utf-8"), validation.page()
    lines = zip(committed.splitlines(), now.splitlines(), strict=False)
    stale = [(old, new) for old, new in lines if not same_but_for_rounding(old, new)]
    assert not stale, "run make docs"
    assert committed.count("\n") == now.count("\n"), "run make docs"


def test_validation_page_holds_every_yardstick_and_every_flight() -> None:
    text = validation.PAGE.read_text(encoding="utf-8")
    assert all(f"| Y{number} |" in text for number in range(1, 15))
    flights = (ROOT / "src/standoff/data/flights.csv").read_text(encoding="utf-8").splitlines()[1:]
    for line in flights:
        missile, date = line.split(",")[:2]
        assert f"| {missile} | {date} |" in text


@pytest.mark.slow
@pytest.mark.xdist_group("footprint")
def test_command_reference_is_current() -> None:
    assert commands.PAGE.read_text(encoding="utf-8") == commands.page(), "run make docs"


def test_list_of_publications_is_current() -> None:
    text = sources.PAGE.read_text(encoding="utf-8")
    assert sources.page(text) == text, "run make docs"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1786 s", "1787 s", True),
        ("error +0.30 %", "error +0.29 %", True),
        ("1786 s", "1796 s", False),
        ("range 4675 km", "range 4810 km", False),
        ("pass 4.0", "**miss** 4.0", False),
    ],
)
def test_what_counts_as_rounding(one: str, other: str, same: bool) -> None:
    assert same_but_for_rounding(one, other) == same


# Links.


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings as GitHub makes them."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in HEADING.findall(text)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), f"{page.name} links to {link}"
        assert not anchor or anchor in anchors(file), f"{page.name} links to {link}"


# Commands and options.


def calls(page: Path) -> Iterator[list[str]]:
    """All `standoff WORDS` in the page's code: fenced, indented or inline."""
    text = page.read_text(encoding="utf-8")
    code = [body for _, body in FENCE.findall(text)]
    rest = FENCE.sub("", text)
    code += re.findall(r"^    (.+)$", rest, re.MULTILINE) + re.findall(r"`([^`\n]+)`", rest)
    for line in "\n".join(code).splitlines():
        found = re.match(r"(?:\$ |\S*bin/)?standoff ([a-z].*)", line.strip())
        if found:
            yield shlex.split(found[1], comments=True)


def options_of(name: str) -> set[str]:
    command = cli.group.commands[name]
    return {"--help", "-h"} | {word for p in command.params for word in (*p.opts, *p.secondary_opts)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_and_options_exist(page: Path) -> None:
    for name, *words in calls(page):
        assert name in cli.group.commands, f"{page.name}: standoff {name}"
        unknown = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)} - options_of(name)
        assert not unknown, f"{page.name}: standoff {name} {unknown}"
    every = {option for name in cli.group.commands for option in options_of(name)} | {"--version"} | FOREIGN_OPTIONS
    named = set(re.findall(r"`(--[a-z][a-z-]*)", page.read_text(encoding="utf-8")))
    assert named <= every, page.name


# What the guide shows.


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = GUIDE.read_text(encoding="utf-8")
    found = re.search(r"<!-- file: (\S+) -->\n```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    path = tmp_path_factory.mktemp("guide") / found[1]
    path.write_text(found[2], encoding="utf-8")
    return path


def test_the_scenario_of_the_guide_plays_as_the_guide_says(example: Path) -> None:
    near = run(load_scenario(example))
    shots = {event["data"]["threat"] for event in near.record.of_kind("shot")}
    assert near.summary["threats"] == 2
    assert shots == {"raid/1", "raid/2"}
    first_seen_s = min(e["t_s"] for e in near.record.of_kind("detection") if e["data"]["sensor"] == "ship-radar")
    assert 80.0 < first_seen_s - 60.0 < 120.0
    far = run(load_scenario(f"{example}:east-coast"))
    assert far.summary["interceptors_fired"] == 0
    assert {event["data"]["reason"] for event in far.record.of_kind("no_engagement")} == {"late-track"}


# The guide's large questions asked small: what is tested is that they are understood.
SMALL = {
    "study": ("--runs", "4", "--points", "2", "--workers", "1"),
    "footprint": ("--samples", "0", "--grid", "150"),
    "site": ("--min-population", "2000000"),
}


@pytest.mark.slow
@pytest.mark.xdist_group("footprint")
def test_calls_in_the_guide_are_accepted(example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example.parent)
    (example.parent / "src").symlink_to(ROOT / "src")
    for words in calls(GUIDE):
        if words[0] in ("view", "report", "replay", "fit") or "guam2017" in words or ">" in words:
            continue
        text = " ".join(words)
        refused = any(f"$ standoff {text}" in block for block in blocks(GUIDE, "console"))
        words = [str(tmp_path / word) if word.startswith("out/") else word for word in words]
        assert standoff(*words, *SMALL.get(words[0], ())).exit_code == (2 if refused else 0), text


def test_refusals_in_the_guide_are_as_shown() -> None:
    for block in blocks(GUIDE, "console"):
        for call in block.split("$ standoff ")[1:]:
            line, shown = call.strip().split("\n")
            printed = standoff(*shlex.split(line)).output
            assert printed.startswith(shown.removesuffix("...")), printed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Two", "title: [Two"),
        ("startex:", "startx:"),
        (", unit: min}", "}"),
        ("lat_deg: 39.5", "lat_deg: 95"),
        ("    sensor: ship-radar", "    sensor: radar"),
    ],
)
def test_messages_in_the_guide_are_those_of_the_program(example: Path, tmp_path: Path, old: str, new: str) -> None:
    broken = tmp_path / "broken.yaml"
    text = example.read_text(encoding="utf-8")
    assert old in text
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    printed = standoff("validate", str(broken)).output
    shown = re.findall(r"^\| `([^|]+)` \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert any(message in printed for message in shown), printed


def test_python_in_the_guide_runs(capsys: pytest.CaptureFixture[str]) -> None:
    for block in blocks(GUIDE, "python"):
        exec(compile(block, "guide.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "of 4 got through" in printed
    assert "the vacuum minimum is 4075 s" in printed
