"""A worker process: blocks in on standard input, their tables out on standard output, until the input ends.

Run as `python -m standoff.studies.study.worker`. Every message is a pickle; the first one in is the `Work`, every
answer a pair (table or None, what went wrong or None). It ends with its parent, however that ends: the input is then at
its end.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import traceback
from typing import BinaryIO

from standoff.base.errors import InputError


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not get between the messages.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(source, sink)


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer every block with its table."""
    try:
        work = pickle.load(source)
        while True:
            block = pickle.load(source)
            answer: tuple[bytes | None, InputError | str | None]
            try:
                answer = (work.play(block), None)
            except InputError as refused:
                answer = (None, refused)
            except Exception:
                answer = (None, traceback.format_exc())
            pickle.dump(answer, sink)
            sink.flush()
            if not gc.get_freeze_count():
                # Program and scenario stay: no collection need go through them again.
                gc.collect()
                gc.freeze()
    except (EOFError, BrokenPipeError):
        return


if __name__ == "__main__":
    main()
