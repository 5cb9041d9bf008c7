"""The folder of one flight: its numbers, its path as a table, and its figures."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.geodesy import Place, geodesic
from standoff.engine.tracks import PHASE_NAMES
from standoff.flight.flight import trajectory
from standoff.flight.results import Flight, Phase, Trajectory
from standoff.views.figures.flight import FlightData, draw_flight

Array = NDArray[np.float64]

COLUMNS: Final = ("t_s", "lat_deg", "lon_deg", "altitude_km", "range_km", "speed_km_s", "phase")


def flight_files(flight: Flight, summary: Mapping[str, Any]) -> dict[str, bytes]:
    """`flight.json`, `path.csv` (every second) and the figures as SVG: name -> content."""
    path = trajectory(flight.vehicle, flight.launch, flight.ascent)
    data = _flight_data(flight, path)
    contents = {
        "flight.json": json.dumps(summary, ensure_ascii=False, indent=2) + "\n",
        "path.csv": _table(path, data),
        **{f"{name}.svg": svg for name, svg in draw_flight(data).items()},
    }
    return {name: text.encode("utf-8") for name, text in contents.items()}


def _flight_data(flight: Flight, path: Trajectory) -> FlightData:
    places = zip(path.lat_deg.tolist(), path.lon_deg.tolist(), strict=True)
    return FlightData(
        title=f"{flight.vehicle.name}: {flight.range_m / 1e3:,.0f} km, apogee {flight.apogee_m / 1e3:,.0f} km",
        t_s=path.time_s,
        range_km=np.array([geodesic(flight.launch, Place(lat, lon)).distance_m / 1e3 for lat, lon in places]),
        altitude_km=path.altitude_m / 1e3,
        speed_km_s=np.linalg.norm(path.velocity_m_s, axis=-1) / 1e3,
        phase=tuple(PHASE_NAMES[Phase(code)] for code in path.phase),
    )


def _table(path: Trajectory, data: FlightData) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    columns = (data.t_s, path.lat_deg, path.lon_deg, data.altitude_km, data.range_km, data.speed_km_s)
    for *numbers, phase in zip(*columns, data.phase, strict=True):
        rows.writerow([*(f"{number:.6f}".rstrip("0").rstrip(".") for number in numbers), phase])
    return text.getvalue()
