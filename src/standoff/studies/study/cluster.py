"""The executor on a Dask cluster: a scheduler at an address, or a local one with worker processes.

Dask replays what a lost worker held; a block at which workers keep dying is given up by Dask itself and named as
failed. Workers need this very program with the same libraries, which they are asked for, and no file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final

from standoff.base.errors import InputError
from standoff.studies.study.blocks import Block, encode, failed_table
from standoff.studies.study.processes import module_process
from standoff.studies.study.program import difference, program, software
from standoff.studies.study.work import Work

LOCAL: Final = "local"
# How long a scheduler may take to answer, and then a first worker to be there.
PATIENCE_S: Final = 8
WORKER_PATIENCE_S: Final = 30
# Blocks under way for each thread of the cluster: enough to keep it busy, few enough to stay small.
_AHEAD: Final = 3


class Cluster:
    """Plays blocks on a Dask cluster."""

    def __init__(self, scheduler: str, workers: int) -> None:
        """Find the scheduler. Raises `InputError` if it does not answer, or if Dask is not installed."""
        _dask()
        self._scheduler, self._workers = scheduler, workers
        if scheduler != LOCAL:
            with _client(scheduler, workers):
                pass

    def results(self, work: Work, blocks: Sequence[Block]) -> Iterator[tuple[Block, bytes]]:
        """Play all blocks. Raises `InputError` if the scheduler is lost."""
        if not blocks:
            return
        with _client(self._scheduler, self._workers) as client:
            yield from _played(client, work, blocks)


def _played(client: Any, work: Work, blocks: Sequence[Block]) -> Iterator[tuple[Block, bytes]]:
    shared = client.scatter(work, broadcast=True, hash=False)
    waiting = iter(blocks)
    threads = max(1, sum(client.nthreads().values()))
    done = _dask().as_completed(loop=client.loop)
    held: dict[str, Block] = {}

    def submit() -> None:
        block = next(waiting, None)
        if block is not None:
            future = client.submit(play, shared, block, pure=False)
            held[future.key] = block
            done.add(future)

    for _ in range(_AHEAD * threads):
        submit()
    try:
        for future in done:
            block = held.pop(future.key)
            yield block, _content(future, work, block)
            submit()
    except (CancelledError, OSError) as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise InputError(
            f"the scheduler was lost: {why}",
            field="--scheduler",
            allowed="finished blocks are kept, and the same command goes on",
        ) from error


def play(work: Work, block: Block) -> bytes:
    """Play a block on a worker."""
    return work.play(block)


def _content(future: Any, work: Work, block: Block) -> bytes:
    try:
        content: bytes = future.result()
    except InputError as error:
        raise InputError(error.message, field="--scheduler", allowed=error.allowed) from None
    except ImportError as error:
        raise _other_program(f"a worker cannot play: {error}") from None
    except _dask().KilledWorker as error:
        reason = f"the worker process died again and again at this block: {' '.join(str(error).split())}"
        return encode(failed_table(block, reason), work.stamp(block))
    return content


@contextmanager
def _client(scheduler: str, workers: int) -> Iterator[Any]:
    """A client of a scheduler, or of a cluster that lives as long as the client."""
    if scheduler != LOCAL:
        with _connected(scheduler) as client:
            yield client
        return
    with module_process("standoff.studies.study.local_cluster", str(workers)) as process:
        assert process.stdout is not None
        address = process.stdout.readline().decode().strip()
        if not address:
            raise RuntimeError(f"the local cluster ended with status {process.wait()} as it started")
        with _connected(address) as client:
            yield client


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    dask = _dask()
    with _quiet():
        _require_answer(address)
        with dask.Client(address, timeout=PATIENCE_S, set_as_default=False) as client:
            _require_workers(client, address)
            _require_same_program(client)
            yield client


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's log off standard error: what goes wrong is said by us, in a sentence."""
    import logging

    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict if name.startswith("distributed")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _require_answer(address: str) -> None:
    """Speak to the scheduler before a client does, which would wait and retry longer than a user would."""
    import asyncio

    comm = import_module("distributed.comm")

    async def speak() -> None:
        (await asyncio.wait_for(comm.connect(address, timeout=PATIENCE_S), PATIENCE_S + 1)).abort()

    try:
        asyncio.run(speak())
    except (OSError, TimeoutError, ValueError, ImportError) as error:
        why = f": {' '.join(str(error).split())}" if str(error) else ""
        message = f"does not answer within {PATIENCE_S} s{why}"
        allowed = "the address of a running Dask scheduler, such as tcp://127.0.0.1:8786, or local"
        raise InputError(message, field="--scheduler", value=address, allowed=allowed) from None


def _require_workers(client: Any, scheduler: str) -> None:
    try:
        client.wait_for_workers(1, timeout=WORKER_PATIENCE_S)
    except TimeoutError:
        message = f"has no worker, and none came in {WORKER_PATIENCE_S} s"
        allowed = "dask worker ADDRESS starts one, where standoff is installed"
        raise InputError(message, field="--scheduler", value=scheduler, allowed=allowed) from None


def _require_same_program(client: Any) -> None:
    """Ask all workers what they run, before the first block: another program would make another table."""
    mine = program()
    for worker, theirs in client.run(_asker()).items():
        if theirs is None:
            raise _other_program(f"the worker at {worker} has no standoff, or another version")
        differs = difference(theirs, mine)
        if differs:
            raise _other_program(f"the worker at {worker} runs another program: {differs}")


def _asker() -> Callable[[], Mapping[str, str] | None]:
    """A function that travels whole, being local: a worker without this package can answer it too."""

    def ask() -> Mapping[str, str] | None:
        try:
            from standoff.studies.study.program import program
        except ImportError:
            return None
        return program()

    return ask


def _other_program(message: str) -> InputError:
    return InputError(message, field="--scheduler", allowed=f"workers with the same {software()} and its libraries")


def _dask() -> Any:
    """The optional library. Raises `InputError` if it is not installed."""
    try:
        return import_module("distributed")
    except ImportError:
        message = "needs Dask, which is not installed"
        allowed = "pip install 'standoff[cluster]', or --workers without it"
        raise InputError(message, field="--scheduler", allowed=allowed) from None
