"""The bridge to the compiled kernel: arrays in, arrays out, threads if wanted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from standoff.base.geodesy import Place, geodesic
from standoff.flight import machine
from standoff.flight import rows as columns
from standoff.flight.atmosphere import smooth_table

Array = NDArray[np.float64]


def propagate(
    rows: Array, curves: Array, *, every_s: float = 1.0, samples: int = 0, workers: int = 1
) -> tuple[Array, Array]:
    """Results (n, columns of `rows`) of input rows (n, columns), and up to `samples` samples of each row.

    Samples are (n, samples, 8), taken every `every_s` seconds and at the impact; the result column `SAMPLES` says how
    many of a row's are filled, the others are zero. `workers` threads share the rows (the kernel holds no lock); the
    numbers depend neither on their count nor on a row's neighbors.
    """
    rows = np.ascontiguousarray(rows, dtype=float)
    out = np.empty((len(rows), columns.RESULTS))
    buffer = np.zeros((len(rows), samples, columns.SAMPLE_COLUMNS))
    air = smooth_table()
    # Threads are not worth their start for a few rows.
    cuts = np.linspace(0, len(rows), (workers if len(rows) >= 2 * workers else 1) + 1).astype(int).tolist()

    def fly(start: int, end: int) -> None:
        scratch = np.empty(machine.SCRATCH)
        machine.fly_rows(rows[start:end], air, curves, every_s, out[start:end], buffer[start:end], scratch)

    if len(cuts) == 2:
        fly(*cuts)
    else:
        with ThreadPoolExecutor(len(cuts) - 1) as pool:
            list(pool.map(fly, cuts[:-1], cuts[1:]))
    return out, buffer


def sampled(row: Array, curves: Array, every_s: float, most: int) -> Array:
    """The samples (m, 8) of one row (columns,), `most` at the most."""
    out, samples = propagate(row[None], curves, every_s=every_s, samples=most)
    return samples[0, : int(out[0, columns.SAMPLES])]


def ranges_m(rows: Array, out: Array) -> Array:
    """Geodesic lengths (n,); near the antipode, where the kernel's iteration gives NaN, by geographiclib."""
    result = out[:, columns.RANGE]
    for i in np.flatnonzero(np.isnan(result) & (out[:, columns.STATUS] == 0.0)):
        start = Place(float(rows[i, columns.LAT]), float(rows[i, columns.LON]))
        impact = Place(float(out[i, columns.IMPACT_LAT]), float(out[i, columns.IMPACT_LON]))
        result[i] = geodesic(start, impact).distance_m
    return result
