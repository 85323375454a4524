"""The file of corrections: read as people and programs write it, written so that it comes back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.corrections import Correction, csv_bytes, parse_csv
from pipeline.corrections.cells import defused, restored
from pipeline.corrections.merging import merge
from pipeline.corrections.model import FIELDS
from pipeline.errors import BaoshuError

LINE = "statistics,a1:0:f1,set,subject,青河市总工会,核对过\n"
HEAD = "table,id,action,column,value,note\n"

cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12).map(str.strip)
hostile = st.sampled_from(
    ["=1+1", "+8", "-5", "-x", "@a", "'=x", "''=x", "'", "＝SUM(A1)", "a,b", 'say "x"', "一\n二"]
)
corrections = st.builds(Correction, **dict.fromkeys(FIELDS, cells | hostile))


@given(st.lists(corrections, max_size=6))
@example([Correction(id="x", note="'=a"), Correction(id="x", note="'''=a")])
def test_what_is_written_comes_back(written: list[Correction]) -> None:
    written = [c for c in written if any(c.cells)]
    assert [c.cells for c in parse_csv(csv_bytes(written), "c.csv").lines] == [c.cells for c in written]


@given(st.lists(corrections, min_size=1, max_size=6))
def test_no_cell_runs_as_a_formula(written: list[Correction]) -> None:
    text = csv_bytes(written).decode("utf-8-sig")
    for line in csv.reader(io.StringIO(text, newline="")):
        for cell in line:
            assert cell[:1] not in tuple("=@＝＋－＠\t\r\n") or not cell
            assert cell[:1] not in ("+", "-") or float(cell) is not None


@given(cells | hostile)
def test_a_cell_is_restored(cell: str) -> None:
    assert restored(defused(cell)) == cell


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_encoding_and_delimiter_that_excel_writes(encoding: str, delimiter: str) -> None:
    data = (HEAD + LINE).replace(",", delimiter).replace("\n", "\r\n").encode(encoding)
    (line,) = parse_csv(data, "c.csv").lines
    assert (line.line, line.id, line.value, line.note) == (2, "a1:0:f1", "青河市总工会", "核对过")


def test_chinese_headings_empty_columns_and_blank_lines() -> None:
    text = "表,编号,处理,列,新值,,\nstatistics,a1:0:f1,改,status,planned,,\n,,,,,,\n\nstatistics,a1:0:f2,对,,,,\n"
    first, second = parse_csv(text.encode("gb18030"), "c.csv").lines
    assert (first.line, first.action, first.value) == (2, "改", "planned")
    assert (second.line, second.action) == (5, "对")


def test_a_cell_over_several_lines_counts_them() -> None:
    text = HEAD + 'statistics,a,confirm,,,"one\ntwo"\nstatistics,b,confirm,,,\n'
    assert [c.line for c in parse_csv(text.encode(), "c.csv").lines] == [2, 4]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xff\xff\x81", "no text in UTF-8"),
        (b"table,id,colum\n", "'colum'.*Known: table, id"),
        (b"table,id,id\n", "names id twice"),
        (b"table,column,value\n", "neither id nor document_id"),
        (f"{HEAD}statistics,a,set,value,1,200,x\n".encode(), "line 2: 7 cells.*quotes"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(data: bytes, said: str) -> None:
    with pytest.raises(BaoshuError, match=f"(?s)B015.*c\\.csv.*{said}"):
        parse_csv(data, "c.csv")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf\r\n", HEAD.encode()])
def test_an_empty_file_corrects_nothing(data: bytes) -> None:
    assert parse_csv(data, "c.csv").digest is None


def decision(number: int, action: str, column: str = "", value: str = "", note: str = "") -> Correction:
    at = {"document_id": "a", "start": str(number), "end": str(number + 2)}
    return Correction(
        table="statistics", id=f"a:0:f{number}", action=action, column=column, value=value, note=note, **at
    )


FILE = [decision(1, "set", "status", "planned"), decision(2, "reject"), decision(3, "confirm")]


def test_the_same_decisions_again_change_nothing() -> None:
    merged = merge(FILE, FILE)
    assert merged.lines == FILE
    assert (merged.added, merged.changed, merged.same) == (0, 0, 3)


def test_a_later_decision_takes_the_place_of_the_earlier() -> None:
    new = [decision(1, "set", "status", "rule"), decision(1, "set", "value", "3"), decision(4, "confirm")]
    merged = merge(FILE, new)
    assert merged.lines == [new[0], FILE[1], FILE[2], new[1], new[2]]
    assert (merged.added, merged.changed, merged.same) == (2, 1, 0)
    assert merge(merged.lines, new).lines == merged.lines


def test_to_drop_and_to_keep_overrule_each_other() -> None:
    merged = merge(FILE, [decision(2, "set", "value", "3"), decision(1, "reject")])
    assert [(c.id, c.action) for c in merged.lines] == [
        ("a:0:f3", "confirm"),
        ("a:0:f2", "set"),
        ("a:0:f1", "reject"),
    ]


def test_lines_without_offsets_are_known_by_id_and_odd_lines_stay() -> None:
    odd = Correction(table="nonsense", id="x", action="?")
    by_hand = Correction(id="a:0:f1", column="status", value="rule")
    merged = merge([odd, by_hand], [decision(1, "set", "status", "planned")])
    assert merged.lines == [odd, decision(1, "set", "status", "planned")]


@given(st.lists(corrections, max_size=5), st.lists(corrections, max_size=5))
def test_merging_twice_is_merging_once(existing: list[Correction], new: list[Correction]) -> None:
    once = merge(existing, new).lines
    assert merge(once, []).lines == once
