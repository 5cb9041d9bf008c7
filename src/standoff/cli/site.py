"""The command about where to build: standoff site."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from standoff.cli.app import Folder, example, json_option, print_json


@click.command(short_help="Choose sites within a budget.")
@click.argument("scenario")
@click.option(
    "--budget",
    required=True,
    metavar="AMOUNT",
    help="300e9, '300 billion' or 300bn; a plain number below a million is billions of yen (millions of dollars).",
)
@click.option("--currency", type=click.Choice(["JPY", "USD"]), default="JPY", show_default=True, help="Of all sums.")
@click.option(
    "--horizon", type=int, metavar="YEARS", help="Count this many years of operation too [default: acquisition alone]."
)
@click.option(
    "--option",
    "options",
    metavar="SITE[:INTERCEPTOR]",
    multiple=True,
    help="A site of the library on offer, with its own interceptor or another [default: those of the scenario].",
)
@click.option(
    "--site",
    "sites",
    metavar="NAME=LAT,LON",
    multiple=True,
    help="A candidate, or a place by name [default: those of the scenario].",
)
@click.option("--grid", "grid_km", type=float, metavar="STEP_KM", help="Candidates on a grid on the actor's land.")
@click.option("--count", type=int, help="Most sites.")
@click.option("--must", metavar="CITY", multiple=True, help="A city that must be defended.")
@click.option("--without", metavar="BATTERY", multiple=True, help="A battery that does not count; all: none does.")
@click.option("--actor", metavar="CODE", help="Who builds [default: that of the scenario's block siting].")
@click.option("--min-population", type=int, default=100_000, show_default=True, help="Of the cities that count.")
@click.option(
    "--shots", type=int, help="Shots of one battery that must fit [default: as many as a second salvo needs]."
)
@click.option("--share", type=float, help="Share of samples of the ranges in which they must fit [default: nominal].")
@click.option("--samples", type=int, default=20, show_default=True, help="Samples, with --share.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the samples and of the draws of costs.")
@click.option("--time-limit", "time_limit_s", type=float, metavar="SECONDS", help="Then the best so far, with its gap.")
@click.option("--set", "settings", metavar="PATH=VALUE", multiple=True, help="Change one value of the scenario.")
@click.option("--out", type=Folder(path_type=Path), help="Folder for summary, map, tables and report.")
@json_option
@example('standoff site japan-2017 --budget "400 billion" --out out/sites')
def site(
    scenario: str,
    budget: str,
    currency: str,
    horizon: int | None,
    options: Sequence[str],
    sites: Sequence[str],
    grid_km: float | None,
    count: int | None,
    must: Sequence[str],
    without: Sequence[str],
    actor: str | None,
    min_population: int,
    shots: int | None,
    share: float | None,
    samples: int,
    seed: int,
    time_limit_s: float | None,
    settings: Sequence[str],
    out: Path | None,
    as_json: bool,
) -> None:
    """Choose where to build sites so that the most people of SCENARIO are defended, and say what they cost by year."""
    from standoff.studies.siting.siting import site as choose

    with _telling() as tell:
        result = choose(
            scenario,
            budget=budget,
            currency=currency,
            options=options,
            sites=sites,
            grid_km=grid_km,
            count=count,
            must=must,
            without=without,
            actor=actor,
            min_population=min_population,
            shots=shots,
            share=share,
            samples=samples,
            horizon=horizon,
            seed=seed,
            time_limit_s=time_limit_s,
            settings=settings,
            out=out,
            progress=tell,
        )
    if as_json:
        print_json(result.to_json())
        return
    from standoff.views.siting.terminal import print_site

    print_site(result.to_json(), sys.stdout)


@contextmanager
def _telling() -> Iterator[Callable[[str], None]]:
    """Says what is being done on a terminal's last line; silent where standard error is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("screening") as status:
        yield status.update
