"""The grid of a footprint as a table: one row a node, and as Parquet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.studies.footprint.samples import Bands
from standoff.studies.footprint.summary import Parts

Array = NDArray[np.float64]


def table(parts: Parts) -> dict[str, Any]:
    """Column -> array: lat_deg, lon_deg, shots_1 ... (one a launch place, -1 out of reach), defended, share.

    `share` is that of the samples in which the place is defended, interpolated linearly from the bands' wider grid; NaN
    without samples. Nodes off the Earth are left out.
    """
    found = parts.nominal
    lat, lon = found.grid.places()
    kept = np.isfinite(lat)
    columns: dict[str, Any] = {"lat_deg": lat[kept].round(5), "lon_deg": lon[kept].round(5)}
    for number, shots in enumerate(found.shots, start=1):
        columns[f"shots_{number}"] = shots[kept].astype(np.int16)
    columns["defended"] = found.defended[kept]
    columns["share"] = _share(parts.bands, columns["lat_deg"], columns["lon_deg"])
    return columns


def to_parquet(columns: Mapping[str, Any]) -> bytes:
    """The table as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(dict(columns)), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _share(bands: Bands | None, lat_deg: Array, lon_deg: Array) -> Array:
    if bands is None:
        return np.full(len(lat_deg), np.nan)
    from scipy.ndimage import map_coordinates

    found: Array = map_coordinates(
        bands.share, bands.grid.index_of(lat_deg, lon_deg), order=1, mode="constant", cval=0.0
    )
    return np.clip(found, 0.0, 1.0).round(3)
