"""A review in words: the sections of its page and of its print, as plain texts that both set in their own way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, NamedTuple

from standoff.base.time import parse_utc
from standoff.crisis.ladder import NAMES
from standoff.exercise.review.causes import chain, root
from standoff.exercise.review.kinds import chosen, left_out
from standoff.exercise.review.odds import of_event
from standoff.exercise.review.review import Event, Json, Review
from standoff.views.digest import Digest
from standoff.views.exercise import override
from standoff.views.headline import account_of, headline, headline_of
from standoff.views.summary import digest
from standoff.views.wording import count, day, figure, listing, number_word, percent, plain, sentence_case, stamp

# So many events are told one by one; the workbook has all.
MOST_TOLD: Final = 1_200
MOST_DECISIVE: Final = 60
_SPAN_MIN_S, _SPAN_H_S, _SPAN_D_S = 60.0, 3_600.0, 172_800.0
RESULTS: Final[Mapping[str, str]] = {
    "met": "met", "late": "met, late", "failed": "failed", "missed": "not met", "unjudged": "not judged",
    "open": "open",
}  # fmt: skip


class Line(NamedTuple):
    """One event of the account."""

    id: int
    time: str
    sentence: str
    cause: int | None
    because: str
    ruled: str


class Day(NamedTuple):
    """The events of one day."""

    title: str
    lines: list[Line]


class Decisive(NamedTuple):
    """An event on which it turned: what began it, what lay behind it, the nearest cause first, and its chances."""

    line: Line
    began: str
    behind: list[Line]
    odds: str
    draws: list[str]


class Group(NamedTuple):
    """Decisive events of one kind; `more` of them are not told."""

    title: str
    events: list[Decisive]
    more: int


class Objective(NamedTuple):
    """An objective, judged."""

    id: str
    title: str
    whose: str
    asked: str
    result: str
    mark: str
    time: str
    event: int | None


@dataclass(frozen=True)
class Outline:
    """The sections of a review in words. Build it with `Outline(review)`."""

    review: Review

    @cached_property
    def startex(self) -> datetime:
        """The beginning."""
        return parse_utc(str(self.review.run.record.header["startex"]))

    @cached_property
    def digest(self) -> Digest:
        """The run behind the exercise."""
        return digest(self.review.world_record)

    @cached_property
    def headline(self) -> str:
        """The outcome in a sentence or two."""
        crisis = self.digest.crisis
        return headline(self.digest) if crisis is None else headline_of(self.digest, crisis)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What was played, by its name."""
        header, review = self.review.run.record.header, self.review
        people = [review.cells[card["cell"]] for card in review.cards if card["people_s"]]
        end = "ENDEX" if review.ended else "The record so far ends"
        return [
            ("Scenario", f"{header['name']}, seed {header['seed']}"),
            ("STARTEX", f"{day(self.startex)}, {self.startex:%H:%M} UTC"),
            (end, f"{day(self.startex, review.end_s)}, {self.moment(review.end_s)[-8:-3]} UTC"),
            ("Played by people", listing(people) if people else "nobody; policies played all cells"),
            ("Events", f"{len(review.events):,}"),
            ("Software", str(header["software"])),
        ]

    @cached_property
    def in_short(self) -> list[str]:
        """The exercise in a few sentences."""
        cards, crisis = self.review.cards, self.digest.crisis
        orders, words = sum(card["orders"] for card in cards), sum(card["messages"] for card in cards)
        ruled = [event["override"] for event in self.review.events if event["override"]]
        told = [
            f"The cells gave {count(orders, 'order')} and sent {count(words, 'message')} in "
            f"{span(self.review.end_s)} of exercise time.",
            *self._judged(),
        ]
        if ruled:
            otherwise = sum(one["outcome"] != one["proposal"] for one in ruled)
            many = number_word(otherwise) if otherwise else "none"
            decided = f"Control decided {count(len(ruled), 'outcome')}"
            told.append(f"{decided}, {many} of them otherwise than the computer proposed.")
        return told if crisis is None else [*told, *account_of(self.digest, crisis)]

    def _judged(self) -> Iterator[str]:
        found = self.review.objectives
        if not found:
            return
        good = sum(one["result"] in ("met", "late") for one in found)
        verb = "is" if good == 1 else "are"
        yield f"{sentence_case(number_word(good))} of {count(len(found), 'objective')} {verb} met."
        failed = [one["title"] for one in found if one["result"] == "failed"]
        if failed:
            yield f"Failed: {'; '.join(failed)}."
        unjudged = [one["title"] for one in found if one["result"] == "unjudged"]
        if unjudged:
            yield f"Left to control and not judged: {'; '.join(unjudged)}."

    @cached_property
    def objectives(self) -> list[Objective]:
        """Every objective with its result."""
        return [self._objective(one) for one in self.review.objectives]

    def _objective(self, one: Json) -> Objective:
        asked = "must never hold" if one["fails"] else f"by {one['by']}" if one["by"] else "at any time"
        if one["when"]:
            asked = f"{asked}: {one['when']}"
        time = "" if one["t_s"] is None else self.moment(one["t_s"])
        mark = {"met": "✓", "late": "✓", "unjudged": "·", "open": "·"}.get(one["result"], "✗")
        whose = "all" if one["cell"] is None else self.review.cells.get(one["cell"], str(one["cell"]))
        return Objective(one["id"], one["title"], whose, asked, RESULTS[one["result"]], mark, time, one["event"])

    @cached_property
    def days(self) -> list[Day]:
        """What happened, by day: the events that weigh most if there are very many."""
        days: list[Day] = []
        for event in self._told:
            title = f"Day {self._day(event['t_s'])}, {day(self.startex, event['t_s'])}"
            if not days or days[-1].title != title:
                days.append(Day(title, []))
            days[-1].lines.append(self.line(event))
        return days

    @cached_property
    def _told(self) -> list[Event]:
        return chosen(self.review.events, MOST_TOLD)

    @cached_property
    def ids(self) -> frozenset[int]:
        """The events that are told one by one."""
        return frozenset(int(event["id"]) for event in self._told)

    @cached_property
    def left_out(self) -> str:
        """What the account does not tell."""
        counts = left_out(self.review.events, self._told)
        if not counts:
            return "Every event of the record is here."
        kinds = listing([f"{number:,} {plain(kind)}" for kind, number in counts.items()])
        return (
            f"Told here: {len(self._told):,} of {len(self.review.events):,} events. Left out, and all in the workbook "
            f"(review.xlsx) and in the record: {kinds}."
        )

    @cached_property
    def groups(self) -> list[Group]:
        """The events on which it turned."""
        return [
            Group(title, [self._decisive(event) for event in some[:MOST_DECISIVE]], max(0, len(some) - MOST_DECISIVE))
            for title, some in self.review.decisive.items()
        ]

    def _decisive(self, event: Event) -> Decisive:
        behind = chain(self.review.events, event["id"])[1:]
        odds = of_event(event, self.review.odds)
        chances = "" if odds is None else listing([f"{name} {percent(chance)}" for name, chance in odds.items()])
        links = self.review.odds.get(str(event["data"].get("battery")), {})
        draws = [_draw(str(draw["stream"]), float(draw["value"]), links) for draw in event["draws"]]
        began = root(self.review.events, event["id"])
        return Decisive(self.line(event), began, [self.line(one) for one in behind], chances, draws)

    def line(self, event: Event) -> Line:
        """An event as a line."""
        cause = event["cause"]
        because = "" if cause is None else self.sentence(self.review.events[cause - 1])
        ruled = sentence_case(f"{override(event['override'])}.") if event["override"] else ""
        bare = {**event, "override": None}
        return Line(event["id"], self.moment(event["t_s"]), self.sentence(bare), cause, because, ruled)

    def sentence(self, event: Event) -> str:
        """An event in a sentence."""
        return str(self.review.tell(event)["sentence"])

    @cached_property
    def cards(self) -> list[list[str]]:
        """The scorecards as rows under `CARD_HEADS`."""
        return [_card(card) for card in self.review.cards]

    @cached_property
    def injects(self) -> list[tuple[str, str, str, str, str]]:
        """Injects as number, title, time, to whom, and first reactions."""
        return [self._inject(one) for one in self.review.injects]

    def _inject(self, one: Json) -> tuple[str, str, str, str, str]:
        cells = self.review.cells
        time = one["state"] if one["t_s"] is None else self.moment(one["t_s"])
        seen = "all cells" if len(one["seen"]) == len(cells) else listing([cells[cell] for cell in one["seen"]])
        first = [
            f"{cells[r['cell']]} after {span(r['after_s'])}: {self.sentence(self.review.events[r['event'] - 1])}"
            for r in one["first"]
        ]
        return str(one["number"] or one["inject"]), one["title"], time, seen, "\n".join(first)

    def notes(self, kind: str) -> list[tuple[str, str]]:
        """Observations or lessons, with what each is about."""
        return [
            (note["text"], self._about(note)) for note in self.review.notes if note.get("note", "observation") == kind
        ]

    def _about(self, note: Json) -> str:
        parts = [f"by {note['by']}"] if note.get("by") else []
        if note.get("event"):
            parts.append(f"at {self.moment(self.review.events[note['event'] - 1]['t_s'])}")
        else:
            parts.append("after ENDEX")
        if note.get("cell"):
            parts.append(f"on {self.review.cells.get(note['cell'], note['cell'])}")
        if note.get("objective"):
            parts.append(f"on objective {note['objective']}")
        if note.get("about") and note["about"] <= len(self.review.events):
            parts.append(f"on event {note['about']}: {self.sentence(self.review.events[note['about'] - 1])}")
        return "; ".join(parts)

    @property
    def replay(self) -> list[str]:
        """How to have it again."""
        return ["standoff replay record.jsonl"]

    @cached_property
    def sha256(self) -> str:
        """What identifies the record."""
        return self.review.run.record.sha256

    def moment(self, t_s: float) -> str:
        """`8 Aug 18:16:31`."""
        return stamp(self.startex, float(t_s))

    def _day(self, t_s: float) -> int:
        midnight = self.startex.replace(hour=0, minute=0, second=0, microsecond=0)
        return int((self.startex - midnight).total_seconds() + t_s) // 86_400 + 1


def _draw(stream: str, value: float, links: Mapping[str, float]) -> str:
    """A number that was drawn, with what it had to stay below: `reliability 0.9604 (holds below 0.90)`."""
    first, last = stream.partition("/")[0], stream.rpartition("/")[2]
    if first == "common-mode" and first in links:
        return f"common mode {value:.4f} (fails below {links[first]:.2f})"
    if first == "kill" and last in links:
        return f"{last} {value:.4f} (holds below {links[last]:.2f})"
    return f"{stream} {value:.4f}"


CARD_HEADS: Final = (
    "Cell", "Orders", "Refused", "By control", "Moves", "Tone sent", "Messages", "Requests", "Injects",
    "Answered", "Median answer", "Highest rung", "Played by people",
)  # fmt: skip


def _category(code: str) -> str:
    """A category of the ladder as it is written: `de-escalation`, `non-violent escalation`, `status quo`."""
    return code if code == "de-escalation" else plain(code).replace("non violent", "non-violent")


def _card(card: Json) -> list[str]:
    moves = listing([f"{number} {_category(kind)}" for kind, number in card["moves"].items()])
    median_s = card["median_answer_s"]
    return [
        card["title"],
        f"{card['orders']:,}",
        f"{card['refused']:,}",
        f"{card['by_control']:,}",
        moves or "none",
        f"{card['tone_sent']:+.1f}".replace("-", "\N{MINUS SIGN}") if card["tone_sent"] else "0",
        f"{card['messages']:,}",
        f"{card['requests']:,}",
        f"{card['injects']:,}",
        f"{card['answered']:,}",
        "" if median_s is None else span(median_s),
        f"{card['highest_rung']}, {NAMES[card['highest_rung']]}",
        span(card["people_s"]) if card["people_s"] else "no",
    ]


def span(seconds: float) -> str:
    """`45 s`, `20 min`, `6 h`, `34.5 d`."""
    if seconds < _SPAN_MIN_S:
        return f"{seconds:.0f} s"
    if seconds < _SPAN_H_S:
        return f"{figure(seconds / 60.0)} min"
    return f"{figure(seconds / 3_600.0)} h" if seconds < _SPAN_D_S else f"{seconds / 86_400.0:,.1f} d"


def texts(rows: Sequence[Any]) -> list[str]:
    """The cells of a row as texts."""
    return ["" if one is None else str(one) for one in rows]
