"""The guides say the same in both languages, and what they say is so."""

import csv
import datetime as dt
import io
import re
from pathlib import Path

import pytest

import pipeline
from pipeline.config import Config
from pipeline.contract import contract, table_names

from .commands import FENCE, ROOT, documents, text_of, typed

ENGLISH, CHINESE = ROOT / "docs" / "guide.md", ROOT / "docs" / "guide.zh-CN.md"
GUIDES = [ENGLISH, CHINESE]
HEADING = re.compile(r"^(#{1,6}) (.+)$", re.M)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def sections(path: Path) -> list[str]:
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    return [f"{level} {re.match(r'[0-9.]*', words)[0]}" for level, words in HEADING.findall(text)]


def rows(path: Path) -> list[list[str]]:
    """The table rows of a document, as cells."""
    lines = re.findall(r"^\|(.+)\|$", path.read_text(encoding="utf-8"), re.M)
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def anchor(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    words = re.sub(r"[`*]|\[|\]\([^)]*\)", "", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


def test_both_languages_carry_the_same_sections() -> None:
    assert sections(ENGLISH) == sections(CHINESE)
    assert len(sections(ENGLISH)) > 10


def test_both_languages_carry_the_same_commands_and_files() -> None:
    def bare(path: Path) -> list[tuple[str, ...]]:
        return [call.words for call in typed(path)]

    def files(path: Path) -> list[str]:
        return re.findall(r"^```(?:yaml|csv)\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S)

    assert bare(ENGLISH) == bare(CHINESE)
    assert files(ENGLISH) == files(CHINESE) != []


def test_both_languages_say_as_much() -> None:
    shapes = [[len(row) for row in rows(path)] for path in GUIDES]
    assert shapes[0] == shapes[1]
    names = [
        set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)?)`", path.read_text(encoding="utf-8"))) for path in GUIDES
    ]
    assert names[0] == names[1]


def test_the_readmes_of_both_languages_carry_the_same_sections() -> None:
    counts = []
    for name in ("README.md", "README.zh-CN.md"):
        text = FENCE.sub("", (ROOT / name).read_text(encoding="utf-8"))
        counts.append([level for level, _ in HEADING.findall(text) if len(level) < 3])
    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", documents(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in LINK.findall(FENCE.sub("", text_of(path))):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, part = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        if part:
            text = FENCE.sub("", target.read_text(encoding="utf-8"))
            assert part in {anchor(words) for _, words in HEADING.findall(text)}, link


@pytest.mark.parametrize("path", GUIDES, ids=lambda p: p.name)
def test_the_measured_quality_is_that_of_the_readme(path: Path) -> None:
    readme = {row[0]: row[1:] for row in rows(ROOT / "README.md") if len(row) == 3}
    measured = [row for row in rows(path) if len(row) == 4 and re.fullmatch(r"[01]\.\d{3}", row[2])]
    assert len(measured) > 15
    for table, measure, *figures in measured:
        assert readme.get(measure) == figures, measure
        assert table.strip("`") in table_names()
    day = re.search(r"Measured on (\d{4}-\d\d-\d\d)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert day is not None and day[1] in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", GUIDES, ids=lambda p: p.name)
def test_the_table_of_hedges_is_what_comes_out(path: Path) -> None:
    def written(value: float | None) -> str:
        return "" if value is None else f"{value:g}" if value < 1e6 else f"{value:.0f}"

    shown = [row for row in rows(path) if len(row) == 5 and row[2].startswith("`")]
    assert len(shown) > 5
    for words, *expected in shown:
        (row,) = pipeline.extract(f"全区共有驿站{words}。", "2025-05-01").arrow("numbers").to_pylist()
        got = [written(row["value"]), f"`{row['bound']}`", written(row["low"]), written(row["high"])]
        assert got == expected, words


@pytest.mark.parametrize("path", GUIDES, ids=lambda p: p.name)
def test_tables_and_columns_that_are_named_exist(path: Path) -> None:
    for table, column in re.findall(r"`([a-z]+)\.([a-z_]+)`", path.read_text(encoding="utf-8")):
        if table in table_names():
            assert column in {c.name for c in contract()[table].columns}, f"{table}.{column}"
    asked = [row for row in rows(path) if len(row) == 3 and row[1].startswith("`")]
    assert {name for row in asked for name in re.findall(r"`([a-z]+)`", row[1])} >= set(table_names()) - {
        *("articles", "sentences")
    }


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", ENGLISH.read_text(encoding="utf-8"), re.M | re.S)


def test_the_lexicons_of_the_guide_do_what_it_says(tmp_path: Path) -> None:
    (aliases,), (indicators, events) = blocks("csv"), blocks("yaml")
    settings = {}
    for name, text in [("aliases", aliases), ("indicators", indicators), ("events", events)]:
        settings[name] = tmp_path / name
        settings[name].write_text(text, encoding="utf-8")
    text = "送书到工地\n\n本报讯（记者 林晚）近日，青河总工会建成书屋35个，培训书屋管理员40名，工友课堂开到工地。\n"
    day = dt.date(2025, 5, 6)
    plain = pipeline.extract(text, day)
    ours = pipeline.extract(text, day, config=Config(**{k: str(v) for k, v in settings.items()}))
    figures = ours.statistics.set_index("text")
    assert figures.indicator["35个"] == "reading_corners" != plain.statistics.indicator[0]
    assert figures.indicator["40名"] != "reading_corners"
    assert "工友课堂" in set(ours.events.trigger) - set(plain.events.trigger)
    (alias,) = csv.DictReader(io.StringIO(aliases))
    assert dict(zip(ours.entities.text, ours.entities.name, strict=True))[alias["alias"]] == alias["name"]
