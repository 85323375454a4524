"""`baoshu show`: what it prints is the page, readable, whole and harmless."""

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len
from rich.console import Console

import pipeline
from pipeline.cli.main import cli
from pipeline.contract import mention_tables, table
from pipeline.errors import BaoshuError
from pipeline.terminal import lookup, print_pages, terminal
from pipeline.terminal.article import STYLES, raw_places

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
HOSTILE = (
    """青河市总工会建成职工驿站12个

本报讯（记者 林晚）近日，青河市总工会\x1b[31m在临江区\x1b]0;改名\x07建成职工驿站12个，\u202e服务职工\u202c300人次。[red]不是标记[/red]

全市\x9b2J职工\u200b踊跃参加，<script>alert(1)</script>共有80名\tpython职工报名。
"""
    + "临江区的环卫工人可以在驿站歇脚、喝水、热饭，也可以给手机充电。\n" * 30
)


def show(*arguments: object, folder: Path | None = None, code: int = 0) -> Result:
    where = ["--dir", str(folder)] if folder else []
    done = CliRunner().invoke(cli, ["show", *map(str, arguments), *where])
    if code == 0 and done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done


def test_a_page_is_extracted_on_the_spot_with_its_metadata(sample_pages: Path) -> None:
    done = show(sample_pages / "qixi-fair.txt")
    assert "三台岭工会周报 · published 2025-09-01 (supplied)" in done.stdout  # of pages.csv
    assert done.stdout.count("── qixi-fair:") == 3
    assert "统计事实 statistics" in done.stdout


def test_all_articles_of_a_document_or_one_of_them(sample_result: Path) -> None:
    whole = show("stations-district", folder=sample_result).stdout
    assert [f"── stations-district:{n}" in whole for n in range(4)] == [True, True, True, False]
    one = show("stations-district:1", folder=sample_result).stdout
    assert one.count("── ") == 1 and "把清凉送到一线" in one


def test_paragraphs_are_whole_and_column_breaks_closed(sample_result: Path) -> None:
    lines = show("stations-district:0", folder=sample_result).stdout.splitlines()
    article = pipeline.open_result(sample_result).articles.set_index("article_id").loc["stations-district:0"]
    assert [line for line in lines if line in article.body.split("\n")] == article.body.split("\n")
    assert "为186个驿站更换了空调" in "\n".join(lines)


def test_every_body_of_the_sample_pages_comes_out_line_by_line(sample_result: Path) -> None:
    folder = (sample_result / "current").resolve()
    articles = pipeline.open_result(sample_result).articles
    for article in articles.itertuples():
        console = Console(file=(out := io.StringIO()), width=100_000, color_system=None)
        print_pages(console, [lookup(folder, article.article_id)], ())
        lines = out.getvalue().splitlines()
        assert set(article.body.split("\n")) <= set(lines), article.article_id


def test_a_fact_is_marked_in_its_article_and_shown_with_all_columns(sample_result: Path) -> None:
    done = show("stations-district:0:f8", folder=sample_result)
    assert "上半年累计服务»近290万人次«。" in done.stdout
    for column in table("statistics").columns:
        assert re.search(rf"^{column.name} +{re.escape(column.zh)}", done.stdout, re.M), column.name


@pytest.mark.parametrize("letter", "edvns")
def test_any_mention_and_a_sentence_can_be_asked_for(letter: str, sample_result: Path) -> None:
    done = show(f"stations-district:0:{letter}0", folder=sample_result)
    assert len(re.findall("»[^«]+«", done.stdout)) == 1


def test_a_check_marks_the_facts_it_compares(sample_result: Path) -> None:
    done = show("stations-district:0:c0", folder=sample_result)
    assert re.findall("»(.+?)«", done.stdout) == ["412个", "203个", "126个", "83个"]
    assert re.search("^kind +类别 +sum", done.stdout, re.M)


def test_without_a_terminal_there_are_no_escape_codes_and_nothing_is_cut(sample_result: Path) -> None:
    done = show("feature-harbour", folder=sample_result)
    assert "\x1b" not in done.stdout and "…\n" not in done.stdout
    facts = pipeline.open_result(sample_result).statistics.query("document_id == 'feature-harbour'")
    rows = done.stdout.splitlines()
    for fact in facts.itertuples():
        own = fact.statistic_id.rpartition(":")[2]
        assert any(row.startswith(own) and fact.text in row and fact.predicate in row for row in rows), own


def test_colours_can_be_sent_into_a_pipe(sample_result: Path) -> None:
    done = show("stations-district:0", "--color", folder=sample_result)
    assert "\x1b[" in done.stdout
    plain = show("stations-district:0", "--no-color", folder=sample_result).stdout
    assert ESCAPE.sub("", done.stdout) == plain


def in_a_terminal(*arguments: object, **environment: str) -> str:
    """What a terminal of 80 columns gets."""
    import fcntl
    import struct
    import termios

    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 80, 0, 0))
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "FORCE_COLOR")}
    command = [sys.executable, "-m", "pipeline", "show", *map(str, arguments)]
    with subprocess.Popen(
        command, stdout=inner, env=clean | {"TERM": "xterm-256color"} | environment, cwd=Path.cwd()
    ):
        os.close(inner)
        got = b""
        while True:
            try:
                piece = os.read(outer, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            got += piece
    os.close(outer)
    return got.decode()


def test_a_terminal_gets_colours_and_lines_that_fit(sample_result: Path) -> None:
    shown = in_a_terminal("stations-district", "--dir", sample_result)
    assert "\x1b[" in shown
    assert max(cell_len(ESCAPE.sub("", line).rstrip("\r")) for line in shown.split("\n")) <= 80
    assert "No room for" in shown


@pytest.mark.parametrize(("option", "environment"), [(["--no-color"], {}), ([], {"NO_COLOR": "1"})])
def test_a_terminal_gets_no_escape_codes_where_they_are_not_wanted(
    option: list[str], environment: dict[str, str], sample_result: Path
) -> None:
    shown = in_a_terminal("stations-district:0:f3", "--dir", sample_result, *option, **environment)
    assert "\x1b" not in shown and "»412个«" in shown


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_wide_characters_align(width: int, sample_result: Path) -> None:
    console = Console(file=(out := io.StringIO()), width=width, color_system=None)
    print_pages(console, [lookup((sample_result / "current").resolve(), "stations-district:0")], None)
    lines = out.getvalue().splitlines()
    head = next(i for i, line in enumerate(lines) if re.match(r"id +text", line))
    at = cell_len(lines[head][: lines[head].index("measure")])
    rows = [line for line in lines[head + 2 :] if re.match(r"f\d+ ", line)]
    assert len(rows) == 16
    for row in rows:
        cells = [(cell_len(row[:i]), char) for i, char in enumerate(row)]
        assert all(char == " " for cell, char in cells if cell in (at - 2, at - 1)), row
        assert any(cell == at and char != " " for cell, char in cells), row


@pytest.mark.parametrize("name", mention_tables())
def test_tables_chooses_what_is_painted_and_listed(name: str, sample_result: Path) -> None:
    done = show("stations-district:0", "--tables", name, "--color", folder=sample_result).stdout
    assert f"{table(name).zh} {name}" in done
    others = [other for other in mention_tables() if other != name]
    assert not any(f"{table(other).zh} {other}" in done for other in others)
    assert set(STYLES) == set(mention_tables())


def test_an_unknown_table_is_bad_usage_that_names_the_known_ones(sample_result: Path) -> None:
    done = show("stations-district", "--tables", "facts,dates", folder=sample_result, code=2)
    assert "facts: the tables of mentions are entities, dates, numbers" in done.output


def test_what_a_page_holds_cannot_reach_the_terminal_as_a_command(tmp_path: Path) -> None:
    page = tmp_path / "evil.txt"
    page.write_text(HOSTILE, encoding="utf-8")
    pipeline.run(page, out=tmp_path / "out")
    folder = (tmp_path / "out" / "current").resolve()
    items = ["evil", *pipeline.open_result(tmp_path / "out").statistics.statistic_id]
    for item in items:
        shown = in_a_terminal(item, "--dir", tmp_path / "out")
        plain = ESCAPE.sub("", shown).replace("\r\n", "\n")
        assert all(char.isprintable() or char == "\n" for char in plain)
        assert "\x1b]" not in shown and "\x1b[31m" not in shown
    shown = show(page).stdout
    assert "␛[31m在临江区␛]0;改名␇建成" in shown  # to be seen, not obeyed
    assert "[red]不是标记[/red]" in shown and "<script>alert(1)</script>" in shown
    assert lookup(folder, "evil").document["raw_text"].count("\x1b") == 2


def test_an_id_that_is_not_there_is_answered_with_near_ones(sample_result: Path) -> None:
    folder = (sample_result / "current").resolve()
    for asked, near in [
        ("stations-distric", "stations-district"),
        ("stations-district:9", "stations-district:2"),
        ("stations-district:0:f99", "stations-district:0:f15"),
        ("stations-district:0:x1", "stations-district:0"),
    ]:
        with pytest.raises(BaoshuError, match=rf"B017.*{near}") as caught:
            lookup(folder, asked)
        assert f"no row of that id in {sample_result}" in str(caught.value)


def test_no_result_no_page_and_files_of_records_are_told_apart(tmp_path: Path, sample_pages: Path) -> None:
    for name, words in [
        ("nothing", r"B006.*no file nothing.*--dir"),
        (sample_pages / "briefs.jsonl", r"B018.*is no page.*baoshu run"),
    ]:
        with pytest.raises(BaoshuError, match=words):
            show(name, folder=tmp_path)
    (tmp_path / "scan.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    with pytest.raises(BaoshuError, match=r"B018.*scan.txt: not_text"):
        show(tmp_path / "scan.txt")


def test_lexicons_of_ones_own_are_tried_on_a_page(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(
        "青河市总工会喜添新家\n\n本报讯（记者 林晚）近日，青河总工会建成职工驿站12个。\n", encoding="utf-8"
    )
    (tmp_path / "aliases.csv").write_text("alias,name\n青河总工会,青河市总工会\n", encoding="utf-8")
    (tmp_path / "mine.toml").write_text('aliases = "aliases.csv"\n', encoding="utf-8")
    done = show(tmp_path / "page.txt", "--config", tmp_path / "mine.toml", "--tables", "entities")
    assert re.search("青河总工会 +ORG +青河市总工会", done.stdout)


def test_raw_places_follow_the_text_over_breaks() -> None:
    raw = "甲乙\n\n 丙丁\u3000戊"
    assert raw_places("乙丙丁戊", raw, 1) == [1, 5, 6, 8]
    assert raw_places("丁 戊", raw, 6) == [6, 6, 8]


def test_a_terminal_that_is_dumb_gets_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "dumb")
    assert terminal(Screen()).color_system is None
