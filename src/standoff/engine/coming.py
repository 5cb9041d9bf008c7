"""Which launches are to come, so that control may rule on them: those that are due, and those of this very instant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from standoff.base.errors import InputError
from standoff.engine.actions import LiftOff
from standoff.engine.inputs import Input
from standoff.engine.queue import Item
from standoff.scenario.orders import Order

if TYPE_CHECKING:
    from standoff.engine.play import Play

_LAUNCH: Final = "launch/"


def require_to_come(playing: Play, given: Order | Input) -> None:
    """Raise `InputError` for a ruling on a launch that is not to come.

    Only what is due tells that, and a step does not see the queue: so it is asked at the door for what is given now. A
    replay hands in what came through that door.
    """
    if not isinstance(given, Input) or given.kind != "ruling":
        return
    on = given.data.get("on")
    if not isinstance(on, str) or not on.startswith(_LAUNCH):
        return
    name = on.removeprefix(_LAUNCH)
    if not _is_due(playing, name) and name not in _of_this_instant(playing):
        raise InputError("is over or unknown", field="on", value=on, allowed="something to come")


def _is_due(playing: Play, name: str) -> bool:
    return any(isinstance(item.action, LiftOff) and item.action.threat == name for item in playing.due)


def _of_this_instant(playing: Play) -> set[str]:
    """The launches of the instant that begins now.

    Where time stands still before one, its order may not have been given yet: all of the instant is to come.
    """
    found: set[str] = set()

    def note(item: Item) -> bool:
        if isinstance(item.action, LiftOff):
            found.add(item.action.threat)
        return False

    ahead = playing.fork(playing.streams, recorded=False)
    ahead.finish_instant(note)
    return found
