"""The crisis joined to the engine: orders of the catalogue take effect, and what follows from them falls due."""

from standoff.engine.statecraft.act import take_effect
from standoff.engine.statecraft.ask import Ask, hindrance, require, unmet
from standoff.engine.statecraft.dues import fall, start

__all__ = ["Ask", "fall", "hindrance", "require", "start", "take_effect", "unmet"]
