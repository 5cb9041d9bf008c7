"""The review of an exercise: its record with objectives judged, scorecards, notes, and what might have come.

Everything is made when it is asked for, once: a record may hold hundreds of thousands of events.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from standoff.base.errors import InputError
from standoff.engine.record import Record
from standoff.engine.run import Run
from standoff.exercise.review.causes import chain, root
from standoff.exercise.review.kinds import WORDS, decisive
from standoff.exercise.review.objectives import judged
from standoff.exercise.review.odds import Odds, of_event
from standoff.exercise.review.reactions import reactions
from standoff.exercise.review.scorecard import scorecards
from standoff.views.czml import czml
from standoff.views.names import Names
from standoff.views.story import sentence

Json = dict[str, Any]
Event = Mapping[str, Any]


@dataclass(frozen=True)
class Review:
    """What a review shows.

    Attributes:
        title: of the exercise.
        run: its record up to now, with tracks and the state at the end.
        ended: whether ENDEX was given; a record that goes on is closed for the review alone.
        later_notes: observations and lessons that were written after ENDEX, as they are kept.
        ahead: what might have come (`look_ahead`), if that was asked for.
        odds: of the shots of every battery (`odds_of`).
    """

    title: str
    run: Run
    ended: bool
    later_notes: Sequence[Json] = ()
    ahead: Mapping[str, Any] | None = None
    odds: Odds = field(default_factory=dict)

    @property
    def events(self) -> Sequence[Event]:
        """The record's events."""
        return self.run.record.events

    @property
    def end_s(self) -> float:
        """The last moment of the record, seconds after STARTEX."""
        return float(self.events[-1]["t_s"])

    @cached_property
    def names(self) -> Names:
        """What everything is called."""
        return Names.of(self.run.record.header)

    @cached_property
    def cells(self) -> dict[str, str]:
        """Actor -> its name."""
        actors = self.run.record.header["scenario"]["actors"]
        return {code: str(block["title"]) for code, block in actors.items()}

    @cached_property
    def objectives(self) -> list[Json]:
        """Every objective, judged."""
        return judged(self.events, self.ended)

    @cached_property
    def injects(self) -> list[Json]:
        """Every inject with when it was fed and what each cell did first after it."""
        return reactions(self.events, list(self.cells))

    @cached_property
    def decisive(self) -> dict[str, list[Event]]:
        """The events on which it turned, by group."""
        return decisive(self.events)

    @cached_property
    def cards(self) -> list[Json]:
        """The scorecard of every cell, with the objectives that are its own."""
        told = []
        for card in scorecards(self.events, list(self.cells), self.end_s):
            own = [one for one in self.objectives if one["cell"] == card.cell]
            results = {one["id"]: one["result"] for one in own}
            told.append({**card.to_json(), "title": self.cells[card.cell], "objectives": results})
        return told

    @cached_property
    def notes(self) -> list[Json]:
        """Observations and lessons, those on the record first."""
        on_record = [
            {"event": event["id"], "time": event["time"], **event["data"]}
            for event in self.events
            if event["kind"] == "note"
        ]
        return [*on_record, *map(written, self.later_notes)]

    @cached_property
    def world_record(self) -> Record:
        """The record without words and bookkeeping: all that a picture of the world is drawn from."""
        record = self.run.record
        return Record(record.header, tuple(event for event in record.events if event["kind"] not in WORDS))

    @cached_property
    def scene(self) -> bytes:
        """The scene of the record for a globe, CZML; without the words of people, which have no place on it."""
        return czml(self.world_record, self.run.tracks)

    @cached_property
    def timeline(self) -> bytes:
        """All events in columns, small enough to send at once, as JSON: kinds and actors as places in their lists."""
        kinds: dict[str, int] = {}
        actors: dict[str, int] = {}
        events = self.events
        columns = {
            "t_s": [event["t_s"] for event in events],
            "kind": [kinds.setdefault(event["kind"], len(kinds)) for event in events],
            "actor": [actors.setdefault(event["actor"] or "", len(actors)) for event in events],
            "cause": [event["cause"] or 0 for event in events],
            "overrides": [event["id"] for event in events if event["override"]],
            "decisive": {title: [event["id"] for event in some] for title, some in self.decisive.items()},
            "kinds": list(kinds),
            "actors": list(actors),
        }
        return json.dumps(columns, separators=(",", ":"), allow_nan=False).encode()

    @cached_property
    def sentences(self) -> list[str]:
        """The sentence of every event, in order."""
        return [sentence(event, self.names) for event in self.events]

    @cached_property
    def _searched(self) -> list[str]:
        return [text.casefold() for text in self.sentences]

    def find(self, words: str) -> list[int]:
        """Events whose sentence holds all of these words, in order."""
        wanted = words.casefold().split()
        return [at for at, text in enumerate(self._searched, 1) if all(word in text for word in wanted)]

    def told(self, after: int, limit: int) -> list[Json]:
        """Events in full, with a sentence each."""
        return [self.tell(event) for event in self.events[after : after + limit]]

    def told_of(self, ids: Sequence[int]) -> list[Json]:
        """These events in full; raises `InputError` for an unknown one."""
        return [self.tell(self.event(one)) for one in ids]

    def event(self, number: int) -> Event:
        """An event. Raises `InputError` for an unknown one."""
        if not 1 <= number <= len(self.events):
            raise InputError("is no event", field="event", value=number, allowed=f"1 to {len(self.events)}")
        return self.events[number - 1]

    def chain(self, event: int) -> Json:
        """Why an event happened: it and all behind it, the last first. Raises `InputError` for an unknown one."""
        self.event(event)
        found = chain(self.events, event)
        return {"root": root(self.events, event), "chain": [self.tell(one) for one in found]}

    def tell(self, event: Event) -> Json:
        """An event with its number, its sentence and, for a shot, the odds of its outcome."""
        odds = of_event(event, self.odds)
        told = {"n": event["id"], **event, "sentence": sentence(event, self.names)}
        return told if odds is None else {**told, "odds": odds, "links": self.odds[event["data"]["battery"]]}

    @cached_property
    def overview(self) -> Json:
        """What the page begins with."""
        header = self.run.record.header
        return {
            "title": self.title,
            "scenario": header["name"],
            "seed": header["seed"],
            "startex": header["startex"],
            "endex": self.events[-1]["time"],
            "end_s": self.end_s,
            "ended": self.ended,
            "events": len(self.events),
            "cells": self.cells,
            "objectives": self.objectives,
            "scorecards": self.cards,
            "injects": self.injects,
            "notes": self.notes,
            "ahead": self.ahead,
        }


def written(note: Json) -> Json:
    """A note that was kept after ENDEX, without the window and the count by which it is known if it is sent again."""
    return {name: value for name, value in note.items() if name != "sent"}
