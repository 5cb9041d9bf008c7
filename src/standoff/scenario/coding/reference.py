"""Whom words refer to that name nobody: `he`, `it`, `they`, `we`, `the two allies`, `the country`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from standoff.scenario.coding.actors import Mention
from standoff.scenario.coding.dictionaries import words
from standoff.scenario.coding.scene import Group, Scene

Codes = tuple[str, ...]


@dataclass(frozen=True)
class Memory:
    """Whom the article spoke of last, before the sentence at hand."""

    person: Mention | None = None
    state: str | None = None
    pair: Codes = ()
    speaker: Codes = ()
    speaker_name: str | None = None
    provoker: str | None = None
    dyad: Codes = ()


@dataclass(frozen=True)
class Resolved:
    """The actors of a group, and whether all of them are named outright."""

    codes: Codes
    named: bool


def resolve(scene: Scene, group: Group, memory: Memory, speaker: Codes) -> Resolved:
    """The actors of a group. `speaker`: whose words they are, for `we` and `our`."""
    codes: dict[str, None] = {}
    named = True
    for mention in group.mentions:
        if mention.code is not None:
            codes[mention.code] = None
            continue
        named = False
        codes.update(dict.fromkeys(_refers_to(scene, mention, memory, speaker)))
    return Resolved(tuple(codes), named)


def _refers_to(scene: Scene, mention: Mention, memory: Memory, speaker: Codes) -> Codes:
    word = {"its": "it", "his": "he", "her": "she", "their": "they"}.get(mention.text, mention.text)
    if mention.kind == "pair":
        return _pair_before(scene, mention) or memory.pair or memory.dyad
    if mention.kind == "country":
        earlier = [m.code for m in scene.mentions if m.last <= mention.first and m.kind in ("name", "adjective")]
        return tuple(filter(None, earlier[-1:] or [memory.state]))
    if mention.kind == "world":
        return ()
    if word in words("own_pronoun"):
        return speaker or memory.speaker
    if word in words("person_pronoun"):
        person = last_person(scene, mention.first, memory)
        return (person.code,) if person is not None and person.code is not None else memory.speaker
    if word in words("group_pronoun"):
        return _pair_before(scene, mention) or memory.pair or ((memory.state,) if memory.state else ())
    bare = [g for g in scene.groups if g.last <= mention.first and g.preposition is None and not g.modifier]
    found = next((m.code for g in reversed(bare) for m in g.mentions if m.code is not None), memory.state)
    return (found,) if found is not None else ()


def last_person(scene: Scene, before: int, memory: Memory) -> Mention | None:
    """The person named last in front of a token, in this sentence or before."""
    people = [m for m in scene.mentions if m.last <= before and m.kind == "person" and m.code is not None]
    return people[-1] if people else memory.person


def _pair_before(scene: Scene, mention: Mention) -> Codes:
    for group in reversed(scene.groups):
        codes = tuple(dict.fromkeys(m.code for m in group.mentions if m.code is not None))
        if group.last <= mention.first and len(codes) > 1:
            return codes
    return ()


def remember(scene: Scene, memory: Memory, speaker: Codes, speaker_name: str | None) -> Memory:
    """The memory after a sentence."""
    for group in scene.groups:
        codes = tuple(dict.fromkeys(m.code for m in group.mentions if m.code is not None))
        if len(codes) > 1 and (not memory.pair or group.preposition in (None, "between")):
            memory = replace(memory, pair=codes)
    people = [m for m in scene.mentions if m.kind == "person"]
    bare = [g for g in scene.groups if g.preposition is None and not g.modifier]
    states = [m.code for g in bare for m in g.mentions if m.code is not None]
    if people:
        memory = replace(memory, person=people[0])
    if states:
        memory = replace(memory, state=states[0])
    if speaker:
        memory = replace(memory, speaker=speaker, speaker_name=speaker_name)
    return memory
