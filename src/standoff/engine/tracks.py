"""The arrays beside a record: where everything that flew was, second by second."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.errors import InputError
from standoff.engagement.path import flyout_path
from standoff.engine.state import State
from standoff.flight.results import Phase

Array = NDArray[np.float64]

COLUMNS: Final = ("object", "class", "t_s", "lat_deg", "lon_deg", "altitude_m", "phase")
PHASE_NAMES: Final = {Phase.BOOST: "boost", Phase.COAST: "coast", Phase.VACUUM: "vacuum", Phase.REENTRY: "reentry"}
FLYOUT: Final = "flyout"


@dataclass(frozen=True, eq=False)
class Track:
    """Where one object was: arrays (n,); `kind` is threat or interceptor; times count from STARTEX."""

    object: str
    kind: str
    time_s: Array
    lat_deg: Array
    lon_deg: Array
    altitude_m: Array
    phase: tuple[str, ...]


def tracks_of(state: State) -> dict[str, Track]:
    """Tracks of all threats, cut where they were destroyed, and of all interceptors that were fired."""
    destroyed_s = {shot.threat: shot.plan.intercept_s for shot in state.shots.values() if shot.hit}
    tracks: dict[str, Track] = {}
    for threat in state.threats.values():
        if threat.flown is None:
            continue
        path = threat.flown.path
        keep = path.time_s <= destroyed_s.get(threat.id, np.inf)
        tracks[threat.id] = Track(
            threat.id,
            "threat",
            path.time_s[keep],
            path.lat_deg[keep],
            path.lon_deg[keep],
            path.altitude_m[keep],
            tuple(PHASE_NAMES[Phase(code)] for code in path.phase[keep]),
        )
    for shot in state.shots.values():
        if shot.fired:
            battery = state.threats[shot.threat].plan.batteries[shot.battery]
            way = flyout_path(battery.interceptor, battery.place, shot.plan)
            phase = (FLYOUT,) * len(way.time_s)
            tracks[shot.id] = Track(
                shot.id, "interceptor", way.time_s, way.lat_deg, way.lon_deg, way.altitude_m, phase
            )  # fmt: skip
    return tracks


def to_parquet(tracks: Mapping[str, Track]) -> bytes:
    """`tracks.parquet`: one row a sample, objects one after the other in order of launch."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    every = list(tracks.values())
    lengths = [len(track.time_s) for track in every]
    table = pa.table(
        {
            "object": np.repeat([track.object for track in every], lengths),
            "class": np.repeat([track.kind for track in every], lengths),
            "t_s": _column([track.time_s for track in every], 3),
            "lat_deg": _column([track.lat_deg for track in every], 6),
            "lon_deg": _column([track.lon_deg for track in every], 6),
            "altitude_m": _column([track.altitude_m for track in every], 1),
            "phase": [phase for track in every for phase in track.phase],
        }
    )
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def read_parquet(path: Path) -> dict[str, Track]:
    """The tracks of a file. Raises `InputError` if it is not one."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path, columns=list(COLUMNS))
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError(f"is not a table of tracks: {error}", file=path, allowed=", ".join(COLUMNS)) from error
    columns = {name: table.column(name).to_numpy(zero_copy_only=False) for name in COLUMNS}
    changes = np.flatnonzero(columns["object"][1:] != columns["object"][:-1]) + 1
    bounds = [0, *changes.tolist(), len(table)] if len(table) else []
    tracks: dict[str, Track] = {}
    for start, end in pairwise(bounds):
        part = {name: values[start:end] for name, values in columns.items()}
        name = str(part["object"][0])
        tracks[name] = Track(
            name, str(part["class"][0]), part["t_s"], part["lat_deg"], part["lon_deg"], part["altitude_m"],
            tuple(part["phase"]),
        )  # fmt: skip
    return tracks


def _column(parts: list[Array], digits: int) -> Array:
    return np.asarray(np.round(np.concatenate(parts), digits)) if parts else np.empty(0)
