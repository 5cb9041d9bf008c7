"""What a quantity is called when people read it: `THAAD: kill probability` for `library.thaad.kill_probability`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

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
    "half_life": "half-life",
    "settle": "quiet time before a step down",
}


def label(scenario: Scenario, path: str) -> str:
    """The owner's title and the quantity's field in words; the path itself where it has no owner."""
    head, *rest = path.split(".")
    if len(rest) < 2:
        return path
    if head == "crisis":
        return _of_crisis(scenario, rest)
    name, *fields = rest
    owner = name
    if head == "library":
        owner = scenario.items[name].title
    elif head == "batteries":
        owner = next((block.title for block in scenario.model.batteries if block.id == name), None) or name
    return f"{owner}: {_words(fields).replace('stages, ', 'stage ')}" if fields else path


def _of_crisis(scenario: Scenario, steps: Sequence[str]) -> str:
    """The title of the last block on the way that has one, with the rest in words; actors by their titles."""
    if steps[0] == "policies" and len(steps) > 3:
        return _of_policy(scenario, *steps[1:])
    owner, behind, node = steps[0].replace("_", " "), 1, scenario.model.crisis
    for place, step in enumerate(steps):
        node = _below(node, step)
        title = getattr(node, "title", None)
        if isinstance(title, str):
            owner, behind = title, place + 1
    actors = scenario.model.actors
    names = [actors[step].title if step in actors else step for step in steps[behind:]]
    return f"{owner}: {_words(names)}" if names else owner


def _of_policy(scenario: Scenario, actor: str, place: str, *fields: str) -> str:
    """Whose policy, the rule by its name, or toward whom; the place in the actor's list says nothing to a reader."""
    actors, crisis = scenario.model.actors, scenario.model.crisis
    who = actors[actor].title
    if fields[0] == "rules":
        return f"{who}, rule {fields[1]}: {_words(fields[2:])}"
    block = _below(None if crisis is None else crisis.policies[actor], place)
    toward = getattr(block, "toward", None)
    if toward in actors:
        return f"{who} toward {actors[toward].title}: {_words(fields)}"
    return f"{who}, {getattr(block, 'kind', 'policy')}: {_words(fields)}"


def _below(node: Any, step: str) -> Any:
    """What a step of a path leads to; None where it leads out of the blocks."""
    if isinstance(node, Mapping):
        return node.get(step)
    if isinstance(node, tuple):
        found = (value for index, value in enumerate(node) if str(getattr(value, "id", index)) == step)
        return next(found, None)
    return getattr(node, step, None)


def _words(fields: Sequence[str]) -> str:
    return ", ".join(f"{int(one) + 1}" if one.isdecimal() else _WORDS.get(one, one.replace("_", " ")) for one in fields)
