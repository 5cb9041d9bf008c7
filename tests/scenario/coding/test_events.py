"""Single sentences: who does what to whom, when, and who says so. Codes are CAMEO's by its codebook."""

from pathlib import Path
from typing import Any

import pytest

from standoff.scenario.coding.coder import Coding, code

# So that a text is long enough to be told from other languages, without an event of its own.
PADDING = "It was a day of rain, and there was no more news about it from any of the towns that lie in the north.\n"


def coded(tmp_path: Path, *paragraphs: str, date: str = "2017-08-18") -> Coding:
    path = tmp_path / "article.txt"
    path.write_text("\n\n".join((*paragraphs, PADDING)), encoding="utf-8")
    return code(path, date)


def seen(coding: Coding) -> set[tuple[str, str | None, str]]:
    return {(event.source, event.target, event.code) for event in coding.events}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Iran condemned Saudi Arabia.", {("IRN", "SAU", "111")}),
        ("Saudi Arabia was condemned by Iran.", {("IRN", "SAU", "111")}),
        (
            "China and Russia condemned North Korea's missile test.",
            {("CHN", "PRK", "111"), ("RUS", "PRK", "111"), ("PRK", None, "150")},
        ),
        ("The drill drew criticism from China.", {("CHN", None, "111")}),
        ("The United States imposed sanctions on Iran.", {("USA", "IRN", "163")}),
        ("Washington plans to impose sanctions on Iran.", {("USA", "IRN", "1312")}),
        ("The Security Council adopted sanctions against North Korea.", {("UNO", "PRK", "163")}),
        ("Turkey refused to negotiate with Greece.", {("TUR", "GRC", "125")}),
        ("Moscow expelled two British diplomats.", {("RUS", "GBR", "174")}),
        ("India recalled its ambassador from Islamabad.", {("IND", "PAK", "161")}),
        ("Egypt urged Ethiopia to return to talks.", {("EGY", "ETH", "026")}),
        ("North Korea fired a ballistic missile over Japan.", {("PRK", "JPN", "150")}),
        ("Germany sent humanitarian aid to Syria.", {("DEU", "SYR", "073")}),
        ("Pakistani troops shelled an Indian post.", {("PAK", "IND", "194")}),
        ("Israel deployed troops along the border with Lebanon.", {("ISR", "LBN", "154")}),
        ("Iran released three British sailors.", {("IRN", "GBR", "0841")}),
        ("Russia vetoed the resolution.", {("RUS", None, "129")}),
        ("Japan, which has no army, accused China of aggression.", {("JPN", "CHN", "1123")}),
        ("Pyongyang said Washington must stop the drills.", {("PRK", "USA", "100")}),
    ],
)
def test_who_does_what_to_whom(tmp_path: Path, sentence: str, expected: set[tuple[str, str | None, str]]) -> None:
    assert seen(coded(tmp_path, sentence)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Russia did not condemn Iran.",
        "China could impose sanctions on Taiwan.",
        "If Iran attacked Iraq, the war would spread.",
        "The storm struck Japan on Monday.",
        "Sweden must meet the demand for power.",
        "Oil prices threatened to fall.",
        "The Sea of Japan lies between the two.",
        "France held elections on Sunday.",
    ],
)
def test_what_is_no_event_gives_none(tmp_path: Path, sentence: str) -> None:
    assert coded(tmp_path, sentence).events == ()


def test_what_partners_do_together_is_one_event_without_direction(tmp_path: Path) -> None:
    (event,) = coded(tmp_path, "Japan and Australia held joint naval exercises last week.").events
    assert {event.source, event.target} == {"JPN", "AUS"}
    assert (event.mutual, event.code, event.date) == (True, "062", "2017-08-07/2017-08-13")
    (event,) = coded(tmp_path, "The Greek prime minister met with his Turkish counterpart on Tuesday.").events
    assert {event.source, event.target} == {"GRC", "TUR"}
    assert (event.mutual, event.code, event.date) == (True, "046", "2017-08-15")


def test_people_act_for_the_state_that_the_article_gives_them(tmp_path: Path) -> None:
    coding = coded(
        tmp_path,
        "Norwegian Foreign Minister Astrid Holm met Swedish officials on Monday.",
        "Holm criticized Denmark. She praised Finland.",
        "Pavel Orlov, the spokesman of the Russian Foreign Ministry, denounced Norway.",
    )
    assert {("NOR", "DNK", "111"), ("NOR", "FIN", "051"), ("RUS", "NOR", "111")} <= seen(coding)


@pytest.mark.parametrize(
    ("sentence", "who", "actor", "manner"),
    [
        ('"We condemn Iran for this," Saudi Foreign Minister Omar Hadi said.', "Omar Hadi", "SAU", "quoted"),
        ("Saudi Foreign Minister Omar Hadi said that Riyadh condemned Iran.", "Omar Hadi", "SAU", "reported"),
        ("Riyadh condemned Iran, officials said.", "officials", None, "reported"),
        ("According to Turkish officials, Riyadh condemned Iran.", "Turkish officials", "TUR", "reported"),
        ("Riyadh condemned Iran.", None, None, None),
    ],
)
def test_who_says_so(tmp_path: Path, sentence: str, who: str | None, actor: str | None, manner: str | None) -> None:
    (event,) = coded(tmp_path, sentence).events
    assert (event.source, event.target, event.code) == ("SAU", "IRN", "111")
    assert (event.said_by.who, event.said_by.actor, event.said_by.manner) == (who, actor, manner)


def test_dates_go_with_the_clause_and_what_lies_ahead_is_dated_ahead(tmp_path: Path) -> None:
    text = "Iran condemned Israel on Monday, but Egypt praised Israel. Jordan will visit Iraq on Monday."
    dates = {event.code: event.date for event in coded(tmp_path, text).events}
    assert dates == {"111": "2017-08-14", "051": None, "036": "2017-08-21"}


def test_without_an_article_s_date_the_basis_says_what_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(f"Iran condemned Israel on Monday.\n\n{PADDING}", encoding="utf-8")
    (event,) = code(path).events
    assert event.date is None
    assert event.date_basis == "'Monday' needs the article's date"


def test_an_event_told_twice_is_proposed_once(tmp_path: Path) -> None:
    coding = coded(tmp_path, "Iran condemned Israel on Monday.", "On Monday, Iran condemned Israel.")
    (event,) = coding.events
    assert (event.sentence, event.also_in) == (1, (2,))


def test_coding_is_the_same_each_time(tmp_path: Path) -> None:
    text = "Iran condemned Israel on Monday, and Egypt and Jordan agreed to hold talks with Iraq."
    first: dict[str, Any] = coded(tmp_path, text).to_json()
    assert coded(tmp_path, text).to_json() == first
    assert set(first) == {"article", "events", "stripped", "sentences"}
