"""The scripts in `examples/` run and say what their descriptions promise."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def run_script(name: str, *words: str) -> str:
    script = [sys.executable, "-W", "error", str(EXAMPLES / name), *words]
    done = subprocess.run(script, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_example_is_tested() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == {"fly_and_check.py", "run_variants.py", "radar_range.py"}


def test_fly_and_check() -> None:
    printed = run_script("fly_and_check.py")
    assert "KCNA: impossible" in printed
    assert "Japan: consistent" in printed
    assert "3200 km away: doubtful" in printed


@pytest.mark.slow
def test_run_variants() -> None:
    lines = run_script("run_variants.py", "1").splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["ships-and-patriot", "one-site", "two-sites", "two-sites-ib"]


@pytest.mark.slow
def test_radar_range() -> None:
    rows = [line.split() for line in run_script("radar_range.py", "1").splitlines()[1:]]
    seen = [float(row[2]) for row in rows]
    assert [float(row[0]) for row in rows] == [600.0, 700.0, 800.0, 900.0, 1000.0]
    assert seen == sorted(seen, reverse=True)
    assert float(rows[0][6]) < float(rows[-1][6])
