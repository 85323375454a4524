"""What an input folder says about itself leads nowhere outside it, and breaks nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.config import Config
from pipeline.reading import Reject, SourceDocument, read_inputs

TEXT = "青河市总工会新建驿站12个。\n"


def read(path: Path) -> tuple[dict[str, SourceDocument], list[Reject]]:
    items = list(read_inputs([path], Config()))
    documents = {i.document_id: i for i in items if isinstance(i, SourceDocument)}
    return documents, [i for i in items if isinstance(i, Reject)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An input folder with a page, and a page outside it that nobody gave."""
    inside = tmp_path / "in"
    (inside / "sub").mkdir(parents=True)
    (inside / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "outside.txt").write_text("外面的一页。\n", encoding="utf-8")
    return inside


@pytest.mark.parametrize(
    "path",
    [
        "../outside.txt",
        "sub/../../outside.txt",
        "./../outside.txt",
        "/etc/passwd",
        "//host/share/x.txt",
        "..\\outside.txt",
        "C:\\outside.txt",
        "\\\\host\\share\\x.txt",
        ".hidden/outside.txt",
        "a.txt\x00.md",
        "名" * 5000,
        "",
        ".",
        "sub",
    ],
)
def test_a_path_in_pages_csv_that_leads_out_or_nowhere_adds_nothing(folder: Path, path: str) -> None:
    (folder / ".hidden").symlink_to(folder.parent)
    row = f'"{path}",2024-05-06,青河工人报\n'
    (folder / "pages.csv").write_text("path,publication_date,source\n" + row, encoding="utf-8")
    documents, rejects = read(folder)
    assert list(documents) == ["a"]
    assert documents["a"].supplied is None
    named = {"bad_record"} if path != ".hidden/outside.txt" else set()
    assert {r.reason for r in rejects} <= {"bad_record", "not_text"} and named <= {r.reason for r in rejects}


def test_pages_csv_above_the_input_is_not_asked(folder: Path) -> None:
    rows = "path,publication_date\nin/a.txt,2024-05-06\na.txt,2024-05-06\n"
    (folder.parent / "pages.csv").write_text(rows, encoding="utf-8")
    assert read(folder)[0]["a"].supplied is None


def test_links_within_and_out_of_the_folder_are_read_once(folder: Path) -> None:
    (folder / "b.txt").symlink_to(folder / "a.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "sub" / "up").symlink_to(folder / "sub")
    documents, rejects = read(folder)
    assert list(documents) == ["a"]
    assert [(r.source_path, r.reason) for r in rejects] == [("b.txt", "duplicate_id")]


@pytest.mark.parametrize(
    "data",
    [
        b"path,source\n" + b'"' + b"x" * 300_000 + b'",y\n',
        b"path,source\na.txt,\x00\n",
        b'path,source\n"a.txt\n',
        b"path\r\rpath\r",
        b"path,source\n" + b"," * 100_000 + b"\n",
        b"\x00path\n",
        "path,source\na.txt,\u202e报\n".encode("utf-16"),
        b'"' + b"path" * 100_000 + b'"\n',
    ],
)
def test_a_broken_pages_csv_stops_no_page(folder: Path, data: bytes) -> None:
    (folder / "pages.csv").write_bytes(data)
    documents, rejects = read(folder)
    assert list(documents) == ["a"]
    assert all(r.detail and r.source_path.startswith("pages.csv") for r in rejects)


HOSTILE = {
    "nested lists": "[" * 100_000,
    "nested maps": '{"a":' * 100_000,
    "a huge number": '{"id": ' + "9" * 10_000 + ', "text": "x"}',
    "not a number": '{"id": NaN, "text": "x"}',
    "the same key twice": '{"id": "x", "text": "x", "text": []}',
    "nested text": '{"id": "x", "text": ' + "[" * 500 + "]" * 500 + "}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_json_line_is_a_reject_and_the_next_is_read(tmp_path: Path, name: str) -> None:
    good = json.dumps({"id": "good", "text": TEXT}, ensure_ascii=False)
    (tmp_path / "r.jsonl").write_text(f"{HOSTILE[name]}\n{good}\n", encoding="utf-8")
    documents, rejects = read(tmp_path)
    assert list(documents) == ["good"]
    assert [r.source_path for r in rejects] == ["r.jsonl#1"]


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (b"id,text\n1,\x00\x00\n2,x\n", {"2"}),
        (b'id,text\n1,"x\n2,x\n', {"1"}),
        (b"id,text\n1\n2,x\n", {"2"}),
        (b"id,text,text\n1,a,b\n2,x,x\n", {"1", "2"}),
        (b"id,text\n" + b"3," + b"x" * 200_000 + b"\n2,x\n", {"2", "3"}),
    ],
)
def test_a_hostile_csv_gives_what_can_be_read(tmp_path: Path, data: bytes, ids: set[str]) -> None:
    (tmp_path / "r.csv").write_bytes(data)
    documents, rejects = read(tmp_path)
    assert ids <= set(documents)
    assert all(r.detail for r in rejects)


def test_a_gzip_bomb_is_one_reject_in_little_memory(tmp_path: Path) -> None:
    import gzip
    import tracemalloc

    with gzip.open(tmp_path / "r.jsonl.gz", "wb", compresslevel=9) as stream:
        for _ in range(200):
            stream.write(b" " * 2**20)
    tracemalloc.start()
    items = list(read_inputs([tmp_path], Config(max_record_chars=100_000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [i.reason for i in items if isinstance(i, Reject)] == ["too_large"]
    assert peak < 20 * 2**20
