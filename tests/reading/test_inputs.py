"""Files and records become documents or rejects, each input exactly one of the two."""

import datetime as dt
import gzip
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Config
from pipeline.errors import BaoshuError
from pipeline.reading import Reject, SourceDocument, read_inputs
from pipeline.reading.dates import date_in_name, parse_date

TEXT = "青河市总工会新建驿站12个。"


def read(*paths: Path, config: Config | None = None) -> tuple[list[SourceDocument], list[Reject]]:
    items = list(read_inputs(list(paths), config or Config()))
    return (
        [i for i in items if isinstance(i, SourceDocument)],
        [i for i in items if isinstance(i, Reject)],
    )


def lines(path: Path, *records: object) -> Path:
    path.write_text(
        "".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in records)
    )
    return path


def test_a_folder_is_read_through_in_a_stable_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/页 一.md", "a/c.TXT", ".hidden.txt", "a/.keep"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT)
    documents, rejects = read(tmp_path)
    assert [d.document_id for d in documents] == ["b", "a/c", "a/页 一"]
    assert not rejects


def test_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode("gbk"))
    (document,), _ = read(tmp_path)
    import hashlib

    assert document.sha256 == hashlib.sha256(TEXT.encode("gbk")).hexdigest()
    assert document.text == TEXT


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", b"\x89PNG\r\n\x1a\n", "not_text"),
        ("scan.pdf", b"%PDF-1.4", "not_text"),
        ("cut.parquet", b"PAR1abc", "unreadable"),
        ("cut.jsonl.gz", gzip.compress(b'{"id": 1, "text": "x"}\n' * 999, mtime=0)[:40], "unreadable"),
        ("cut.jsonl.zst", b"\x28\xb5\x2f\xfd\x00", "unreadable"),
        ("head.csv", "编号,正文\n1,x\n".encode(), "missing_field"),
    ],
)
def test_what_cannot_be_read_is_a_reject_and_the_rest_goes_on(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zz.txt").write_text(TEXT)
    documents, rejects = read(tmp_path)
    assert [d.document_id for d in documents] == ["zz"]
    assert [(r.source_path, r.reason) for r in rejects] == [(name, reason)]
    assert rejects[0].detail


def test_a_page_over_the_limit(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_text("字" * 400_000)
    _, (reject,) = read(tmp_path, config=Config(max_file_mb=1))
    assert reject.reason == "too_large"


def test_pipes_and_dangling_links(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "loop").symlink_to(tmp_path)
    _, rejects = read(tmp_path)
    assert {(r.source_path, r.reason) for r in rejects} == {
        ("pipe.txt", "unreadable"),
        ("gone.txt", "unreadable"),
    }


def test_the_same_id_twice(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.md").write_text(TEXT)
    documents, (reject,) = read(tmp_path)
    assert [d.source_path for d in documents] == ["a.md"]
    assert (reject.source_path, reject.reason) == ("a.txt", "duplicate_id")


def test_the_same_file_given_twice(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text(TEXT)
    documents, rejects = read(tmp_path, page)
    assert len(documents) == 1
    assert [r.reason for r in rejects] == ["duplicate_id"]


def test_json_lines(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "r.jsonl",
        {"id": "a", "text": TEXT, "publication_date": "2024-05-06", "source": "青河工人报"},
        {"id": 7, "text": TEXT, "title": "新建驿站"},
        "",
        "{broken",
        "[1, 2]",
        {"id": "c"},
        {"text": TEXT},
        {"id": "d", "text": "  "},
        {"id": "e", "text": 5},
        {"id": "f", "text": TEXT, "publication_date": "2024-02-30"},
        {"id": "a", "text": TEXT},
        '{"id": "g", "text": "\\ud800"}',
    )
    documents, rejects = read(path)
    assert [(d.document_id, d.text, d.title, d.source, d.supplied, d.is_record) for d in documents] == [
        ("a", TEXT, None, "青河工人报", dt.date(2024, 5, 6), True),
        ("7", f"新建驿站\n\n{TEXT}", "新建驿站", None, None, True),
    ]
    assert [(r.source_path, r.reason) for r in rejects] == [
        ("r.jsonl#4", "bad_record"),
        ("r.jsonl#5", "bad_record"),
        ("r.jsonl#6", "missing_field"),
        ("r.jsonl#7", "missing_field"),
        ("r.jsonl#8", "empty"),
        ("r.jsonl#9", "bad_record"),
        ("r.jsonl#10", "bad_record"),
        ("r.jsonl#11", "duplicate_id"),
        ("r.jsonl#12", "undecodable"),
    ]


def test_a_json_line_over_the_limit_does_not_stop_the_next(tmp_path: Path) -> None:
    path = lines(tmp_path / "r.jsonl", {"id": "a", "text": "字" * 1000}, {"id": "b", "text": TEXT})
    documents, rejects = read(path, config=Config(max_record_chars=50))
    assert [d.document_id for d in documents] == ["b"]
    assert [r.reason for r in rejects] == ["too_large"]


@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.gz", "jsonl.zst", "csv", "parquet"])
def test_every_form_of_records_gives_the_same_documents(tmp_path: Path, suffix: str) -> None:
    records = [
        {
            "id": f"r{i}",
            "text": f"第{i}条：{TEXT}",
            "title": "标题，带逗号",
            "publication_date": "2024-05-06",
            "source": "报",
        }
        for i in range(600)
    ]
    path = tmp_path / f"records.{suffix}"
    if suffix.startswith("jsonl"):
        data = "".join(json.dumps(r) + "\n" for r in records).encode()
        codec = {"jsonl.gz": "gzip", "jsonl.zst": "zstd"}.get(suffix)
        with pa.output_stream(str(path), compression=codec) as stream:
            stream.write(data)
    elif suffix == "csv":
        import csv

        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, list(records[0]))
            writer.writeheader()
            writer.writerows(records)
    else:
        pq.write_table(pa.Table.from_pylist(records), path)
    documents, rejects = read(path)
    assert not rejects
    assert [(d.document_id, d.text, d.supplied) for d in documents] == [
        (r["id"], f"{r['title']}\n\n{r['text']}", dt.date(2024, 5, 6)) for r in records
    ]


def test_csv_in_gb18030_and_a_broken_line(tmp_path: Path) -> None:
    rows = "id,text\n" + "".join(f"{i},{TEXT}\n" for i in range(50))
    (tmp_path / "r.csv").write_bytes(
        rows.encode("gb18030") + b"x,\xff\xff\n" + f"y,{TEXT}\n".encode("gb18030")
    )
    documents, rejects = read(tmp_path)
    assert len(documents) == 51
    assert documents[-1].text == TEXT
    assert [r.reason for r in rejects] == ["undecodable"]


def test_pages_csv_tells_when_a_page_was_published(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "b.txt", "sub/c.txt"):
        (tmp_path / name).write_text(TEXT + name)
    (tmp_path / "pages.csv").write_text(
        "path,publication_date,source\n"
        "a.txt,2024-05-06,青河工人报\n"
        "b.txt,2024-13-06,\n"
        "sub/c.txt,2024/5/7,\n"
        "../../etc/passwd,2024-05-06,\n"
        "none.txt,2024-05-06,\n"
    )
    documents, rejects = read(tmp_path)
    assert {d.document_id: (d.supplied, d.source) for d in documents} == {
        "a": (dt.date(2024, 5, 6), "青河工人报"),
        "b": (None, None),
        "sub/c": (dt.date(2024, 5, 7), None),
    }
    assert [(r.source_path, r.reason) for r in rejects] == [
        ("pages.csv#3", "bad_record"),
        ("pages.csv#5", "bad_record"),
        ("pages.csv#6", "bad_record"),
    ]


def test_an_input_that_does_not_exist() -> None:
    with pytest.raises(BaoshuError, match="B001"):
        read(Path("no-such-folder"))


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2024-05-06_a2.txt", dt.date(2024, 5, 6)),
        ("gr20240506.txt", dt.date(2024, 5, 6)),
        ("2024年5月6日第2版.txt", dt.date(2024, 5, 6)),
        ("2024_5_6.md", dt.date(2024, 5, 6)),
        ("2024-13-06.txt", None),
        ("page-0012.txt", None),
        ("120240506.txt", None),
        ("2024-05-06_2024-05-07.txt", None),
    ],
)
def test_dates_in_file_names(name: str, date: dt.date | None) -> None:
    assert date_in_name(name) == date


def test_dates_in_metadata() -> None:
    assert parse_date(dt.datetime(2024, 5, 6, 12)) == dt.date(2024, 5, 6)
    assert parse_date(" 2024-05-06T08:00:00 ") == dt.date(2024, 5, 6)
    assert parse_date("") is None
    with pytest.raises(ValueError, match="no date"):
        parse_date("五月六日")


@given(
    st.binary(max_size=300),
    st.sampled_from(["p.txt", "r.jsonl", "r.csv", "r.parquet", "r.jsonl.gz", "pages.csv"]),
)
def test_any_bytes_give_documents_or_rejects(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / name).write_bytes(data)
    documents, rejects = read(folder)
    if name == "p.txt":
        assert len(documents) + len(rejects) == 1
    assert all(r.detail for r in rejects)
