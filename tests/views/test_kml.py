"""KML: well-formed, whole, the same twice, and it fetches nothing."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from standoff.views.kml import kml
from views.sample_report import sample

KML = "{http://www.opengis.net/kml/2.2}"
GX = "{http://www.google.com/kml/ext/2.2}"


@pytest.fixture(scope="module")
def root() -> ElementTree.Element:
    return ElementTree.fromstring(kml(*sample()))


def test_folders_hold_what_flew_what_stood_and_what_happened(root: ElementTree.Element) -> None:
    record, tracks = sample()
    folders = {folder.findtext(f"{KML}name"): folder for folder in root.iter(f"{KML}Folder")}
    assert list(folders) == ["Threats", "Interceptors", "Batteries", "Sensors", "Events", "Places"]
    flown = [len(folders[name].findall(f"{KML}Placemark")) for name in ("Threats", "Interceptors")]
    assert sum(flown) == len(tracks)
    assert len(folders["Batteries"].findall(f"{KML}Placemark")) == len(record.header["scenario"]["batteries"])
    names = [mark.findtext(f"{KML}name") or "" for mark in folders["Events"].findall(f"{KML}Placemark")]
    assert sum("hit" in name for name in names) == 2
    assert sum("impact" in name for name in names) == 2


def test_tracks_pair_a_time_with_every_place(root: ElementTree.Element) -> None:
    _, tracks = sample()
    found = list(root.iter(f"{GX}Track"))
    assert len(found) == len(tracks)
    for track in found:
        whens = [when.text or "" for when in track.findall(f"{KML}when")]
        coords = [coord.text or "" for coord in track.findall(f"{GX}coord")]
        assert len(whens) == len(coords) > 1
        assert whens == sorted(whens)
        assert all(len(coord.split()) == 3 for coord in coords)


def test_styles_that_are_named_exist(root: ElementTree.Element) -> None:
    known = {f"#{style.get('id')}" for style in root.iter(f"{KML}Style")}
    assert {url.text for url in root.iter(f"{KML}styleUrl")} <= known


def test_nothing_is_fetched(root: ElementTree.Element) -> None:
    assert not list(root.iter(f"{KML}href"))


def test_the_same_record_gives_the_same_bytes() -> None:
    assert kml(*sample()) == kml(*sample())
