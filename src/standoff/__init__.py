"""Standoff: an open, unclassified simulation of an alliance crisis with a ballistic-missile threat.

The functions below are the whole Python interface; they take names and plain numbers and give frozen results.

    import standoff
    standoff.run("guam-2017", seed=7).to_json()
    standoff.fly("hwasong-12", start="39.2,125.67", range_km=3700, apogee_km=770).flight_time_s
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from standoff.api import arc, check, fit, fly, load_scenario, replay, run
    from standoff.scenario.coding.coder import code
    from standoff.scenario.sources import sources
    from standoff.sessions import session
    from standoff.studies.footprint.footprint import footprint
    from standoff.studies.siting.siting import site
    from standoff.studies.study.study import study

__all__ = [
    "arc",
    "check",
    "code",
    "fit",
    "fly",
    "footprint",
    "load_scenario",
    "replay",
    "run",
    "session",
    "site",
    "sources",
    "study",
]

# Where a function lives if not in `standoff.api`.
_ELSEWHERE: dict[str, str] = {
    "code": "standoff.scenario.coding.coder",
    "footprint": "standoff.studies.footprint.footprint",
    "session": "standoff.sessions",
    "site": "standoff.studies.siting.siting",
    "sources": "standoff.scenario.sources",
    "study": "standoff.studies.study.study",
}


def __getattr__(name: str) -> Any:
    # Lazy: `import standoff` and the command line's --help must not wait for NumPy and Numba.
    if name in __all__:
        return getattr(import_module(_ELSEWHERE.get(name, "standoff.api")), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
