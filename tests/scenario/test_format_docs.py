"""Schemas and tables are current, shipped files and examples keep to them, and the choices match the models."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import get_args

import jsonschema
import pytest

from standoff.engagement.allocation import ALLOCATORS
from standoff.engagement.doctrine import Kind
from standoff.engagement.network import Mode
from standoff.flight.drag import NAMED
from standoff.scenario import json_schema, yaml
from standoff.scenario.library import SHIPPED
from standoff.scenario.loading import SHIPPED_SCENARIOS, load_scenario
from standoff.scenario.schema.library import DragCurveName
from standoff.scenario.schema.quantity import QuantityField
from standoff.scenario.schema.scenario import DoctrineBlock, NetworkBlock, ScenarioFile
from standoff.scenario.validate import validate_file

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "scenario-format.md"


def _builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("schemas_builder", ROOT / "builders" / "schemas.py")
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    return builder


@pytest.mark.parametrize("kind", ["scenario", "library"])
def test_the_committed_schema_is_current(kind: str) -> None:
    committed = (ROOT / "docs" / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert committed == json_schema.text(kind), "run python builders/schemas.py"
    jsonschema.Draft202012Validator.check_schema(json_schema.schema(kind))


def test_the_tables_of_the_page_are_current() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert _builder().page(text) == text, "run python builders/schemas.py"


def test_shipped_files_and_the_example_keep_to_the_schema(example: Path) -> None:
    files = {
        "library": [*SHIPPED.glob("*.yaml"), *(example.parent / "library").glob("*.yaml")],
        "scenario": [*SHIPPED_SCENARIOS.glob("*.yaml"), example],
    }
    for kind, paths in files.items():
        validator = jsonschema.Draft202012Validator(json_schema.schema(kind))
        assert paths
        for path in paths:
            validator.validate(yaml.plain(yaml.load_file(path)))


def test_the_document_of_a_record_keeps_to_the_schema(example: Path) -> None:
    scenario = load_scenario(f"{example}:second-ship")
    jsonschema.Draft202012Validator(json_schema.schema("scenario")).validate(scenario.document)
    validator = jsonschema.Draft202012Validator(json_schema.schema("library"))
    for item in scenario.library.values():
        validator.validate(item)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("library", {"payload": {"value": 1, "source": "x"}}),
        ("library", {"payload": {"value": 1, "unit": "s", "source": "x"}}),
        ("library", {"payload": {"value": -1, "unit": "kg", "source": "x"}}),
        ("library", {"payload": {"value": 1, "unit": "kg", "source": "assumption"}}),
        ("library", {"paylod": 1}),
        ("scenario", {"startex": 5}),
        ("scenario", {"actors": {"Japan": {"title": "Japan"}}}),
    ],
)
def test_the_schema_refuses_what_the_program_refuses(example: Path, kind: str, change: dict[str, object]) -> None:
    file = example if kind == "scenario" else example.parent / "library" / "example-missile.yaml"
    document = {**yaml.plain(yaml.load_file(file)), **change}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(json_schema.schema(kind)).validate(document)


def test_the_choices_are_those_of_the_models() -> None:
    assert set(get_args(DragCurveName)) == set(NAMED)
    assert set(get_args(NetworkBlock.model_fields["mode"].annotation)) == set(Mode)
    assert set(get_args(DoctrineBlock.model_fields["kind"].annotation)) == set(Kind)
    assert set(get_args(ScenarioFile.model_fields["allocation"].annotation)) == set(ALLOCATORS)


def test_single_examples_of_quantities() -> None:
    lines = re.findall(r"^\{.*source.*\}", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    dimensions = ["mass", "length", "time"]
    assert len(lines) == len(dimensions)
    for line, dimension in zip(lines, dimensions, strict=True):
        quantity = QuantityField(dimension, above=0).read(yaml.load(line))
        assert quantity.low <= quantity.nominal <= quantity.high


def test_validate_file(example: Path) -> None:
    found = validate_file(example)
    assert (found["kind"], found["valid"], found["variants"]) == (
        "scenario",
        True,
        ["more-interceptors", "second-ship"],
    )
    item = validate_file(example.parent / "library" / "example-radar.yaml")
    assert (item["kind"], item["name"], item["values"], item["assumptions"]) == ("radar", "example-radar", 9, 9)
