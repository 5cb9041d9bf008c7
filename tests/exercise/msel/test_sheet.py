"""The MSEL as a spreadsheet: what is written comes back, what people edit reads well, and what is wrong is named."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from standoff.base.errors import InputError
from standoff.exercise.msel import workbook
from standoff.exercise.msel.sheet import read_msel, write_msel
from standoff.scenario.injects import inject_from
from standoff.scenario.loading import Scenario, load_scenario
from standoff.scenario.schema.exercise import InjectBlock

MOMENTS = ("P1D", "PT36H", "2030-01-03T09:00:00Z", "2030-01-04T09:00:00.250+09:00", "2030-01-05 06:30Z")
CONDITIONS = ("raid > 0", 'threat.strike == "announced"', "tone.AAA.DDD < -1.0 ||\n  alert.DDD >= 3")
ORDERS: tuple[dict[str, Any], ...] = (
    {"actor": "FFF", "move": "say"},
    {"actor": "AAA", "move": "threaten", "target": "DDD", "with": {"threat": "strike"}},
    {"actor": "AAA", "move": "test", "with": {"missile": "nodong", "from": "pad", "to": ["city"], "may_fail": False}},
    {"actor": "AAA", "move": "test", "with": {"missile": "nodong", "from": "pad", "to": "39.0,134.0", "count": 2}},
    {"actor": "DDD", "move": "send", "with": {"unit": "the-ship", "station": "off-city"}},
)


@cache
def scenario() -> Scenario:
    folder = Path(__file__).parents[2] / "engine"
    loaded = load_scenario(folder / "crisis.yaml")
    exercise = {
        "title": "Made up",
        "objectives": [
            {"id": "calm", "title": "Calm", "when": "raid > 0", "by": "P9D", "fails": True},
            {"id": "talk", "title": "Talk"},
        ],
    }
    return Scenario.from_documents({**loaded.document, "exercise": exercise}, loaded.library)


def inject(**fields: Any) -> InjectBlock:
    return inject_from({"id": "one", "title": "One", "text": "Text", **fields}, scenario())


def cells(content: bytes, sheet: str = "MSEL") -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content))[sheet].iter_rows()]


def edited(content: bytes, change: Callable[[Workbook], None]) -> bytes:
    book = load_workbook(BytesIO(content))
    change(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def made(rows: list[list[Any]], orders: list[list[Any]] | None = None) -> bytes:
    """A workbook from somebody else's hand."""
    book = Workbook()
    book.remove(book["Sheet"])
    for title, lines in (("MSEL", rows), ("Orders", orders or [["Inject", "Actor", "Move"]])):
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def told(content: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read_msel(content, scenario())
    return caught.value


# ---------------------------------------------------------------- there and back


def _writable(text: str) -> str:
    return "".join(one for one in text if one in "\t\n" or (one >= " " and one not in "\ufffe\uffff")).strip()


FREE = (
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(["=1+1", "+cmd", "-1", "@SUM(A1)", "1.10", "007", "TRUE", "#N/A", "_x0041_x0042_", "_x005F_"]),
        st.builds("{}{}".format, st.sampled_from("=+-@'"), st.text(max_size=10)),
    )
    .map(_writable)
    .filter(bool)
)
NAMES = st.one_of(FREE, st.sampled_from(["Title", "title (own)", "Title (own)", "At (UTC)", "Owner", "owner"]))


@st.composite
def an_inject(draw: st.DrawFn, number: int = 0) -> dict[str, Any]:
    occasion = draw(st.sampled_from(["at", "when", "hand"]))
    fields: dict[str, Any] = {"id": f"inject-{number}", "title": draw(FREE), "text": draw(FREE)}
    if occasion == "at":
        fields["at"] = draw(st.sampled_from(MOMENTS))
    elif occasion == "when":
        fields["when"] = draw(st.sampled_from(CONDITIONS))
        fields |= draw(
            st.fixed_dictionaries({}, optional={"after": st.just("PT1H"), "until": st.sampled_from(MOMENTS)})
        )
    order = st.builds(
        lambda order, says: {**order, **says},
        st.sampled_from(ORDERS),
        st.fixed_dictionaries({}, optional={"says": FREE}),
    )
    optional = {
        **dict.fromkeys(("number", "from", "expected", "source", "note"), FREE),
        "to": st.lists(st.sampled_from(["AAA", "DDD", "FFF"]), max_size=3, unique=True),
        "method": st.sampled_from(["news", "intelligence", "telephone", "email", "meeting", "social-media", "other"]),
        "objectives": st.lists(st.sampled_from(["calm", "talk"]), max_size=2, unique=True),
        "state": st.sampled_from(["draft", "reviewed", "approved"]),
        "automatic": st.booleans(),
        "orders": st.lists(order, max_size=3),
        "columns": st.dictionaries(NAMES, FREE, max_size=3),
    }
    return {**fields, **draw(st.fixed_dictionaries({}, optional=optional))}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.integers(0, 4))
def test_what_is_written_comes_back(data: st.DataObject, count: int) -> None:
    injects = [inject_from(data.draw(an_inject(number)), scenario()) for number in range(count)]
    content = write_msel(injects)
    assert read_msel(content, scenario()) == injects
    for sheet in load_workbook(BytesIO(content)):
        assert all(cell.data_type in "sn" for row in sheet.iter_rows() for cell in row)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_inject_is_its_plain_dict(data: st.DataObject) -> None:
    block = inject_from(data.draw(an_inject()), scenario())
    plain = block.plain()
    assert inject_from(plain, scenario()) == block
    assert inject_from(plain, scenario()).plain() == plain


def test_rows_are_as_high_as_their_texts() -> None:
    book = load_workbook(BytesIO(write_msel([inject(text="Word " * 400), inject(id="short", text="Word")])))
    sheet = book["MSEL"]
    assert sheet.row_dimensions[2].height > 10 * sheet.row_dimensions[3].height
    assert sheet.row_dimensions[2].height <= 409


def test_the_lesson_of_korea_2017_comes_back() -> None:
    korea = load_scenario("korea-2017")
    assert korea.model.exercise is not None
    injects = list(korea.model.exercise.msel)
    content = write_msel(injects, objectives=korea.model.exercise.objectives)
    assert read_msel(content, korea) == injects
    shown = cells(content, "Objectives")
    assert [row[0] for row in shown[1:]] == [one.id for one in korea.model.exercise.objectives]


def test_the_workbook_is_made_for_people() -> None:
    content = write_msel([inject(columns={"Owner": "J3"})], columns=["Room", "Owner"])
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["MSEL", "Orders", "Objectives", "Read me"]
    sheet = book["MSEL"]
    header = [cell.value for cell in sheet[1]]
    assert header[:3] == ["Id", "Number", "Title"]
    assert header[-2:] == ["Room", "Owner"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == "A1:S2"
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        "$1:$1",
        "landscape",
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.row_dimensions[1].height == 15
    offered = {str(one.sqref).partition("2:")[0]: one.formula1 for one in sheet.data_validations.dataValidation}
    assert offered[sheet.cell(1, header.index("State") + 1).column_letter] == '"draft,reviewed,approved"'
    assert set(offered.values()) >= {'"yes,no"', '"news,intelligence,telephone,email,meeting,social-media,other"'}
    assert all(cell.alignment.wrap_text for cell in sheet[2])
    explained = {(row[0], row[1]) for row in cells(content, "Read me")}
    assert {("MSEL", name) for name in header[:-2]} <= explained


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(A1:A9)", "=cmd|' /C calc'!A0", "="])
def test_what_looks_like_a_formula_is_marked_as_text(text: str) -> None:
    block = inject(title=text, columns={text: text}, orders=[{"actor": "FFF", "move": "say", "says": text}])
    content = write_msel([block])
    for name in ("MSEL", "Orders"):
        marked = [
            cell for row in load_workbook(BytesIO(content))[name].iter_rows() for cell in row if cell.value == text
        ]
        assert marked
        for cell in marked:
            assert (cell.data_type, cell.number_format, bool(cell.quotePrefix)) == ("s", "@", True)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "sheet" in name)
    assert read_msel(content, scenario()) == [block]


# ---------------------------------------------------------------- from people's hands


def test_numbers_dates_blanks_and_other_columns_read_well() -> None:
    rows: list[list[Any]] = [
        [None, None],
        [" title ", "ID", "Text", "At (UTC)", "Number", "to", "State", "Method", "Automatic", "Budget"],
        [
            "First  ",
            " first",
            2017,
            datetime(2030, 1, 2, 9, 30),
            1.01,
            "AAA; DDD ",
            " Approved",
            "Social media",
            True,
            12.0,
        ],
        [None] * 10,
        ["  ", None, "", None],
        ["Second", "second", "Text", "2030-01-02 09:30", 2, "all", None, None, "No", datetime(2030, 1, 2)],
        ["Third", "third", True, "2030-01-02", "2.10", None, None, None, None, None],
        ["Fourth", "fourth", "Text", "P1DT6H ", None, "FFF\nAAA", None, None, None, " J3 "],
    ]
    first, second, third, fourth = read_msel(made(rows), scenario())
    assert first.plain() == {
        "id": "first",
        "number": "1.01",
        "title": "First",
        "at": "2030-01-02T09:30:00Z",
        "to": ["AAA", "DDD"],
        "method": "social-media",
        "text": "2017",
        "state": "approved",
        "columns": {"Budget": "12"},
    }
    assert (second.number, second.at, second.to, second.automatic) == ("2", "2030-01-02T09:30:00Z", (), False)
    assert (third.number, third.at, third.text) == ("2.10", "2030-01-02T00:00:00Z", "yes")
    assert (fourth.at, fourth.to, fourth.columns) == ("P1DT6H", ("FFF", "AAA"), {"Budget": "J3"})


def test_a_number_is_read_as_it_is_shown() -> None:
    def change(book: Workbook) -> None:
        cell = book["MSEL"]["B2"]
        cell.value, cell.number_format = 1.1, "0.00"

    (block,) = read_msel(edited(write_msel([inject(number="1")]), change), scenario())
    assert block.number == "1.10"


def test_orders_may_be_written_as_people_do() -> None:
    orders: list[list[Any]] = [
        ["Inject", "Actor", "Move", "Parameters", "Target", "Remark"],
        ["one", "AAA", "threaten", "threat: strike", "DDD", "not ours"],
        [None] * 6,
        ["one", "DDD", "send", '{"unit": "the-ship"}'],
        ["one", "DDD", "send", "unit: the-ship\nstation: at-sea"],
    ]
    (block,) = read_msel(made([["Id", "Title", "Text"], ["one", "One", "Text"]], orders), scenario())
    assert [order.parameters for order in block.orders] == [
        {"threat": "strike"},
        {"unit": "the-ship"},
        {"unit": "the-ship", "station": "at-sea"},
    ]


# ---------------------------------------------------------------- what is wrong

HEADER = ["Id", "Title", "Text"]
ROW = ["one", "One", "Text"]


def named(value: object) -> str | None:
    """A name for what is tried: a workbook's bytes hold the time at which they were made."""
    return "workbook" if isinstance(value, bytes) else None


def with_column(header: str, value: Any) -> bytes:
    return made([[*HEADER, header], [*ROW, value]])


@pytest.mark.parametrize(
    ("content", "field", "words"),
    [
        (with_column("State", "done"), "sheet MSEL, row 2, column State", "draft, reviewed, approved"),
        (with_column("Method", "pigeon"), "sheet MSEL, row 2, column Method", "news, intelligence"),
        (with_column("Automatic", "maybe"), "sheet MSEL, row 2, column Automatic", "yes or no"),
        (with_column("at", "noon"), "sheet MSEL, row 2, column at", "is not a time"),
        (with_column("at", "P11D"), "sheet MSEL, row 2, column at", "is after ENDEX"),
        (with_column("At (UTC)", 42956.5), "sheet MSEL, row 2, column At (UTC)", "is not a time"),
        (with_column("To", "AAA, XXX"), "sheet MSEL, row 2, column To", "is not an actor"),
        (with_column("Objectives", "calmer"), "sheet MSEL, row 2, column Objectives", "did you mean 'calm'"),
        (with_column("When", "raid >"), "sheet MSEL, row 2, column When", "does not parse at column 7"),
        (with_column("When", "=1+1"), "sheet MSEL, row 2, column When", "is a formula"),
        (with_column("Owner", "=A1"), "sheet MSEL, row 2, column Owner", "is a formula"),
        (with_column("Owner", "#REF!"), "sheet MSEL, row 2, column Owner", "is an error of the spreadsheet"),
        (with_column("Whne", "raid > 0"), "sheet MSEL, column When", "is missing"),
        (with_column(" title", "x"), "sheet MSEL, column title", "is there twice"),
        (
            made([["Id", "Title", "Text"], ["one", "One", "Text", "lost"]]),
            "sheet MSEL, row 2, column D",
            "under no header",
        ),
        (made([["Id", "Title", "Text"], ["one", "One"]]), "sheet MSEL, row 2, column Text", "is missing"),
        (
            made([["Id", "Title", "Text"], ["One", "One", "Text"]]),
            "sheet MSEL, row 2, column Id",
            "is not a valid name",
        ),
        (made([["Id", "Title"], ["one", "One"]]), "sheet MSEL, column Text", "is missing"),
        (made([]), "sheet MSEL", "has no header"),
        (made([HEADER, ROW, ROW]), "sheet MSEL, row 3, column Id", "is a duplicate.*row 2"),
        (made([HEADER, ROW], [["Inject", "Actor"]]), "sheet Orders, column Move", "is missing"),
    ],
    ids=named,
)
def test_it_is_named_by_sheet_row_and_column(content: bytes, field: str, words: str) -> None:
    error = told(content)
    assert error.field == field
    with pytest.raises(InputError, match=words):
        raise error


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (["two", "AAA", "say"], "sheet Orders, row 3, column Inject", "is not an inject of the sheet MSEL"),
        ([None, "AAA", "say"], "sheet Orders, row 3, column Inject", "is missing"),
        (["one", "XXX", "say"], "sheet Orders, row 3, column Actor", "is not an actor"),
        (["one", "AAA", "says"], "sheet Orders, row 3, column Move", "did you mean"),
        (["one", "AAA", "threaten"], "sheet Orders, row 3, column Move", "has no target"),
        (["one", "AAA", "threaten", "XXX"], "sheet Orders, row 3, column Target", "is not an actor"),
        (
            ["one", "FFF", "shelve", None, "drill: game"],
            "sheet Orders, row 3, column Parameters",
            "drill is not a drill",
        ),
        (["one", "FFF", "shelve", None, "drill: [a"], "sheet Orders, row 3, column Parameters", "YAML syntax error"),
        (["one", "FFF", "shelve", None, "games"], "sheet Orders, row 3, column Parameters", "is not a mapping"),
        (
            ["one", "FFF", "shelve", None, "[" * 9000],
            "sheet Orders, row 3, column Parameters",
            "nest",
        ),
        (
            ["one", "AAA", "put-off", None, "threat: strik"],
            "sheet Orders, row 3, column Parameters",
            "did you mean 'strike'",
        ),
    ],
)
def test_orders_are_named_by_their_own_rows(row: list[Any], field: str, words: str) -> None:
    header = ["Inject", "Actor", "Move", "Target", "Parameters"]
    error = told(made([HEADER, ROW], [header, ["one", "FFF", "say"], row]))
    assert error.field == field
    with pytest.raises(InputError, match=words):
        raise error


def _bomb() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (workbook.MOST_BYTES_UNPACKED + 1))
    return stream.getvalue()


def _packed_with(name: str, inside: bytes) -> bytes:
    stream = BytesIO(write_msel([inject()]))
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(name, inside)
    return stream.getvalue()


def _without(sheet: str) -> bytes:
    return edited(write_msel([inject()]), lambda book: book.remove(book[sheet]))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read"),
        (b"Id,Title,Text\none,One,Text\n", "cannot be read.*xlsx"),
        (write_msel([])[:3000], "cannot be read"),
        (_packed_with("xl/worksheets/sheet1.xml", b"<worksheet"), "cannot be read"),
        (_packed_with("xl/x.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "declares a document type"),
        (_packed_with("xl/x.xml", "<!DOCTYPE x>".encode("utf-16")), "declares a document type"),
        (_bomb(), "is too large when unpacked"),
        (b"PK" * (workbook.MOST_BYTES // 2 + 1), "is too large"),
        (_without("MSEL"), "sheet MSEL: is missing"),
        (_without("Orders"), "sheet Orders: is missing.*header alone"),
        (made([HEADER] + [["a", "b", "c"]] * workbook.MOST_ROWS), "sheet MSEL: has too many rows"),
        (made([[*HEADER, *map(str, range(workbook.MOST_COLUMNS))]]), "sheet MSEL: has too many columns"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_workbook_of_this_kind_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(InputError, match=f"(?s){words}"):
        read_msel(content, scenario())


def test_a_row_far_down_is_found_at_once() -> None:
    book = Workbook()
    sheet = book["Sheet"]
    sheet.title = "MSEL"
    sheet.append(HEADER)
    sheet.cell(1_048_576, 1, "far")
    book.create_sheet("Orders").append(["Inject", "Actor", "Move"])
    stream = BytesIO()
    book.save(stream)
    assert "has too many rows" in str(told(stream.getvalue()))


def test_a_sheet_that_lies_about_its_size_is_read_whole() -> None:
    stream, changed = BytesIO(write_msel([inject(), inject(id="two")])), BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<dimension ref="A1:Q3" />', b'<dimension ref="A1" />'))
    assert [one.id for one in read_msel(changed.getvalue(), scenario())] == ["one", "two"]


def test_an_entry_that_no_cell_holds_is_refused_on_the_way_out() -> None:
    order = {"actor": "AAA", "move": "threaten", "target": "DDD", "with": {"threat": "strike"}}
    block = inject(orders=[order])
    long = block.orders[0].model_copy(update={"parameters": {"threat": "x" * 40_000}})
    with pytest.raises(InputError, match="sheet Orders, row 2, column Parameters: is too long for a cell"):
        write_msel([block.model_copy(update={"orders": (long,)})])
