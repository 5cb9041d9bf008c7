"""A footprint as plain JSON: everything that its report, map, scenes and table are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.base.geodesy import Place
from standoff.scenario.values import quantities
from standoff.sensing.radar import Radar
from standoff.studies.footprint.area import Nominal
from standoff.studies.footprint.cities import Cities
from standoff.studies.footprint.edge import Outside, by_direction
from standoff.studies.footprint.polygons import to_geojson
from standoff.studies.footprint.question import Ask, Launch, Options
from standoff.studies.footprint.samples import CONFIDENCE, SHARES, Bands, Samples, intervals, percentiles
from standoff.studies.labels import label

Array = NDArray[np.float64]
Json = dict[str, Any]

# Cities that are not defended are told down to this rank of population; the rest are counted.
_NOT_DEFENDED_TOLD = 60


@dataclass(frozen=True, eq=False)
class Parts:
    """All that was found out."""

    ask: Ask
    samples: Samples
    nominal: Nominal
    bands: Bands | None
    cities: Cities
    edge: tuple[Outside, ...]
    options: Options


def summary(parts: Parts) -> Json:
    """The summary; equal questions give equal summaries."""
    ask, scenario = parts.ask, parts.ask.scenario
    return {
        "software": f"standoff {version('standoff')}",
        "scenario": scenario.name,
        "source": scenario.source or scenario.name,
        "title": scenario.model.title,
        "scenario_sha256": scenario.sha256,
        "settings": list(scenario.settings),
        "seed": parts.options.seed,
        "battery": _battery(ask),
        "sensors": [_sensor(ask, sensor) for sensor in ask.sensors],
        "threat": {
            "id": ask.missile.name, "name": scenario.items[ask.missile.name].title,
            "range_km": _km(ask.range_m), "warhead_rcs_m2": ask.missile.warhead_rcs_m2,
        },
        "trajectory": ask.trajectory,
        "shots": ask.shots,
        "launches": [_launch(parts, index, launch) for index, launch in enumerate(ask.launches)],
        "area_km2": _area(parts),
        "area_interval_km2": _area_interval(parts),
        "population_defended": _population(parts),
        "population_by_country": _by_country(parts),
        "countries": list(parts.options.countries),
        "vary": list(parts.options.vary),
        "cities_defended": _defended(parts.cities),
        "cities_not_defended": _not_defended(parts.cities),
        "edge": _edge(parts.edge),
        "samples": _samples(parts),
        "parameters": [_parameter(parts, index) for index in range(len(parts.samples.parameters))],
        "grid": _grid(parts),
        "polygons": _polygons(parts),
    }  # fmt: skip


def _km(value_m: float) -> float | None:
    return round(value_m / 1e3, 1) if np.isfinite(value_m) else None


def _km2(area_m2: float) -> float:
    """Three digits are all that a footprint is worth; four are kept, so that differences do not come from rounding."""
    km2 = area_m2 / 1e6
    return float(f"{km2:.4g}")


def _battery(ask: Ask) -> Json:
    place, block = ask.battery.place, ask.block
    return {
        "id": block.id, "name": block.title or block.id, "actor": block.actor, "type": block.type,
        "interceptor": block.interceptor, "interceptor_name": ask.scenario.items[block.interceptor].title,
        "lat_deg": place.lat_deg, "lon_deg": place.lon_deg,
        "range_km": _km(ask.battery.interceptor.maximum_range_m), "mode": str(ask.battery.network.mode),
    }  # fmt: skip


def _sensor(ask: Ask, name: str) -> Json:
    block = next(block for block in ask.scenario.model.sensors if block.id == name)
    radar = ask.world.sensors[name].model
    found: Json = {"id": name, "name": block.title or name, "type": block.type, "actor": block.actor}
    if isinstance(radar, Radar):
        found |= {
            "lat_deg": radar.place.lat_deg, "lon_deg": radar.place.lon_deg,
            "range_km": _km(radar.reference_range_m), "reference_rcs_m2": radar.reference_rcs_m2,
            "boresight_deg": radar.boresight_deg, "halfwidth_deg": radar.azimuth_halfwidth_deg,
        }  # fmt: skip
    network = ask.battery.network
    found["use"] = [
        word for word, ids in (("commit", network.commit_sensors), ("guide", network.guidance_sensors)) if name in ids
    ]
    return found


def _launch(parts: Parts, index: int, launch: Launch) -> Json:
    bands, projection = parts.bands, parts.nominal.grid.projection
    area = {"nominal": _km2(parts.nominal.alone[index].area)}
    if bands is not None:
        area |= {name: _km2(value) for name, value in percentiles(bands.alone_m2[index]).items()}
    return {
        "name": launch.name, "asked": launch.asked, **_spot(launch.place), "area_km2": area,
        "polygons": to_geojson(parts.nominal.alone[index], projection) if len(parts.ask.launches) > 1 else None,
    }  # fmt: skip


def _spot(place: Place) -> Json:
    return {"lat_deg": round(place.lat_deg, 5), "lon_deg": round(place.lon_deg, 5)}


def _area(parts: Parts) -> Json:
    found = {"nominal": _km2(parts.nominal.area.area)}
    if parts.bands is None:
        return found | dict.fromkeys(SHARES)
    return found | {name: _km2(value) for name, value in percentiles(parts.bands.area_m2).items()}


def _area_interval(parts: Parts) -> Json | None:
    if parts.bands is None:
        return None
    ends = intervals(parts.bands.area_m2)
    told = {name: [None if end is None else _km2(end) for end in pair] for name, pair in ends.items()}
    return {"confidence": CONFIDENCE, **told}


def _population(parts: Parts) -> Json:
    return _people(parts.cities, np.ones(len(parts.cities.entries), dtype=bool))


def _people(cities: Cities, which: NDArray[np.bool_]) -> Json:
    people = cities.population * which
    found: Json = {"nominal": int(people @ cities.defended)}
    if len(cities.by_sample) == 0:
        return found | dict.fromkeys(SHARES)
    return found | {name: round(value) for name, value in percentiles(cities.by_sample @ people).items()}


def _by_country(parts: Parts) -> Json:
    cities = parts.cities
    touched = cities.defended | cities.by_sample.any(axis=0)
    codes = np.array([entry.country for entry in cities.entries])
    return {str(code): _people(cities, codes == code) for code in np.unique(codes[touched])} if len(codes) else {}


def _city(cities: Cities, index: int) -> Json:
    entry, share = cities.entries[index], cities.share
    return {
        "name": entry.name, "country": entry.country, "population": entry.population,
        "lat_deg": entry.lat_deg, "lon_deg": entry.lon_deg,
        "share": None if share is None else round(float(share[index]), 3),
    }  # fmt: skip


def _ordered(cities: Cities, which: NDArray[np.bool_]) -> list[int]:
    return sorted(np.flatnonzero(which).tolist(), key=lambda i: (-cities.entries[i].population, cities.entries[i].name))


def _defended(cities: Cities) -> list[Json]:
    return [_city(cities, index) for index in _ordered(cities, cities.defended)]


def _not_defended(cities: Cities) -> Json:
    """Those that the missile reaches from every launch place and that are not defended against all of them."""
    rest = _ordered(cities, cities.reached & ~cities.defended)
    return {
        "count": len(rest),
        "population": sum(cities.entries[index].population for index in rest),
        "largest": [_city(cities, index) for index in rest[:_NOT_DEFENDED_TOLD]],
    }


def _edge(places: Sequence[Outside]) -> Json:
    told = [
        {**asdict(place), "lat_deg": round(place.lat_deg, 4), "lon_deg": round(place.lon_deg, 4)} for place in places
    ]
    dominant = by_direction(tuple(places))
    return {
        "by_direction": [
            {"direction": name, "reason": place.reason, "sentence": place.sentence} for name, place in dominant.items()
        ],
        "places": told,
    }


def _samples(parts: Parts) -> Json:
    samples = parts.samples
    return {
        "asked": len(samples) + len(samples.failed),
        "used": len(samples),
        "failed": [{"sample": failure.sample, "reason": failure.reason} for failure in samples.failed],
        "area_km2": [] if parts.bands is None else [_km2(area) for area in parts.bands.area_m2],
        "band_shares": dict(SHARES),
    }


def _parameter(parts: Parts, index: int) -> Json:
    parameter = parts.samples.parameters[index]
    quantity = quantities(parts.ask.scenario)[parameter.path]
    told = {name: getattr(parameter, name) for name in ("path", "low", "nominal", "high", "unit")}
    told |= {"label": label(parts.ask.scenario, parameter.path), "source": quantity.source, "note": quantity.note}
    return {**told, "area_correlation": _correlation(parts, parameter.path)}


def _correlation(parts: Parts, path: str) -> float | None:
    """Spearman's rank correlation of a parameter with the area over the samples."""
    from scipy.stats import rankdata

    if parts.bands is None or len(parts.samples) < 10:
        return None
    values, areas = (
        rankdata(column) for column in ([point[path] for point in parts.samples.points], parts.bands.area_m2)
    )
    spread = float(values.std() * areas.std())
    return round(float(np.mean((values - values.mean()) * (areas - areas.mean()))) / spread, 2) if spread else None


def _grid(parts: Parts) -> Json:
    fine, bands = parts.nominal.grid, parts.bands
    return {
        "projection": "Lambert azimuthal equal-area, authalic sphere of WGS-84",
        "center_lat_deg": fine.projection.lat_deg,
        "center_lon_deg": fine.projection.lon_deg,
        "asked": parts.options.nodes,
        "asked_step_km": parts.options.step_km,
        "points": fine.rows * fine.columns,
        "step_km": round(fine.step_m / 1e3, 3),
        "edge_error_km": round(parts.nominal.edge_m / 1e3, 3),
        "band_points": None if bands is None else bands.grid.rows * bands.grid.columns,
        "band_step_km": None if bands is None else round(bands.grid.step_m / 1e3, 3),
    }


def _polygons(parts: Parts) -> Json:
    found = {"nominal": to_geojson(parts.nominal.area, parts.nominal.grid.projection)}
    if parts.bands is None:
        return found
    return found | {name: to_geojson(area, parts.bands.grid.projection) for name, area in parts.bands.areas.items()}
