"""All scenes of a run at once: CZML, KML and GeoJSON from one picture."""

from __future__ import annotations

from collections.abc import Mapping

from standoff.engine.record import Record
from standoff.views import czml, geojson, kml
from standoff.views.figures.scene import TrackLike
from standoff.views.picture import picture


def scenes(record: Record, tracks: Mapping[str, TrackLike]) -> dict[str, bytes]:
    """The contents of scene.czml, scene.kml and scene.geojson by file name. Equal records give equal bytes."""
    shown = picture(record, tracks)
    return {
        "scene.czml": czml.document(shown),
        "scene.kml": kml.document(shown),
        "scene.geojson": geojson.document(shown),
    }
