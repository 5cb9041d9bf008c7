"""The picture: what the scenes are written from."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.engine.record import Record
from standoff.views.descriptions import to_html
from standoff.views.picture import Picture, picture
from standoff.views.scenes import scenes
from views.sample_report import sample


@pytest.fixture(scope="module")
def shown() -> Picture:
    return picture(*sample())


def test_the_side_that_launches_is_hostile_and_the_others_are_friends(shown: Picture) -> None:
    record, _ = sample()
    launching = {event["actor"] for event in record.of_kind("launch")}
    for station in shown.stations:
        assert station.identity == ("hostile" if station.actor in launching else "friend")


def test_a_path_keeps_its_ends_and_every_change_of_phase(shown: Picture) -> None:
    _, tracks = sample()
    for path in shown.paths:
        track = tracks[path.id]
        assert (path.time_s[0], path.time_s[-1]) == (track.time_s[0], track.time_s[-1])
        changes = np.flatnonzero(np.asarray(track.phase)[1:] != np.asarray(track.phase)[:-1]) + 1
        assert set(np.asarray(track.time_s)[changes]) <= set(path.time_s)


def test_the_picture_ends_a_minute_after_the_last_event_and_not_after_endex(shown: Picture) -> None:
    record, tracks = sample()
    last = max(event["t_s"] for event in record.events if event["kind"] != "endex")
    assert shown.end_s == max(last, *(float(track.time_s[-1]) for track in tracks.values())) + 60.0
    early = [{**event, "t_s": min(event["t_s"], 600.0)} for event in record.events]
    assert picture(Record(record.header, early), {}).end_s == 600.0


def test_happenings_stand_where_the_event_says_or_where_the_missile_was(shown: Picture) -> None:
    record, tracks = sample()
    events = {event["id"]: event for event in record.events}
    for happening in shown.happenings:
        event = events[happening.line.id]
        if happening.spot is None:
            continue
        if event["kind"] in ("impact", "intercept"):
            assert happening.spot[:2] == (event["data"]["lat_deg"], event["data"]["lon_deg"])
        if event["kind"] == "detection":
            track = tracks[event["data"]["threat"]]
            assert happening.spot[2] == pytest.approx(np.interp(event["t_s"], track.time_s, track.altitude_m))


def test_a_run_without_tracks_still_has_stations_and_events() -> None:
    record, _ = sample()
    bare = picture(record, {})
    assert bare.paths == ()
    assert bare.stations
    assert {name: bool(content) for name, content in scenes(record, {}).items()} == {
        "scene.czml": True,
        "scene.kml": True,
        "scene.geojson": True,
    }


def test_a_run_in_which_nothing_flies_has_scenes() -> None:
    record, _ = sample()
    quiet = Record(record.header, [record.events[0], record.events[-1]])
    assert picture(quiet, {}).digest.threats == ()
    assert len(scenes(quiet, {})) == 3


def test_rows_become_a_table_with_escaped_text() -> None:
    html = to_html([("A & B", "<b>bold</b>")])
    assert html == "<table><tr><th>A &amp; B</th><td>&lt;b&gt;bold&lt;/b&gt;</td></tr></table>"
