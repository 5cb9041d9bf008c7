"""A server for the globe page on the loopback interface: the page, CesiumJS, the borders, and one run's files.

CesiumJS 1.144 (Apache-2.0) comes whole with the PyPI package cesiumkit (MIT). Nothing is asked of any other host, and
the Content-Security-Policy of every answer forbids the page to try. Only names on short lists are served, so no path
leads out of the folders; a request that names another host is refused, so no other site can read along.
"""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from standoff.base.errors import InputError
from standoff.views.borders import FILE as BORDERS

HOST: Final = "127.0.0.1"
PAGE: Final = Path(__file__).resolve().parent / "page"
SCENE: Final = "scene.czml"
RUN_FILES: Final = frozenset({SCENE, "report.html", "summary.json", "scene.kml", "scene.geojson", "record.jsonl"})
TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".geojson": "application/geo+json",
    ".czml": "application/json",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".wasm": "application/wasm",
}
# CesiumJS compiles small WebAssembly modules when it loads, and sets styles of its own on the elements that it makes.
POLICY: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
REPORT_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


class GlobeServer(ThreadingHTTPServer):
    """Serves one run's folder. Use as a context manager; `serve_forever` answers until `shutdown`."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        """Take a port (0: any free one). Raises `InputError` for a folder without a scene or a port that is taken."""
        self.folder = require_scene(folder)
        self.cesium = cesium_folder()
        try:
            super().__init__((HOST, port), _Handler)
        except (OSError, OverflowError) as error:
            raise InputError(
                "cannot be listened on",
                field="port",
                value=port,
                allowed="a free port, or 0 for any",
            ) from error

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{HOST}:{self.server_port}/"


def open_globe(folder: Path, port: int = 0, browser: bool = True, started: Callable[[str], None] | None = None) -> None:
    """Show a run's folder until interrupted (Ctrl-C).

    Args:
        folder: what `standoff run --out` wrote; must hold scene.czml.
        port: of the loopback interface; 0 takes any free one.
        browser: open the user's browser at the page.
        started: told the page's address once it can be opened.

    Raises:
        InputError: no scene in the folder, or the port cannot be used.
    """
    with GlobeServer(folder, port) as server:
        if started is not None:
            started(server.url)
        if browser:
            webbrowser.open(server.url)
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            return


def require_scene(folder: Path) -> Path:
    """The folder, made absolute, after its scene was found. Raises `InputError` otherwise."""
    if not folder.is_dir():
        raise InputError("is not a folder", file=folder, allowed="a folder that `standoff run --out` wrote")
    if not (folder / SCENE).is_file():
        raise InputError(f"holds no {SCENE}", file=folder, allowed="a folder that `standoff run --out` wrote")
    return folder.resolve()


def cesium_folder() -> Path:
    """The CesiumJS build inside the installed cesiumkit package (found without importing the package)."""
    spec = find_spec("cesiumkit")
    for location in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(location) / "vendor" / "cesium"
        if (folder / "Cesium.js").is_file():
            return folder.resolve()
    raise InputError("CesiumJS is missing", field="cesiumkit", allowed="an installed cesiumkit package, version 1.x")


def locate(path: str, run: Path, cesium: Path) -> Path | None:
    """The file behind a request path, None when there is none. Links that lead out of a folder are not followed."""
    room, _, rest = unquote(path).removeprefix("/").partition("/")
    if not rest:
        if room in ("", "index.html"):
            return PAGE / "index.html"
        return BORDERS if room == "borders.json" else inside(PAGE, room)
    if room == "run":
        return inside(run, rest) if rest in RUN_FILES else None
    return inside(cesium, rest) if room == "cesium" else None


def inside(folder: Path, name: str) -> Path | None:
    """The file of a folder by its name, if there is one of a kind that is served; none that lies outside the folder."""
    if "\\" in name or "\0" in name:
        return None
    try:
        found = (folder / name).resolve()
        usable = found.is_relative_to(folder) and found.is_file() and found.suffix in TYPES
    except OSError:  # a name that is too long, a folder that may not be read
        return None
    return found if usable else None


class _Handler(BaseHTTPRequestHandler):
    server: GlobeServer
    server_version = "standoff"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal belongs to the command line."""

    def _answer(self, with_body: bool) -> None:
        port = self.server.server_port
        if self.headers.get("Host") not in (f"{HOST}:{port}", f"localhost:{port}"):
            self._send(HTTPStatus.FORBIDDEN, b"This server answers local requests only.\n", "text/plain", with_body)
            return
        found = locate(urlsplit(self.path).path, self.server.folder, self.server.cesium)
        try:
            content = found.read_bytes() if found else None
        except OSError:
            content = None
        if found is None or content is None:
            self._send(HTTPStatus.NOT_FOUND, b"There is nothing here.\n", "text/plain", with_body)
            return
        policy = REPORT_POLICY if found.name == "report.html" else POLICY
        self._send(HTTPStatus.OK, content, TYPES[found.suffix], with_body, policy)

    def _send(
        self, status: HTTPStatus, content: bytes, kind: str, with_body: bool, policy: str = "default-src 'none'"
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cache-Control", "no-store" if kind != TYPES[".wasm"] else "max-age=3600")
        self.end_headers()
        if with_body:
            try:
                self.wfile.write(content)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
