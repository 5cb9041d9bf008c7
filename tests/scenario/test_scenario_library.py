"""The library that ships: every item whole, found by name and alias."""

import json

import pytest

from standoff.base.errors import InputError
from standoff.scenario import library
from standoff.scenario.schema import KINDS
from standoff.scenario.values import quantities_of


def test_every_item_loads_and_every_value_has_a_source() -> None:
    for name in library.names():
        item = library.load(name)
        assert item.name == name
        for path, quantity in quantities_of(item).items():
            assert quantity.source, f"{name}.{path}"
            assert quantity.source.strip().lower() != "assumption" or quantity.note, f"{name}.{path}"


def test_names_by_kind() -> None:
    by_kind = {kind: library.names(kind) for kind in KINDS}
    assert sorted(name for names in by_kind.values() for name in names) == library.names()
    assert {"scud-b", "scud-c", "scud-er", "nodong"} <= set(by_kind["missile"])
    assert {"sm-3-ib", "sm-3-iia", "thaad", "pac-3"} <= set(by_kind["interceptor"])
    assert {"an-spy-1d", "an-tpy-2"} <= set(by_kind["radar"])
    assert by_kind["infrared"]


def test_aliases_and_case() -> None:
    assert library.load("SS-1C").name == "scud-b"
    assert library.load("Scud-B").name == "scud-b"


@pytest.mark.parametrize(("name", "near"), [("scudb", "scud-b"), ("nodnog", "nodong"), ("thad", "thaad")])
def test_an_unknown_name_gets_the_nearest(name: str, near: str) -> None:
    with pytest.raises(InputError, match=f"did you mean '{near}'"):
        library.load(name)


def test_overview_and_document_are_plain_json() -> None:
    overview = library.overview()
    assert [entry["name"] for entry in overview] == library.names()
    item = library.document("scud-b")
    json.dumps([overview, item], allow_nan=False)
    burn = next(value for value in item["values"] if value["value"] == "stages.0.burn")
    # Publications differ from 62 s to 142 s; the range carries both.
    assert burn["low"] <= 62
    assert burn["high"] >= 141
    assert item["disagreements"]


@pytest.mark.parametrize("name", ["../library/nodong", "../scenarios/guam-2017", "/etc/passwd", ""])
def test_names_lead_to_no_other_folder(name: str) -> None:
    with pytest.raises(InputError, match="is not in the library"):
        library.load(name)
