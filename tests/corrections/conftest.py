"""Pages of our own with facts that hang together, and one run over them."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline

PAGES = {
    "a1": "青河市新建职工驿站12个\n\n本报讯（记者 林晚）2024年3月，青河市总工会新建职工驿站12个，服务职工近3万人次。"
    "会议由青河市总工会主办，到会代表120名，其中女代表50名，男代表70名。\n",
    "a2": "临江区职工培训班开班\n\n本报讯（记者 苏禾）2024年4月，临江区总工会举办职工技能培训班，培训职工300名，合格率达95%。\n",
    "a3": "青河市职工驿站已达80个\n\n本报讯（记者 林晚）截至2023年底，青河市总工会共建成职工驿站80个。全市会员总数5万人。\n",
    "a4": "望溪区职工驿站揭牌\n\n本报讯（记者 高原）截至2023年底，青河市总工会共建成职工驿站85个。今年计划新建职工驿站20个。\n",
}


def write_pages(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in PAGES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder of the pages, to change."""
    return write_pages(tmp_path / "raw")


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Tables:
    """The pages' tables without corrections."""
    folder = tmp_path_factory.mktemp("plain")
    return pipeline.run(write_pages(folder / "raw"), folder / "out")
