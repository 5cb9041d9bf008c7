"""A made-up footprint across the antimeridian: a ring with an island in its hole, inside a larger band."""

from __future__ import annotations

from typing import Any


def box(west: float, south: float, east: float, north: float, clockwise: bool = False) -> list[list[float]]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return ring[::-1] if clockwise else ring


RING = [box(174.0, 50.0, 178.0, 54.0), box(175.0, 51.0, 177.0, 53.0, clockwise=True)]
ISLAND = [box(175.5, 51.5, 176.5, 52.5)]
WEST, EAST = [box(172.0, 48.0, 180.0, 56.0)], [box(-180.0, 48.0, -178.0, 56.0)]


def city(name: str, lat_deg: float, lon_deg: float, population: int, share: float | None) -> dict[str, Any]:
    return {
        "name": name, "country": "US", "population": population, "lat_deg": lat_deg, "lon_deg": lon_deg, "share": share,
    }  # fmt: skip


def summary(banded: bool = True) -> dict[str, Any]:
    """What `studies.footprint.summary` would give, as if the name held <markup> & more."""
    ring = {"type": "MultiPolygon", "coordinates": [RING, ISLAND]}
    wide = {"type": "MultiPolygon", "coordinates": [WEST, EAST]}
    some: dict[str, float | None] = {"nominal": 100_000.0, "p05": 50_000.0, "p50": 110_000.0, "p95": 300_000.0}
    people: dict[str, float | None] = {"nominal": 5_000, "p05": 0, "p50": 5_000, "p95": 9_000}
    share = 0.5 if banded else None
    if not banded:
        for found in (some, people):
            found.update(p05=None, p50=None, p95=None)
    return {
        "software": "standoff 0", "scenario": "toy", "source": "toy.yaml", "title": "Toy",
        "scenario_sha256": "0" * 64, "settings": [], "seed": 1, "trajectory": "lofted", "shots": 2,
        "countries": [], "vary": [],
        "battery": {
            "id": "ship", "name": "Ship <b> & more", "actor": "USA", "type": "ship", "interceptor": "sm-3-ia",
            "interceptor_name": "SM-3 Block IA", "lat_deg": 52.0, "lon_deg": 178.5, "range_km": 500.0,
            "mode": "organic",
        },
        "sensors": [
            {
                "id": "radar", "name": "Radar", "type": "an-spy-1d", "actor": "USA", "lat_deg": 52.0, "lon_deg": 178.5,
                "range_km": 450.0, "reference_rcs_m2": 0.1, "boresight_deg": 0.0, "halfwidth_deg": 180.0,
                "use": ["commit", "guide"],
            },
            {"id": "satellite", "name": "Satellite", "type": "infrared-satellite", "actor": "USA", "use": ["commit"]},
        ],
        "threat": {"id": "nodong", "name": "Nodong", "range_km": 1300.0, "warhead_rcs_m2": 0.1},
        "launches": [
            {"name": "Here", "asked": "here", "lat_deg": 52.0, "lon_deg": 165.0, "area_km2": some, "polygons": ring},
            {"name": "There", "asked": "45,170", "lat_deg": 45.0, "lon_deg": 170.0, "area_km2": some, "polygons": wide},
        ],
        "area_km2": some,
        "area_interval_km2": {
            "confidence": 0.95, "p05": [None, 60_000.0], "p50": [90_000.0, 120_000.0], "p95": [250_000.0, None],
        } if banded else None,
        "population_defended": people,
        "population_by_country": {"US": people},
        "cities_defended": [city("Adak", 51.88, 176.64, 5_000, share)],
        "cities_not_defended": {"count": 1, "population": 4_000, "largest": [city("Attu", 52.9, 172.9, 4_000, share)]},
        "edge": {"by_direction": [
            {"direction": "west", "reason": "late-track", "sentence": "no usable track until 9 s after"},
        ], "places": []},
        "samples": {
            "asked": 20 if banded else 0, "used": 19 if banded else 0, "area_km2": [], "band_shares": {},
            "failed": [{"sample": 7, "reason": "the floor is above the ceiling"}] if banded else [],
        },
        "parameters": [
            {
                "path": "batteries.ship.reaction", "label": "The ship: reaction", "low": 5, "nominal": 15, "high": 30,
                "unit": "s",
                "source": "assumption", "note": "toy", "area_correlation": -0.8,
            }
        ] if banded else [],
        "grid": {
            "projection": "equal-area", "center_lat_deg": 52.0, "center_lon_deg": 178.5, "asked": 1000,
            "asked_step_km": None, "points": 1024, "step_km": 20.0, "edge_error_km": 0.6,
            "band_points": 200 if banded else None, "band_step_km": 45.0 if banded else None,
        },
        "polygons": {"nominal": ring, **({"p05": {"type": "MultiPolygon", "coordinates": [ISLAND]}, "p50": ring,
                                          "p95": wide} if banded else {})},
    }  # fmt: skip
