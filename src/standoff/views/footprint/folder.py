"""The files of a footprint, all made from its summary: the summary itself, areas, scenes and report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from standoff.views.footprint import czml as footprint_czml
from standoff.views.footprint import geojson as footprint_geojson
from standoff.views.footprint import kml as footprint_kml
from standoff.views.footprint.report import render
from standoff.views.footprint.scene import AREAS, SUMMARY, FootprintScene
from standoff.views.report import FILE


def footprint_files(summary: Mapping[str, Any]) -> dict[str, bytes]:
    """Name -> content."""
    scene = FootprintScene.of(summary)
    return {
        SUMMARY: (json.dumps(summary, ensure_ascii=False, indent=2) + "\n").encode("utf-8"),
        AREAS: footprint_geojson.document(scene),
        "footprint.kml": footprint_kml.document(scene),
        "scene.czml": footprint_czml.document(scene),
        FILE: render(scene).encode("utf-8"),
    }
