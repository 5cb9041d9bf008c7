"""A crisis as an environment for learning agents, in the form of PettingZoo. Needs `pip install standoff[rl]`."""

from standoff.rl.environment import CrisisEnv, parallel_env
from standoff.rl.reward import Reward, Scene, calm

__all__ = ["CrisisEnv", "Reward", "Scene", "calm", "parallel_env"]
