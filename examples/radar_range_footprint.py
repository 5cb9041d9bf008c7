"""How the area that one Aegis Ashore site defends hangs on one disputed number: how far the radars before it see.

    python examples/radar_range_footprint.py [GRID] [PICTURE.svg]

Publications give the forward-based AN/TPY-2 600, 1,000 or 1,500 km (`standoff library an-tpy-2-forward`). The site at
Araya fires on the tracks of two of them. With launch on remote its own radar must still guide the interceptor; with
engage on remote theirs may. See docs/examples/radar-range.md. GRID is about how many aim points each area is made of.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import standoff

if TYPE_CHECKING:
    from standoff.studies.footprint.footprint import Footprint

RANGES_KM = (600, 1000, 1500)
MODES = ("launch-on-remote", "engage-on-remote")
SITE = "batteries.aegis-ashore-araya"


def main(grid: int = 10_000, picture: str | None = None) -> None:
    """Print the table of the page for each range and mode; draw the three areas of engage on remote."""
    found = {
        (mode, range_km): standoff.footprint(
            "japan-2017:two-sites",
            battery="aegis-ashore-araya",
            threat="nodong",
            start="hwangju",
            samples=0,
            grid=grid,
            settings=[
                f"library.an-tpy-2-forward.reference_range={range_km} km",
                f"{SITE}.network.mode={mode}",
            ],
        )
        for mode in MODES
        for range_km in RANGES_KM
    }
    print("| network of the site | AN/TPY-2 sees | area, km² | cities | people in them |\n|---|---:|---:|---:|---:|")
    for (mode, range_km), one in found.items():
        people, cities = one.population_defended["nominal"], len(one.cities_defended)
        print(f"| {mode} | {range_km:,} km | {one.area_km2['nominal']:,.0f} | {cities} | {people:,} |")
    if picture is not None:
        draw({range_km: found["engage-on-remote", range_km] for range_km in RANGES_KM}, Path(picture))


def draw(found: "dict[int, Footprint]", file: Path) -> None:
    """The areas side by side on one map each, as SVG."""
    from standoff.views.figures.footprint import draw_side_by_side
    from standoff.views.footprint.scene import FootprintScene

    scenes = {f"AN/TPY-2 sees {range_km:,} km": FootprintScene.of(one.summary) for range_km, one in found.items()}
    title = "Footprint of Aegis Ashore Araya against Nodong from Hwangju at three ranges of the radars before it"
    file.write_text(draw_side_by_side(scenes, "radar-range", title, title), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, sys.argv[2] if len(sys.argv) > 2 else None)
