"""The digest says what the record says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from standoff.engine.record import Record
from standoff.views.digest import Digest
from standoff.views.headline import account, headline, together
from standoff.views.summary import digest
from views.sample_report import sample


@pytest.fixture(scope="module")
def told() -> Digest:
    return digest(sample()[0])


def without(record: Record, *kinds: str) -> Record:
    return replace(record, events=tuple(event for event in record.events if event["kind"] not in kinds))


def test_totals_count_missiles_shots_and_hits(told: Digest) -> None:
    totals = told.totals
    assert (totals.threats, totals.intercepted, totals.leakers, totals.unresolved) == (4, 2, 2, 0)
    assert (totals.fired, totals.hits) == (8, 2)


def test_each_missile_has_its_sightings_in_order_of_time(told: Digest) -> None:
    threat = told.threats[0]
    assert [sighting.sensor for sighting in threat.sightings] == ["sbirs", "kyogamisaki", "guam-tpy2"]
    assert [sighting.t_s - threat.launched_s for sighting in threat.sightings] == [45.0, 120.0, 900.0]
    assert [sighting.basis for sighting in threat.first_sightings] == ["infrared", "radar"]


def test_a_missile_that_was_hit_has_an_intercept_and_no_impact(told: Digest) -> None:
    hit, leaker = told.threats[0], told.threats[1]
    assert hit.outcome == "intercepted"
    assert hit.intercept is not None
    assert hit.intercept.interceptor == "thaad-guam>salvo/1#2"
    assert hit.ended_s == 60.0 + 1040.0
    assert hit.impact is None
    assert leaker.outcome == "arrived"
    assert leaker.impact is not None
    assert (leaker.impact.nearest_place, leaker.impact.distance_km, leaker.impact.aim_miss_km) == ("Guam", 35.0, 2.2)


def test_batteries_that_did_not_engage_say_why_with_numbers(told: Digest) -> None:
    ship, patriot, thaad = told.batteries
    assert (ship.fired, ship.left, thaad.fired, thaad.left, thaad.hits) == (0, 8, 8, 40, 2)
    assert [threat for threat, _ in ship.refusals] == ["salvo/1", "salvo/2", "salvo/3", "salvo/4"]
    assert "500 km" in ship.refusals[0][1].detail
    assert patriot.refusals[0][1].numbers["limit_km"] == 22.0
    assert thaad.refusals == ()


def test_reasons_of_many_missiles_come_together(told: Digest) -> None:
    (reasons,) = together(told.batteries[0].refusals)
    assert reasons.threats == ("salvo/1", "salvo/2", "salvo/3", "salvo/4")
    assert reasons.alike


def test_overflights_carry_altitudes(told: Digest) -> None:
    assert [(o.place, o.altitude_km) for o in told.threats[0].overflights] == [
        ("Shimane", 660.0),
        ("Hiroshima", 690.0),
        ("Kochi", 730.0),
    ]


def test_positions_come_from_coordinates_or_from_the_place(told: Digest) -> None:
    kongo, kochi = told.batteries[0].battery, told.batteries[1].battery
    assert (kongo.lat_deg, kongo.lon_deg) == (37.3, 133.5)
    assert (kochi.lat_deg, kochi.lon_deg) == (33.56, 133.68)
    assert (kochi.range_km, kochi.lowest_km, kochi.highest_km) == (20.0, 1.0, 22.0)
    satellite = told.sensors[0]
    assert satellite.lat_deg is None
    assert satellite.kind == "infrared"


def test_coverage_follows_the_fourth_root_of_the_cross_section(told: Digest) -> None:
    radar = told.sensors[1]
    assert radar.range_km == 1000.0
    assert radar.range_against_km(0.1) == pytest.approx(1000.0)
    assert radar.range_against_km(0.1 / 16.0) == pytest.approx(
        500.0
    )  # Y10: 16 times the cross-section, twice the range
    assert radar.range_against_km(None) == 1000.0


def test_a_run_that_ends_early_leaves_missiles_unresolved() -> None:
    told = digest(without(sample()[0], "impact", "intercept"))
    assert told.totals.unresolved == 4
    assert told.threats[0].outcome == "unresolved"
    assert headline(told) == "All four missiles were still in flight when the run ended."


def test_headlines_count(told: Digest) -> None:
    assert headline(told) == "Two of four missiles were shot down; two came down."
    nothing = digest(without(sample()[0], "launch"))
    assert headline(nothing) == "No missile was launched."
    assert account(nothing) == []


def test_the_account_names_who_fired_who_saw_and_who_shot(told: Digest) -> None:
    text = " ".join(account(told))
    for fact in ("North Korea fires four Hwasong-12", "Sunan", "14 August 2017", "Hiroshima (690 km up)", "after 45 s"):
        assert fact in text
    assert "THAAD, Andersen fires eight interceptors: two hits." in text
    assert "The other two batteries fired nothing" in text


def test_claims_keep_their_check(told: Digest) -> None:
    checked, plain = told.claims
    assert checked.check is not None
    assert checked.check["verdict"] == "doubtful"
    assert checked.source == "PAC-3 moved west"
    assert checked.grade == "B2"
    assert plain.check is None


def test_salvos_stay_together_though_launches_alternate() -> None:
    record = sample()[0]
    renamed = {"salvo/2": "late/1", "salvo/4": "late/2"}
    events = tuple(
        {**event, "data": {**event["data"], "threat": renamed.get(event["data"]["threat"], event["data"]["threat"])}}
        if "threat" in event["data"]
        else event
        for event in record.events
    )
    told = digest(replace(record, events=events))
    assert [threat.id for threat in told.threats] == ["salvo/1", "salvo/3", "late/1", "late/2"]
