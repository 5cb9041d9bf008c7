"""The other process of `FigureWorker`: load matplotlib, wait for a scene on standard input, answer with its figures.

Run as `python -m standoff.views.figures.serve`. It lives for one scene, so it spends nothing on tidying up.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import warnings
from typing import Any, BinaryIO, cast


def main(source: BinaryIO, sink: BinaryIO) -> None:
    """Load, read a pickled scene to the end of the input, write its figures as a pickle. No input, no answer."""
    _skip_three_dimensions()
    from standoff.views.figures.draw import draw_all, warm_up

    warm_up()
    content = source.read()
    if content:
        sink.write(pickle.dumps(draw_all(pickle.loads(content))))
        sink.flush()


def _skip_three_dimensions() -> None:
    """Keep matplotlib from loading its 3-D axes, which no figure uses: a twentieth of the loading time."""
    modules = cast("dict[str, Any]", sys.modules)
    modules.setdefault("mpl_toolkits.mplot3d", None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import matplotlib.projections  # noqa: F401


if __name__ == "__main__":
    gc.disable()
    main(sys.stdin.buffer, sys.stdout.buffer)
    os._exit(0)
