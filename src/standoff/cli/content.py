"""Commands about what ships and what a file holds: scenarios, library, validate."""

from __future__ import annotations

from pathlib import Path

import click

from standoff.base.errors import InputError
from standoff.cli.app import answer, example, json_option, print_json


@click.command(short_help="List what ships.")
@click.option("--copy", "wanted", metavar="NAME", help="Write a scenario into this folder, to make another of it.")
@json_option
@example("standoff scenarios")
def scenarios(wanted: str | None, as_json: bool) -> None:
    """List the scenarios that ship, with their variants."""
    from standoff import api

    if wanted is not None:
        file = _copied(wanted)
        if as_json:
            print_json({"file": str(file)})
        else:
            click.echo(f"{file} is yours to change.")
        return
    content = api.scenarios()
    if as_json:
        print_json({"scenarios": content})
        return
    from standoff.views.tables import print_scenarios

    print_scenarios(content)


def _copied(name: str) -> Path:
    """A file of this folder with the text of a scenario that ships. Raises `InputError`, for one that is there too."""
    from standoff.base.files import write_bytes
    from standoff.scenario.loading import shipped_file

    source = shipped_file(name)
    file = Path(source.name)
    if file.exists():
        raise InputError("is there already", field="--copy", value=str(file), allowed="another folder")
    write_bytes(file, source.read_bytes())
    return file


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
