"""The site as files: every link leads somewhere, hostile pages do no harm, nothing foreign is replaced."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

import pipeline
from pipeline.errors import BaoshuError
from pipeline.report import write_site
from pipeline.report.names import article_file, page_key
from pipeline.report.overview import Overview, series_view

HOSTILE = "<script>alert(1)</script>"


class _Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors: set[str] = set()
        self.scripts: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.targets += [found[name] or "" for name in ("href", "src") if name in found]
        if found.get("id"):
            self.anchors.add(str(found["id"]))
        if tag == "script":
            self.scripts.append(found)


def test_every_link_leads_to_a_file_and_an_anchor_of_the_site(site: Path) -> None:
    pages = {path: _Links(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    assert len(pages) > 60
    for path, links in pages.items():
        for target in links.targets:
            name, _, anchor = target.partition("#")
            file = (path.parent / unquote(name)).resolve() if name else path
            assert file.is_file(), (path, target)
            assert file.is_relative_to(site)
            if anchor and "=" not in anchor and not re.fullmatch(r"\d+-\d+", anchor):
                assert anchor in pages[file].anchors, (path, target)


def test_no_page_holds_a_script_of_its_own_or_names_a_network_address(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for script in _Links(text).scripts:
            assert script.get("src") or script.get("type") == "application/json"
        assert "http://" not in text and "https://" not in text


def test_the_marked_text_is_the_raw_text_and_each_mark_the_mention(site: Path, result: Any) -> None:
    raw = {row["document_id"]: row["raw_text"] for row in result.arrow("documents").to_pylist()}
    for article in result.arrow("articles").to_pylist():
        page = (site / article_file(page_key(article["article_id"]))).read_text(encoding="utf-8")
        body = page.split('id="text"', 1)[1].split(">", 1)[1].split("</div>", 1)[0]
        text = html.unescape(re.sub(r"<[^>]*>", "", body))
        assert raw[article["document_id"]][article["start"] : article["end"]] in text
        assert text in raw[article["document_id"]]  # a caption's mentions may stand behind the article's end
        rows = json.loads(page.split('id="rows">', 1)[1].split("</script>", 1)[0])
        for key, (_, start, end, _) in enumerate(rows["mentions"]):
            pieces = re.findall(rf'data-m="(?:\d+ )*{key}(?: \d+)*"[^>]*>([^<]*)<', body)
            assert html.unescape("".join(pieces)) == raw[article["document_id"]][start:end]


def test_every_fact_is_in_the_facts_table(site: Path, result: Any) -> None:
    source = (site / "data" / "facts-000.js").read_text(encoding="utf-8")
    chunk = json.loads(source[source.index("push(") + 5 : source.rindex(")")])
    rows = [dict(zip(chunk["columns"], row, strict=True)) for row in chunk["rows"]]
    facts = result.arrow("statistics").to_pylist()
    assert [row["sentence"] for row in rows] == [fact["sentence"] for fact in facts]
    assert [row["value"] for row in rows] == [fact["value"] for fact in facts]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of records whose ids, titles and texts mean harm."""
    folder = tmp_path_factory.mktemp("hostile")
    ids = ["../../出逃", "a/b:c#d?e%2f", "表情😀 空格", f"{HOSTILE}</title>", "x" * 300]
    records = [
        {
            "id": name,
            "title": f"{HOSTILE}青河市新建驿站",
            "text": f"</script>{HOSTILE}青河市总工会建成驿站{i + 3}个。\r\n😀\x01建成<b>书屋</b>{i + 2}家，--><!--\u2028完。",
            "publication_date": "2024-03-05",
        }
        for i, name in enumerate(ids)
    ]
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    (folder / "records.jsonl").write_text(lines, encoding="utf-8")
    found = pipeline.run(folder / "records.jsonl", out=folder / "tables")
    assert found.row_count("documents") == len(ids) and found.row_count("statistics")
    write_site(found.path, folder / "site")
    return folder / "site"


def test_ids_of_any_kind_give_files_within_the_site(hostile: Path) -> None:
    names = [str(path.relative_to(hostile)) for path in hostile.rglob("*.html")]
    assert len([name for name in names if name.startswith("articles/")]) == 5
    assert all(re.fullmatch(r"[a-z0-9/.]+", name) for name in names)
    assert {path.name for path in hostile.parent.iterdir()} >= {"site", "tables", "records.jsonl"}


def test_scripts_in_pages_are_text(hostile: Path) -> None:
    for path in [*hostile.rglob("*.html"), *hostile.joinpath("data").glob("*.js")]:
        text = path.read_text(encoding="utf-8")
        assert HOSTILE not in text
        assert "alert(1)" not in text or "&lt;script&gt;" in text or "\\u003cscript" in text


def test_scripts_in_pages_do_not_run(hostile: Path, page: Any) -> None:
    dialogs: list[Any] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog), dialog.dismiss()))
    for path in sorted(hostile.rglob("*.html")):
        page.goto(path.as_uri())
        if path.parent.parent.name == "articles":
            assert "<script>alert(1)</script>" in page.inner_text("#text")
            page.locator("#text [data-m]").first.click()
            assert page.locator("#details dd").count() > 3
    page.goto((hostile / "facts.html").as_uri())
    page.wait_for_selector(".tabulator-row")
    assert HOSTILE in page.inner_text("#table")
    assert dialogs == []


def test_offsets_stay_true_on_a_raw_page_with_astral_and_control_characters(hostile: Path, page: Any) -> None:
    for path in sorted((hostile / "articles").rglob("*.html")):
        page.goto(path.as_uri())
        page.locator("td a[href^='#f']").last.click()
        marked = page.frame_locator("#raw").locator("mark")
        marked.first.wait_for()
        assert marked.all_inner_texts() == page.locator("#text .target").all_inner_texts()


def test_a_second_report_replaces_the_first(result: Any, tmp_path: Path) -> None:
    write_site(result.path, tmp_path / "site")
    (tmp_path / "site" / "articles" / "old.html").write_text("old")
    written = write_site(result.path, tmp_path / "site")
    assert not (tmp_path / "site" / "articles" / "old.html").exists()
    assert written.articles == result.row_count("articles")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_same_result_gives_the_same_site(result: Any, site: Path, tmp_path: Path) -> None:
    write_site(result.path, tmp_path / "again")
    for path in site.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "again" / path.relative_to(site)).read_bytes()


def test_a_folder_that_is_no_site_is_left_alone(result: Any, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("mine")
    with pytest.raises(BaoshuError, match="B004"):
        write_site(result.path, tmp_path / "home")
    assert (tmp_path / "home" / "letter.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_report_that_fails_leaves_the_earlier_site(result: Any, tmp_path: Path) -> None:
    write_site(result.path, tmp_path / "site")
    with pytest.raises(BaoshuError, match="B006"):
        write_site(tmp_path / "empty", tmp_path / "site")
    assert (tmp_path / "site" / "index.html").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_result_without_documents_gives_a_site_too(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "blank.txt").write_text(" \n")
    found = pipeline.run(tmp_path / "in", out=tmp_path / "tables")
    write_site(found.path, tmp_path / "site")
    assert "blank.txt" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_a_series_tells_plans_from_what_is() -> None:
    base = {
        "series_id": "s",
        "indicator": "service_stations",
        "subject": "青河市总工会",
        "measure": "驿站",
        "predicate": "建成",
        "per": None,
        "period_start": None,
        "unit": "个",
        "conflict": False,
    }
    import datetime as dt

    points = [
        base
        | {
            "period_end": dt.date(year, 12, 31),
            "value": 10.0 * year,
            "low": 0.0,
            "high": 0.0,
            "statistic_ids": [f"a:0:f{year}"],
        }
        for year in (2023, 2024, 2025)
    ]
    found = {
        f"a:0:f{year}": {
            "status": "planned" if year == 2025 else "actual",
            "bound": "exact",
            "value": 1.0,
            "unit": "个",
        }
        for year in (2023, 2024, 2025)
    }
    view = series_view(points, found)
    assert [point["status"] for point in view["points"]] == ["actual", "actual", "planned"]
    assert [mark[2] for mark in view["marks"]] == ["actual", "actual", "planned"]
    assert [point["period"] for point in view["points"]] == ["– 2023-12-31", "– 2024-12-31", "– 2025-12-31"]


def test_the_overview_holds_a_bounded_sample() -> None:
    import datetime as dt

    from pipeline.report.overview import SAMPLE, Figures

    overview = Overview([])
    figures = Figures()
    fact = {
        "statistic_id": "a:0:f0", "status": "actual", "subject": None, "predicate": None, "measure": "驿站",
        "value": 1.0, "low": 1.0, "high": 1.0, "bound": "exact", "unit": "个", "text": "1个",
        "period_start": None, "period_end": dt.date(2024, 1, 1),
    }  # fmt: skip
    for _ in range(3 * SAMPLE):
        overview._count(figures, fact)
    assert len(figures.samples["个"]) == SAMPLE
    assert figures.facts == figures.units["个"] == 3 * SAMPLE
