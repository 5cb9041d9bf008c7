"""The step: a pure function of world, state and one due item to a new state, events and new items.

`HANDLERS` is the table of contents of everything that can happen. Another kind of action (a statement, a deployment,
an inject) is one more class in `actions` and one more row here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from standoff.base.streams import Streams
from standoff.engine import actions, clock, engage, fly, intake, players, sense, statecraft
from standoff.engine.event import Event
from standoff.engine.outside import enter, injects, looking
from standoff.engine.plan import Plans
from standoff.engine.queue import Item
from standoff.engine.state import State
from standoff.engine.turn import Turn

HANDLERS: Final[Mapping[type, Callable[[Turn, Any], None]]] = {
    actions.Start: clock.start,
    actions.Submit: intake.submit,
    actions.TakeEffect: intake.take_effect,
    actions.Enter: enter.enter,
    actions.FallDue: injects.fall_due,
    actions.Look: looking.look_for_time,
    actions.Fall: statecraft.fall,
    actions.Deliberate: players.deliberate,
    actions.LiftOff: fly.lift_off,
    actions.Pass: fly.pass_point,
    actions.Arrive: fly.arrive,
    actions.Detect: sense.detect,
    actions.Hold: sense.hold_track,
    actions.Decide: engage.decide,
    actions.Shoot: engage.shoot,
    actions.Meet: engage.meet,
    actions.Assess: engage.assess,
    actions.End: clock.end,
}


class Outcome(NamedTuple):
    """What one step leaves behind."""

    state: State
    events: list[Event]
    items: list[Item]


def step(plans: Plans, streams: Streams, state: State, item: Item, recorded: bool = True) -> Outcome:
    """Let one due item happen. Reads nothing but its arguments and changes none of them (plans are kept once made).

    Without a record the state is the same, but for how missiles really fly, which none of it depends on.
    """
    turn = Turn(plans, streams, state, item, recorded)
    HANDLERS[type(item.action)](turn, item.action)
    if turn.state.outside.watched and turn.crisis is not state.crisis:
        looking.look(turn, turn.events[-1].id if turn.events else turn.cause)
    return Outcome(turn.after, turn.events, turn.items)
