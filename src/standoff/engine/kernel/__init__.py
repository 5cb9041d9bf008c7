"""The compiled engine: what `step` does to many runs of one world, without events, records or reasons.

Numba compiles it. It follows the event-by-event engine line by line (`engine.engage` above all), with the same order of
what is due at the same time and the same random numbers, so both come to the same outcomes; `tests/agreement` holds
them together. `tables`: what goes in; `chance`: the named streams; `queue`: what is due; `shots`: launches inside a
window; `decision`: who shoots; `raid`: a run.
"""

from standoff.engine.kernel.chance import uniforms
from standoff.engine.kernel.raid import play
from standoff.engine.kernel.shots import plan_shots

__all__ = ["plan_shots", "play", "uniforms"]
