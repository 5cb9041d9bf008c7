"""The folder of a run: all its files, made whole in memory first, so that a run that fails leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from standoff.base.files import OutputFolder
from standoff.views.figures.worker import FigureWorker

if TYPE_CHECKING:
    from standoff.engine.record import Record
    from standoff.engine.tracks import Track

FILES: Final = (
    "record.jsonl", "summary.json", "tracks.parquet", "scene.czml", "scene.kml", "scene.geojson", "report.html",
)  # fmt: skip


class RunFolder(OutputFolder):
    """Writes a run. Enter it before the run: a second process then loads the plotting library meanwhile.

    Raises `InputError` on entering if the folder cannot be written; a folder that it made itself goes again if
    nothing was written.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._figures = FigureWorker()

    def __enter__(self) -> Self:
        super().__enter__()
        self._figures.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._figures.close()
        super().__exit__(kind, error, trace)

    def write_run(self, record: Record, tracks: Mapping[str, Track], summary: Mapping[str, Any]) -> None:
        """Make every file, then write them all."""
        from standoff.engine.tracks import to_parquet
        from standoff.views.figures.scene import scene_of
        from standoff.views.report import render_scene
        from standoff.views.scenes import scenes

        scene = scene_of(record, tracks)
        with ThreadPoolExecutor(1) as pool:
            figures = pool.submit(self._figures.draw, scene)
            contents = {
                "record.jsonl": record.content,
                "summary.json": (json.dumps(summary, ensure_ascii=False, indent=2) + "\n").encode(),
                "tracks.parquet": to_parquet(tracks),
                **scenes(record, tracks),
            }
            contents["report.html"] = render_scene(record, scene, figures.result).encode("utf-8")
        self.write({name: contents[name] for name in FILES})
