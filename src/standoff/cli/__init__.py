"""The command line: one thin layer over `standoff.api`, one module a family of commands.

Commands stand in the order in which they are needed. Heavy imports wait until a command runs.
"""

from __future__ import annotations

from standoff.cli import code, content, flights, footprint, runs, serve, site, sources, study
from standoff.cli.app import group, main

__all__ = ["group", "main"]

for _command in (
    runs.run, serve.serve, flights.fly, flights.arc, flights.check, flights.fit, study.study, footprint.footprint,
    site.site, runs.report, runs.view, runs.replay, content.scenarios, content.library, content.validate, code.code,
    sources.sources,
):  # fmt: skip
    group.add_command(_command)
