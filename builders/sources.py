"""Write the list of publications in `docs/data-sources.md` from the library and the scenarios.

python -m builders.sources
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

from standoff.scenario import yaml
from standoff.scenario.library import SHIPPED
from standoff.scenario.loading import SHIPPED_SCENARIOS

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "data-sources.md"
_LIST: Final = re.compile(r"(<!-- sources -->\n).*?(<!-- /sources -->)", re.DOTALL)


class Publication(NamedTuple):
    """What a `sources` entry says of a publication."""

    title: str
    publisher: str
    date: str


def main() -> None:
    """Write the list into the page."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def page(text: str) -> str:
    """The page with its list written anew."""
    return _LIST.sub(lambda match: f"{match[1]}{publications()}{match[2]}", text)


def publications() -> str:
    """A table of all publications by title, with the files that cite each."""
    cited: dict[Publication, list[str]] = {}
    for file in sorted([*SHIPPED.glob("*.yaml"), *SHIPPED_SCENARIOS.glob("*.yaml")], key=lambda path: path.stem):
        for source in yaml.plain(yaml.load_file(file)).get("sources", {}).values():
            entry = Publication(source["title"], source.get("publisher", ""), str(source.get("date", "")))
            cited.setdefault(entry, []).append(file.stem)
    rows = ["| title | publisher | date | cited by |", "|---|---|---|---|"]
    rows += [f"| {' | '.join(map(_cell, (*entry, ', '.join(cited[entry]))))} |" for entry in sorted(cited)]
    return "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    main()
