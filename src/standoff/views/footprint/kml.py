"""A footprint as KML 2.2: bands and outline as polygons with holes, stations, launch places and cities as pins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from standoff.views.digest import Spot
from standoff.views.figures.footprint import OUTLINE, RAMP
from standoff.views.footprint.scene import BANDS, MEANING, Array, City, FootprintScene, Polygon
from standoff.views.footprint.words import headline, people, share
from standoff.views.kml import abgr
from standoff.views.palette import ARRIVED, INTERCEPTOR, WHITE

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'
_PINS: Final = {"battery": INTERCEPTOR, "sensor": WHITE, "launch": ARRIVED, "defended": INTERCEPTOR, "open": ARRIVED}


def document(scene: FootprintScene) -> bytes:
    """The KML document; equal footprints give equal bytes."""
    bands = [name for name in BANDS if name in scene.areas]
    lines = [
        _HEAD,
        "<Document>",
        f"<name>{escape(f'Footprint of {scene.title}')}</name>",
        f"<description>{escape(headline(scene.summary))}</description>",
        *_styles(),
        *_folder("Areas", (_area(name, scene.areas[name]) for name in (*bands, "nominal"))),
        *_folder("Stations", (_pin(spot, style) for spot, style in _stations(scene))),
        *_folder("Cities", (_city(city) for city in scene.cities)),
        "</Document>",
        "</kml>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _styles() -> Iterator[str]:
    for name, color in RAMP.items():
        yield (
            f'<Style id="{name}"><LineStyle><color>{abgr(color, 0.9)}</color><width>1</width></LineStyle>'
            f"<PolyStyle><color>{abgr(color, 0.5)}</color></PolyStyle></Style>"
        )
    yield (
        f'<Style id="nominal"><LineStyle><color>{abgr(OUTLINE)}</color><width>2.5</width></LineStyle>'
        "<PolyStyle><fill>0</fill></PolyStyle></Style>"
    )
    for name, color in _PINS.items():
        scale = 0.5 if name in ("defended", "open") else 0.9
        yield (
            f'<Style id="{name}"><IconStyle><color>{abgr(color)}</color><scale>{scale}</scale></IconStyle>'
            f"<LabelStyle><scale>{0.6 if scale < 0.9 else 0.8}</scale></LabelStyle></Style>"
        )


def _folder(name: str, features: Iterable[str]) -> list[str]:
    inside = list(features)
    return ["<Folder>", f"<name>{name}</name>", *inside, "</Folder>"] if inside else []


def _area(name: str, pieces: Sequence[Polygon]) -> str:
    shapes = "\n".join(_polygon(piece) for piece in pieces)
    title = f"{name}: defended {MEANING[name]}"
    return (
        f"<Placemark><name>{escape(title)}</name><styleUrl>#{name}</styleUrl>\n"
        f"<MultiGeometry>\n{shapes}\n</MultiGeometry></Placemark>"
    )


def _polygon(piece: Polygon) -> str:
    outer, *holes = piece
    inner = "".join(f"<innerBoundaryIs>{_ring(hole)}</innerBoundaryIs>" for hole in holes)
    return f"<Polygon><tessellate>1</tessellate><outerBoundaryIs>{_ring(outer)}</outerBoundaryIs>{inner}</Polygon>"


def _ring(points: Array) -> str:
    told = " ".join(f"{lon:.4f},{lat:.4f},0" for lon, lat in points.tolist())
    return f"<LinearRing><coordinates>{told}</coordinates></LinearRing>"


def _stations(scene: FootprintScene) -> Iterator[tuple[Spot, str]]:
    yield scene.battery, "battery"
    for radar in scene.radars:
        yield Spot(radar.lat_deg or 0.0, radar.lon_deg or 0.0, radar.name), "sensor"
    for launch in scene.launches:
        yield launch, "launch"


def _city(city: City) -> str:
    told = f"{people(city.population)} people; {'defended' if city.defended else 'not defended'} at nominal values"
    told += f", in {share(city.share)} of the samples" if city.share is not None else ""
    return _pin(city.spot, "defended" if city.defended else "open", told)


def _pin(spot: Spot, style: str, text: str = "") -> str:
    about = f"<description>{escape(text)}</description>" if text else ""
    return (
        f"<Placemark><name>{escape(spot.name)}</name><styleUrl>#{style}</styleUrl>{about}"
        f"<Point><coordinates>{spot.lon_deg:.5f},{spot.lat_deg:.5f},0</coordinates></Point></Placemark>"
    )
