"""The scripts in `examples/` run and say what their descriptions promise."""

import re
import runpy
import subprocess
import sys
import warnings
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

import standoff

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def run_script(name: str, *words: str) -> str:
    script = [sys.executable, "-W", "error", str(EXAMPLES / name), *words]
    done = subprocess.run(script, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_here(name: str, *words: str) -> str:
    """The same in this process, where aims that other tests have solved need not be solved again."""
    out = StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter("error")
        patch.setattr(sys, "argv", [name, *words])
        runpy.run_path(str(EXAMPLES / name), run_name="__main__")
    return out.getvalue()


def test_every_example_is_tested() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == {
        "fly_and_check.py", "run_variants.py", "radar_range.py", "common_mode.py", "aegis_ashore.py",
        "radar_range_footprint.py",
        "three_questions.py", "play_a_seat.py",
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
@pytest.mark.xdist_group("footprint")
def test_aegis_ashore_prints_the_tables_of_its_page() -> None:
    page = (EXAMPLES.parent / "docs" / "examples" / "aegis-ashore.md").read_text(encoding="utf-8")
    tables = run_here("aegis_ashore.py").strip().split("\n\n")
    for name, table in zip(("cover", "years", "summary"), tables, strict=True):
        assert page.partition(f"<!-- {name}:start -->\n")[2].partition(f"<!-- {name}:end -->")[0] == f"{table}\n"


@pytest.mark.slow
@pytest.mark.xdist_group("footprint")
def test_radar_range_footprint_prints_the_table_of_its_page(tmp_path: Path) -> None:
    """On a coarse grid: areas within two percent, cities and people exactly, since they do not hang on the grid."""
    page = (EXAMPLES.parent / "docs" / "examples" / "radar-range.md").read_text(encoding="utf-8")
    told = page.partition("<!-- ranges:start -->\n")[2].partition("<!-- ranges:end -->")[0].splitlines()
    found = run_here("radar_range_footprint.py", "400", str(tmp_path / "map.svg")).splitlines()
    assert found[:2] == told[:2]
    for row, printed in zip(told[2:], found[2:], strict=True):
        (*names, area, cities, people), (*said, coarse, some, many) = (
            [cell.strip() for cell in line.strip("|").split("|")] for line in (row, printed)
        )
        assert (names, cities, people) == (said, some, many)
        assert float(coarse.replace(",", "")) == pytest.approx(float(area.replace(",", "")), rel=0.02)
    areas = [float(row.split("|")[3].replace(",", "")) for row in told[2:]]
    assert areas[0] < 0.7 * areas[1]
    assert areas[3] < 0.7 * areas[4] < 0.7 * areas[5]
    assert (tmp_path / "map.svg").read_text(encoding="utf-8").count("AN/TPY-2 sees") == 3


@pytest.mark.slow
@pytest.mark.xdist_group("footprint")
def test_three_questions() -> None:
    printed = run_here("three_questions.py", "--quick")
    leaks, covers, builds = (block.split("\n")[0] for block in printed.strip().split("\nW"))
    assert 0.0 < float(re.findall(r"[\d.]+", leaks)[0]) < 20.0
    # The four main islands of Japan have about 360,000 km2; a site sees and reaches far beyond them.
    assert float(re.findall(r"[\d,]+", covers)[0].replace(",", "")) > 360_000.0
    assert "proven optimal" in builds
    assert "FY2017 to FY2053" in printed


def test_play_a_seat(tmp_path: Path) -> None:
    head, *rows = (line.split() for line in run_script("play_a_seat.py", "2", str(tmp_path / "seat")).splitlines())
    assert (head[:2], [row[0] for row in rows]) == (["run", "orders"], ["0", "1"])
    assert all(int(row[1]) > 0 for row in rows)
    record = tmp_path / "seat" / "record.jsonl"
    assert '"says":"by the rule"' in record.read_text(encoding="utf-8").replace(": ", ":")
    assert standoff.replay(record).identical
