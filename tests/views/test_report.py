"""The report: complete in itself, escaped, and with every value and source."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from standoff.views import provenance
from standoff.views.names import Names
from standoff.views.report import render
from views.sample_report import sample

_VOID = {"meta", "br", "link", "img", "hr", "input"}
_SVG_LOADERS = {"image", "script", "foreignObject"}


class Page(HTMLParser):
    """Collects what matters: tags in balance, ids, links, and anything that would load something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.headings: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        if tag not in _VOID:
            self.open.append(tag)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a" and found.get("href"):
            self.targets.append(str(found["href"]))
        if tag in _SVG_LOADERS or found.get("src") or (tag == "link"):
            self.loads.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("h1", "h2"):
            self.headings.append(data.strip())


@pytest.fixture(scope="module")
def text() -> str:
    return render(*sample())


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_the_page_is_well_formed_and_its_ids_are_its_own(page: Page) -> None:
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_links_stay_on_the_page_and_lead_somewhere(page: Page) -> None:
    assert page.targets
    for target in page.targets:
        assert target.startswith("#")
        assert target[1:] in page.ids


def test_it_asks_for_nothing(text: str, page: Page) -> None:
    assert page.loads == []
    assert "script" not in page.tags
    assert "@import" not in text
    assert "url(http" not in text
    assert "default-src 'none'" in text


def test_sections_stand_in_the_order_of_reading(page: Page) -> None:
    assert [heading for heading in page.headings if heading] == [
        "The announced salvo toward Guam, August 2017",
        "Figures",
        "Missiles",
        "Defenses",
        "Sensors",
        "Events and their causes",
        "Evidence",
        "Values and assumptions",
        "Run it again",
        "Limits of the model",
    ]


def test_text_of_scenario_and_library_is_escaped(text: str) -> None:
    assert "R-27 &lt;family&gt;" in text
    assert "&lt;on Guam&gt;" in text
    assert "<family>" not in text


def test_every_library_value_is_there_with_range_unit_and_source(text: str) -> None:
    rows = [row for item in provenance.items(sample()[0].header) for row in item.values]
    assert len(rows) == 25
    for row in rows:
        assert row.source in text or row.assumed
    assert '<td class="number">19,000</td>' in text
    assert "<strong>20,300</strong>" in text
    assert text.count('<tr class="assumed">') == sum(row.assumed for row in rows)


def test_evidence_shows_claim_computed_and_difference(text: str) -> None:
    for number in ("3,200 km", "3,389.7 km", "+189.7 km"):
        assert number in text
    assert '<span class="doubtful">doubtful</span>' in text
    assert "usually reliable, probably true" in text


def test_it_says_how_to_run_it_again(text: str) -> None:
    assert "standoff run guam-2017 --seed 7 --set timeline.0.count=4 --out DIR" in text
    assert sample()[0].sha256 in text


def test_the_same_record_gives_the_same_page(text: str) -> None:
    assert render(*sample()) == text


def test_a_run_without_missiles_batteries_and_sensors_is_a_page_too() -> None:
    record, _ = sample()
    scenario = {"name": "empty", "title": "Empty", "actors": {}, "startex": record.header["startex"]}
    header = {**record.header, "scenario": scenario, "library": {}, "evidence": []}
    bare = replace(record, header=header, events=(record.events[0], record.events[-1]))
    page = render(bare, {})
    assert "No missile was launched." in page
    assert "there is nothing to draw" in page
    assert Page(page).open == []


def test_nested_values_are_named_by_where_they_stand() -> None:
    header = sample()[0].header
    hwasong = next(item for item in provenance.items(header) if item.name == "hwasong-12")
    assert [value.name for value in hwasong.values] == [
        "payload",
        "diameter",
        "stage 1, propellant",
        "stage 1, dry",
        "reentry, beta",
        "radar cross section, warhead",
    ]
    assert hwasong.assumed == 3
    assert [item.kind for item in provenance.items(header)][:2] == ["Missile", "Interceptor"]


def test_values_that_the_scenario_sets_carry_the_unit_that_they_belong_to() -> None:
    header = sample()[0].header
    batteries = [{**header["scenario"]["batteries"][2], "reaction": {"value": 10, "unit": "s"}}]
    changed = {**header, "scenario": {**header["scenario"], "batteries": batteries}}
    (value,) = provenance.choices(changed, Names.of(changed))
    assert (value.name, value.nominal, value.unit) == ("THAAD, Andersen, reaction", "10", "s")
    assert value.source == "choice of the scenario"
