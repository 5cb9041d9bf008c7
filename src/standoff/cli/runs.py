"""Commands about one run: make it, write its report, show its globe, replay its record."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from standoff.base.files import readable
from standoff.cli.app import Folder, answer, example, json_option, print_json


@click.command(short_help="Run a scenario once.")
@click.argument("scenario")
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), default=None, help="Seed of all random streams [default: 1]."
)
@click.option(
    "--run",
    "run_index",
    type=click.IntRange(0, 2**63 - 1),
    default=0,
    help="Which of many runs with this seed, as in the table of a study [default: 0].",
)
@click.option("--until", metavar="ISO", help="Stop at this time, e.g. 2017-08-14T21:20:00Z.")
@click.option(
    "--set", "settings", metavar="PATH=VALUE", multiple=True, help="Change one value of the scenario or library."
)
@click.option("--out", type=Folder(path_type=Path), help="Folder for record, summary, tracks, scenes and report.")
@json_option
@example("standoff run guam-2017 --seed 7 --out out/guam")
def run(
    scenario: str,
    seed: int | None,
    run_index: int,
    until: str | None,
    settings: Sequence[str],
    out: Path | None,
    as_json: bool,
) -> None:
    """Run SCENARIO once: fly the missiles, see them, engage them, and write down every event with its cause.

    SCENARIO is a name that ships (standoff scenarios), a YAML file, or either with :VARIANT behind it.
    """
    from standoff import api

    result = api.run(scenario, seed=seed, run_index=run_index, until=until, settings=settings, out=out)
    if as_json:
        print_json(result.to_json())
        return
    from standoff.views.summary import digest
    from standoff.views.terminal import print_run

    print_run(digest(result.record), result.out)


@click.command(short_help="Write a report again.")
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
@example("standoff report out/guam")
def report(folder: Path, as_json: bool) -> None:
    """Write report.html in FOLDER again, of a run or of a study."""
    from standoff import api

    answer({"report": readable(api.write_report(folder))}, as_json, "Report")


@click.command(short_help="Open the globe of a run, offline.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on loopback [default: a free one].")
@click.option("--browser/--no-browser", default=True, show_default=True, help="Open the page in the browser.")
@json_option
@example("standoff view out/guam")
def view(folder: Path, port: int, browser: bool, as_json: bool) -> None:
    """Open FOLDER's globe in a browser, offline; serves on loopback until interrupted."""
    from standoff import api

    def started(url: str) -> None:
        if as_json:
            print_json({"url": url})
        else:
            click.echo(f"The globe is at {url}  (Ctrl-C ends)")

    api.view(folder, port=port, browser=browser, started=started)


@click.command(short_help="Run a record again and compare.")
@click.argument("record", type=click.Path(path_type=Path))
@json_option
@example("standoff replay out/guam/record.jsonl")
def replay(record: Path, as_json: bool) -> None:
    """Run RECORD's scenario, seed and inputs again and compare the events byte for byte."""
    from standoff import api

    result = api.replay(record)
    answer(result.to_json(), as_json, "Replay")
    if not result.identical:
        sys.exit(1)
