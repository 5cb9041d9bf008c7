"""Plays the two seats of a deterrence game against each other, day by day, without an engine."""

from typing import Any

from standoff.base.streams import Streams
from standoff.crisis.deterrence import ChallengerPolicy, DefenderPolicy, Play
from standoff.crisis.policy import Memory

DAY = 86400.0
NEVER = 1e9


def course(play: Play, run: int, days: int = 8) -> list[tuple[int, str]]:
    """Moves by day; they take effect at once, the challenger looks first."""
    streams, moves = Streams(11, run), list[tuple[int, str]]()
    seats = (ChallengerPolicy("PRK/guam", DAY, play), DefenderPolicy("USA/guam", DAY, play))
    memories: dict[str, Memory] = {"PRK": {}, "USA": {}}
    last = {"PRK": dict.fromkeys(["challenge", "press"], -NEVER), "USA": dict.fromkeys(["defend"], -NEVER)}
    for day in range(days):
        for seat in seats:
            since = {actor: {move: day - at for move, at in times.items()} for actor, times in last.items()}
            view: dict[str, Any] = {"day": float(day), "since": since}
            memories[seat.actor], wishes = seat.decide(
                view, memories[seat.actor], day * DAY, DAY, lambda *name: streams.uniform(*name).value
            )
            for wish in wishes:
                if wish.holds_back:
                    continue
                moves.append((day, wish.move))
                last[seat.actor][wish.move] = float(day)
    return moves
