"""`standoff serve`: the exercise, live in browsers."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import click

from standoff.cli.app import ending_in_order, example, json_option, print_json


@click.command(short_help="Play it with people, in browsers.")
@click.argument("scenario")
@click.option(
    "--db",
    "database",
    default="standoff-exercise.db",
    show_default=True,
    help="A file of SQLite, or postgresql://USER:PASSWORD@HOST/DATABASE. What is in it goes on.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for the network.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free one.")
@click.option("--name", "names", multiple=True, metavar="NAME", help="Further name that browsers call this server by.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**63 - 1), help="Of all chance.")
@click.option("--new", is_flag=True, help="Begin another exercise, though the database holds one of this scenario.")
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change a value of the scenario.")
@click.option("--open/--no-open", "browser", default=False, help="Open control's page in the browser.")
@json_option
@example("standoff serve korea-2017 --db exercise.db")
def serve(
    scenario: str, database: str, host: str, port: int, names: tuple[str, ...], seed: int, new: bool,
    settings: tuple[str, ...], browser: bool, as_json: bool,
) -> None:  # fmt: skip
    """Play SCENARIO with people: one join link a seat, control first. Ends with Ctrl-C; started again, it goes on."""
    from standoff.exercise.serving import begin, invitations, of_scenario, resume, scenario_to_serve, standing_of
    from standoff.exercise.store import open_store
    from standoff.exercise.web.server import listening
    from standoff.exercise.web.server import serve as serve_until_interrupted

    chosen = scenario_to_serve(scenario, settings)
    with ending_in_order(), listening(host, port) as line, open_store(database) as store:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        desks, closed = resume(store, time.monotonic(), now)
        desk = None if new else of_scenario(desks, closed, chosen)
        begun = False
        for one in closed:
            click.echo(f"{one.opening.id} stays closed: {one.why}", err=True)
        if desk is None:
            desk = begin(store, chosen, seed, time.monotonic(), now)
            desks.append(desk)
            begun = True
        links, news = invitations(store, desk), "" if begun else standing_of(desk, chosen)

        def ready(address: str) -> None:
            if news:
                click.echo(news, err=True)
            if as_json:
                seats = [
                    {"seat": one.seat, "role": one.role, "cell": one.cell, "title": one.title,
                     "link": f"{address}{one.path}"}
                    for one in links
                ]  # fmt: skip
                print_json({"exercise": desk.id, "url": address, "seats": seats})
                return
            click.echo(f"{desk.opening.title}  ({desk.id}, {desk.session.status.value} at {desk.session.time})")
            width = max(len(link.seat) for link in links)
            for link in links:
                click.echo(f"  {link.seat:<{width}}  {address}{link.path}")
            click.echo("Each link is for one seat; who has it sits there. End with Ctrl-C.")
            if browser:
                click.launch(f"{address}{links[0].path}")

        serve_until_interrupted(line, host, store, desks, hosts=names, ready=ready)
