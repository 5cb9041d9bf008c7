"""The command about what a battery defends: standoff footprint."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from standoff.cli.app import Folder, example, json_option, print_json


@click.command(short_help="Map what a battery defends.")
@click.argument("scenario")
@click.option("--battery", required=True, metavar="ID", help="A battery of the scenario.")
@click.option("--threat", required=True, metavar="MISSILE", help="Any missile of the library.")
@click.option("--from", "start", multiple=True, metavar="PLACE", help="Launch place; again for several.  [required]")
@click.option("--shots", type=int, default=1, show_default=True, help="How many shots must fit.")
@click.option(
    "--trajectory",
    type=click.Choice(["minimum-energy", "lofted", "depressed"]),
    default="minimum-energy",
    show_default=True,
    help="Which way to each aim point.",
)
@click.option(
    "--samples", type=int, default=60, show_default=True, help="Samples of the ranges; 0: nominal values only."
)
@click.option(
    "--vary",
    metavar="PATH[=LOW..HIGH]",
    multiple=True,
    help="Vary this quantity [default: all that moves where the battery can engage].",
)
@click.option("--set", "settings", metavar="PATH=VALUE", multiple=True, help="Change one value.")
@click.option(
    "--country", "countries", metavar="CODE", multiple=True,
    help="Count cities of this country, such as JP [default: those of the scenario's actors].",
)  # fmt: skip
@click.option("--grid", type=int, default=10_000, show_default=True, help="About how many aim points.")
@click.option("--step-km", type=float, help="Distance of the aim points, in place of --grid.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the samples.")
@click.option("--out", type=Folder(path_type=Path), help="Folder for areas, map, globe, table and report.")
@json_option
@example(
    "standoff footprint japan-2017:two-sites --battery aegis-ashore-araya --threat nodong\n"
    "      --from hwangju --out out/araya"
)
def footprint(
    scenario: str,
    battery: str,
    threat: str,
    start: Sequence[str],
    shots: int,
    trajectory: str,
    samples: int,
    vary: Sequence[str],
    settings: Sequence[str],
    countries: Sequence[str],
    grid: int,
    step_km: float | None,
    seed: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Map what a battery of SCENARIO defends: the aim points at which its shots fit, with bands over what is not known.

    Given several launch places, it tells each by itself and all of them at once.
    """
    from standoff.studies.footprint.footprint import footprint as find

    found = find(
        scenario,
        battery=battery,
        threat=threat,
        start=start,
        shots=shots,
        trajectory=trajectory,
        samples=samples,
        vary=vary,
        settings=settings,
        countries=countries,
        grid=grid,
        step_km=step_km,
        seed=seed,
        out=out,
        progress=_say if sys.stderr.isatty() else None,
    )
    if as_json:
        print_json(found.to_json())
        return
    from standoff.views.footprint.terminal import print_footprint

    print_footprint(found.to_json())


def _say(what: str) -> None:
    click.echo(f"standoff: {what} ...", err=True)
