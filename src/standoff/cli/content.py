"""Commands about what ships and what a file holds: scenarios, library, validate."""

from __future__ import annotations

from pathlib import Path

import click

from standoff.base.errors import InputError
from standoff.cli.app import answer, example, json_option, print_json


@click.command(short_help="List what ships.")
@json_option
@example("standoff scenarios")
def scenarios(as_json: bool) -> None:
    """List the scenarios that ship, with their variants."""
    from standoff import api

    content = api.scenarios()
    if as_json:
        print_json({"scenarios": content})
        return
    from standoff.views.tables import print_scenarios

    print_scenarios(content)


@click.command(short_help="Show systems with ranges and sources.")
@click.argument("name", required=False)
@json_option
@example("standoff library scud-b")
def library(name: str | None, as_json: bool) -> None:
    """List the library, or show one item with every value's range and source."""
    from standoff import api

    if name is None:
        items = api.library()
        if as_json:
            print_json({"library": items})
            return
        from standoff.views.tables import print_library

        print_library(items)
        return
    item = api.library_item(name)
    if as_json:
        print_json(item)
        return
    from standoff.views.tables import print_library_item

    print_library_item(item)


@click.command(short_help="Check a file, or print the JSON Schema.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--schema",
    type=click.Choice(["scenario", "library"]),
    is_flag=False,
    flag_value="scenario",
    help="Print the JSON Schema instead.",
)
@json_option
@example("standoff validate my-scenario.yaml")
def validate(file: Path | None, schema: str | None, as_json: bool) -> None:
    """Check a scenario or library FILE, or print the JSON Schema that editors can use."""
    from standoff import api

    if schema is not None:
        print_json(api.json_schema(schema))
        return
    if file is None:
        raise InputError("needs a file", field="FILE", allowed="a scenario or library YAML file, or --schema")
    answer(api.validate(file), as_json, str(file))
