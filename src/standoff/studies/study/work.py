"""What a worker does: play a block of a study. All that it needs travels with it, so a worker needs no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from standoff.base.errors import InputError

if TYPE_CHECKING:
    from standoff.engine.many import Engine
    from standoff.engine.outcomes import Outcomes
    from standoff.scenario.loading import Scenario
    from standoff.studies.study.blocks import Block


@dataclass(frozen=True)
class Work:
    """What all blocks of a study share: the scenario's documents, the seed and the engine; `digest` says which study.

    `program` is the one that made the work (`standoff.studies.study.program`): another would make another table.
    """

    document: Mapping[str, Any]
    library: Mapping[str, Any]
    seed: int
    engine: Engine
    digest: str
    program: Mapping[str, str]

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario, built of its documents on first use."""
        from standoff.scenario.loading import Scenario

        return Scenario.from_documents(self.document, self.library)

    def stamp(self, block: Block) -> str:
        """What a block's file is marked with."""
        return f"{self.digest}:{block.index}"

    def play(self, block: Block) -> bytes:
        """Play a block: the content of its file. A run that fails is a row that says why; the others stand.

        Raises:
            InputError: this program is another than the one that made the work.
        """
        from standoff.studies import limits
        from standoff.studies.study import blocks

        _require_same_program(self.program)
        outcomes: list[Outcomes] = []
        errors: dict[int, str] = {}
        try:
            limits.require_consistent(self.scenario, block.values)
        except InputError as error:
            errors = dict.fromkeys(block.indices, str(error))
        else:
            self._play(block, block.indices, outcomes, errors)
        return blocks.encode(blocks.table_of(block, outcomes, errors), self.stamp(block))

    def _play(self, block: Block, runs: Sequence[int], outcomes: list[Outcomes], errors: dict[int, str]) -> None:
        """Play runs; where the engine itself fails, halve them until the run that it fails in stands alone.

        An `InputError` is no fault of the program: it says that at this point's values a flight of the raid cannot be
        (an aim out of range, a failing missile that never comes down). It fails all these runs, also those that by
        chance did without that flight: keeping them alone would bias the point's means.
        """
        from standoff.engine.many import play_many

        try:
            outcomes.append(play_many(self.scenario, block.values, self.seed, runs, engine=self.engine))
        except InputError as error:
            errors.update(dict.fromkeys(runs, str(error)))
        except Exception as fault:  # one run's fault must not cost the study; the reason names it
            if len(runs) == 1:
                said = " ".join(str(fault).split())
                errors[runs[0]] = f"fault of the program: {type(fault).__name__}: {said}"
                return
            middle = len(runs) // 2
            self._play(block, runs[:middle], outcomes, errors)
            self._play(block, runs[middle:], outcomes, errors)


def _require_same_program(wanted: Mapping[str, str]) -> None:
    from standoff.studies.study.program import difference, program

    differs = difference(program(), wanted)
    if differs:
        message = f"a worker runs another program than the study: {differs}"
        raise InputError(message, allowed="the same standoff, with the same libraries, on all workers")
