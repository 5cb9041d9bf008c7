"""Build `src/standoff/data/symbols/app6.json`: the APP-6 symbols that the views draw, as SVG.

    python builders/symbols.py

Drawn by milsymbol (MIT), which follows MIL-STD-2525D and APP-6D. It reads a table of all symbols for that, which takes
longer than a whole run; the few that are needed are therefore drawn once, here.

A symbol identification code has twenty digits: version 10, context (0 reality), identity (3 friend, 6 hostile, ...),
symbol set, status 0, headquarters 0, echelon, entity, and two modifiers.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from milsymbol import Symbol

SIZE_PX = 40
IDENTITIES = {"unknown": "1", "friend": "3", "neutral": "4", "hostile": "6"}
CODES = {
    # role: symbol set, echelon, entity, first and second modifier
    "missile": ("02", "00", "110000", "06", "00"),  # missile in the air: ballistic
    "interceptor": ("02", "00", "110000", "05", "00"),  # missile in the air: anti-ballistic
    "launcher": ("15", "00", "111300", "00", "00"),  # land equipment: surface-to-surface missile launcher
    "battery": ("10", "00", "130103", "00", "00"),  # land unit: air and missile defense
    "ship": ("30", "00", "120203", "20", "00"),  # destroyer: ballistic missile defense, shooter
    "radar": ("15", "00", "220300", "00", "00"),  # land equipment: radar
    "satellite": ("05", "00", "111500", "05", "02"),  # reconnaissance satellite: geostationary, infrared
}
TARGET = Path(__file__).resolve().parents[1] / "src/standoff/data/symbols/app6.json"


def sidc(role: str, identity: str) -> str:
    """The symbol identification code of a role on a side."""
    symbol_set, echelon, entity, first, second = CODES[role]
    return f"100{IDENTITIES[identity]}{symbol_set}00{echelon}{entity}{first}{second}"


def draw() -> dict[str, dict[str, str]]:
    """Code and SVG of every role and identity, keyed `role/identity`."""
    drawn = {}
    for role in CODES:
        for identity in IDENTITIES:
            code = sidc(role, identity)
            symbol = Symbol(code, size=SIZE_PX)
            if not symbol.is_valid():
                raise SystemExit(f"{role}/{identity}: milsymbol does not know {code}")
            drawn[f"{role}/{identity}"] = {"sidc": code, "svg": symbol.as_svg()}
    return drawn


if __name__ == "__main__":
    text = json.dumps(draw(), indent=0, sort_keys=True) + "\n"
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{TARGET}: {len(text) / 1e3:.0f} kB\n")
