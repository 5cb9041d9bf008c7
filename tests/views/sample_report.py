"""A made-up but plausible record of a salvo toward Guam, for tests of the views. Its numbers come from no model."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.base.geodesy import Place, destination, geodesic
from standoff.base.time import after, format_utc, parse_utc
from standoff.engine.record import Record

Array = NDArray[np.float64]

STARTEX = "2017-08-14T21:00:00.000Z"
SITE = Place(39.2, 125.673)
GUAM = Place(13.45, 144.78)
FLIGHT_S = 1060.0
BURNOUT_S = 155.0
APOGEE_KM = 840.0


class SampleTrack(NamedTuple):
    """The path of one object, as the engine gives it."""

    kind: str
    time_s: Array
    lat_deg: Array
    lon_deg: Array
    altitude_m: Array
    phase: tuple[str, ...]


def quantity(low: float, nominal: float, high: float, unit: str, source: str, note: str = "") -> dict[str, Any]:
    return {"low": low, "nominal": nominal, "high": high, "unit": unit, "source": source, "note": note}


def scenario() -> dict[str, Any]:
    return {
        "standoff": 1,
        "kind": "scenario",
        "name": "guam-2017",
        "title": "The announced salvo toward Guam, August 2017",
        "summary": "Four Hwasong-12 fly over Shimane, Hiroshima and Kochi toward the sea off Guam.",
        "startex": STARTEX,
        "duration": {"value": 1, "unit": "h"},
        "sources": {
            "kcna-0810": {
                "title": "Statement of the Strategic Force <on Guam>",
                "publisher": "KCNA",
                "date": "2017-08-10",
                "grade": "B2",
            },
            "press-0812": {"title": "PAC-3 moved west", "publisher": "Jiji", "date": "2017-08-12", "grade": "B2"},
        },
        "actors": {
            "PRK": {"title": "North Korea"},
            "JPN": {"title": "Japan"},
            "USA": {"title": "United States"},
        },
        "places": {
            "Sunan": {"lat_deg": 39.2, "lon_deg": 125.673, "source": "kcna-0810"},
            "Guam": {"lat_deg": 13.45, "lon_deg": 144.78, "source": "kcna-0810"},
            "Camp Kochi": {"lat_deg": 33.56, "lon_deg": 133.68, "source": "press-0812"},
            "Andersen": {"lat_deg": 13.58, "lon_deg": 144.92, "source": "press-0812"},
        },
        "sensors": [
            {"id": "sbirs", "type": "infrared-satellite", "actor": "USA", "source": "press-0812"},
            {
                "id": "kyogamisaki",
                "type": "an-tpy-2",
                "actor": "USA",
                "title": "AN/TPY-2 Kyogamisaki",
                "lat_deg": 35.77,
                "lon_deg": 135.20,
                "boresight_deg": 300,
                "source": "press-0812",
            },
            {
                "id": "kongo-spy",
                "type": "an-spy-1d",
                "actor": "JPN",
                "lat_deg": 37.3,
                "lon_deg": 133.5,
                "source": "press-0812",
            },
            {
                "id": "guam-tpy2",
                "type": "an-tpy-2",
                "actor": "USA",
                "place": "Andersen",
                "boresight_deg": 325,
                "source": "press-0812",
            },
        ],
        "batteries": [
            {
                "id": "kongo",
                "type": "ship",
                "interceptor": "sm-3-ia",
                "inventory": 8,
                "actor": "JPN",
                "lat_deg": 37.3,
                "lon_deg": 133.5,
                "sensor": "kongo-spy",
                "source": "press-0812",
            },
            {
                "id": "pac3-kochi",
                "type": "ground",
                "interceptor": "pac-3",
                "inventory": 16,
                "actor": "JPN",
                "place": "Camp Kochi",
                "source": "press-0812",
            },
            {
                "id": "thaad-guam",
                "type": "ground",
                "interceptor": "thaad",
                "inventory": 48,
                "actor": "USA",
                "place": "Andersen",
                "sensor": "guam-tpy2",
                "source": "press-0812",
            },
        ],
        "overflight": ["Shimane", "Hiroshima", "Kochi"],
        "timeline": [
            {
                "at": "PT60S",
                "actor": "PRK",
                "move": "launch",
                "missile": "hwasong-12",
                "from": "Sunan",
                "to": "Guam",
                "count": 4,
                "source": "kcna-0810",
            }
        ],
        "assumptions": ["The ship keeps station in the Sea of Japan; its position was not published."],
    }


def library() -> dict[str, Any]:
    return {
        "hwasong-12": {
            "kind": "missile",
            "name": "hwasong-12",
            "title": "Hwasong-12",
            "payload": quantity(400, 500, 650, "kg", "Schiller 2019"),
            "diameter": quantity(1.65, 1.65, 1.65, "m", "Schiller 2019"),
            "stages": [
                {
                    "propellant": quantity(19000, 20300, 22500, "kg", "Schiller 2019"),
                    "dry": quantity(1800, 2200, 2600, "kg", "assumption", "By analogy with the R-27 <family>."),
                }
            ],
            "reentry": {"beta": quantity(2000, 4000, 8000, "kg/m2", "assumption", "Not published."), "separates": True},
            "radar_cross_section": {"warhead": quantity(0.02, 0.05, 0.2, "m2", "assumption", "Not published.")},
            "disagreements": ["Analysts give a maximum range from 3,700 to 4,800 km."],
        },
        "an-tpy-2": {
            "kind": "radar",
            "name": "an-tpy-2",
            "title": "AN/TPY-2",
            "reference_range": quantity(600, 1000, 1500, "km", "National Academies 2012, fig. 5-8"),
            "reference_rcs": quantity(0.1, 0.1, 0.1, "m2", "assumption", "Reference target."),
            "azimuth_halfwidth": quantity(60, 60, 60, "deg", "assumption", "One face."),
        },
        "an-spy-1d": {
            "kind": "radar",
            "name": "an-spy-1d",
            "title": "AN/SPY-1D",
            "reference_range": quantity(300, 450, 650, "km", "assumption", "No agreed public value."),
            "reference_rcs": quantity(0.1, 0.1, 0.1, "m2", "assumption", "Reference target."),
            "azimuth_halfwidth": quantity(180, 180, 180, "deg", "assumption", "Four faces."),
        },
        "infrared-satellite": {
            "kind": "infrared",
            "name": "infrared-satellite",
            "title": "Infrared satellite",
            "cloud_height": quantity(5, 7, 10, "km", "assumption", "Typical cloud top."),
        },
        "sm-3-ia": interceptor("SM-3 IA/IB", (700, 900, 1200), (70, 90, 120), (500, 500, 700)),
        "thaad": interceptor("THAAD", (150, 200, 250), (30, 40, 50), (130, 150, 180)),
        "pac-3": interceptor("PAC-3", (20, 20, 40), (1, 1, 2), (15, 22, 30)),
    }


Band = tuple[float, float, float]


def interceptor(title: str, reach: Band, lowest: Band, highest: Band) -> dict[str, Any]:
    return {
        "kind": "interceptor",
        "name": title,
        "title": title,
        "maximum_range": quantity(*reach, "km", "press reports"),
        "minimum_altitude": quantity(*lowest, "km", "assumption", "Kind of kill vehicle."),
        "maximum_altitude": quantity(*highest, "km", "National Academies 2012"),
        "kill_probability": quantity(0.4, 0.6, 0.8, "1", "assumption", "Test records differ."),
    }


class _Log:
    """Collects events and numbers them."""

    def __init__(self) -> None:
        self.entries: list[tuple[float, dict[str, Any]]] = []

    def add(self, t_s: float, kind: str, actor: str | None = None, target: str | None = None, **data: Any) -> None:
        self.entries.append((t_s, {"kind": kind, "actor": actor, "target": target, "data": data}))

    def events(self) -> list[dict[str, Any]]:
        startex = parse_utc(STARTEX)
        ordered = sorted(self.entries, key=lambda entry: entry[0])
        lines: list[dict[str, Any]] = []
        last_of: dict[str | None, int] = {None: 1}
        for number, (t_s, body) in enumerate(ordered, start=1):
            threat = body["data"].get("threat")
            lines.append(
                {
                    "id": number,
                    "t_s": round(t_s, 3),
                    "time": format_utc(after(startex, t_s)),
                    **body,
                    "cause": None if number == 1 else last_of.get(threat, 2),
                    "cameo": None,
                    "visible_to": ["*"],
                    "draws": [],
                    "override": None,
                }
            )
            last_of[threat] = number
        lines[-1]["data"] = {"events": len(lines)}
        return lines


def path(aim: Place, launched_s: float, until_s: float, offset: float = 0.0) -> SampleTrack:
    """A parabola over the geodesic from the site to the aim."""
    ground = geodesic(SITE, aim)
    time = np.arange(0.0, until_s + 5.0, 10.0)
    share = np.clip(time / FLIGHT_S, 0.0, 1.0) ** 1.02
    points = [destination(SITE, ground.azimuth_deg, float(part) * ground.distance_m) for part in share]
    phase = ["boost" if t < BURNOUT_S else "vacuum" if t < FLIGHT_S - 60 else "reentry" for t in time]
    return SampleTrack(
        "threat",
        launched_s + time,
        np.array([p.lat_deg for p in points]),
        np.array([p.lon_deg for p in points]),
        APOGEE_KM * 4e3 * share * (1.0 - share) + offset,
        tuple(phase),
    )


def flyout(start: Place, t_s: float, end: tuple[float, float, float, float]) -> SampleTrack:
    """A bent line from a battery to an intercept point (time, lat, lon, altitude_m)."""
    share = np.linspace(0.0, 1.0, 20)
    return SampleTrack(
        "interceptor",
        t_s + share * (end[0] - t_s),
        start.lat_deg + share * (end[1] - start.lat_deg),
        start.lon_deg + share * (end[2] - start.lon_deg),
        end[3] * share**0.7,
        ("flyout",) * 20,
    )


def sample() -> tuple[Record, dict[str, SampleTrack]]:
    """Four missiles: two shot down by THAAD, two arrive; the ship and Patriot cannot reach them."""
    log = _Log()
    tracks: dict[str, SampleTrack] = {}
    log.add(0.0, "startex")
    log.add(
        60.0, "order", "PRK", order="salvo", move="launch", issued_s=60.0, origin="scenario",
        parameters={"missile": "hwasong-12", "from": "Sunan", "to": "Guam", "count": 4},
    )  # fmt: skip
    for number in range(4):
        _threat(log, tracks, number)
    log.add(3600.0, "endex")
    document = scenario()
    header = {
        "standoff_record": 1,
        "scenario": document,
        "library": library(),
        "scenario_sha256": "0" * 64,
        "seed": 7,
        "run": 0,
        "settings": ["timeline.0.count=4"],
        "until": None,
        "startex": STARTEX,
        "software": "standoff 0.1.0",
        "evidence": evidence(),
    }
    return Record(header, tuple(log.events())), tracks


def evidence() -> list[dict[str, Any]]:
    return [
        {
            "id": "a9",
            "text": "Guam lies about 3,200 km from the North Korean capital.",
            "document": "press-0812",
            "paragraph": "8",
            "check": {
                "kind": "distance",
                "claimed": 3200.0,
                "computed": 3389.7,
                "difference": 189.7,
                "unit": "km",
                "verdict": "doubtful",
                "reason": "The geodesic from Pyongyang to Guam is 3,390 km; the claim is 190 km (5.6 %) short of it.",
            },
        },
        {"id": "a10", "text": "North Korea postpones the strike.", "document": "kcna-0810", "paragraph": "9"},
    ]


def _threat(log: _Log, tracks: dict[str, SampleTrack], number: int) -> None:
    name, t0 = f"salvo/{number + 1}", 60.0 + 30.0 * number
    aim = destination(GUAM, 90.0 * number + 20.0, 35_000.0)
    ground = geodesic(SITE, aim)
    killed = number in (0, 2)
    log.add(
        t0, "launch", "PRK", name, threat=name, missile="hwasong-12",
        **{"from": {"lat_deg": SITE.lat_deg, "lon_deg": SITE.lon_deg, "name": "Sunan"}},
        aim={"lat_deg": aim.lat_deg, "lon_deg": aim.lon_deg, "name": "the sea off Guam"},
        azimuth_deg=ground.azimuth_deg, range_km=ground.distance_m / 1e3, apogee_km=APOGEE_KM,
        flight_time_s=FLIGHT_S, trajectory="minimum-energy",
    )  # fmt: skip
    log.add(t0 + 45, "detection", "USA", name, threat=name, sensor="sbirs", basis="infrared", altitude_km=15.0)
    log.add(
        t0 + 120, "detection", "USA", name, threat=name, sensor="kyogamisaki", basis="radar",
        range_km=812.0, altitude_km=140.0, elevation_deg=6.1,
    )  # fmt: skip
    log.add(t0 + 140, "track", "USA", name, threat=name, sensor="kyogamisaki", error_km=4.2, basket_km=5.0)
    log.add(t0 + BURNOUT_S, "burnout", "PRK", name, threat=name, lat_deg=36.9, lon_deg=127.3, altitude_km=220.0)
    for place, delay, altitude in (("Shimane", 290.0, 660.0), ("Hiroshima", 315.0, 690.0), ("Kochi", 350.0, 730.0)):
        log.add(t0 + delay, "overflight", "PRK", name, threat=name, place=place, altitude_km=altitude, distance_km=14.0)
    log.add(t0 + 560, "apogee", "PRK", name, threat=name, lat_deg=27.0, lon_deg=136.0, altitude_km=APOGEE_KM)
    log.add(
        t0 + 150, "no_engagement", "JPN", name, threat=name, battery="kongo", reason="above-reach",
        detail="passes at 560 km or higher while in range; the SM-3 IA/IB reaches 500 km",
        numbers={"lowest_altitude_km": 560.0, "limit_km": 500.0},
    )  # fmt: skip
    log.add(
        t0 + 150, "no_engagement", "JPN", name, threat=name, battery="pac3-kochi", reason="above-reach",
        detail="passes overhead at 730 km; PAC-3 reaches 22 km",
        numbers={"lowest_altitude_km": 730.0, "limit_km": 22.0},
    )  # fmt: skip
    until = FLIGHT_S - 20 if killed else FLIGHT_S
    track = path(aim, t0, until)
    tracks[name] = track
    _endgame(log, tracks, number, aim)
    end = t0 + until
    log.add(
        end, "not_detected", "JPN", name, threat=name, sensor="kongo-spy", reason="range",
        detail="never nearer than 610 km; the radar sees this warhead to 378 km", numbers={"closest_km": 610.0},
    )  # fmt: skip


def _endgame(log: _Log, tracks: dict[str, SampleTrack], number: int, aim: Place) -> None:
    name, t0 = f"salvo/{number + 1}", 60.0 + 30.0 * number
    killed = number in (0, 2)
    battery = Place(13.58, 144.92)
    log.add(
        t0 + 900, "detection", "USA", name, threat=name, sensor="guam-tpy2", basis="radar",
        range_km=790.0, altitude_km=430.0, elevation_deg=31.0,
    )  # fmt: skip
    log.add(t0 + 915, "track", "USA", name, threat=name, sensor="guam-tpy2", error_km=1.4, basket_km=2.0)
    log.add(
        t0 + 920, "commit", "USA", name, threat=name, battery="thaad-guam", sensor="guam-tpy2", mode="organic",
        shots=2, earliest_intercept_s=t0 + 1000, latest_intercept_s=t0 + 1045,
    )  # fmt: skip
    for shot, lead in ((1, 1020.0), (2, 1040.0)):
        interceptor_id = f"thaad-guam>{name}#{shot}"
        t_hit = t0 + lead
        where = path(aim, t0, lead)
        point = (t_hit, float(where.lat_deg[-1]), float(where.lon_deg[-1]), float(where.altitude_m[-1]))
        log.add(
            t0 + 940 + 10 * shot, "shot", "USA", name, threat=name, battery="thaad-guam", interceptor=interceptor_id,
            planned_intercept={"t_s": t_hit, "lat_deg": point[1], "lon_deg": point[2], "altitude_km": point[3] / 1e3},
            flyout_s=lead - 940 - 10 * shot,
        )  # fmt: skip
        hit = killed and shot == 2
        tracks[interceptor_id] = flyout(battery, t0 + 940 + 10 * shot, point)
        log.add(
            t_hit, "intercept", "USA", name, threat=name, interceptor=interceptor_id, battery="thaad-guam",
            result="hit" if hit else "miss", cause_of_miss=None if hit else "kill vehicle missed",
            lat_deg=point[1], lon_deg=point[2], altitude_km=point[3] / 1e3,
        )  # fmt: skip
    if not killed:
        log.add(
            t0 + FLIGHT_S, "impact", "PRK", name, threat=name, lat_deg=aim.lat_deg + 0.02, lon_deg=aim.lon_deg,
            nearest_place="Guam", distance_km=35.0, aim_miss_km=2.2,
        )  # fmt: skip
