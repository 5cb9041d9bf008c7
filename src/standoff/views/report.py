"""The report of a run: one HTML file with figures, tables, evidence and assumptions, complete in itself.

It has no scripts and asks for nothing from a network; the same record gives the same bytes. Text of scenarios and
library items is escaped, whatever it holds.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from standoff.base.files import write_text
from standoff.engine.record import Record, read_record
from standoff.views import evidence, headline, provenance, wording
from standoff.views.crisis import words
from standoff.views.crisis.page import part_of
from standoff.views.crisis.reading import Crisis
from standoff.views.crisis.sanctions import decision
from standoff.views.digest import Digest, Refusal, Threat
from standoff.views.figures.scene import Scene, TrackLike, scene_of
from standoff.views.names import Names
from standoff.views.placing import absence
from standoff.views.stations import Sensor
from standoff.views.story import Story

if TYPE_CHECKING:
    from jinja2 import Environment

FILE: Final = "report.html"
Drawn = Mapping[str, str]
"""Figures: name -> SVG."""

_TEMPLATES: Final = Path(__file__).parent / "templates"
_PARTS: Final = ("parts.html.j2", "evidence.html.j2", "crisis.html.j2", "report.css")
# Beyond these, parts of the page are folded up at first.
_MANY_THREATS: Final = 2
_MANY_EVENTS: Final = 150
_MANY_CLAIMS: Final = 40


@dataclass(frozen=True)
class Figure:
    """A drawn figure with its caption."""

    name: str
    title: str
    caption: str
    svg: str


@dataclass(frozen=True)
class SensorRow:
    """What one sensor saw of the run, and why it did not see the rest."""

    sensor: Sensor
    seen: tuple[str, ...]
    first: str
    unseen: tuple[headline.Reasons, ...]


def write_report(folder: Path) -> Path:
    """Write `report.html` again from `record.jsonl` and `tracks.parquet` in a folder. Raises `InputError`."""
    from standoff.engine.tracks import read_parquet

    record, tracks = read_record(folder / "record.jsonl"), read_parquet(folder / "tracks.parquet")
    path = folder / FILE
    write_text(path, render(record, tracks))
    return path


def render(record: Record, tracks: Mapping[str, TrackLike], figures: Drawn | None = None) -> str:
    """The page as text. `figures` are those that `FigureWorker.draw` gave; drawn here if absent."""
    return render_scene(record, scene_of(record, tracks), figures)


def render_scene(record: Record, scene: Scene, figures: Drawn | Callable[[], Drawn] | None = None) -> str:
    """The page of a record whose scene is made already.

    `figures` may be a function that waits for them: it is called last, when all else is ready.
    """
    template, context = environment().get_template("report.html.j2"), _context(record, scene)
    for part in _PARTS:
        environment().get_template(part)
    from standoff.views.figures.crisis import draw as crisis_figures

    if figures is None:
        from standoff.views.figures.draw import draw_all

        figures = draw_all(scene)
    shown = _figures(scene, figures() if callable(figures) else figures)
    if context["crisis"] is not None:
        of_crisis = {figure.name: figure for figure in shown if figure.name in crisis_figures.FIGURES}
        context["crisis"] = replace(context["crisis"], figures=of_crisis)
    flown = [figure for figure in shown if figure.name not in crisis_figures.FIGURES]
    return template.render(**context, figures=flown)


def _context(record: Record, scene: Scene) -> dict[str, Any]:
    digest, names = scene.digest, Names.of(record.header)
    scenario, story, crisis = record.header["scenario"], Story.of(record), scene.crisis
    standing = evidence.standings(digest.claims, record.header)
    return {
        "digest": digest,
        "crisis": None if crisis is None else part_of(crisis, story),
        "headline": headline.headline(digest) if crisis is None else headline.headline_of(digest, crisis),
        "account": headline.account(digest) if crisis is None else headline.account_of(digest, crisis),
        "numbers": [*([] if crisis is None else words.numbers(crisis)), *_numbers(digest, crisis)],
        "sensors": [_sensor_row(digest, sensor) for sensor in digest.sensors],
        "fold_threats": len(digest.threats) > _MANY_THREATS,
        "lines": story.lines(),
        "fold_events": len(record.events) > _MANY_EVENTS,
        "long": len(record.events) > _MANY_EVENTS or len(digest.claims) > _MANY_CLAIMS,
        "items": provenance.items(record.header),
        "choices": provenance.choices(record.header, names),
        "crisis_values": _crisis_values(record, crisis),
        "positions": provenance.positions(record.header, names),
        "references": provenance.references(scenario.get("sources")),
        "standing": standing,
        "conflicts": list(evidence.pairs(digest.claims, standing)),
        "assumptions": [str(text) for text in scenario.get("assumptions") or ()],
        "command": _command(digest),
        "record_sha256": record.sha256,
    }


def _crisis_values(record: Record, crisis: Crisis | None) -> tuple[provenance.Value, ...]:
    if crisis is None:
        return ()
    return provenance.of_crisis(record.header, {move.move for move in crisis.moves})


def _numbers(digest: Digest, crisis: Crisis | None) -> list[tuple[str, str]]:
    """Key numbers of the raid with what they count; none for a crisis without one."""
    totals = digest.totals
    if crisis is not None and not totals.threats:
        return []
    seen = [s.t_s - t.launched_s for t in digest.threats for s in t.sightings]
    shown = [
        (str(totals.threats), "missiles fired"),
        (str(totals.intercepted), "shot down"),
        (str(totals.leakers), "came down"),
        (str(totals.fired), "interceptors fired"),
        (str(totals.hits), "interceptors hit"),
    ]
    if totals.failed:
        shown.insert(3, (str(totals.failed), "failed under thrust"))
    if totals.unresolved:
        shown.insert(3, (str(totals.unresolved), "still in flight at the end"))
    if seen:
        shown.append((wording.minutes(min(seen)), "from a launch to its first detection"))
    return shown


def _figures(scene: Scene, drawn: Drawn) -> list[Figure]:
    from standoff.views.figures import captions

    return [Figure(name, captions.title(name), captions.caption(name, scene), svg) for name, svg in drawn.items()]


def _sensor_row(digest: Digest, sensor: Sensor) -> SensorRow:
    seen = [(threat, s) for threat in digest.threats for s in threat.sightings if s.sensor == sensor.id]
    unseen: list[tuple[str, Refusal]] = [
        (threat.id, refusal) for threat in digest.threats for refusal in threat.unseen if refusal.station == sensor.id
    ]
    first = min(seen, key=lambda entry: entry[1].t_s, default=None)
    told = ""
    if first is not None:
        threat, sighting = first
        after = wording.minutes(sighting.t_s - threat.launched_s)
        told = f"{threat.id} {after} after its launch"
        if sighting.altitude_km is not None:
            told += f", {wording.km(sighting.altitude_km)} up"
        if sighting.range_km is not None:
            told += f", {wording.km(sighting.range_km)} away"
    return SensorRow(sensor, tuple(threat.id for threat, _ in seen), told, tuple(headline.together(unseen)))


def _command(digest: Digest) -> str:
    name = f"{digest.name}:{digest.variant}" if digest.variant else digest.name
    words = ["standoff", "run", name, "--seed", str(digest.seed)]
    if digest.run:
        words += ["--run", str(digest.run)]
    if digest.until:
        words += ["--until", digest.until]
    for change in digest.settings:
        words += ["--set", change]
    return " ".join(shlex.quote(word) for word in [*words, "--out", "DIR"])


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates of the reports, with the wording that they share."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        km=wording.km,
        fine_km=wording.fine_km,
        figure=wording.figure,
        exact=wording.exact,
        minutes=wording.minutes,
        spans=wording.spans,
        plain=wording.plain,
        sentence_case=wording.sentence_case,
        slug=_slug,
        landed=headline.landed,
        together=headline.together,
        grade=_grade,
        whereabouts=evidence.whereabouts,
        assumed=provenance.is_assumed,
    )
    environment.globals.update(
        clock=wording.clock, date=wording.date, day=wording.day, decision=decision, away=absence,
        coordinates=wording.coordinates, reason_line=headline.reason_line,
        ending=_ending,
    )  # fmt: skip
    return environment


def _ending(threat: Threat) -> str:
    from standoff.views.figures.timeline import ending

    return ending(threat)


def _grade(grade: str) -> str:
    """An Admiralty grade in words, empty for none."""
    from standoff.scenario.evidence import grade_in_words

    return grade_in_words(grade) if re.fullmatch("[A-F][1-6]", grade) else ""


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
