"""The site in a real browser, as analysts use it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.report.chunks import Chunks
from pipeline.report.facts import FACT_COLUMNS, fact_row
from pipeline.report.folder import MARK

FACTS = 20_000
MILLISECONDS = 200


def test_from_the_front_page_to_the_words_of_a_figure(site: Path, page: Any, result: Any) -> None:
    page.goto((site / "index.html").as_uri())
    page.click("#indicators h3 a[href='facts.html#indicator=service_stations']")
    page.wait_for_selector(".tabulator-row")
    stations = result.statistics[result.statistics.indicator == "service_stations"]
    assert page.inner_text("#count").startswith(f"{len(stations)} ")
    figure = page.locator(".tabulator-row a.figure").first
    words = figure.get_attribute("title")
    figure.click()
    page.wait_for_selector("#text .target")
    assert "".join(page.locator("#text .target").all_inner_texts()) == words == stations.iloc[0].text
    assert page.locator("#text .target").first.evaluate(
        "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }"
    )
    assert "service_stations" in page.inner_text("#details")
    marks = page.frame_locator("#raw").locator("mark")
    marks.first.wait_for()
    assert "".join(marks.all_inner_texts()) == words
    page.locator("tr.sought a", has_text="在事实表中").click()
    page.wait_for_selector(".tabulator-row.sought")
    assert page.locator(".tabulator-row.sought a.figure").get_attribute("title") == words


def test_filters_agree_with_the_table(site: Path, page: Any, result: Any) -> None:
    facts = result.statistics
    page.goto((site / "facts.html").as_uri())
    page.wait_for_selector(".tabulator-row")

    def left(**fields: str) -> int:
        page.click("button[type=reset]")
        for name, value in fields.items():
            box = page.locator(f"#filters [name={name}]")
            if name in ("indicator", "status"):
                box.select_option(value)
            else:
                box.fill(value)
        page.wait_for_timeout(300)
        return int(page.inner_text("#count").split()[0].replace(",", ""))

    assert left() == len(facts)
    assert left(status="planned") == (facts.status == "planned").sum()
    assert left(min="0.9") == (facts.confidence.round(3) >= 0.9).sum()
    assert left(subject="总工会") == facts.subject.fillna("").str.contains("总工会").sum()
    assert left(place="白鹭洲") == facts.place.fillna("").str.contains("白鹭洲").sum()
    last = facts.period_end.fillna(facts.period_start).astype(str)
    first = facts.period_start.fillna(facts.period_end).astype(str)
    assert (
        left(**{"from": "2024", "to": "2024"})
        == ((last >= "2024-01-01") & (first <= "2024-12-31") & (last < "9")).sum()
    )
    both = facts[facts.sentence.str.contains("驿站") & facts.sentence.str.contains("新建")]
    assert len(both) <= left(search="驿站 新建") < len(facts)
    assert left(indicator="service_stations", status="planned") > 0
    assert "indicator=service_stations" in page.url


@pytest.fixture(scope="module")
def big_site(site: Path, result: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The facts page with the sample facts repeated to 20,000 rows by the site's own writer."""
    big = tmp_path_factory.mktemp("big") / "site"
    big.mkdir()
    (big / "static").symlink_to(site / "static")
    (big / MARK).write_text("{}")
    (big / "data").mkdir()
    (big / "data" / "words.js").write_bytes((site / "data" / "words.js").read_bytes())
    articles = {row["article_id"]: row for row in result.arrow("articles").to_pylist()}
    facts = result.arrow("statistics").to_pylist()
    chunks = Chunks(big, "facts", FACT_COLUMNS)
    for number in range(FACTS):
        fact = copy.copy(facts[number % len(facts)])
        fact["subject"] = f"{fact['subject'] or '单位'}{number // len(facts)}"
        chunks.add(fact_row(articles[fact["article_id"]], fact))
    chunks.close()
    assert len(chunks.files) == 2
    text = (site / "facts.html").read_text(encoding="utf-8")
    one = '<script src="data/facts-000.js"></script>'
    assert one in text
    (big / "facts.html").write_text(
        text.replace(one, "".join(f'<script src="{f}"></script>' for f in chunks.files)), encoding="utf-8"
    )
    return big


def test_twenty_thousand_facts_filter_within_200_milliseconds(big_site: Path, page: Any) -> None:
    page.goto((big_site / "facts.html").as_uri())
    page.wait_for_selector(".tabulator-row")
    assert page.inner_text("#count").endswith("20,000")
    # from the change of a filter until the browser has laid the new rows out
    measure = """async ([name, value]) => {
        const field = document.querySelector(`#filters [name=${name}]`);
        field.value = value;
        const start = performance.now();
        document.getElementById("filters").requestSubmit();
        document.getElementById("table").getBoundingClientRect();
        const filtered = performance.now() - start;
        return [filtered, BAOSHU.table.getDataCount("active"), document.querySelectorAll(".tabulator-row").length];
    }"""
    slowest = 0.0
    for name, value in [
        ("indicator", "service_stations"), ("indicator", ""), ("search", "驿站"), ("search", "驿站 新建"),
        ("search", ""), ("subject", "总工会1"), ("subject", ""), ("status", "planned"), ("status", ""),
        ("from", "2024"), ("min", "0.9"),
    ]:  # fmt: skip
        timings = []
        for _ in range(2):  # the better of two: others work on the machine as well
            milliseconds, rows, drawn = page.evaluate(measure, [name, value])
            timings.append(milliseconds)
            assert 0 < rows <= FACTS and 0 < drawn < 200
        slowest = max(slowest, min(timings))
    print(json.dumps({"slowest filter, ms": round(slowest, 1)}))
    assert slowest <= MILLISECONDS


def test_language_switch_stays_and_marks_the_language(site: Path, page: Any) -> None:
    page.goto((site / "index.html").as_uri())
    assert page.get_attribute("html", "lang") == "zh-Hans"
    assert page.inner_text("h1") == "概览"
    page.click("#language")
    assert page.inner_text("h1") == "Overview"
    for name in ("facts.html", "articles.html", "dictionary.html"):
        page.goto((site / name).as_uri())
        assert page.get_attribute("html", "lang") == "en"
        assert page.inner_text("nav a[aria-current]") in ("Facts", "Articles", "Dictionary")
    page.goto((site / "facts.html").as_uri())
    page.wait_for_selector(".tabulator-row")
    assert "confidence" in page.inner_text(".tabulator-header")
    page.click("#language")
    assert "置信度" in page.inner_text(".tabulator-header")


def test_the_site_works_where_the_browser_keeps_no_storage(site: Path, context: Any) -> None:
    page = context.new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } });"
    )
    page.goto((site / "index.html").as_uri())
    page.click("#language")
    assert page.inner_text("h1") == "Overview"


@pytest.fixture
def reader(site: Path, page: Any) -> Any:
    """The page of the article with the most facts."""
    best = max(
        (site / "articles").rglob("*.html"), key=lambda path: path.read_text(encoding="utf-8").count("row-f")
    )
    page.goto(best.as_uri())
    return page


def test_an_article_opens_at_its_top_and_its_raw_page_at_the_article(site: Path, page: Any) -> None:
    page.set_viewport_size({"width": 1280, "height": 600})
    for path in (site / "articles").rglob("*.html"):
        page.goto(path.as_uri())
        raw = next(frame for frame in page.frames if "/pages/" in frame.url)
        raw.wait_for_selector("mark")
        assert page.evaluate("scrollY") == 0
        assert 0 <= raw.evaluate("document.querySelector('mark').getBoundingClientRect().top") < 600


def test_the_legend_switches_a_table_off(reader: Any) -> None:
    style = "e => getComputedStyle(e).backgroundColor"
    fact = reader.locator("#text .m.s").first
    assert fact.evaluate(style) != "rgba(0, 0, 0, 0)"
    reader.uncheck("#legend input[value=s]")
    assert fact.evaluate(style) == "rgba(0, 0, 0, 0)"
    reader.check("#legend input[value=s]")
    assert fact.evaluate(style) != "rgba(0, 0, 0, 0)"


def test_hover_and_arrow_keys_show_the_rows_of_the_words(reader: Any) -> None:
    reader.locator("#text .m.s").first.hover()
    assert "置信度" in reader.inner_text("#details")
    reader.mouse.move(5, 5)
    reader.focus("#text")
    seen = set()
    for _ in range(6):
        reader.keyboard.press("ArrowRight")
        assert reader.evaluate("document.activeElement.dataset.m !== undefined")
        seen.add(reader.inner_text("#details"))
    assert len(seen) > 2
    reader.keyboard.press("Escape")
    assert reader.locator("#details").is_hidden()


def test_charts_are_drawn_with_marks_that_lead_to_words(site: Path, page: Any) -> None:
    page.goto((site / "index.html").as_uri())
    page.wait_for_selector(".chart[data-drawn] svg .mark-symbol path")
    page.locator(".chart .mark-symbol path").last.click()
    page.wait_for_selector("#text .target")


@pytest.mark.parametrize("width", [1280, 400])
def test_no_page_is_wider_than_the_screen(site: Path, page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    articles = sorted((site / "articles").rglob("*.html"))[:3]
    raw = sorted((site / "pages").rglob("*.html"))[:2]
    for path in [*site.glob("*.html"), *articles, *raw]:
        for language in ("zh", "en"):
            page.goto(f"{path.as_uri()}?lang={language}")
            page.wait_for_timeout(150)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_on_a_phone_the_raw_page_is_a_tab(site: Path, page: Any) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(next((site / "articles").rglob("*.html")).as_uri())
    assert page.locator("#raw").is_hidden()
    page.click("#tab-raw")
    assert page.locator("#raw").is_visible() and page.locator("#text").is_hidden()


def test_tabs_reach_every_control_of_the_facts_page(site: Path, page: Any) -> None:
    page.goto((site / "facts.html").as_uri())
    page.wait_for_selector(".tabulator-row")
    reached = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.name || document.activeElement.className"))
    assert {
        "search",
        "indicator",
        "subject",
        "place",
        "status",
        "from",
        "to",
        "min",
        "max",
        "figure",
    } <= reached


def test_a_followed_figure_has_a_chart_and_its_values_with_their_periods(followed: Path, page: Any) -> None:
    page.goto((followed / "index.html").as_uri())
    one = page.locator(".series .one").first
    one.locator("svg .mark-symbol path").first.wait_for()
    assert one.locator("svg .mark-symbol path").count() == 4
    assert one.locator("svg .mark-line path").count() == 1
    told = [line.split("\t")[:2] for line in one.locator("table").inner_text().splitlines()]
    assert told[0] == ["– 2021-12-31", "120 个"] and told[-1] == ["– 2024-12-31", "310 个"]
    one.locator("a").last.click()
    page.wait_for_selector("#text .target")
    assert page.inner_text("#text .target") == "310个"


def test_plans_have_another_colour_and_shape_than_what_is(followed: Path, page: Any) -> None:
    page.goto((followed / "index.html").as_uri())
    marks = page.locator(".charted > .chart .mark-symbol path")
    marks.first.wait_for()
    drawn = marks.evaluate_all("all => all.map(m => [m.getAttribute('fill'), m.getAttribute('d')])")
    plans = [mark for mark in drawn if mark[0] == "#D55E00"]
    assert len(plans) == 1 and len(drawn) == 5
    assert plans[0][1] not in [shape for colour, shape in drawn if colour != "#D55E00"]


def test_failed_checks_and_rejects_stand_on_the_front_page(followed: Path, page: Any) -> None:
    page.goto((followed / "index.html").as_uri())
    assert "412" in page.inner_text("#checks") and "390" in page.inner_text("#checks")
    assert "records.jsonl#7" in page.inner_text("#rejects")
    page.click("#checks a")
    page.wait_for_selector("#text .target")
    assert page.inner_text("#text .target") == "412人"
