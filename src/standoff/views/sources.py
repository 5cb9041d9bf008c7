"""The evidence of a scenario on a terminal: sources with grades, claims with marks, conflicts side by side, checks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.views.evidence import whereabouts
from standoff.views.printing import printing, section
from standoff.views.wording import count, exact, sentence_case

Json = Mapping[str, Any]

MARKS: Final[Mapping[str, str]] = {"corroborated": "+", "conflicting": "!", "single-source": "1"}
_LEGEND: Final = "+ borne out by an independent document   ! contradicted by another claim   1 a single source"
# What a check computes, where that is not the claimed quantity itself.
_COMPUTED: Final[Mapping[str, str]] = {"flight": "least in vacuum", "measure": "in force"}
_STYLES: Final = {"consistent": "green", "doubtful": "yellow", "impossible": "red"}


def print_sources(evidence: Json, document: str | None = None) -> None:
    """The JSON of `standoff sources` as tables; of one document with all that is known of it."""
    with printing(sys.stdout) as console:
        _opening(console, evidence)
        if document is None:
            _documents(console, evidence["sources"])
        else:
            _one_document(console, evidence["sources"][0])
        if evidence["claims"]:
            section(console, "Claims")
            console.print(f" {_LEGEND}")
            console.print(_claims(evidence["claims"]))
        _conflicts(console, evidence)
        if evidence["checked"]:
            section(console, "Held against the models")
            console.print(_checks(evidence["checked"]))


def _opening(console: Console, evidence: Json) -> None:
    console.print(Text(evidence["title"], style="bold"))
    told = ", ".join(
        (
            f"{len(evidence['corroborated'])} corroborated",
            f"{len(evidence['conflicting'])} conflicting",
            f"{len(evidence['single_source'])} from a single source",
        )
    )
    sources, claims = (_counted(len(evidence[name]), name) for name in ("sources", "claims"))
    console.print(Text(f"{evidence['scenario']}: {sources}, {claims}{f': {told}' if evidence['claims'] else ''}"))


def _documents(console: Console, sources: Sequence[Json]) -> None:
    making = [source for source in sources if source["claims"]]
    silent = len(sources) - len(making)
    if making:
        section(console, "Sources of the claims")
        table = _table(("source", "grade", "what it is", "claims"))
        for source in making:
            what = Text(source["title"])
            for line in (_publication(source), _derived(source), source["grade_in_words"]):
                if line:
                    what.append(f"\n{line}", style="dim")
            table.add_row(source["key"], source["grade"] or "-", what, _ids(source["claims"]))
        console.print(table)
    if silent:
        told = count(silent, "more source" if making else "source")
        verb = "stands" if silent == 1 else "stand"
        console.print(f" {sentence_case(told)} {verb} behind values and orders (--json).")


def _one_document(console: Console, source: Json) -> None:
    section(console, source["key"])
    grid = Table.grid(padding=(0, 2))
    rows = (
        ("title", source["title"]),
        ("published", _publication(source)),
        ("grade", f"{source['grade']}, {source['grade_in_words']}" if source["grade"] else None),
        ("witness", _derived(source)),
        ("at", source["url"]),
        ("note", source["note"]),
    )
    for name, value in rows:
        if value:
            grid.add_row(f" {name}", Text(value))
    console.print(grid)


def _counted(number: int, plural: str) -> str:
    return f"{number} {plural if number != 1 else plural[:-1]}"


def _publication(source: Json) -> str:
    return ", ".join(str(source[name]) for name in ("publisher", "date") if source[name])


def _derived(source: Json) -> str:
    return f"copies or rewords {', '.join(source['derived_from'])}" if source["derived_from"] else ""


def _claims(claims: Iterable[Json]) -> Table:
    table = _table(("", "claim", "from", "what it says, and what it became"))
    for claim in claims:
        said = Text(claim["text"])
        for line in _about(claim):
            said.append(f"\n{line}", style="dim")
        table.add_row(MARKS[claim["status"]], claim["id"], _whence(claim), said)
        table.add_section()
    return table


def _about(claim: Json) -> Iterator[str]:
    if claim["agrees_with"]:
        dependent = [other for other in claim["agrees_with"] if other not in claim["corroborated_by"]]
        told = [_ids(claim["corroborated_by"])] if claim["corroborated_by"] else []
        told += [f"{_ids(dependent)} (no independent document)"] if dependent else []
        yield f"agrees with {', and with '.join(told)}"
    for conflict in claim["conflicts_with"]:
        yield f"conflicts with {conflict['claim']}: {conflict['about']}"
    if claim["differs"]:
        yield f"elsewhere: {claim['differs']}"
    for entry in claim["represented_by"]:
        yield f"-> {entry['reference'] + ': ' if entry['reference'] else ''}{entry['what']}"


def _whence(claim: Json) -> Text:
    where = Text(claim["document"])
    if claim["paragraph"]:
        where.append(f" {whereabouts(claim['paragraph'])}")
    details = [claim[name] for name in ("grade", "date") if claim[name]]
    if details:
        where.append("\n" + ", ".join(details), style="dim")
    return where


def _conflicts(console: Console, evidence: Json) -> None:
    """Each pair once: what each document says, side by side, and neither preferred."""
    own = {claim["id"]: claim for claim in evidence["claims"]}
    shown: set[frozenset[str]] = set()
    if evidence["conflicting"]:
        section(console, "Where sources differ (both are kept)")
    for entry in evidence["conflicting"]:
        for other in entry["with"]:
            pair = frozenset((entry["id"], other["id"]))
            if pair in shown:
                continue
            shown.add(pair)
            console.print(Padding(Text(f"\n{sentence_case(other['about'])}"), (0, 0, 0, 1)))
            console.print(_side_by_side(own[entry["id"]], other))


def _side_by_side(one: Json, other: Json) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", expand=True)
    for side in (one, other):
        paragraph = f" {whereabouts(side['paragraph'])}" if side["paragraph"] else ""
        grade = f", {side['grade']}" if side["grade"] else ""
        heading = f"{side['id']}, {side['document']}{paragraph}{grade}"
        table.add_column(Text(heading), ratio=1, overflow="fold")
    table.add_row(Text(one["text"]), Text(other["text"]))
    return table


def _checks(checks: Iterable[Json]) -> Table:
    table = _table(("claim", "verdict", "claimed and computed"))
    for check in checks:
        computed = _COMPUTED.get(check["kind"], "computed")
        told = Text(f"claimed {_value(check, 'claimed')}; {computed} {_value(check, 'computed')}")
        told.append(f"\n{sentence_case(check['reason'])}", style="dim")
        verdict = Text(check["verdict"], style=_STYLES.get(check["verdict"], ""))
        table.add_row(check["claim"], verdict, told)
    return table


def _value(check: Json, name: str) -> str:
    value = check[name]
    return value if isinstance(value, str) else f"{exact(value)} {check['unit'] or ''}".strip()


def _ids(names: Iterable[str]) -> str:
    return ", ".join(names)


def _table(headings: Sequence[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
