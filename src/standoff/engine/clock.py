"""STARTEX and ENDEX."""

from __future__ import annotations

from standoff.base.evolve import evolve
from standoff.engine import players, statecraft
from standoff.engine.actions import End, Start
from standoff.engine.turn import Turn


def start(turn: Turn, _: Start) -> None:
    """Open the exercise: launchers are loaded."""
    turn.emit("startex", data={"scenario": turn.world.name})
    inventory = {battery.id: battery.inventory for battery in turn.world.batteries.values()}
    turn.state = evolve(turn.state, inventory=inventory)
    statecraft.start(turn)
    players.start(turn)


def end(turn: Turn, _: End) -> None:
    """Close the exercise. The event counts all events, itself included, so that a cut record is recognized."""
    turn.emit("endex", data={"events": turn.next_event})
    turn.state = evolve(turn.state, ended=True)
