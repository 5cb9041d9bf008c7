"""Compiled flight: powered flights and unpowered arcs, one row each, several rows side by side, with samples if wanted.

Phases of a row: powered and coasting ascent and flight in the air by an adaptive Dormand-Prince 5(4) pair; vacuum above
`lanes.VACUUM_M` by fixed steps of DOP853 whose end is timed by Kepler's closed form; a last step placed on the ground.
Frame: inertial, coinciding with ECEF at time zero; SI units. Rows are independent; batches and single rows agree bit by
bit. `standoff.flight.machine` compiles `flow.fly_rows` with all that it calls, once: nothing here may allocate
or raise.

`forces`: one body's derivative; `lanes`: adaptive steps of several rows at once; `steps`: single steps; `vacuum`: the
flight above the air; `ends`: start and landing; `notes`: what a row writes down; `flow`: what comes after what.
"""

from standoff.flight.kernel.flow import fly_rows
from standoff.flight.kernel.lanes import SIZE

__all__ = ["SIZE", "fly_rows"]
