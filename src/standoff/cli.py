"""The command line: one thin layer over `standoff.api`. Heavy imports wait until a command runs."""

from __future__ import annotations

import errno
import inspect
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from standoff.base.errors import InputError
from standoff.base.files import readable

BAD_INPUT: Final = 2
# As shells report a program that ended by SIGINT or SIGPIPE: 128 and the signal's number.
INTERRUPTED: Final = 130
NOBODY_READS: Final = 141


class _NobodyReadsError(Exception):
    """Whoever read standard output has gone."""


class _Commands(click.Group):
    """Commands in the order in which they are needed; refused input is one sentence on stderr and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InputError as error:
            ctx.exit(_refuse(str(error)))
        except BrokenPipeError:
            raise _NobodyReadsError from None  # click would end with 1, which is a fault of the program

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)


def main() -> None:
    """Entry point of the `standoff` command: however it ends, the user sees no traceback but for a fault."""
    try:
        status = _cli.main(prog_name="standoff", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.UsageError as error:
        status = _refuse(_usage(error))
    except (click.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except (_NobodyReadsError, BrokenPipeError):
        status = NOBODY_READS
        _let_go_of_stdout()
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        status = _refuse(f"standard output cannot be written: {error.strerror}")
        _let_go_of_stdout()
    sys.exit(status)


def _refuse(message: str) -> int:
    click.echo(f"standoff: {message}", err=True)
    return BAD_INPUT


def _usage(error: click.UsageError) -> str:
    """A misuse in one line, with the command whose help says more."""
    message = " ".join(error.format_message().split()).removesuffix(".")
    command = "standoff" if error.ctx is None else error.ctx.command_path
    return f"{message}; see {command} --help"


def _let_go_of_stdout() -> None:
    """What could not be written must not be tried once more when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="A place is LAT,LON in degrees or a name from the scenario or the gazetteer (Pyongyang, Guam, Akita ...).",
)
@click.version_option(package_name="standoff")
def _cli() -> None:
    """Standoff: an open, unclassified simulation of an alliance crisis with a ballistic-missile threat.

    Start with:  standoff run guam-2017 --out out/guam-2017
    """


class _Folder(click.Path):
    """A folder's path; an empty text is none, not the folder of the moment."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("is empty; allowed: a folder that exists or can be made", param, ctx)
        return super().convert(value, param, ctx)


def _example(text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Append an example to a command's help, unwrapped."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        function.__doc__ = f"{inspect.cleandoc(function.__doc__ or '')}\n\n\b\nExample:\n  {text}\n"
        return function

    return decorate


_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


def _print_json(content: Mapping[str, Any]) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2))


def _answer(content: Mapping[str, Any], as_json: bool, title: str) -> None:
    """Print a flat result as JSON or as an aligned list."""
    if as_json:
        _print_json(content)
        return
    from standoff.views.tables import print_values

    print_values(title, content)


@_cli.command(short_help="Run a scenario once.")
@click.argument("scenario")
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), default=None, help="Seed of all random streams [default: 1]."
)
@click.option("--until", metavar="ISO", help="Stop at this time, e.g. 2017-08-14T21:20:00Z.")
@click.option(
    "--set", "settings", metavar="PATH=VALUE", multiple=True, help="Change one value of the scenario or library."
)
@click.option("--out", type=_Folder(path_type=Path), help="Folder for record, summary, tracks, scenes and report.")
@_json_option
@_example("standoff run guam-2017 --seed 7 --out out/guam")
def run(
    scenario: str, seed: int | None, until: str | None, settings: Sequence[str], out: Path | None, as_json: bool
) -> None:
    """Run SCENARIO once: fly the missiles, see them, engage them, and write down every event with its cause.

    SCENARIO is a name that ships (standoff scenarios), a YAML file, or either with :VARIANT behind it.
    """
    from standoff import api

    result = api.run(scenario, seed=seed, until=until, settings=settings, out=out)
    if as_json:
        _print_json(result.to_json())
        return
    from standoff.views.summary import digest
    from standoff.views.terminal import print_run

    print_run(digest(result.record), result.out)


@_cli.command(short_help="Fly one missile.")
@click.argument("missile")
@click.option("--from", "start", required=True, metavar="PLACE", help="Launch place.")
@click.option("--to", "target", metavar="PLACE", help="Aim point.")
@click.option(
    "--trajectory",
    type=click.Choice(["minimum-energy", "lofted", "depressed"]),
    help="Which way to the aim point (with --to) [default: minimum-energy].",
)
@click.option("--range-km", type=float, help="Wanted range (with --apogee-km).")
@click.option("--apogee-km", type=float, help="Wanted apogee (with --range-km).")
@click.option("--max-range", is_flag=True, help="Fly as far as it goes (with --azimuth-deg).")
@click.option(
    "--azimuth-deg", type=float, help="Direction of flight, clockwise from north (not with --to) [default: 90]."
)
@click.option("--payload-kg", type=float, help="Another payload than the library's nominal one.")
@click.option("--out", type=_Folder(path_type=Path), help="Folder for the flight's table and figures.")
@_json_option
@_example("standoff fly hwasong-12 --from 39.2,125.67 --range-km 3700 --apogee-km 770")
def fly(
    missile: str,
    start: str,
    target: str | None,
    trajectory: str | None,
    range_km: float | None,
    apogee_km: float | None,
    max_range: bool,
    azimuth_deg: float | None,
    payload_kg: float | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Fly MISSILE once: to an aim point, to a wanted range and apogee, or as far as it goes."""
    from standoff import api

    flight = api.fly(
        missile,
        start=start,
        to=target,
        trajectory=trajectory,
        range_km=range_km,
        apogee_km=apogee_km,
        max_range=max_range,
        azimuth_deg=azimuth_deg,
        payload_kg=payload_kg,
        out=out,
    )
    _answer(flight.to_json(), as_json, f"{missile} from {start}")


@_cli.command(short_help="Fly an unpowered arc.")
@click.option("--lat-deg", type=float, required=True, help="Latitude of the start.")
@click.option("--lon-deg", type=float, required=True, help="Longitude of the start.")
@click.option("--altitude-km", type=float, required=True, help="Height of the start above the ellipsoid.")
@click.option("--speed-km-s", type=float, required=True, help="Speed at the start.")
@click.option("--flight-path-angle-deg", type=float, required=True, help="Angle of the velocity above the horizontal.")
@click.option("--azimuth-deg", type=float, required=True, help="Direction of the velocity, clockwise from north.")
@click.option(
    "--beta-kg-m2",
    type=float,
    help="Ballistic coefficient mass/(cd x area), the same at every speed; without it there is no drag.",
)
@click.option(
    "--frame",
    type=click.Choice(["earth-fixed", "inertial"]),
    default="earth-fixed",
    show_default=True,
    help="What the speed is relative to.",
)
@_json_option
@_example(
    "standoff arc --lat-deg 39 --lon-deg 126 --altitude-km 100 --speed-km-s 4\n"
    "      --flight-path-angle-deg 40 --azimuth-deg 140"
)
def arc(as_json: bool, **start: Any) -> None:
    """Fly an unpowered arc to the ground from a state in the air or in space."""
    from standoff import api

    _answer(api.arc(**start).to_json(), as_json, "Arc")


@_cli.command(short_help="Check a claimed flight or distance.")
@click.option("--range-km", type=float, help="Claimed range.")
@click.option("--apogee-km", type=float, help="Claimed apogee.")
@click.option("--time-s", type=float, help="Claimed flight time.")
@click.option("--from", "start", metavar="PLACE", help="One place of a claimed distance.")
@click.option("--to", "end", metavar="PLACE", help="The other place.")
@click.option("--distance-km", type=float, help="The claimed distance between them.")
@_json_option
@_example("standoff check --range-km 1090 --apogee-km 6248.5 --time-s 4052")
def check(
    range_km: float | None,
    apogee_km: float | None,
    time_s: float | None,
    start: str | None,
    end: str | None,
    distance_km: float | None,
    as_json: bool,
) -> None:
    """Check a claim: range, apogee and time of a flight, or the distance between two places."""
    from standoff import api

    verdict = api.check(
        range_km=range_km, apogee_km=apogee_km, time_s=time_s, start=start, end=end, distance_km=distance_km
    )
    _answer(verdict, as_json, "Check")


@_cli.command(short_help="Fit a missile to reported flights.")
@click.argument("missile")
@click.option("--flights", required=True, type=click.Path(path_type=Path), help="CSV of reported flights.")
@_json_option
@_example("standoff fit hwasong-12 --flights flights.csv")
def fit(missile: str, flights: Path, as_json: bool) -> None:
    """Fit MISSILE's parameters to reported flights; show what is left over and the range that follows."""
    from standoff import api

    result = api.fit(missile, flights)
    if as_json:
        _print_json(result)
        return
    from standoff.views.tables import print_fit

    print_fit(result)


@_cli.command(short_help="Write the report of a run again.")
@click.argument("folder", type=click.Path(path_type=Path))
@_json_option
@_example("standoff report out/guam")
def report(folder: Path, as_json: bool) -> None:
    """Write report.html in FOLDER again from its record and tracks."""
    from standoff import api

    _answer({"report": readable(api.write_report(folder))}, as_json, "Report")


@_cli.command(short_help="Open the globe of a run, offline.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on loopback [default: a free one].")
@click.option("--browser/--no-browser", default=True, show_default=True, help="Open the page in the browser.")
@_json_option
@_example("standoff view out/guam")
def view(folder: Path, port: int, browser: bool, as_json: bool) -> None:
    """Open FOLDER's globe in a browser, offline; serves on loopback until interrupted."""
    from standoff import api

    def started(url: str) -> None:
        if as_json:
            _print_json({"url": url})
        else:
            click.echo(f"The globe is at {url}  (Ctrl-C ends)")

    api.view(folder, port=port, browser=browser, started=started)


@_cli.command(short_help="Run a record again and compare.")
@click.argument("record", type=click.Path(path_type=Path))
@_json_option
@_example("standoff replay out/guam/record.jsonl")
def replay(record: Path, as_json: bool) -> None:
    """Run RECORD's scenario, seed and inputs again and compare the events byte for byte."""
    from standoff import api

    result = api.replay(record)
    _answer(result.to_json(), as_json, "Replay")
    if not result.identical:
        sys.exit(1)


@_cli.command(short_help="List what ships.")
@_json_option
@_example("standoff scenarios")
def scenarios(as_json: bool) -> None:
    """List the scenarios that ship, with their variants."""
    from standoff import api

    content = api.scenarios()
    if as_json:
        _print_json({"scenarios": content})
        return
    from standoff.views.tables import print_scenarios

    print_scenarios(content)


@_cli.command(short_help="Show systems with ranges and sources.")
@click.argument("name", required=False)
@_json_option
@_example("standoff library scud-b")
def library(name: str | None, as_json: bool) -> None:
    """List the library, or show one item with every value's range and source."""
    from standoff import api

    if name is None:
        items = api.library()
        if as_json:
            _print_json({"library": items})
            return
        from standoff.views.tables import print_library

        print_library(items)
        return
    item = api.library_item(name)
    if as_json:
        _print_json(item)
        return
    from standoff.views.tables import print_library_item

    print_library_item(item)


@_cli.command(short_help="Check a file, or print the JSON Schema.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--schema",
    type=click.Choice(["scenario", "library"]),
    is_flag=False,
    flag_value="scenario",
    help="Print the JSON Schema instead.",
)
@_json_option
@_example("standoff validate my-scenario.yaml")
def validate(file: Path | None, schema: str | None, as_json: bool) -> None:
    """Check a scenario or library FILE, or print the JSON Schema that editors can use."""
    from standoff import api

    if schema is not None:
        _print_json(api.json_schema(schema))
        return
    if file is None:
        raise InputError("needs a file", field="FILE", allowed="a scenario or library YAML file, or --schema")
    _answer(api.validate(file), as_json, str(file))
