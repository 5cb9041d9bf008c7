"""Proposed events as `claims` of a scenario, for an author to paste, correct and complete."""

from __future__ import annotations

import json
import re
from typing import Final

from standoff.scenario.cameo import cameo
from standoff.scenario.coding.coder import Coding
from standoff.scenario.coding.events import Event

_COMMENT_WIDTH: Final = 200


def claims_yaml(coding: Coding) -> str:
    """A `claims:` block. The sentence of each stands above it as a comment, to be taken out before publication."""
    name = document(coding)
    lines = [
        f"# Proposed from {coding.article.file}: accept or correct each claim, say it in your own words, and add the",
        f"# document {name!r} to the sources and new actors to the actors of the scenario. Comments quote the article.",
    ]
    if not coding.events:
        return "\n".join([*lines, "claims: []"]) + "\n"
    texts = {sentence.number: sentence.text for sentence in coding.sentences}
    lines.append("claims:")
    for number, event in enumerate(coding.events, 1):
        lines.append(f"  # {texts[event.sentence][:_COMMENT_WIDTH]}")
        lines += _claim(number, event, name)
    return "\n".join(lines) + "\n"


def document(coding: Coding) -> str:
    """A key for the article among a scenario's sources: its file's name in lower case."""
    stem = coding.article.file.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "article"


def _claim(number: int, event: Event, name: str) -> list[str]:
    actors = [event.source, *([event.target] if event.target else [])]
    lines = [f"  - id: {name}-{number}", f"    document: {name}", f"    paragraph: {event.paragraph}"]
    if event.date is not None:
        lines.append(f"    date: {event.date}")
    # JSON strings are YAML strings, whatever stands in them.
    lines.append(f"    text: {json.dumps(in_words(event), ensure_ascii=False)}")
    lines.append(f"    actors: [{', '.join(dict.fromkeys(actors))}]")
    lines.append("    represented_by: nothing yet")
    return lines


def in_words(event: Event) -> str:
    """What an event says, in CAMEO's words."""
    partner = "" if event.target is None else f" and {event.target}" if event.mutual else f" toward {event.target}"
    name = cameo().name(event.code).removesuffix(", not specified below").lower()
    said = "" if event.said_by.who is None else f", as said by {event.said_by.who}"
    if event.mutual:
        return f"{event.source}{partner}: {name} (CAMEO {event.code}){said}"
    return f"{event.source}: {name}{partner} (CAMEO {event.code}){said}"
