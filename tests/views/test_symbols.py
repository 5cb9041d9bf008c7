"""Symbols: the drawings in the package are those that the builder makes, and they are whole."""

from __future__ import annotations

import base64
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import get_args
from xml.etree import ElementTree

import pytest

from standoff.views import symbols
from standoff.views.symbols import Identity, Mark, Role

BUILDER = Path(__file__).resolve().parents[2] / "builders" / "symbols.py"


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    pytest.importorskip("milsymbol")
    spec = importlib.util.spec_from_file_location("build_symbols", BUILDER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_package_holds_what_the_builder_draws(builder: ModuleType) -> None:
    assert json.loads(symbols.FILE.read_text(encoding="utf-8")) == builder.draw()


@pytest.mark.parametrize("role", get_args(Role))
def test_every_role_has_a_symbol_on_every_side(role: Role) -> None:
    for identity in get_args(Identity):
        drawn = symbols.symbol(role, identity)
        assert ElementTree.fromstring(drawn.svg).tag == "{http://www.w3.org/2000/svg}svg"
        assert len(drawn.sidc) == 20
        assert drawn.sidc.isdigit()
        assert drawn.sidc[3] == {"unknown": "1", "friend": "3", "neutral": "4", "hostile": "6"}[identity]


@pytest.mark.parametrize(
    ("role", "symbol_set", "entity"),
    # MIL-STD-2525D: symbol sets 02 air missile, 05 space, 10 land unit, 15 land equipment, 30 sea surface.
    [
        ("missile", "02", "110000"),
        ("battery", "10", "130103"),
        ("radar", "15", "220300"),
        ("ship", "30", "120203"),
        ("satellite", "05", "111500"),
    ],
)
def test_codes_follow_the_standard(role: Role, symbol_set: str, entity: str) -> None:
    code = symbols.symbol(role, "friend").sidc
    assert (code[4:6], code[10:16]) == (symbol_set, entity)


@pytest.mark.parametrize("mark", get_args(Mark))
def test_marks_are_whole_images(mark: Mark) -> None:
    kind, _, content = symbols.mark_uri(mark).partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert ElementTree.fromstring(base64.b64decode(content)).get("width") == "24"
