"""The example of docs/scenario-format.md as files."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scenario-format.md"
_EXAMPLE = re.compile(r"<!-- example: (\S+) -->\n```yaml\n(.*?)```", re.DOTALL)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The scenario file of the format's description, its library beside it."""
    scenario = ""
    for name, text in _EXAMPLE.findall(PAGE.read_text(encoding="utf-8")):
        if name == "scenario":
            scenario += text
        else:
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    file = tmp_path / "example.yaml"
    file.write_text(scenario, encoding="utf-8")
    return file
