"""The step is a function: the same arguments give the same outcome, and nothing that goes in changes."""

from __future__ import annotations

import copy

from engine.toys import toy
from standoff.base.streams import Streams
from standoff.engine import actions
from standoff.engine.plan import Plans
from standoff.engine.queue import Item, Priority, Queue
from standoff.engine.state import State
from standoff.engine.step import HANDLERS, step
from standoff.scenario.world import build_world


def test_every_step_of_a_run_can_be_taken_again() -> None:
    world, streams = build_world(toy(kill_probability=0.5)), Streams(3)
    plans = Plans(world)
    queue, state = Queue(), State()
    queue.push([Item(0.0, actions.Start(), priority=Priority.INPUT)])
    queue.push([Item(3600.0, actions.End(), priority=Priority.LAST)])
    queue.push(Item(order.issued_s, actions.Submit(order), priority=Priority.INPUT) for order in world.orders)
    while not state.ended:
        item = queue.pop()
        before = copy.copy(state)
        first, again = step(plans, streams, state, item), step(plans, streams, state, item)
        assert state == before
        assert [event.to_json(world.startex) for event in first.events] == [
            event.to_json(world.startex) for event in again.events
        ]
        assert [(i.time_s, type(i.action), i.cause) for i in first.items] == [
            (i.time_s, type(i.action), i.cause) for i in again.items
        ]
        state = first.state
        queue.push(first.items)


def test_every_action_has_a_handler() -> None:
    defined = {getattr(actions, name) for name in actions.__all__}
    assert defined == HANDLERS.keys()
