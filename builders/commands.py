"""Write `docs/commands.md`: the help of every command, and the keys that its `--json` prints, from the program itself.

python -m builders.commands
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click
from click.testing import CliRunner

from standoff import cli
from standoff.scenario.flights import SHIPPED
from standoff.scenario.loading import SHIPPED_SCENARIOS

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
# An invented article of the tests.
ARTICLE: Final = PAGE.parents[1] / "tests" / "scenario" / "coding" / "articles" / "strait.txt"
WIDTH: Final = 100
GROUP: Final = cli.group
GROUP_CONTEXT: Final = click.Context(GROUP, info_name="standoff", terminal_width=WIDTH, **GROUP.context_settings)

# One call of each command that prints its JSON; OUT is a folder into which the first call wrote a run.
CALLS: Final = {
    "run": ("guam-2017", "--out", "OUT"),
    "fly": ("hwasong-12", "--from", "39.2,125.67", "--range-km", "3700", "--apogee-km", "770"),
    "arc": (
        "--lat-deg", "39", "--lon-deg", "126", "--altitude-km", "100", "--speed-km-s", "4",
        "--flight-path-angle-deg", "40", "--azimuth-deg", "140",
    ),
    "check": ("--range-km", "1090", "--apogee-km", "6248.5", "--time-s", "4052"),
    "fit": ("pukguksong-2", "--flights", str(SHIPPED)),
    "study": ("guam-2017", "--runs", "4", "--points", "2", "--workers", "1"),
    "footprint": (
        "guam-2017", "--battery", "thaad-guam", "--threat", "hwasong-12", "--from", "Pyongyang", "--samples", "0",
        "--grid", "100", "--trajectory", "lofted",
    ),
    "site": ("japan-2017", "--budget", "400", "--site", "araya", "--min-population", "2000000"),
    "report": ("OUT",),
    "replay": ("OUT/record.jsonl",),
    "scenarios": (),
    "library": (),
    "validate": (str(SHIPPED_SCENARIOS / "guam-2017.yaml"),),
    "code": (str(ARTICLE),),
    "sources": ("guam-2017",),
}  # fmt: skip
# These serve until they are interrupted, so they cannot be called here.
KEYS: Final = {
    "view": "`url`",
    "serve": "`exercise`, `url`, `seats` (a list with `seat`, `role`, `cell`, `title`, `link`)",
}

TITLE: Final = """# Commands

This page is written by `make docs` from the program itself; nobody edits it. The [guide](guide.md) shows the commands
at work.

Every command answers `--help` with an example. With `--json` it prints one JSON object on standard output and nothing
else there; a quantity that does not exist is `null`. Exit status: 0 done, 2 bad input or usage (one message on standard
error that says where, what was found and what is allowed), 1 a fault of the program, or a replay that differs.

A place is `LAT,LON` in degrees or a name of the gazetteer (`Pyongyang`, `Guam`, `Akita`). `range_km` is the WGS-84
geodesic from launch (for `arc`: from the ground under the start) to impact, `apogee_km` the greatest height above the
ellipsoid, `flight_time_s` from lift-off (or the start of the arc) to impact at zero height. Angles of `arc` refer to
the geodetic vertical and to north at the start.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """The whole page."""
    keys = dict(json_keys())
    parts = [TITLE, section(GROUP_CONTEXT)]
    for name, command in GROUP.commands.items():
        context = click.Context(command, info_name=name, parent=GROUP_CONTEXT)
        parts += [section(context), f"`--json` prints {keys[name]}.\n"]
    return "\n".join(parts)


def section(context: click.Context) -> str:
    """A heading and the help as a terminal of `WIDTH` columns shows it."""
    return f"## {context.command_path}\n\n```text\n{context.get_help()}\n```\n"


def json_keys() -> Iterator[tuple[str, str]]:
    """Each command's keys in words, from a call of it.

    Raises:
        KeyError: a command of which no call is known here.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name in GROUP.commands:
            if name in KEYS:
                yield name, KEYS[name]
                continue
            words = [word.replace("OUT", folder) for word in CALLS[name]]
            answer = CliRunner().invoke(GROUP, [name, *words, "--json"], prog_name="standoff")
            if answer.exit_code != 0:
                raise RuntimeError(f"standoff {name}: {answer.output}")
            yield name, in_words(json.loads(answer.stdout))


def in_words(content: dict[str, Any]) -> str:
    """The keys; those of a list's entries in brackets behind it."""
    return ", ".join(f"`{key}`{_entries(value)}" for key, value in content.items())


def _entries(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return f" (a list with {', '.join(f'`{key}`' for key in value[0])})"
    return ""


if __name__ == "__main__":
    main()
