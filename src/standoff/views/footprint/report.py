"""The report of a footprint: one HTML page made from its summary, complete in itself."""

from __future__ import annotations

import shlex
from pathlib import Path

from standoff.base.errors import InputError
from standoff.base.files import write_text
from standoff.views.figures.footprint import draw_footprint
from standoff.views.footprint import words as words
from standoff.views.footprint.scene import AREAS, FootprintScene, read_summary
from standoff.views.provenance import is_assumed
from standoff.views.report import FILE, environment

# Cities in the table that is open at first; the others are folded up.
_OPEN = 20


def is_footprint(folder: Path) -> bool:
    """Whether a folder holds a footprint."""
    return (folder / AREAS).is_file()


def write_report(folder: Path) -> Path:
    """Write `report.html` again from `summary.json`. Raises `InputError` if the folder holds no footprint."""
    summary = read_summary(folder)
    if summary is None:
        raise InputError("holds no footprint", file=folder, allowed="a folder that `standoff footprint --out` wrote")
    path = folder / FILE
    write_text(path, render(FootprintScene.of(summary)))
    return path


def render(scene: FootprintScene) -> str:
    """The page as text; equal footprints give equal bytes."""
    summary = scene.summary
    return (
        environment()
        .get_template("footprint.html.j2")
        .render(
            footprint=summary,
            subject=words.subject(summary),
            asked=words.asked(summary),
            headline=words.headline(summary),
            account=words.account(summary),
            numbers=words.numbers(summary),
            map=draw_footprint(scene),
            banded=scene.banded,
            area=words.area,
            people=words.people,
            reason=words.reason,
            share=words.share,
            is_assumed=is_assumed,
            open_cities=_OPEN,
            command=" ".join(shlex.quote(word) for word in [*words.command(summary), "--out", "DIR"]),
        )
    )
