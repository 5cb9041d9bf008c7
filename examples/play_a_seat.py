"""Play South Korea in korea-2017 by a rule of one's own, the other seats let loose, and see what comes of it.

    python examples/play_a_seat.py [RUNS] [FOLDER]

The rule: keep an offer of talks on the table, and put the drill off while North Korea stands high. With a folder, the
last run is written there like any other: `standoff replay FOLDER/record.jsonl` plays it again without this program.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import standoff

SEAT, OTHER = "KOR", "PRK"
DAY_S = 86400.0


def wanted(view: Mapping[str, Any]) -> list[str]:
    """What the rule would like to order, most wanted first, as options call themselves."""
    wishes = []
    if view["rung"][OTHER] >= 2:
        wishes.append("postpone-drill toward PRK (drill: ufg-2017)")
    if view["talks"][SEAT][OTHER] not in ("offered", "open"):
        wishes.append("propose-talks toward PRK")
    return wishes


def play(run_index: int, folder: str | None = None) -> tuple[list[str], Mapping[str, Any]]:
    """One run: the orders that the rule gave, and the summary."""
    session = standoff.session("korea-2017:let-loose", SEAT, run_index=run_index)
    given = []
    for day in range(1, int(session.end_s / DAY_S)):
        legal = {str(option): option for option in session.legal_moves(SEAT)}
        choice = next((wish for wish in wanted(session.observe(SEAT).view) if wish in legal), None)
        if choice is not None:
            session.act(SEAT, legal[choice], says="by the rule")
            given.append(choice)
        session.advance_to(day * DAY_S)
    return given, session.finish(folder).summary


def main(runs: int = 3, folder: str | None = None) -> None:
    """Print a line a run."""
    print(f"{'run':>3}{'orders':>8}{'highest rung':>14}{'tests':>7}  talks")
    for index in range(runs):
        given, summary = play(index, folder if index == runs - 1 else None)
        highest = max(place["highest"] for place in summary["ladder"].values())
        talks = summary["talks"].get(f"{SEAT}-{OTHER}", "none")
        print(f"{index:3}{len(given):8}{highest:14}{summary['tests']:7}  {talks}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 3, sys.argv[2] if sys.argv[2:] else None)
