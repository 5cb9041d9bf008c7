"""What each cell did: orders and what became of them, words, how soon it answered injects, how high it climbed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

Json = dict[str, Any]
Event = Mapping[str, Any]


@dataclass
class Scorecard:
    """One cell's part in an exercise. Times in seconds of the exercise."""

    cell: str
    orders: int = 0
    refused: int = 0
    by_control: int = 0
    moves: Counter[str] = field(default_factory=Counter)
    tone_sent: float = 0.0
    messages: int = 0
    requests: int = 0
    injects: int = 0
    answered: int = 0
    answer_s: list[float] = field(default_factory=list)
    highest_rung: int = 0
    people_s: float = 0.0
    _asked: list[float] = field(default_factory=list)
    _since_s: float | None = None

    def to_json(self) -> Json:
        """Plain JSON."""
        return {
            "cell": self.cell,
            "orders": self.orders,
            "refused": self.refused,
            "by_control": self.by_control,
            "moves": dict(self.moves),
            "tone_sent": round(self.tone_sent, 1),
            "messages": self.messages,
            "requests": self.requests,
            "injects": self.injects,
            "answered": self.answered,
            "median_answer_s": round(median(self.answer_s), 0) if self.answer_s else None,
            "highest_rung": self.highest_rung,
            "people_s": round(self.people_s, 0),
        }

    def acted(self, t_s: float) -> None:
        """The cell said or did something: the injects that it got before are answered."""
        self.answer_s += [t_s - asked for asked in self._asked]
        self.answered += len(self._asked)
        self._asked.clear()

    def got_inject(self, t_s: float) -> None:
        """The cell was fed an inject."""
        self.injects += 1
        self._asked.append(t_s)

    def played_by(self, player: str, t_s: float) -> None:
        """People took the cell, or left it."""
        if self._since_s is not None:
            self.people_s += t_s - self._since_s
        self._since_s = t_s if player == "people" else None


def scorecards(events: Iterable[Event], cells: Sequence[str], end_s: float) -> list[Scorecard]:
    """The scorecards of all cells, from a record's events."""
    cards = {cell: Scorecard(cell) for cell in cells}
    for event in events:
        _count(cards, event)
    for card in cards.values():
        card.played_by("policy", end_s)
    return list(cards.values())


def _count(cards: Mapping[str, Scorecard], event: Event) -> None:
    kind, data, t_s = event["kind"], event["data"], event["t_s"]
    if kind == "inject":
        seen = event["visible_to"]
        for one in cards.values():
            if seen == ["*"] or one.cell in seen:
                one.got_inject(t_s)
        return
    card = cards.get(event["actor"] or "")
    if card is None:
        return
    match kind:
        case "order":
            if data.get("origin") == "input":
                card.orders += 1
                card.acted(t_s)
            elif data.get("origin") == "inject":
                card.by_control += 1
        case "order_refused":
            card.refused += 1
        case "move":
            card.moves[data["ladder"]["category"]] += 1
            card.tone_sent += data["tone"]["weight"] if data.get("tone") else 0.0
            card.highest_rung = max(card.highest_rung, int(data["ladder"]["rung"]))
        case "message":
            card.messages += 1
            card.acted(t_s)
        case "request":
            card.requests += 1
            card.acted(t_s)
        case "seat":
            card.played_by(data["played_by"], t_s)
