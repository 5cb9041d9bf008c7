"""The pages and what they are made of. They hold nothing of any exercise: that comes by the API, for a seat."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fastapi import APIRouter
from fastapi.responses import FileResponse, JSONResponse, Response

from standoff.views.borders import FILE as BORDERS
from standoff.views.globe.serve import PAGE as GLOBE
from standoff.views.globe.serve import TYPES, cesium_folder, inside

PAGE: Final = Path(__file__).resolve().parent.parent / "page"
_PAGES: Final = ("join", "play", "control", "review")

router = APIRouter(include_in_schema=False)


@router.get("/")
async def start() -> Response:
    """The page to sit down at."""
    return FileResponse(PAGE / "join.html", media_type=TYPES[".html"])


@router.get("/borders.json")
async def borders() -> Response:
    """Borders for the globe."""
    return FileResponse(BORDERS, media_type=TYPES[".json"])


@router.get("/app/{name:path}")
async def app_file(name: str) -> Response:
    """Scripts and styles of the pages."""
    return _file(PAGE, name)


@router.get("/globe/{name:path}")
async def globe_file(name: str) -> Response:
    """Modules of the globe that the pages share with it."""
    return _file(GLOBE, name)


@router.get("/cesium/{name:path}")
async def cesium_file(name: str) -> Response:
    """CesiumJS."""
    return _file(cesium_folder(), name)


@router.get("/{name}")
async def page(name: str) -> Response:
    """One of the pages."""
    return _file(PAGE, f"{name}.html") if name in _PAGES else _nothing()


def _file(folder: Path, name: str) -> Response:
    found = inside(folder, name)
    return _nothing() if found is None else FileResponse(found, media_type=TYPES[found.suffix])


def _nothing() -> Response:
    return JSONResponse({"error": "there is nothing here"}, 404)
