"""Named random streams: a number depends on its name and the seed, never on what was drawn before.

Counter-based (Philox 4x64, Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11). The key holds the seed
and a digest of the stream's name, the counter holds the run, so order of events, worker count and unrelated changes
cannot move another stream's numbers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

_STANDARD_NORMAL = NormalDist()


@dataclass(frozen=True)
class Draw:
    """One number taken from a named stream, kept in the record beside the event that used it."""

    stream: str
    value: float


@dataclass(frozen=True)
class Streams:
    """All random numbers of one run. `seed` and `run` are non-negative integers below 2**64."""

    seed: int
    run: int = 0

    def uniform(self, *name: str) -> Draw:
        """A number in [0, 1) from the stream of this name, e.g. `uniform("kill", "kongo-1")`."""
        stream = "/".join(name)
        return Draw(stream, float(self._generator(stream).random()))

    def normal(self, *name: str) -> Draw:
        """A standard normal deviate by inversion of the stream's uniform number."""
        uniform = self.uniform(*name)
        # random() may be exactly 0 once in 2**53 draws; half a step keeps the inverse finite.
        return Draw(uniform.stream, _STANDARD_NORMAL.inv_cdf(max(uniform.value, 2.0**-54)))

    def _generator(self, stream: str) -> np.random.Generator:
        key = np.array([self.seed, self.digest(stream)], dtype=np.uint64)
        counter = np.array([0, self.run, 0, 0], dtype=np.uint64)
        return np.random.Generator(np.random.Philox(key=key, counter=counter))

    @staticmethod
    def digest(stream: str) -> int:
        """The half of a stream's key that stands for its name."""
        return int.from_bytes(hashlib.blake2b(stream.encode("utf-8"), digest_size=8).digest(), "little")
