"""Bad input: one clear message with file, line, field, value and what is allowed; status 2; nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from acceptance.cli import refused, standoff
from standoff.scenario.loading import SHIPPED_SCENARIOS

Mend = Callable[[str, str], Path]

NODONG = ("nodong", "--from", "Pyongyang")
ARC = (
    "--lat-deg", "39", "--lon-deg", "126", "--altitude-km", "100", "--flight-path-angle-deg", "40",
    "--azimuth-deg", "140",
)  # fmt: skip

# Ctrl-C as soon as the scenario is about to fly.
INTERRUPTED_RUN = """
import os, signal, time
from standoff import cli
from standoff.engine import run
run.build_world = lambda scenario: (os.kill(os.getpid(), signal.SIGINT), time.sleep(20))
cli.main()
"""


@pytest.fixture
def broken(tmp_path: Path) -> Mend:
    """A copy of guam-2017 with one thing changed."""

    def change(old: str, new: str) -> Path:
        text = (SHIPPED_SCENARIOS / "guam-2017.yaml").read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "broken.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return change


def line_of(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text in line)


def test_yaml_syntax_error(broken: Mend) -> None:
    path = broken("title:", "title: [")
    assert "broken.yaml:" in refused("run", path)


def test_unknown_field(broken: Mend) -> None:
    path = broken("\nstartex:", "\nstartx: 1\nstartex:")
    message = refused("run", path)
    assert f"broken.yaml:{line_of(path, 'startx')}" in message
    assert "startex" in message


def test_latitude_of_95(broken: Mend) -> None:
    text = (SHIPPED_SCENARIOS / "guam-2017.yaml").read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if "lat_deg:" in line)
    number = old.split("lat_deg:")[1].split(",")[0].strip()
    path = broken(f"lat_deg: {number}", "lat_deg: 95")
    message = refused("validate", path)
    assert f"broken.yaml:{line_of(path, 'lat_deg: 95')}" in message
    assert "95" in message
    assert "90" in message


def test_battery_on_an_unknown_sensor(broken: Mend) -> None:
    text = (SHIPPED_SCENARIOS / "guam-2017.yaml").read_text(encoding="utf-8")
    batteries = text[text.index("\nbatteries:") :]
    sensor = next(line for line in batteries.splitlines() if line.strip().startswith("sensor:"))
    path = broken(batteries, batteries.replace(sensor, sensor + "-missing", 1))
    message = refused("run", path)
    assert f"broken.yaml:{line_of(path, sensor.strip() + '-missing')}" in message
    assert "did you mean" in message


def test_unknown_missile_suggests_the_nearest() -> None:
    assert "'hwasong-12'" in refused("fly", "hwasong12", "--from", "39.2,125.67", "--max-range")


def test_target_out_of_range_says_the_maximum() -> None:
    message = refused("fly", "scud-b", "--from", "39.2,125.67", "--to", "Guam")
    assert "maximum" in message
    assert "km" in message


def test_claim_without_its_third_number() -> None:
    assert "--time-s" in refused("check", "--range-km", "1090", "--apogee-km", "6248.5")


@pytest.mark.parametrize(
    ("words", "naming"),
    [
        (("run", "guam2017"), "guam-2017"),
        (("run", "guam-2017", "--set", "batteries.nothing.inventory=3"), "nothing"),
        (("run", "guam-2017", "--until", "yesterday"), "ISO 8601"),
        (("run", "guam-2017", "--until", "2031-01-01T00:00:00Z"), "outside"),
        (("library", "hwasong-13"), "hwasong-1"),
        (("check", "--from", "Pyongyang", "--to", "Nowhereville", "--distance-km", "100"), "Nowhereville"),
        (("check", "--from", "95,10", "--to", "Guam", "--distance-km", "100"), "95"),
        (("fly", "hwasong-12", "--from", "39.2,125.67"), "--to"),
        (("fly", "hwasong-12", "--from", "39.2,125.67", "--range-km", "3700"), "--apogee-km"),
        (("run", "guam-2017", "--out", ""), "--out"),
        (("run", "guam-2017", "--seed", "-1"), "--seed"),
        (("fly", *NODONG, "--max-range", "--azimuth-deg", "400"), "--azimuth-deg: is out of bounds"),
        (("fly", *NODONG, "--range-km", "-5", "--apogee-km", "300"), "--range-km: is out of bounds (got -5.0)"),
        (("fly", *NODONG, "--range-km", "nan", "--apogee-km", "300"), "--range-km: is out of bounds (got nan)"),
        (("fly", *NODONG, "--to", "Akita", "--azimuth-deg", "80"), "--azimuth-deg"),
        (("fly", *NODONG, "--max-range", "--trajectory", "lofted"), "--trajectory"),
        (("fly", "nodong", "--from", "N39", "--max-range"), "--from: is not a known place"),
        (("arc", *ARC, "--speed-km-s", "12"), "--speed-km-s: the arc escapes"),
        (("arc", *ARC, "--speed-km-s", "1e9"), "allowed: 0 to 100"),
        (("check", "--range-km", "1000", "--apogee-km", "1e300", "--time-s", "1"), "--apogee-km: is out of bounds"),
        (("check", "--range-km", "abc"), "'abc' is not a valid float; see standoff check --help"),
        (("nonsense",), "No such command"),
        (("report", "/nonexistent/folder"), "/nonexistent/folder"),
        (("view", "/nonexistent/folder"), "/nonexistent/folder"),
        (("replay", "/nonexistent/record.jsonl"), "/nonexistent/record.jsonl"),
        (("validate", "/nonexistent/file.yaml"), "/nonexistent/file.yaml"),
        (("fit", "hwasong-12", "--flights", "/nonexistent.csv"), "/nonexistent.csv"),
    ],
)
def test_wrong_words_are_named(words: tuple[str, ...], naming: str) -> None:
    assert naming in refused(*words)


@pytest.mark.parametrize(
    ("old", "new", "naming"),
    [
        (", unit: kg", "", "payload: has no unit"),
        ("nominal: ", "nominal: -", "payload.nominal: is negative (got -800)"),
    ],
)
def test_library_items_without_unit_or_with_negative_mass(tmp_path: Path, old: str, new: str, naming: str) -> None:
    source = SHIPPED_SCENARIOS.parent / "library" / "nodong.yaml"
    text = source.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "nodong.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    message = refused("validate", path)
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines, 1) if line.startswith("payload:"))
    assert any(f"nodong.yaml:{line}:" in message for line in (first, first + 1))
    assert naming in message


def test_output_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    message = refused("run", "guam-2017", "--out", tmp_path / "file")
    assert str(tmp_path / "file") in message
    assert (tmp_path / "file").read_text() == "kept"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_record_whose_line_was_cut(tmp_path: Path) -> None:
    out = tmp_path / "run"
    assert standoff("run", "guam-2017", "--out", out).status == 0
    record = out / "record.jsonl"
    content = record.read_bytes()
    record.write_bytes(content[: len(content) // 2])
    message = refused("replay", record)
    assert "record.jsonl:" in message
    assert "cut" in message
    assert "cut" in refused("report", out)


def test_refused_runs_leave_nothing_behind(tmp_path: Path, broken: Mend) -> None:
    path = broken("title:", "title: [")
    refused("run", path, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_refused_flights_leave_nothing_behind(tmp_path: Path) -> None:
    refused("fly", *NODONG, "--to", "Guam", "--out", tmp_path / "new" / "out")
    assert not list(tmp_path.iterdir())


def test_an_interrupt_is_quiet_and_leaves_nothing_behind(tmp_path: Path) -> None:
    words = [sys.executable, "-c", INTERRUPTED_RUN, "run", "guam-2017", "--out", str(tmp_path / "out")]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_standard_output_on_a_full_disk() -> None:
    with Path("/dev/full").open("w") as full:
        words = [sys.executable, "-m", "standoff", "scenarios", "--json"]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr == "standoff: standard output cannot be written: No space left on device\n"


def test_a_reader_that_has_gone_gets_no_traceback() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    words = [sys.executable, "-m", "standoff", "validate", "--schema"]
    done = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    os.close(writing)
    assert done.returncode == 141
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    out = os.fsdecode(os.fsencode(tmp_path) + b"/\xff")
    answer = standoff("run", "guam-2017", "--json", "--out", out)
    assert answer.status == 0, answer.err
    assert answer.json["out"] == f"{tmp_path}/?"


def test_a_flight_that_no_parameters_meet_is_no_fit(tmp_path: Path) -> None:
    flights = tmp_path / "flights.csv"
    flights.write_text(
        "missile,date_local,site_lat_deg,site_lon_deg,range_km,apogee_km,flight_time_s,status,source,notes\n"
        "hwasong-12,2017-09-15,39.2,125.67,3700,1,1140,reported,nobody,\n",
        encoding="utf-8",
    )
    assert "cannot be fitted" in refused("fit", "hwasong-12", "--flights", flights)


@pytest.mark.parametrize(
    ("wish", "naming"),
    [(("--range-km", "3700", "--apogee-km", "1"), "higher apogee"), (("--to", "39.2,125.67"), "away from the launch")],
)
def test_flights_that_cannot_be_flown_say_why(wish: tuple[str, ...], naming: str) -> None:
    message = refused("fly", "hwasong-12", "--from", "39.2,125.67", *wish)
    assert naming in message
    assert "inf" not in message
