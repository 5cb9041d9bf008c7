"""The summary that `standoff run` prints: plain words first, then missiles, defenses, claims and files.

It fits 100 columns and carries no color where output is not a terminal.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.views.crisis.terminal import print_crisis
from standoff.views.digest import Claim, Digest, Threat
from standoff.views.headline import account, account_of, headline, headline_of, idle_reasons, landed, reason_line
from standoff.views.placing import absence
from standoff.views.printing import printing, section, sentences, table
from standoff.views.wording import brief, clock, count, exact, km, listing, minutes, plain, sentence_case

# What each file of a run is for; files that are missing from the folder are not listed.
_FILES: Final = (
    ("report.html", "the report: figures, tables, sources and assumptions"),
    ("scene.czml", "the globe"),
    ("scene.kml", "for Google Earth and other globes"),
    ("scene.geojson", "for maps and GIS"),
    ("summary.json", "the numbers of this summary"),
    ("record.jsonl", "every event with its cause; standoff replay checks it"),
    ("tracks.parquet", "where everything was, second by second"),
)
# Of more checked claims than these only those that do not hold are told.
_MANY_CLAIMS: Final = 4
_STYLE: Final = {"intercepted": "bold cyan", "arrived": "bold yellow", "failed": "bold", "unresolved": "bold"}


def print_run(digest: Digest, folder: Path | None = None, file: TextIO | None = None) -> None:
    """Print the summary of a run; `folder` is where its files went, if anywhere."""
    stream = sys.stdout if file is None else file
    with printing(stream) as console:
        _print(console, digest, folder)


def _print(console: Console, digest: Digest, folder: Path | None) -> None:
    _opening(console, digest)
    if digest.crisis is not None:
        print_crisis(console, digest.crisis)
    if digest.threats:
        section(console, "Missiles")
        console.print(_missiles(digest))
    if digest.batteries:
        section(console, "Defenses")
        console.print(_defenses(digest))
    checked = [claim for claim in digest.claims if claim.check]
    if checked:
        section(console, "Claims that were checked")
        _claims(console, digest, checked)
    if folder is not None:
        section(console, "Files")
        console.print(f" in {folder}", soft_wrap=True)
        console.print(_files(folder))
        console.print(f" Open the globe with: standoff view {shlex.quote(str(folder))}", soft_wrap=True)


def _opening(console: Console, digest: Digest) -> None:
    name = f"{digest.name}:{digest.variant}" if digest.variant else digest.name
    console.print(Text(digest.title, style="bold"))
    if digest.variant_title:
        console.print(Text(f"Variant: {digest.variant_title}"))
    console.print(Text(f"{name}, seed {digest.seed}, {count(digest.events, 'event')}", style="dim"))
    console.print()
    crisis = digest.crisis
    console.print(Text(headline(digest) if crisis is None else headline_of(digest, crisis), style="bold"))
    sentences(console, account(digest) if crisis is None else account_of(digest, crisis))


def _missiles(digest: Digest) -> Table:
    longest = max(len(threat.id) for threat in digest.threats)
    rows = table(
        ("Missile", min(max(longest, 10), 16)), ("Fired", 18), ("First seen", 22), ("Engaged, and its end", None)
    )
    for threat in digest.threats:
        fate = Text("\n".join(_engaged(threat)))
        fate.append(f"\n{_end(digest, threat)}", style=_STYLE[threat.outcome])
        name = f"{threat.id}{' (test)' if threat.test else ''}\n{threat.missile_name}"
        rows.add_row(name, _fired(digest, threat), _seen(threat), fate, end_section=True)
    return rows


def _fired(digest: Digest, threat: Threat) -> str:
    place = f"\nfrom {threat.origin.name}" if threat.origin.name else ""
    aim = f"\nat {brief(threat.aim.name)}" if threat.aim.name else ""
    return f"{clock(digest.startex, threat.launched_s)} UTC{place}{aim}"


def _seen(threat: Threat) -> str:
    """The first sighting by satellite and by radar, and how many more sensors saw it."""
    if not threat.sightings:
        return "by nobody"
    shown = threat.first_sightings
    lines = [f"{minutes(sighting.t_s - threat.launched_s)}: {sighting.sensor_name}" for sighting in shown]
    more = len(threat.sightings) - len(shown)
    return "\n".join([*lines, *([f"and {count(more, 'more sensor')}"] if more else [])])


def _engaged(threat: Threat) -> list[str]:
    lines = []
    for engagement in threat.engagements:
        if not engagement.shots:
            continue
        first = minutes(engagement.shots[0].t_s - threat.launched_s)
        result = "hit" if engagement.hits else "missed"
        if any(shot.result is None for shot in engagement.shots) and not engagement.hits:
            result = "under way"
        lines.append(
            f"{engagement.battery_name}: {count(len(engagement.shots), 'shot')}, first after {first}: {result}"
        )
    if not lines:
        reasons: dict[str, int] = {}
        for refusal in threat.refusals:
            reasons[refusal.reason] = reasons.get(refusal.reason, 0) + 1
        why = listing([f"{plain(reason)} ({number})" for reason, number in reasons.items()])
        lines.append(f"engaged by nobody: {why}" if why else "engaged by nobody")
    return lines


def _end(digest: Digest, threat: Threat) -> str:
    if threat.ended_s is None:
        return "still in flight when the run ended"
    when = f"at {clock(digest.startex, threat.ended_s)} UTC, {minutes(threat.ended_s - threat.launched_s)} after launch"
    if threat.intercept is not None:
        height = threat.intercept.altitude_km
        return f"shot down{'' if height is None else f' {km(height)} up'} {when}"
    verb = "failed under thrust, fell" if threat.outcome == "failed" else "came down"
    return f"{verb} {landed(threat)} {when}"


def _defenses(digest: Digest) -> Table:
    rows = table(("Battery", 28), ("Fired", 5), ("Hits", 4), ("Left", 4), ("What it did not engage, and why", None))
    for result in digest.batteries:
        who = digest.actors.get(result.battery.actor, result.battery.actor)
        lines = [reason_line(reasons, len(digest.threats)) for reasons in idle_reasons(result)]
        rows.add_row(
            f"{result.battery.name}\n{who}, {result.battery.interceptor_name}",
            str(result.fired),
            str(result.hits) if result.fired else "-",
            str(result.left),
            "\n".join(lines) or _engaged_all(digest, result.battery.id),
            end_section=True,
        )
    return rows


def _engaged_all(digest: Digest, battery: str) -> str:
    away = absence(digest, battery)
    if away:
        return f"it was {away}"
    if not digest.threats:
        return "no missile was launched"
    return "undecided when the run ended" if digest.totals.unresolved else "nothing: it engaged all"


def _claims(console: Console, digest: Digest, checked: Sequence[Claim]) -> None:
    """The claims with their verdicts; of many only those that do not hold."""
    wrong = [claim for claim in checked if (claim.check or {}).get("verdict") != "consistent"]
    shown = wrong if len(checked) > _MANY_CLAIMS else checked
    for claim in shown:
        console.print(Padding(_claim(claim), (0, 0, 0, 1)))
    left = len(checked) - len(shown)
    if left:
        more = count(left, "more claim is" if shown else "claim is", "more claims are" if shown else "claims are")
        console.print(f" {sentence_case(more)} consistent. All: standoff sources {digest.name}")


def _claim(claim: Claim) -> Text:
    check = claim.check or {}
    text = Text(f"{claim.id}: ")
    text.append(str(check.get("verdict", "checked")), style="bold")
    text.append(f". {claim.text}")
    unit = str(check.get("unit") or "")
    if check.get("reason"):
        text.append(f" {sentence_case(str(check['reason']).rstrip('.'))}.")
    elif check.get("claimed") is not None and check.get("computed") is not None:
        claimed, computed = (f"{exact(round(float(check[key]), 1))} {unit}".strip() for key in ("claimed", "computed"))
        text.append(f" Claimed {claimed}, computed {computed}.")
    return text


def _files(folder: Path) -> Table:
    grid = Table.grid(padding=(0, 2))
    for name, purpose in _present(folder):
        grid.add_row(f" {name}", purpose)
    return grid


def _present(folder: Path) -> Iterable[tuple[str, str]]:
    return [(name, purpose) for name, purpose in _FILES if (folder / name).exists()]
