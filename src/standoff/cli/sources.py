"""The command about evidence: sources."""

from __future__ import annotations

import click

from standoff.cli.app import example, json_option, print_json


@click.command(short_help="Show what sources say, where they agree and where not.")
@click.argument("scenario")
@click.option("--document", metavar="KEY", help="Only this source and its claims.")
@json_option
@example("standoff sources guam-2017 --document press-tv")
def sources(scenario: str, document: str | None, as_json: bool) -> None:
    """Show the evidence of SCENARIO: sources with their grades, and each claim with what became of it.

    A claim is corroborated if an independent document agrees, conflicting if another claim says something else (both
    are kept); else it rests on a single source. What a model can check is checked. docs/evidence.md says how.
    """
    from standoff.scenario.sources import sources as evidence_of

    found = evidence_of(scenario, document=document).to_json()
    if as_json:
        print_json(found)
        return
    from standoff.views.sources import print_sources

    print_sources(found, document)
