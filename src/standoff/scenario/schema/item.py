"""What every library item has, whatever its kind."""

from __future__ import annotations

from pydantic import Field

from standoff.scenario.schema.common import Block, Id, Source, Text, Version


class Item(Block):
    """What every library item has."""

    standoff: Version = Field(description="version of the file format")
    name: Id = Field(description="name by which scenarios refer to the item; the file's name without `.yaml`")
    title: Text = Field(description="name for people")
    summary: Text | None = Field(None, description="what it is, in a sentence or two")
    aliases: tuple[Text, ...] = Field((), description="other names by which the item may be called")
    sources: dict[str, Source] = Field(
        default_factory=dict, description="publications that the `source` of a value may name by their key"
    )
    disagreements: tuple[Text, ...] = Field((), description="where publications disagree, and how the ranges carry it")
