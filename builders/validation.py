"""Write `docs/validation.md`: every published yardstick and every reported flight beside what the code computes.

python -m builders.validation
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from builders import reported, site_cover, yardsticks

from standoff.base.geodesy import geodesic
from standoff.engine.run import Run, replay, run
from standoff.scenario.flights import ReportedFlight, read_flights
from standoff.scenario.gazetteer import place
from standoff.scenario.library import Library
from standoff.scenario.loading import load_scenario
from standoff.views.wording import listing

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "validation.md"
ANNOUNCED_TIME_S: Final = 1_065.0

TITLE: Final = """# Validation

This page is written by `make docs` from what the code computes; nobody edits it. It sets each published number beside
ours. What is missed stays here as missed. A test computes the page again and compares it with this one.
"""
YARDSTICKS: Final = """## Yardsticks

*Published* is the number as its source gives it, *accepted* how far from it counts as met. The rows stand in
`builders/data/yardsticks.csv`, one number each, and `builders/yardsticks.py` computes them.
"""
FLIGHTS: Final = """## Reported flights

Each flight of `src/standoff/data/flights.csv` against the library's missile, nominal values. *Given* is what the model
was told, all else is computed from it. A lofted flight is taken as full burn and is told its range alone; a flight that
was cut off early is told range and apogee, so that its time is the only prediction. *Fitted* flights moved the
missile's values inside their published ranges ([how](models/fitting.md)), so their rows say how well one set of values
can meet them; *held out* flights were not seen by the fit, and their rows are predictions. Nobody published an
acceptance for these rows. The mark is ours: agreement within 3 % of the report.
"""
PAYLOADS: Final = """### Held-out flights with another payload

Test flights of one missile did not all carry the same, and analysts say so of the two large misses above (a lighter
re-entry body on the Hwasong-14 of 28 July 2017, a lighter warhead on the Hwasong-15 of 2023). Here the payload is
moved until full burn meets the reported range and apogee. The apogee is then no prediction any more; the time still is.
"""
CLOSED_FORM: Final = """## Reported flights against the closed form

The library holds no Hwasong-17, so its flights have no row above. What can be checked without a missile is whether
range, apogee and time belong together: no flight is faster than the unpowered one in vacuum, and a missile needs some
time more for its powered ascent ([limits](models/aiming.md)).
"""
RANGES: Final = """## Standard ranges

Full burn on a minimum-energy trajectory toward the east over an Earth without rotation, nominal payload, beside the
ranges that the library cites. For the fitted missiles the range follows from flights that did not reach it; for the
others the library's values were chosen with the published range in view, so agreement there proves little. The band is
5 to 95 % from the fit alone; how the burn is shared out and what the missile carried can move it further. The Scud-B
has no row because no range that could be cited was found.
"""
ANNOUNCED: Final = """## The announcement of 10 August 2017 and the run of `guam-2017`

North Korea announced a distance, a time and the prefectures on the way (KCNA, as quoted by mid-day and The Daily Manila
Shimbun). The scenario takes the distance and the ring around Guam as input; time and path are computed. The launch
point is an [inference](scenarios/guam-2017.md).
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """The whole page."""
    compared = yardsticks.compare()
    lines = list(reported.lines())
    parts = [
        TITLE, count(compared, lines), YARDSTICKS, yardstick_table(compared), yardstick_notes(),
        FLIGHTS, flight_table(lines), flight_notes(), PAYLOADS, payload_table(),
        CLOSED_FORM, closed_form_table(), RANGES, range_table(), ANNOUNCED, run_table(),
    ]  # fmt: skip
    return "\n".join(parts)


def count(compared: Sequence[tuple[yardsticks.Yardstick, yardsticks.Reading]], lines: Sequence[reported.Line]) -> str:
    """How many rows hold, and what is missed."""
    missed = [(row, reading) for row, reading in compared if not row.is_met(reading.computed)]
    ids, missed_ids = {row.id for row, _ in compared}, {row.id for row, _ in missed}
    names = [f"{row.id} ({reading.quantity}{', ' if reading.note else ''}{reading.note})" for row, reading in missed]
    held_out = [line for line in lines if line.part == "held out" and line.agrees is not None]
    fitted = [line for line in lines if line.part == "fitted" and line.agrees is not None]
    return (
        f"**{len(compared) - len(missed)} of {len(compared)} within the published acceptance.** They are readings of"
        f" {len(ids)} yardsticks, of which {len(ids - missed_ids)} hold in all their readings."
        f" Missed: {'; '.join(names) or 'none'}.\n\n"
        f"Of the reported flights, {_agreeing(fitted)} values of fitted flights and {_agreeing(held_out)} values of"
        " held-out flights agree within 3 %.\n"
    )


def yardstick_table(compared: Iterable[tuple[yardsticks.Yardstick, yardsticks.Reading]]) -> str:
    """All readings of all yardsticks."""
    rows = []
    for row, reading in compared:
        quantity = f"{row.quantity}, {reading.note}" if reading.note else row.quantity
        rows.append(
            [
                row.id,
                f"{row.case}: {quantity}",
                _with_unit(row.value, row.unit),
                _with_unit(yardsticks.figures(row, reading.computed), row.unit),
                _share(row.error(reading.computed)),
                row.accept,
                _mark(row.is_met(reading.computed)),
                row.source,
            ]
        )
    head = ["", "what", "published", "computed", "error", "accepted", "", "source"]
    return table(head, rows, right=(2, 3, 4))


def yardstick_notes() -> str:
    """What the rows do not say by themselves."""
    below, above = yardsticks.sphere_spread_ft()
    origins = listing([name.title() for name in site_cover.ORIGINS])
    way_km = geodesic(place("Mutsumi"), place("Sunan")).distance_m / 1e3
    return f"""\
- **Y6.** Along both published histories the path leaves their spread by {max(below, above):.3f} ft at most.
- **Y8, Y9.** Stated distance and coordinates of Mutsumi do not belong together: from the coordinates to Sunan it is
  {way_km:.1f} km and not 743. At the stated distance the altitudes agree, over Sunan itself they do not.
- **Y9.** The 4/3 Earth is the convention of radar engineers for the lower air. Rays leave the air long before 1239 km,
  so the true limit there lies between the rows of Y8 and Y9 ([sensing](models/sensing.md)).
- **Y11, Y12.** The fit saw these flights; the standard range is what follows from them. It was not fitted.
- **Y14.** The opinion says "at most about 992 km"; that is Naha, the south end of the island lies a little farther off.
  Covered means that one shot of one site fits at nominal values, against each of {origins} that reaches a
  point; the sites stand alone, with the tracks of the US radars at Shariki and Kyogamisaki. With SM-3 Block IB they
  cover the same ground but for {"; ".join(site_cover.left_open("sm-3-ib")) or "nothing"}:
  {site_cover.why_open("sm-3-ib", "Okinawa", "hwasong-12", "lofted")}.
  What is left when a second salvo must fit is in the [worked example](examples/aegis-ashore.md).
- One further yardstick, on the income lost to sanctions, concerns a part that the program does not have yet.
"""


def flight_table(lines: Iterable[reported.Line]) -> str:
    """All flights that a library missile can fly."""
    rows = []
    for line in lines:
        flight = line.flight
        share = None if line.reported is None else line.computed / line.reported - 1.0
        rows.append(
            [
                flight.missile,
                flight.date,
                line.part,
                line.given,
                line.quantity,
                "not reported" if line.reported is None else f"{line.reported:g} {line.unit}",
                f"{line.computed:.0f} {line.unit}",
                "" if line.error is None else f"{line.error:+.0f} {line.unit}",
                _share(share, places=1),
                "" if line.agrees is None else _mark(line.agrees),
            ]
        )
    for flight in flights_without_missile():
        rows.append([flight.missile, flight.date, "no library missile", "", "see below", *[""] * 5])
    head = ["missile", "date", "part", "given", "predicted", "reported", "computed", "error", "", ""]
    return table(head, rows, right=(5, 6, 7, 8))


def flights_without_missile() -> list[ReportedFlight]:
    """Flights of missiles that the library does not hold."""
    return [flight for flight in read_flights() if flight.missile not in Library().names("missile")]


def flight_notes() -> str:
    """Sources of the flights, and why rows are missed."""
    announced = next(flight for flight in read_flights() if not flight.was_flown)
    apogee_km = reported.apogee_for_announced_time_m(announced) / 1e3
    least_km = reported.announced_flight(announced).apogee_m / 1e3
    sources = "\n".join(f"- {f.missile} {f.date}: {f.source}{_note(f)}" for f in read_flights())
    return f"""\
- **Hwasong-12, 2017-08-29.** The fitted missile takes longer than was reported. The missile broke up before
  it came down; the time was told as 14 or as 14 to 15 minutes.
- **Hwasong-12, 2022-01-30.** Figures were rounded to hundreds of kilometers; the flight of May 2017 at about the same
  range went higher.
- **Hwasong-12, announced for August 2017, not flown.** No apogee was announced. Minimum energy culminates at
  {least_km:.0f} km; the announced time belongs to an apogee of about {apogee_km:.0f} km.
- **Scud-ER.** A missile outside the fit. Its time was not reported; on a minimum-energy trajectory it would have stayed
  lower than reported, so the flight was a little lofted.

Sources, as in the table of flights:

{sources}
"""


def payload_table() -> str:
    """Held-out flights at full burn with the payload that fits."""
    rows = []
    for other in reported.other_payloads():
        time_s = other.flight.time_s
        rows.append(
            [
                other.flight.missile,
                other.flight.date,
                f"{other.nominal_kg:.0f} kg",
                f"{other.payload_kg:.0f} kg",
                "not reported" if time_s is None else f"{time_s:g} s",
                f"{other.time_s:.0f} s",
                "" if time_s is None else f"{other.time_s - time_s:+.0f} s",
                _share(None if time_s is None else other.time_s / time_s - 1.0, places=1),
                "" if time_s is None else _mark(abs(other.time_s / time_s - 1.0) <= reported.AGREES_SHARE),
            ]
        )
    head = ["missile", "date", "library payload", "payload that meets it", "time reported", "computed", "error", "", ""]
    return table(head, rows, right=(2, 3, 4, 5, 6, 7))


def closed_form_table() -> str:
    """Verdicts on range, apogee and time."""
    rows = []
    for flight, time_s, who, verdict in reported.closed_form_checks():
        assert verdict.vacuum_minimum_time_s is not None
        assert verdict.usual_time_s is not None
        low, high = verdict.usual_time_s
        rows.append(
            [
                flight.missile,
                f"{flight.date} ({who})" if who else flight.date,
                f"{flight.range_km:g} km",
                f"{flight.apogee_km:g} km",
                f"{time_s:g} s",
                f"{verdict.vacuum_minimum_time_s:.0f} s",
                f"{low:.0f} to {high:.0f} s",
                verdict.verdict if verdict.verdict == "consistent" else f"**{verdict.verdict}**",
            ]
        )
    head = ["missile", "date", "range", "apogee", "time", "vacuum minimum", "missiles take", "verdict"]
    return table(head, rows, right=(2, 3, 4, 5, 6))


def range_table() -> str:
    """Standard ranges beside the cited ones."""
    rows = []
    for found in reported.standard_ranges():
        low, high = found.published_km
        rows.append(
            [
                found.missile,
                found.values,
                f"{low:.0f} km" if low == high else f"{low:.0f} to {high:.0f} km",
                f"{found.computed_km:.0f} km",
                "" if found.band_km is None else f"{found.band_km[0]:.0f} to {found.band_km[1]:.0f} km",
                f"{found.off_km:+.0f} km" if found.off_km else "inside",
                found.source,
            ]
        )
    head = ["missile", "library values", "published", "computed", "band of the fit", "error", "source"]
    return table(head, rows, right=(2, 3, 4, 5))


def run_table() -> str:
    """The announcement beside one run of the scenario, and the run beside its replay."""
    done = run(load_scenario("guam-2017"))
    launches = [event["data"] for event in done.record.of_kind("launch")]
    times = [data["flight_time_s"] for data in launches]
    off = _band([100.0 * (time_s / ANNOUNCED_TIME_S - 1.0) for time_s in times], "%", 1)
    distance = _band([data["range_km"] for data in launches], "km")
    rows = [
        ["missiles", "4", str(len(launches)), "input"],
        ["distance", "3356.7 km", distance, "input: aim points in the announced ring; the rest is scatter"],
        ["time", f"{ANNOUNCED_TIME_S:.0f} s", _band(times, "s"), f"computed: {off}"],
        *overflight_rows(done),
    ]
    again = replay(done.record)
    return (
        table(["", "announced", "run", ""], rows, right=())
        + f"\nRunning the record's inputs again gives the same events, byte for byte: {_mark(again.identical)}.\n"
    )


def overflight_rows(done: Run) -> list[list[str]]:
    """Each watched place: how many missiles passed it, how high, how near."""
    rows = []
    for name in ("Shimane", "Hiroshima", "Kochi"):
        passes = [event["data"] for event in done.record.of_kind("overflight") if event["data"]["place"] == name]
        heights = _band([data["altitude_km"] for data in passes], "km")
        distances = _band([data["distance_km"] for data in passes], "km")
        rows.append(
            [f"over {name}", "yes", f"{len(passes)} missiles, {heights} up", f"computed: {distances} from its middle"]
        )
    return rows


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int]) -> str:
    """A Markdown table; columns `right` are aligned to the right."""
    rule = ["--:" if column in right else "---" for column in range(len(head))]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows)) + "\n"


def _with_unit(value: str, unit: str) -> str:
    return f"{value} {unit}".strip()


def _share(share: float | None, places: int = 2) -> str:
    """An error in percent; what would be rounded away is given as a bound, so that no machine's last digit shows."""
    if share is None:
        return ""
    least = 0.5 * 10.0**-places
    return f"{100.0 * share:+.{places}f} %" if abs(100.0 * share) >= least else f"< {least:.{places + 1}f} %"


def _mark(good: bool) -> str:
    return "pass" if good else "**miss**"


def _agreeing(lines: Sequence[reported.Line]) -> str:
    return f"{sum(bool(line.agrees) for line in lines)} of {len(lines)}"


def _band(values: Sequence[float], unit: str, places: int = 0) -> str:
    low, high = f"{min(values):.{places}f}", f"{max(values):.{places}f}"
    return f"{low} {unit}" if low == high else f"{low} to {high} {unit}"


def _note(flight: ReportedFlight) -> str:
    return f". Note: {flight.notes}" if flight.notes else ""


if __name__ == "__main__":
    main()
