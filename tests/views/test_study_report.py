"""The report and the printed summary of a study, from plain data."""

from __future__ import annotations

import copy
import io
import re
from pathlib import Path
from typing import Any

import pytest

from standoff.base.errors import InputError
from standoff.views.figures.study import draw_study
from standoff.views.study import words as words
from standoff.views.study.report import is_study, outcomes, render, write_report
from standoff.views.study.terminal import print_study


def metric(mean: float, low: float, high: float, **more: Any) -> dict[str, Any]:
    world = {"p05": low, "p50": mean, "p95": high}
    found = {"mean": mean, **world, "ci95": [mean - 0.1, mean + 0.1], "world": world}
    return {**found, "sd_world": 0.3, "sd_chance": 0.4, "share_world": 0.36, **more}


PARAMETER = {"low": 0.4, "nominal": 0.7, "high": 0.9, "unit": "1", "source": "assumption", "note": "a <guess>"}


def summary() -> dict[str, Any]:
    """A study of 400 runs over 100 points, made up."""
    strong = {"path": "library.a.kill", "index": 0.41, "pawn_minimum": 0.1, "pawn_maximum": 0.7}
    weak = {"path": "library.a.divert", "index": 0.12, "pawn_minimum": 0.1, "pawn_maximum": 0.2}
    influences = [
        {**strong, "rank_correlation": -0.8, "direction": -1},
        {**weak, "rank_correlation": 0.02, "direction": 0},
    ]
    left_out: dict[str, Any] = {
        "method": "pawn",
        "floor": None,
        "left_out": "it is the same at every point",
        "parameters": [],
    }
    return {
        "scenario": "raid", "title": "A <raid>", "about": "Four & a battery.", "seed": 3, "runs": 400, "failed": 4,
        "points": 100, "engine": "compiled", "settings": ["batteries.a.inventory=4"],
        "design": {"kind": "lhs", "distribution": "uniform", "points": 100, "base": 0},
        "parameters": [
            {"path": "library.a.kill", "label": "A: kill", **PARAMETER},
            {"path": "library.a.divert", "label": "A: divert", **PARAMETER, "unit": "km", "source": "Somebody 2017"},
        ],
        "metrics": {
            "threats": metric(4.0, 4.0, 4.0), "leakers": metric(1.25, 0.0, 3.0), "intercepted": metric(2.75, 1.0, 4.0),
            "failed": metric(0.0, 0.0, 0.0), "interceptors_fired": metric(8.0, 8.0, 8.0),
            "fired.a": metric(8.0, 8.0, 8.0), "leakers.Guam": metric(1.25, 0.0, 3.0),
            "leak_free": metric(0.25, 0.0, 1.0), "leak_rate": metric(0.3125, 0.0, 0.75),
        },
        "distribution": [
            {"leakers": leakers, "share": share, "p05": share / 2, "p50": share, "p95": share * 1.5}
            for leakers, share in ((0, 0.25), (1, 0.4), (2, 0.2), (3, 0.15))
        ],
        "sensitivity": [
            {"metric": "leakers", "method": "pawn", "floor": 0.2, "left_out": None, "parameters": influences},
            {"metric": "interceptors_fired", **left_out},
        ],
        "failures": [
            {"point": 7, "runs": [28, 29, 30, 31], "count": 4, "seed": 3, "reason": "out of <range>", "again": "run x"}
        ],
        "command": "standoff study raid --runs 400",
        "again": {"run": 0, "point": 0, "command": "standoff run raid --run 0"},
        "software": "standoff 1", "study_sha256": "a" * 64, "table_sha256": "b" * 64, "seconds": 1.0,
    }  # fmt: skip


def points() -> dict[str, list[Any]]:
    numbers = [number / 100 for number in range(100)]
    return {"library.a.kill": numbers, "library.a.divert": numbers, "mean.leakers": [None, *numbers[1:]]}


def test_the_page_is_whole_and_safe() -> None:
    page = render(summary(), points())
    assert "A &lt;raid&gt;: a study" in page
    assert "out of &lt;range&gt;" in page
    assert "a &lt;guess&gt;" in page
    assert "<script" not in page
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page)
    for text in (
        "standoff study raid --runs 400",
        "standoff run raid --run 0",
        "b" * 64,
        "and 3 more",
        "Somebody 2017",
    ):
        assert text in page
    anchors, ids = set(re.findall(r'href="#([^"]+)"', page)), set(re.findall(r'id="([^"]+)"', page))
    assert {anchor for anchor in anchors if not anchor.startswith("study-")} <= ids


def test_equal_summaries_make_equal_pages() -> None:
    assert render(summary(), points()) == render(summary(), points())


def test_every_figure_has_a_title_and_a_description() -> None:
    drawn = draw_study(summary(), points())
    assert set(drawn) == {"study-leakers", "study-influence", "study-scatter"}
    for name, svg in drawn.items():
        assert f'<title id="{name}-title">' in svg
        assert f'<desc id="{name}-desc">' in svg
    assert "A: kill 0.41" in drawn["study-influence"]
    assert "1: 40 %" in drawn["study-leakers"]


def test_without_indices_there_is_one_figure_and_a_reason() -> None:
    content = summary()
    content["sensitivity"][0] |= {"left_out": "too few points", "floor": None, "parameters": []}
    assert set(draw_study(content, points())) == {"study-leakers"}
    assert "too few points" in render(content, points())


def test_one_point_has_no_world() -> None:
    content = summary()
    content |= {"points": 1, "parameters": []}
    content["sensitivity"][0] |= {"left_out": "nothing was varied", "floor": None, "parameters": []}
    for found in content["metrics"].values():
        found |= {"world": dict.fromkeys(("p05", "p50", "p95")), "sd_world": None, "share_world": None}
    for row in content["distribution"]:
        row |= dict.fromkeys(("p05", "p50", "p95"))
    page = render(content, points())
    assert "Nothing was varied" in page
    assert "chance alone is at play" in page


def test_one_run_a_point_cannot_tell_the_world_from_chance() -> None:
    content = summary()
    for found in content["metrics"].values():
        found |= {"world": dict.fromkeys(("p05", "p50", "p95")), "sd_world": None, "sd_chance": None}
        found["share_world"] = None
    for row in content["distribution"]:
        row |= dict.fromkeys(("p05", "p50", "p95"))
    render(content, points())
    print_study(content, None, io.StringIO())
    assert not any("From world to world" in line for line in words.account(content))


def test_the_sentences_say_what_the_numbers_do() -> None:
    content = summary()
    assert words.headline(content) == "On average 1.25 of 4 missiles get through"
    text = " ".join(words.account(content))
    assert "between 1.15 and 1.35 (95 % interval)" in text
    assert "Nothing gets through in 25 % of runs (95 % interval 15 % to 35 %)" in text
    assert "36 % of the variance" in text
    assert "depends most clearly on A: kill (more of it: fewer leakers)" in text
    assert "divert" not in text
    assert "four runs of 400 failed" in text.lower()


def test_few_points_are_told_of() -> None:
    content = summary()
    assert not any("strong influences only" in line for line in words.account(content))
    content["points"] = 19
    assert any("19 points for 2 parameters show strong influences only" in line for line in words.account(content))


def test_noise_is_not_told_as_a_cause() -> None:
    content = summary()
    content["sensitivity"][0]["floor"] = 0.5
    assert any("No single parameter stands clear" in line for line in words.account(content))


@pytest.mark.parametrize(
    ("threats", "leakers", "said"),
    [
        (1.0, 0.3, "The missile gets through in 30 % of runs"),
        (4.0, 1.0, "On average 1 of 4 missiles gets through"),
        (0.0, 0.0, "No missile is fired"),
    ],
)
def test_the_headline_fits_the_raid(threats: float, leakers: float, said: str) -> None:
    content = copy.deepcopy(summary())
    content["metrics"]["threats"]["mean"], content["metrics"]["leakers"]["mean"] = threats, leakers
    assert words.headline(content) == said


def test_outcomes_are_told_in_words() -> None:
    rows = {row.metric: row for row in outcomes(summary())}
    assert rows["leakers"].name == "missiles that get through"
    assert rows["fired.a"].name == "fired by a"
    assert rows["leakers.Guam"].name == "that get through to Guam"
    assert rows["leak_free"].cells[0] == "25 %"


def test_the_printed_summary_fits_its_width() -> None:
    stream = io.StringIO()
    print_study(summary(), Path("/out"), stream)
    text = stream.getvalue()
    assert max(map(len, text.splitlines())) <= 100
    for said in ("A <raid>", "1.25", "A: kill", "within noise", "Failed runs", "runs 28 and 3 more", "report.html"):
        assert said in text


def test_a_folder_without_a_finished_study_is_refused(tmp_path: Path) -> None:
    assert not is_study(tmp_path)
    (tmp_path / "study.json").write_text("{}")
    assert is_study(tmp_path)
    for content in ("", "[]", "{}"):
        (tmp_path / "summary.json").write_text(content)
        with pytest.raises(InputError, match="holds no finished study"):
            write_report(tmp_path)
