"""What is no article is refused with one clear message, before anything is coded."""

from pathlib import Path

import pytest

from standoff.base.errors import InputError
from standoff.scenario.coding.coder import code
from standoff.scenario.coding.language import looks_like
from standoff.scenario.coding.reading import MOST_BYTES

ENGLISH = "The minister said that the two countries have agreed to hold talks on Monday, and that it is a good sign.\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"The army\0 said that it is ready.", "is not text"),
        (bytes(range(256)) * 20, "is not text"),
        (b"Home\nMenu\nLeave a Reply\nYour email address will not be published.\nThe Post\n" * 3, "holds no sentences"),
        (b"The minister said that it is so.", "holds too few words"),
        (b"<html><body><p>The minister said that it is so.</p></body></html>", "markup of a web page"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as refused:
        code(path)
    assert refused.value.file is not None


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        code(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a folder"):
        code(tmp_path)


def test_ten_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(10_000_000)  # were it read to the end, it would be refused as not text
    with pytest.raises(InputError, match="is too long") as refused:
        code(path)
    assert f"{MOST_BYTES // 1000} kB" in str(refused.value)


IN_OTHER_LANGUAGES = {
    "German": "Der Minister sagte am Montag, dass die beiden Länder sich auf neue Gespräche geeinigt haben.",
    "French": "Le ministre a déclaré lundi que les deux pays se sont mis d'accord pour reprendre les discussions.",
    "Spanish": "El ministro dijo el lunes que los dos países se han puesto de acuerdo para reanudar las reuniones.",
    "Russian": "Министр заявил в понедельник, что обе страны договорились возобновить переговоры.",
    "Korean": "외무장관은 월요일에 두 나라가 회담을 재개하기로 합의했다고 말했다.",
    "Japanese": "外務大臣は月曜日、両国が協議を再開することで合意したと述べた。",
    "Chinese": "外交部长星期一表示，两国已同意恢复会谈。",
    "Arabic": "قال الوزير يوم الاثنين إن البلدين اتفقا على استئناف المحادثات",
}


@pytest.mark.parametrize(("language", "text"), IN_OTHER_LANGUAGES.items())
def test_a_text_in_another_language_is_refused(tmp_path: Path, language: str, text: str) -> None:
    path = tmp_path / "article.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=f"is not in English: it looks like {language}"):
        code(path)


def test_latin_1_is_read(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(("France's president, François Hollande, met with German officials. " + ENGLISH).encode("latin-1"))
    assert any("François" in sentence.text for sentence in code(path).sentences)


def test_words_that_are_no_language_are_refused() -> None:
    assert looks_like(ENGLISH) == "English"
    assert looks_like("zork blat fnord quux " * 20).startswith("no language")


@pytest.mark.parametrize("date", ["2017-13-01", "18 August 2017", "20170818", ""])
def test_a_date_that_is_none_is_refused(tmp_path: Path, date: str) -> None:
    path = tmp_path / "article.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    with pytest.raises(InputError, match="--date: is not a date"):
        code(path, date)
