"""The command about many runs: standoff study."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from standoff.cli.app import Folder, ending_in_order, example, json_option, print_json


@click.command(short_help="Run a scenario many times.")
@click.argument("scenario")
@click.option("--runs", type=int, required=True, help="How many runs, dealt over the points.")
@click.option("--points", type=int, help="Points of the design [default: about the square root of the runs].")
@click.option(
    "--design",
    type=click.Choice(["lhs", "sobol", "grid", "saltelli"]),
    default="lhs",
    show_default=True,
    help="How the points fill the ranges; saltelli gives Sobol indices.",
)
@click.option(
    "--vary",
    metavar="PATH[=LOW..HIGH]",
    multiple=True,
    help="Vary this quantity, over its own range or the one given; * meets any characters; none: nothing"
    " [default: all ranges of the defense; of a crisis, its own].",
)
@click.option(
    "--distribution",
    type=click.Choice(["uniform", "triangular"]),
    default="uniform",
    show_default=True,
    help="Between low and high; triangular has its mode at the nominal value.",
)
@click.option("--set", "settings", metavar="PATH=VALUE", multiple=True, help="Change one value for the whole study.")
@click.option("--workers", type=int, help="Processes on this machine [default: all cores].")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler that has workers, or 'local' for one here.")
@click.option("--seed", type=int, help="Seed of the design and of all random streams [default: 1].")
@click.option(
    "--engine",
    type=click.Choice(["compiled", "events"]),
    default="compiled",
    show_default=True,
    help="How runs are played; the outcomes are the same.",
)
@click.option("--out", type=Folder(path_type=Path), help="Folder for tables, summary and report; resumes there.")
@json_option
@example("standoff study guam-2017 --runs 10000 --out out/guam-study")
def study(
    scenario: str,
    runs: int,
    points: int | None,
    design: str,
    vary: Sequence[str],
    distribution: str,
    settings: Sequence[str],
    workers: int | None,
    scheduler: str | None,
    seed: int | None,
    engine: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """Run SCENARIO many times over the ranges of its parameters: what comes of it, how sure, and what moves it.

    A scenario may name a variant to be studied in its place (korea-2017: its variant let-loose); NAME:VARIANT asks for
    another.

    Interrupted, the same command goes on where it was, if it has --out.
    """
    from standoff.studies.study.study import study as play
    from standoff.views.study.progress import Progress

    with ending_in_order(), Progress(out) as progress:
        result = play(
            scenario,
            runs=runs,
            points=points,
            design=design,
            vary=vary,
            distribution=distribution,
            settings=settings,
            seed=seed,
            workers=workers,
            scheduler=scheduler,
            engine=engine,
            out=out,
            watch=progress,
        )
    if as_json:
        print_json(result.to_json())
        return
    from standoff.views.study.terminal import print_study

    print_study(result.summary, result.out, sys.stdout)
