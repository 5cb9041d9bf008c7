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
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class Row:
    """An article's scores: by pair of actors and root code, and strictly."""

    name: str
    part: str
    loose: Score
    strict: Score


def main() -> None:
    """Print or write the figures."""
    paths = [Path(word) for word in sys.argv[1:] if word != "--write"]
    rows = [measured(path) for path in paths]
    text = f"{first_meetings()}\n{figures(rows)}"
    sys.stdout.write(text)
    if "--write" in sys.argv:
        missing = {entry["article"] for entry in articles().values()} - {row.name for row in rows}
        if missing:
            raise SystemExit(f"not given: {', '.join(sorted(missing))}")
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_FIGURES.sub(lambda found: f"{found[1]}{text}{found[2]}", page), encoding="utf-8")


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


def measured(path: Path) -> Row:
    """The scores of an article as the coder is now. Raises `InputError` for an article without a truth."""
    entry = articles().get(sha256(path.read_bytes()))
    if entry is None:
        known = "see builders/data/coding_articles.csv"
        raise InputError("is none of the articles with a truth", file=path, allowed=known)
    truths = read_truth(DATA / "coding_truth.csv", entry["article"])
    events = code(path, entry["date"] or None).events
    loose, strict = (score(truths, events, fits) for fits in (by_pair_and_root, by_code_and_date))
    return Row(entry["article"], entry["part"], loose, strict)


def first_meetings() -> str:
    """A table of the scores when the coder first met the articles held out, as they were noted down."""
    rows = []
    for entry in articles().values():
        if entry["first"]:
            proposed, right, events, found, strictly_right, strictly_found = map(int, entry["first"].split())
            strict = Score(proposed, strictly_right, events, strictly_found)
            rows.append(Row(entry["article"], f"round {entry['round']}", Score(proposed, right, events, found), strict))
    return "When the coder first met the texts held out:\n\n" + _rows(rows, "all held out")


def figures(rows: Sequence[Row]) -> str:
    """A table of the scores as the coder is now, with sums for each part."""
    now = [replace(row, part="seen since" if row.part == "held out" else row.part) for row in rows]
    return "The same texts, and the two it was built on, as the coder is now:\n\n" + _rows(now, None)


def _rows(rows: Sequence[Row], total: str | None) -> str:
    lines = [
        "| article | part | events | proposed | precision | recall | precision, strict | recall, strict |",
        "|---|---|---|---|---|---|---|---|",
    ]
    ordered = sorted(rows, key=lambda row: (row.part, row.name))
    lines += [_line(row) for row in ordered]
    for part in [total] if total else sorted({row.part for row in rows}):
        members = [row for row in rows if total or row.part == part]
        sums = (sum((getattr(row, kind) for row in members), Score(0, 0, 0, 0)) for kind in ("loose", "strict"))
        lines.append(_line(Row(f"**{part if total else f'all {part}'}**", "", *sums)))
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    shares = (row.loose.precision, row.loose.recall, row.strict.precision, row.strict.recall)
    percents = " | ".join(f"{100 * share:.0f} %" for share in shares)
    return f"| {row.name} | {row.part} | {row.loose.events} | {row.loose.proposed} | {percents} |"


def _table(path: Path) -> list[Mapping[str, str]]:  # rows of a CSV file
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


if __name__ == "__main__":
    main()
