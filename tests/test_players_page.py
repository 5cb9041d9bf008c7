"""The page of players is true: its program and its environment run, and its policies are what a scenario may have."""

import json
import re
from pathlib import Path

import pytest
import yaml

from standoff.engine.run import run
from standoff.scenario.loading import load_scenario

TEXT = (Path(__file__).resolve().parents[1] / "docs" / "players.md").read_text(encoding="utf-8")


def test_its_programs_run(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    for block in blocks:
        exec(compile(block, "players.md", "exec"), {})
    assert len(blocks) == 2
    assert capsys.readouterr().out.strip() in {"0", "1", "2", "3", "4"}


def test_its_policies_play() -> None:
    block = re.search(r"<!-- policies -->\n```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert block is not None
    policies = yaml.safe_load(block[1])
    policies["PRK"][0]["until"] = "2017-08-08T00:00:00Z"
    done = run(load_scenario("korea-2017", [f"crisis.policies={json.dumps(policies)}"]))
    decisions = list(done.record.of_kind("decision"))
    # History to the end of 7 August, day 10 after STARTEX on 28 July 12:00; nobody deliberates before.
    assert min(event["time"] for event in decisions) >= "2017-08-08"
    assert {event["actor"] for event in decisions} == {"PRK"}
    assert "PRK/reciprocal/USA" in {event["data"]["policy"] for event in decisions}
