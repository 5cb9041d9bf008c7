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
    assert {path.name for path in EXAMPLES.glob("*.py")} == {
        "fly_and_check.py", "run_variants.py", "radar_range.py", "common_mode.py", "aegis_ashore.py",
    }  # fmt: skip


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


@pytest.mark.slow
def test_common_mode_prints_the_table_of_its_page() -> None:
    page = (EXAMPLES.parent / "docs" / "examples" / "common-mode.md").read_text(encoding="utf-8")
    table = page.partition("<!-- table:start -->\n")[2].partition("<!-- table:end -->")[0]
    assert run_script("common_mode.py") == table
    for row in table.splitlines()[2:]:
        cells = [float(cell.split()[0]) for cell in row.strip("|").split("|")]
        for found, exact in ((cells[2], cells[3]), (cells[4], cells[5]), (cells[6], cells[7])):
            # Four standard errors of 4,000 runs, and the rounding of the table.
            assert abs(found - exact) <= 4.0 * (exact * (1.0 - exact) / 4000) ** 0.5 + 0.001


@pytest.mark.slow
def test_aegis_ashore_prints_the_tables_of_its_page() -> None:
    page = (EXAMPLES.parent / "docs" / "examples" / "aegis-ashore.md").read_text(encoding="utf-8")
    tables = run_script("aegis_ashore.py").strip().split("\n\n")
    for name, table in zip(("cover", "years", "summary"), tables, strict=True):
        assert page.partition(f"<!-- {name}:start -->\n")[2].partition(f"<!-- {name}:end -->")[0] == f"{table}\n"
