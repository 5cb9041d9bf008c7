"""A crisis played from outside, for programs: the session of the engine, and its end as files like those of a run.

Opened by `standoff.session`:

    session = standoff.session("korea-2017", "KOR")
    seen = session.observe("KOR")
    session.act("KOR", session.legal_moves("KOR")[0])
    session.advance(86400.0)
    session.finish(out="out/mine").summary
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from standoff.api import RunResult
from standoff.engine.options import Option
from standoff.engine.run import DEFAULT_SEED
from standoff.engine.session import Observation
from standoff.engine.session import Session as Course
from standoff.scenario.loading import Scenario, as_loaded
from standoff.views.folder import RunFolder

__all__ = ["Observation", "Option", "Session", "session"]


class Session(Course):
    """A session whose end is a `RunResult`."""

    def finish(self, out: str | Path | None = None) -> RunResult:
        """Let the rest happen; with `out`, write what `standoff run --out` writes, which `standoff replay` replays.

        Raises:
            InputError: a folder that cannot be written.
        """
        with nullcontext() if out is None else RunFolder(Path(out)) as folder:
            done = self.run_out()
            result = RunResult(done.record, done.tracks, done.summary, None if out is None else Path(out))
            if folder is not None:
                folder.write_run(done.record, done.tracks, result.to_json())
        return result


def session(
    scenario: str | Path | Scenario,
    seats: str | Sequence[str],
    *,
    seed: int | None = None,
    run_index: int = 0,
    settings: Sequence[str] = (),
) -> Session:
    """Open a crisis at STARTEX, with one or several actors played by the caller.

    Args:
        scenario: name or file, with `:VARIANT` behind it, or a scenario that is loaded.
        seats: codes of the actors that are played from outside.
        seed: of all random streams.
        run_index: which of many runs with this seed.
        settings: `PATH=VALUE`.

    Raises:
        InputError: anything wrong with the scenario, a scenario without a crisis, a seat that is no actor of it.
    """
    return Session(as_loaded(scenario, settings), seats, DEFAULT_SEED if seed is None else seed, run_index)
