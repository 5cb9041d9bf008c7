"""What surrounds an article on a page is taken out and said; its sentences stay."""

import pytest

from standoff.scenario.coding.clutter import body

STORY = "The minister said on Monday that talks with the neighbor would go on as planned."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Skip to main content", "navigation"),
        ("Home | World | Sports", "navigation"),
        ("ADVERTISEMENT", "advertisement"),
        ("Join the mailing list", "mailing list or subscription"),
        ("Sign up for our newsletter to get the news every day.", "mailing list or subscription"),
        ("Leave a Reply", "comment form"),
        ("Your email address will not be published. Required fields are marked *", "comment form"),
        ("[email protected]", "e-mail note"),
        ("Facebook", "share buttons"),
        ("By Rowan Ellery", "publisher or byline"),
        ("Copyright 2021 The Meridian Post. All rights reserved.", "publisher or byline"),
        ("We use cookies to improve your visit.", "cookie or consent notice"),
        ("Tue Jan 15, 2019 4:10PM", "date line"),
        ("A Book of Many Pages: How to Read It - by Ada Brown", "advertisement"),
        ("Drills to go ahead", "heading within the text"),
        ("* * *", "no words"),
    ],
)
def test_a_line_of_clutter_is_taken_out_with_its_reason(line: str, reason: str) -> None:
    page = body(f"Talks to go on\n\n{STORY}\n\n{line}\n\nHe gave no date.\n")
    assert page.paragraphs == (STORY, "He gave no date.")
    assert [(entry.line, entry.text, entry.reason) for entry in page.stripped] == [(5, line, reason)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The alliance asked the country to become a member next year.",
        "A report published by the ministry said that the tests had failed.",
        "The official news agency said on Friday that the launch was a success.",
        "He said that sanctions would save up to two years of work.",
        "The ministry posted on its website that it would share images of the test with its allies.",
    ],
)
def test_a_sentence_that_only_sounds_like_clutter_stays(sentence: str) -> None:
    page = body(f"{STORY}\n\n{sentence}\n")
    assert page.paragraphs == (STORY, sentence)


def test_a_headline_that_stands_twice_is_the_title_and_what_is_between_belongs_to_the_head() -> None:
    page = body(f"Ministers agree on talks\nThe Post\n15 May 2020\nMinisters agree on talks\n\n{STORY}\n")
    assert page.title == "Ministers agree on talks"
    assert page.paragraphs == (STORY,)
    assert [entry.reason for entry in page.stripped] == ["head of the page", "date line", "title again"]
    assert "15 May 2020" in page.head


def test_the_longest_line_of_the_head_is_the_title() -> None:
    page = body(f"The Daily Post\n\nMinisters agree on talks in June\n\n{STORY}\n")
    assert page.title == "Ministers agree on talks in June"


def test_a_dateline_is_taken_off_the_first_paragraph() -> None:
    page = body(f"TOKYO, Aug. 29 (Agency) - {STORY}\n")
    assert page.paragraphs == (STORY,)
    assert page.datelines == ("TOKYO, Aug. 29 (Agency) -",)


def test_a_colon_within_a_sentence_is_no_dateline() -> None:
    sentence = "The minister was clear: the talks would go on."
    assert body(f"{sentence}\n").paragraphs == (sentence,)


def test_lines_broken_at_a_width_make_one_paragraph() -> None:
    page = body(
        "The minister said on Monday that the talks with the neighbor of\n"
        "Guam would go on as planned, and that no date had been set for\n"
        "the next round.\n\nHe left on Tuesday.\n"
    )
    assert len(page.paragraphs) == 2
    assert "neighbor of Guam would" in page.paragraphs[0]


def test_paragraphs_without_blank_lines_between_them_stay_apart() -> None:
    assert body(f"{STORY}\nHe gave no date.\n{STORY.replace('Monday', 'Friday')}\n").paragraphs[1] == "He gave no date."
