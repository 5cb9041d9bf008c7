"""The command that proposes coded events of a news text: code."""

from __future__ import annotations

from pathlib import Path

import click

from standoff.cli.app import example, json_option, print_json


@click.command(short_help="Propose coded events from a news text.")
@click.argument("article", type=click.Path(path_type=Path))
@click.option("--date", metavar="ISO", help="The article's date, YYYY-MM-DD, if the text does not say it.")
@click.option("--yaml", "as_yaml", is_flag=True, help="Print claims to paste into a scenario.")
@json_option
@example("standoff code article.txt --date 2017-08-18")
def code(article: Path, date: str | None, as_yaml: bool, as_json: bool) -> None:
    """Propose the events of the news text ARTICLE: who does what to whom, when, and who says so.

    ARTICLE is the text of one article in English; what surrounds it on a page is taken out, and said. Actions have
    CAMEO codes and Goldstein weights. The proposals are for an author to accept or correct; docs/coding.md says how
    often they are right.
    """
    from standoff.scenario.coding.coder import code as propose

    if as_yaml and as_json:
        raise click.UsageError("--yaml and --json exclude each other")
    coding = propose(article, date)
    if as_json:
        print_json(coding.to_json())
        return
    if as_yaml:
        from standoff.scenario.coding.claims import claims_yaml

        click.echo(claims_yaml(coding), nl=False)
        return
    from standoff.views.coding import print_coding

    print_coding(coding)
