"""Work in which some blocks go wrong, importable by worker processes."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from standoff.studies.study.blocks import Block
from standoff.studies.study.work import Work


@dataclass(frozen=True)
class Poisoned(Work):
    """Work whose worker dies at block `deadly`: always, or once if there is a file `marker` to remember it by."""

    deadly: int = -1
    marker: str = ""

    def play(self, block: Block) -> bytes:
        """Play the block, or die."""
        if block.index == self.deadly and not (self.marker and Path(self.marker).exists()):
            if self.marker:
                Path(self.marker).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().play(block)
