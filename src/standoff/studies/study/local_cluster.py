"""A Dask cluster on this machine, in a process of its own: it ends when its standard input does, with its workers.

Run as `python -m standoff.studies.study.local_cluster WORKERS`; it says the scheduler's address on standard output.
Being a main module of its own, it needs no guard in the script that asks for it.
"""

from __future__ import annotations

import logging
import sys
import warnings
from importlib import import_module
from typing import Any


def main(workers: int) -> None:
    """Serve until the input ends."""
    distributed: Any = import_module("distributed")
    warnings.simplefilter("ignore")  # a dashboard's port that is taken, which nobody looks at
    with distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        worker_dashboard_address=":0",
        silence_logs=logging.CRITICAL,
    ) as cluster:
        sys.stdout.write(f"{cluster.scheduler_address}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))
