"""Executors on one machine: this process alone, or worker processes beside it.

Worker processes are started by name rather than forked, so that a script needs no guard around its main part, threads
of a notebook do no harm, and it is known which block a process held when it died.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from standoff.base.errors import InputError
from standoff.studies.study.blocks import Block, encode, failed_table
from standoff.studies.study.work import Work

# A block in which this many workers died is given up.
MOST_DEATHS: Final = 3

_LIBRARIES: Final = ("OMP", "OPENBLAS", "MKL", "NUMBA")
_ONE_THREAD: Final = {f"{library}_NUM_THREADS": "1" for library in _LIBRARIES} | {"VECLIB_MAXIMUM_THREADS": "1"}


class Executor(Protocol):
    """Plays blocks somewhere: gives each with the content of its file, in whatever order they are done."""

    def results(self, work: Work, blocks: Sequence[Block]) -> Iterator[tuple[Block, bytes]]:
        """Play all blocks. Closing the iterator stops the rest."""
        ...


def cores() -> int:
    """How many cores this process may use."""
    if sys.platform == "linux":
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class InProcess:
    """Plays blocks one after the other in this process."""

    def results(self, work: Work, blocks: Sequence[Block]) -> Iterator[tuple[Block, bytes]]:
        """Play all blocks in their order."""
        for block in blocks:
            yield block, work.play(block)


class Processes:
    """Plays blocks in worker processes. One that dies is replaced and its block played again."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def results(self, work: Work, blocks: Sequence[Block]) -> Iterator[tuple[Block, bytes]]:
        """Play all blocks; a fault of the program in a worker is raised here."""
        crew = _Crew(work, blocks, min(self.workers, len(blocks)))
        try:
            for _ in blocks:
                block, content = crew.next()
                yield block, content
        finally:
            crew.stop()


class _Crew:
    """Threads that hold one worker process each and hand it blocks."""

    def __init__(self, work: Work, blocks: Sequence[Block], workers: int) -> None:
        self._work, self._todo = work, deque(blocks)
        self._deaths = dict.fromkeys((block.index for block in blocks), 0)
        # Bounded, so that results do not pile up before a slow disk.
        self._done: queue.Queue[tuple[Block, bytes] | Exception] = queue.Queue(2 * workers)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._workers: dict[int, _Worker] = {}
        self._threads = [threading.Thread(target=self._serve, args=(number,), daemon=True) for number in range(workers)]
        for thread in self._threads:
            thread.start()

    def next(self) -> tuple[Block, bytes]:
        """The next block that is done."""
        done = self._done.get()
        if isinstance(done, Exception):
            raise done
        return done

    def stop(self) -> None:
        """End all workers at once; what they were at is lost."""
        with self._lock:
            self._stopping.set()
            for worker in self._workers.values():
                worker.kill()
        while any(thread.is_alive() for thread in self._threads):
            with suppress(queue.Empty):
                self._done.get(timeout=0.02)

    def _serve(self, number: int) -> None:
        try:
            while not self._stopping.is_set():
                try:
                    block = self._todo.popleft()
                except IndexError:
                    return
                self._play(number, block)
        except Exception as fault:  # raised where the results are read
            self._done.put(fault)
        finally:
            self._dismiss(number)

    def _play(self, number: int, block: Block) -> None:
        try:
            self._done.put((block, self._worker(number).ask(block)))
        except (EOFError, OSError, pickle.UnpicklingError):
            status = self._dismiss(number)
            self._deaths[block.index] += 1
            if self._stopping.is_set():
                return
            if self._deaths[block.index] < MOST_DEATHS:
                self._todo.appendleft(block)
                return
            reason = f"the worker process died {MOST_DEATHS} times at this block, the last time {_ended(status)}"
            self._done.put((block, encode(failed_table(block, reason), self._work.stamp(block))))

    def _worker(self, number: int) -> _Worker:
        with self._lock:
            if self._stopping.is_set():
                raise EOFError
            if number not in self._workers:
                self._workers[number] = _Worker(self._work)
            return self._workers[number]

    def _dismiss(self, number: int) -> int:
        with self._lock:
            worker = self._workers.pop(number, None)
        return 0 if worker is None else worker.end()


class _Worker:
    """A worker process, which learns of its study with its first block."""

    def __init__(self, work: Work) -> None:
        self._work: Work | None = work
        self._process = module_process("standoff.studies.study.worker")
        assert self._process.stdin is not None and self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout

    def ask(self, block: Block) -> bytes:
        """The content of a block's file. Raises what the process raised; `EOFError` or `OSError` if it died."""
        if self._work is not None:
            pickle.dump(self._work, self._in)
            self._work = None
        pickle.dump(block, self._in)
        self._in.flush()
        content, fault = pickle.load(self._out)
        if isinstance(fault, InputError):
            raise fault
        if fault is not None:
            raise RuntimeError(f"a worker failed:\n{fault}")
        assert isinstance(content, bytes)
        return content

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def end(self) -> int:
        """Let the process end, if it has not yet; its exit status."""
        with suppress(OSError):  # it may have died with something unread
            self._in.close()
        self._out.close()
        return self._process.wait()


def module_process(module: str, *words: str) -> subprocess.Popen[bytes]:
    """A process that runs a module of this very package, with one thread for numeric libraries, fed through pipes."""
    home = str(Path(__file__).resolve().parents[3])
    paths = [home, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(paths)},
        start_new_session=True,  # Ctrl-C goes to the parent alone
    )


def _ended(status: int) -> str:
    return f"by signal {-status}" if status < 0 else f"with exit status {status}"
