"""Measure `standoff code` against coded truth, and write the figures into `docs/coding.md`.

python -m builders.coding ARTICLE...            print the figures of the articles given
python -m builders.coding --write ARTICLE...    and write them into the page: every article of the table must be given

The articles are not in this repository: each is known by the SHA-256 digest of its file (`data/coding_articles.csv`),
its truth is `data/coding_truth.csv`, in words of this project.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from standoff.base.errors import InputError
from standoff.base.files import sha256
from standoff.crisis.cameo import root
from standoff.scenario.coding.coder import code
from standoff.scenario.coding.dates import bounds
from standoff.scenario.coding.events import Event

DATA: Final = Path(__file__).resolve().parent / "data"
PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "coding.md"
# A proposed stretch of days may be this much longer than the true one.
SPARE_DAYS: Final = 7

_FIGURES: Final = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)


@dataclass(frozen=True)
class Truth:
    """An event that an article tells. One that does not count is right to propose and no fault to leave out."""

    source: str
    targets: frozenset[str]
    mutual: bool
    roots: frozenset[str]
    codes: frozenset[str]
    dates: frozenset[str]
    counts: bool
    what: str


@dataclass(frozen=True)
class Score:
    """How many proposals there are and how many are right; how many events count and how many of them are found."""

    proposed: int
    right: int
    events: int
    found: int

    def __add__(self, other: Score) -> Score:
        return Score(*(a + b for a, b in zip(self.counts, other.counts, strict=True)))

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """The four numbers."""
        return self.proposed, self.right, self.events, self.found

    @property
    def precision(self) -> float:
        """Share of the proposals that are right, 0 to 1."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """Share of the events that are found, 0 to 1."""
        return self.found / self.events if self.events else 0.0


def main() -> None:
    """Print or write the figures."""
    words = [word for word in sys.argv[1:] if word != "--write"]
    rows = [_row(Path(word)) for word in words]
    table = figures(rows)
    sys.stdout.write(table)
    if "--write" in sys.argv:
        missing = {entry["article"] for entry in articles().values()} - {name for name, *_ in rows}
        if missing:
            raise SystemExit(f"not given: {', '.join(sorted(missing))}")
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_FIGURES.sub(lambda found: f"{found[1]}{table}{found[2]}", text), encoding="utf-8")


def articles() -> dict[str, Mapping[str, str]]:
    """Digest -> row of the table of articles."""
    return {row["sha256"]: row for row in _table(DATA / "coding_articles.csv")}


def read_truth(path: Path, article: str) -> list[Truth]:
    """The true events of one article."""
    return [
        Truth(
            source=row["source"],
            targets=_set(row["target"]),
            mutual=row["mutual"] == "yes",
            roots=_set(row["roots"]),
            codes=_set(row["codes"]),
            dates=_set(row["dates"]),
            counts=row["counts"] == "yes",
            what=row["what"],
        )
        for row in _table(path)
        if row["article"] == article
    ]


def by_pair_and_root(truth: Truth, event: Event) -> bool:
    """Whether the pair of actors and the root of the code are right."""
    target = event.target or "none"
    there = truth.source == event.source and target in truth.targets
    back = truth.source == target and event.source in truth.targets
    return (there or (back and (truth.mutual or event.mutual))) and root(event.code) in truth.roots


def by_code_and_date(truth: Truth, event: Event) -> bool:
    """Whether direction, full code and date are right too."""
    same_way = truth.mutual or (truth.source == event.source and not event.mutual)
    return (
        by_pair_and_root(truth, event)
        and same_way
        and event.code in truth.codes
        and _date_fits(truth.dates, event.date)
    )


def score(truths: Sequence[Truth], events: Sequence[Event], fits: Callable[[Truth, Event], bool]) -> Score:
    """Each proposal stands for one true event at most and the other way round; as many as can be are matched."""
    matched: dict[int, int] = {}
    order = sorted(range(len(truths)), key=lambda index: not truths[index].counts)
    for index in order:
        _augment(index, truths, events, fits, matched, set())
    found = sum(truths[index].counts for index in matched.values())
    return Score(len(events), len(matched), sum(truth.counts for truth in truths), found)


def _augment(
    index: int,
    truths: Sequence[Truth],
    events: Sequence[Event],
    fits: Callable[[Truth, Event], bool],
    matched: dict[int, int],
    seen: set[int],
) -> bool:
    """Find a proposal for a true event, moving others if need be (Kuhn's matching)."""
    for number, event in enumerate(events):
        if number in seen or not fits(truths[index], event):
            continue
        seen.add(number)
        if number not in matched or _augment(matched[number], truths, events, fits, matched, seen):
            matched[number] = index
            return True
    return False


def _date_fits(dates: Iterable[str], proposed: str | None) -> bool:
    if proposed is None:
        return "none" in dates
    first, last = bounds(proposed)
    for date in dates:
        if date != "none":
            start, end = bounds(date)
            if first <= end and last >= start and (last - first).days <= (end - start).days + SPARE_DAYS:
                return True
    return False


def _row(path: Path) -> tuple[str, str, Score, Score]:
    entry = articles().get(sha256(path.read_bytes()))
    if entry is None:
        raise InputError(
            "is none of the articles with a truth", file=path, allowed="see builders/data/coding_articles.csv"
        )
    truths = read_truth(DATA / "coding_truth.csv", entry["article"])
    events = code(path, entry["date"] or None).events
    loose, strict = (score(truths, events, fits) for fits in (by_pair_and_root, by_code_and_date))
    return entry["article"], entry["part"], loose, strict


def figures(rows: Sequence[tuple[str, str, Score, Score]]) -> str:
    """A table of the figures, with sums for each part."""
    lines = [
        "| article | part | events | proposed | precision | recall | precision, strict | recall, strict |",
        "|---|---|---|---|---|---|---|---|",
    ]
    sums: dict[str, tuple[Score, Score]] = {}
    for name, part, loose, strict in sorted(rows, key=lambda row: row[1]):
        lines.append(_line(name, part, loose, strict))
        before = sums.get(part, (Score(0, 0, 0, 0), Score(0, 0, 0, 0)))
        sums[part] = before[0] + loose, before[1] + strict
    lines += [_line(f"**all {part}**", part, *both) for part, both in sums.items()]
    return "\n".join(lines) + "\n"


def _line(name: str, part: str, loose: Score, strict: Score) -> str:
    shares = (loose.precision, loose.recall, strict.precision, strict.recall)
    percents = " | ".join(f"{100 * share:.0f} %" for share in shares)
    return f"| {name} | {part} | {loose.events} | {loose.proposed} | {percents} |"


def _table(path: Path) -> list[Mapping[str, str]]:  # rows of a CSV file
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


if __name__ == "__main__":
    main()
