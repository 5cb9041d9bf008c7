"""Commands that do it again: a whole study, or one row of it, alone and event by event."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from standoff.studies.designs import Design

if TYPE_CHECKING:
    from standoff.engine.many import Engine


def row_command(source: str, settings: Sequence[str], design: Design, point: int, run: int, seed: int) -> str:
    """The command whose counts are those of this row of `runs.parquet`: the point's values as settings.

    `source` is how the scenario was named, `settings` what was set for the whole study.
    """
    values = zip(design.parameters, design.values[point], strict=True)
    changes = settings_of((one.path, float(value), one.unit) for one, value in values)
    return command(source, [*settings, *changes], run, seed)


def command(source: str, settings: Sequence[str], run: int, seed: int) -> str:
    """The command that plays one run of a scenario with these settings."""
    words = ["standoff", "run", source, "--seed", str(seed), "--run", str(run)]
    for text in settings:
        words += ["--set", text]
    return " ".join(shlex.quote(word) for word in words)


def settings_of(values: Iterable[tuple[str, float, str]]) -> list[str]:
    """Paths, values and units as settings `PATH=VALUE UNIT`, with all digits: they make the identical world."""
    return [f"{path}={np.format_float_positional(value, trim='0')} {unit}" for path, value, unit in values]


def study_command(
    source: str, settings: Sequence[str], design: Design, vary: Sequence[str], runs: int, seed: int, engine: Engine
) -> str:
    """The command of a study. `DIR` stands for a folder."""
    words = ["standoff", "study", source, "--runs", str(runs), "--points", str(len(design)), "--design", design.kind]
    if design.distribution != "uniform":
        words += ["--distribution", design.distribution]
    for text in vary:
        words += ["--vary", text]
    for text in settings:
        words += ["--set", text]
    if engine != "compiled":
        words += ["--engine", engine]
    return " ".join(shlex.quote(word) for word in [*words, "--seed", str(seed), "--out", "DIR"])
