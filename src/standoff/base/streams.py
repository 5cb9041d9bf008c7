"""Named random streams: a number depends on its name and the seed, never on what was drawn before.

Counter-based (Philox 4x64, Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11). The key holds the seed
and a digest of the stream's name, the counter holds the run, so order of events, worker count and unrelated changes
cannot move another stream's numbers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

_STANDARD_NORMAL = NormalDist()

# Constants of Philox 4x64-10 (Salmon et al. 2011), and the last place of a number made of 53 bits.
_ROUNDS = 10
_FIRST, _SECOND = 0xD2E7470EE14C6C93, 0xCA5A826395121157
_FIRST_STEP, _SECOND_STEP = 0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B
_WORD = (1 << 64) - 1
_UNIT = 1.0 / (1 << 53)


class Draw(NamedTuple):
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
        return Draw(stream, (first_word(self.seed, self.digest(stream), self.run) >> 11) * _UNIT)

    def number(self, *name: str) -> float:
        """The same number by itself, for those who keep no record of what was drawn."""
        return self.uniform(*name).value

    def normal(self, *name: str) -> Draw:
        """A standard normal deviate by inversion of the stream's uniform number."""
        uniform = self.uniform(*name)
        # random() may be exactly 0 once in 2**53 draws; half a step keeps the inverse finite.
        return Draw(uniform.stream, _STANDARD_NORMAL.inv_cdf(max(uniform.value, 2.0**-54)))

    @staticmethod
    def digest(stream: str) -> int:
        """The half of a stream's key that stands for its name."""
        return int.from_bytes(hashlib.blake2b(stream.encode("utf-8"), digest_size=8).digest(), "little")


def first_word(seed: int, digest: int, run: int) -> int:
    """The first 64 bits of the stream with this key (seed, digest) in a run: Philox 4x64-10 at counter (1, run, 0, 0).

    The same as NumPy's `Generator(Philox(key, counter=(0, run, 0, 0)))` gives, which counts up before its first block;
    a stream gives one number, and to build a generator for it takes longer than the ten rounds.
    """
    a, b, c, d = 1, run, 0, 0
    for _ in range(_ROUNDS):
        one, other = _FIRST * a, _SECOND * c
        a, b, c, d = (other >> 64) ^ b ^ seed, other & _WORD, (one >> 64) ^ d ^ digest, one & _WORD
        seed = (seed + _FIRST_STEP) & _WORD
        digest = (digest + _SECOND_STEP) & _WORD
    return a
