"""The report and the printed summary of a study of a crisis, from plain data."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from standoff.views.figures.study import draw_study
from standoff.views.study import words as words
from standoff.views.study.report import outcomes, render
from standoff.views.study.terminal import print_study

LABELS = {
    "crisis.tone.half_life": "tone: half-life",
    "crisis.commitments.treaty.credibility": "A <treaty>: credibility",
}


def metric(mean: float, low: float, high: float, **more: Any) -> dict[str, Any]:
    world = {"p05": low, "p50": mean, "p95": high}
    found = {"mean": mean, **world, "ci95": [low, high], "world": world}
    return {**found, "sd_world": 0.3, "sd_chance": 0.4, "share_world": 0.36, **more}


def outcome(title: str, kind: str, unit: str | None = None, leading: bool = True) -> dict[str, Any]:
    return {"title": title, "kind": kind, "unit": unit, "leading": leading}


def row(low: float, high: float, share: float) -> dict[str, float]:
    return {"low": low, "high": high, "share": share, "p05": share / 2, "p50": share, "p95": share * 1.5}


def sensitivity(metric: str, *indices: float) -> dict[str, Any]:
    moved = [
        {
            "path": path, "index": index, "pawn_minimum": 0.0, "pawn_maximum": 1.0, "rank_correlation": way * 0.7,
            "direction": way,
        }
        for path, index, way in zip(LABELS, indices, (-1, 1), strict=True)
    ]  # fmt: skip
    return {"metric": metric, "method": "pawn", "floor": 0.2, "left_out": None, "parameters": moved}


def summary() -> dict[str, Any]:
    """A study of 2,000 runs over 100 points, made up."""
    numbers = {"low": 0.1, "nominal": 0.5, "high": 0.9, "unit": "1", "source": "assumption", "note": "a guess"}
    return {
        "subject": "crisis", "scenario": "quarrel:let-loose", "title": "A <quarrel>", "about": "Two sides.", "seed": 3,
        "runs": 2000, "failed": 0, "points": 100, "engine": "compiled", "settings": [],
        "design": {"kind": "lhs", "distribution": "uniform", "points": 100, "base": 0},
        "parameters": [{"path": path, "label": text, **numbers} for path, text in LABELS.items()],
        "outcomes": {
            "highest_rung": outcome("highest rung reached", "count"),
            "tone.AAA.BBB": outcome("tone of A toward B", "real"),
            "raid": outcome("missiles launched in anger", "yes-no"),
            "income_lost": outcome("export income lost", "real", "USD million"),
            "tests": outcome("missile tests", "count", leading=False),
        },
        "metrics": {
            "highest_rung": metric(2.5, 2.0, 3.0), "tone.AAA.BBB": metric(-12.25, -14.0, -8.0),
            "raid": metric(0.03, 0.02, 0.04), "income_lost": metric(294.4, 250.0, 310.0),
            "tests": metric(2.0, 1.0, 4.0),
        },
        "distributions": {
            "highest_rung": [row(2.0, 2.0, 0.5), row(3.0, 3.0, 0.5)],
            "tone.AAA.BBB": [row(-15.0, -10.0, 0.75), row(-10.0, -5.0, 0.25)],
            "raid": [row(0.0, 0.0, 0.97), row(1.0, 1.0, 0.03)],
            "income_lost": [row(200.0, 300.0, 0.6), row(300.0, 400.0, 0.4)],
        },
        "sensitivity": [
            sensitivity("highest_rung", 0.1, 0.15),
            sensitivity("tone.AAA.BBB", 0.6, 0.1),
            sensitivity("raid", 0.3, 0.5),
            {**sensitivity("income_lost", 0.0, 0.0), "left_out": "it is the same at every point", "parameters": []},
        ],
        "failures": [], "command": "standoff study quarrel", "again": None, "software": "standoff 1",
        "study_sha256": "a" * 64, "table_sha256": "b" * 64, "seconds": 1.0,
    }  # fmt: skip


def test_the_page_is_whole_and_safe() -> None:
    page = render(summary(), {})
    assert "A &lt;quarrel&gt;: a study" in page
    assert "A &lt;treaty&gt;: credibility" in page
    assert "<script" not in page
    assert "eaker" not in page
    anchors, ids = set(re.findall(r'href="#([^"]+)"', page)), set(re.findall(r'id="([^"]+)"', page))
    assert {anchor for anchor in anchors if not anchor.startswith("study-")} <= ids
    assert render(summary(), {}) == page


def test_figures_tell_each_leading_outcome_and_what_drives_it() -> None:
    drawn = draw_study(summary(), {})
    assert set(drawn) == {"study-outcomes", "study-drivers"}
    shown = drawn["study-outcomes"]
    for said in (
        "Highest rung reached: non-violent escalation: 50 %, violent escalation: 50 %",
        "-15 to -10: 75 %",
        "Missiles launched in anger: 0: 97 %",
    ):
        assert said in shown
    assert "USD million" in shown
    drivers = drawn["study-drivers"]
    assert "tone of A toward B: tone: half-life 0.60" in drivers
    assert "missiles launched in anger: tone: half-life 0.30, A &lt;treaty&gt;: credibility 0.50" in drivers


def test_without_a_clear_cause_there_is_no_picture_of_causes() -> None:
    content = summary()
    for entry in content["sensitivity"]:
        entry["floor"] = 0.9
    assert set(draw_study(content, {})) == {"study-outcomes"}
    assert any("No single parameter stands clear" in line for line in words.account(content))


def test_the_sentences_say_what_the_numbers_do() -> None:
    content = summary()
    assert words.headline(content) == "Highest rung reached: non-violent escalation 50 %, violent escalation 50 %"
    text = " ".join(words.account(content))
    for said in (
        "Tone of A toward B: −12.25 on average (95 % interval −14 to −8; single runs −14 to −8).",
        "Missiles launched in anger in 3 % of runs (95 % interval 2 % to 4 %).",
        "Export income lost: 294 USD million on average",
        "36 % of tone of A toward B",
        "Missiles launched in anger: most clearly moved by tone: half-life (more of it: less often) and"
        " A <treaty>: credibility (more of it: more often).",
        "Tone of A toward B: most clearly moved by tone: half-life (more of it: lower).",
        "it does not predict",
    ):
        assert said in text
    assert "missile tests" not in text


def test_what_never_varies_is_told_so() -> None:
    content = summary()
    content["metrics"]["highest_rung"] = metric(2.0, 2.0, 2.0, sd_world=0.0, sd_chance=0.0, share_world=0.0)
    assert "Highest rung reached: non-violent escalation in every run." in words.account(content)


@pytest.mark.parametrize("name", ["highest_rung", "raid"])
def test_an_outcome_that_no_run_has_is_left_out(name: str) -> None:
    content = summary()
    del content["metrics"][name]
    content["distributions"][name] = []
    render(content, {})
    assert name not in {row.metric for row in outcomes(content)}


def test_one_run_a_point_cannot_tell_the_world_from_chance() -> None:
    content = summary()
    for found in content["metrics"].values():
        found |= {"world": dict.fromkeys(("p05", "p50", "p95")), "sd_world": None, "sd_chance": None}
        found["share_world"] = None
    for rows in content["distributions"].values():
        for one in rows:
            one |= dict.fromkeys(("p05", "p50", "p95"))
    render(content, {})
    assert not any("not knowing the world" in line for line in words.account(content))


def test_outcomes_are_told_in_words_with_their_units() -> None:
    rows = {row.metric: row for row in outcomes(summary())}
    assert rows["income_lost"].name == "export income lost, USD million"
    assert rows["raid"].cells[0] == "3 %"
    assert rows["tests"].name == "missile tests"
    # A rung is a name: no mean, and single runs by their places on the ladder.
    assert rows["highest_rung"].name.endswith(", 0 to 4")
    mean, low, high, *of_runs = rows["highest_rung"].cells
    assert (mean, low, high) == ("-", "-", "-")
    assert set(of_runs[:3]) <= {"0", "1", "2", "3", "4"}
    assert set(of_runs[3:]) == {"-"}


def test_the_printed_summary_fits_its_width() -> None:
    stream = io.StringIO()
    print_study(summary(), None, stream)
    text = stream.getvalue()
    assert max(map(len, text.splitlines())) <= 100
    for said in (
        "What moves them",
        "none stands clear of noise",
        "one outcome left out: it is the same at every point",
    ):
        assert said in text
    assert "leak" not in text


def test_a_tone_that_never_moved_is_left_out() -> None:
    content = summary()
    content["metrics"]["tone.AAA.BBB"] = metric(0.0, 0.0, 0.0, sd_world=0.0, sd_chance=0.0)
    printed = io.StringIO()
    print_study(content, None, printed)
    assert "one of A toward B" not in printed.getvalue()
    assert "one of A toward B" not in render(content, {})
