"""The benchmarks run, keep the promised errors and write their page. Speeds are not asserted: they are a machine's."""

import json

import pytest
from benchmarks import report
from benchmarks.__main__ import main, measure

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def result() -> report.Result:
    return measure(["arcs", "flights"], quick=True)


def test_kernel_keeps_the_promised_error(result: report.Result) -> None:
    arcs, flights = result.comparisons
    assert arcs.contenders[0].worst_m <= 1.0
    assert flights.contenders[0].worst_m <= 10.0


def test_scipy_flies_the_same_flights(result: report.Result) -> None:
    for comparison, metres in zip(result.comparisons, (1.0, 5.0), strict=True):
        assert comparison.contenders[2].worst_m < metres


def test_flights_are_as_long_as_promised(result: report.Result) -> None:
    arcs, _ = result.comparisons
    assert 900.0 < arcs.flight_time_s < 1200.0


def test_everyone_is_measured_or_says_why_not(result: report.Result) -> None:
    for comparison in result.comparisons:
        assert len(comparison.contenders) == 6
        for contender in comparison.contenders:
            assert contender.missing or (min(contender.rates) > 0.0 and contender.errors_m)


def test_page_holds_the_table_for_the_readme(result: report.Result) -> None:
    page = report.page(result)
    short = page[page.index(report.START) : page.index(report.END)]
    assert len([line for line in short.splitlines() if line.startswith("| ")]) == 7
    assert json.dumps(report.as_json(result))


def test_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["speed"])
    assert "known: arcs, flights, engines" in capsys.readouterr().err
