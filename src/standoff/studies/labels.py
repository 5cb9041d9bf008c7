"""What a quantity is called when people read it: `THAAD: kill probability` for `library.thaad.kill_probability`."""

from __future__ import annotations

from typing import Final

from standoff.scenario.loading import Scenario

# Fields whose names say less than people need; others are read as they are written.
_WORDS: Final = {
    "common_mode": "common-mode failure",
    "range_sigma": "range error",
    "angle_sigma": "angle error",
    "update": "time between measurements",
    "divert": "divert radius",
    "burn": "burn time",
    "beta": "ballistic coefficient",
}


def label(scenario: Scenario, path: str) -> str:
    """The owner's title and the quantity's field in words; the path itself where it has no owner."""
    head, name, *rest = path.split(".")
    owner = name
    if head == "library":
        owner = scenario.items[name].title
    elif head == "batteries":
        owner = next((block.title for block in scenario.model.batteries if block.id == name), None) or name
    words = ", ".join(
        f"{int(word) + 1}" if word.isdecimal() else _WORDS.get(word, word.replace("_", " ")) for word in rest
    )
    return f"{owner}: {words.replace('stages, ', 'stage ')}" if rest else path
