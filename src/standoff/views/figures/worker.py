"""Drawing in another process, which loads matplotlib while the run is still being computed.

Start it before the run, give it the scene after: loading costs more than drawing, and a second core is idle meanwhile.
Whatever goes wrong with the other process, the figures are drawn in this one instead, with the same bytes. This module
imports nothing but the standard library, so that it can start before anything else is loaded.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from standoff.views.figures.scene import Scene

_PATIENCE_S: Final = 60.0


class FigureWorker:
    """A process that draws one scene. Use as a context, or call `start`, `draw` and `close`."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> FigureWorker:
        """Start loading. Does nothing when it has started, or when no process can be started here."""
        if self._process is None and sys.executable:
            command = [sys.executable, "-m", "standoff.views.figures.serve"]
            try:
                self._process = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
            except OSError:
                self._process = None
        return self

    def draw(self, scene: Scene) -> dict[str, str]:
        """The figures of a scene: name -> SVG. Ends the process."""
        drawn = self._drawn_outside(scene)
        if drawn is None:
            from standoff.views.figures.draw import draw_all

            drawn = draw_all(scene)
        return drawn

    def close(self) -> None:
        """End the process if it still runs."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def __enter__(self) -> FigureWorker:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _drawn_outside(self, scene: Scene) -> dict[str, str] | None:
        process, self._process = self._process, None
        if process is None:
            return None
        try:
            answer, _ = process.communicate(pickle.dumps(scene), timeout=_PATIENCE_S)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.communicate()
            return None
        if process.returncode != 0:
            return None
        try:
            return cast("dict[str, str]", pickle.loads(answer))
        except (pickle.UnpicklingError, EOFError):
            return None
