"""One run over the sample pages and its site, and a browser that may not use the network."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.report import write_site

NO_NETWORK = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]


@pytest.fixture(scope="session")
def result(sample_pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The tables of the sample pages."""
    return pipeline.run(sample_pages, out=tmp_path_factory.mktemp("report") / "tables")


@pytest.fixture(scope="session")
def site(result: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their site."""
    out = tmp_path_factory.mktemp("report") / "site"
    write_site(result.path, out)
    return out


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=NO_NETWORK)
        yield started
        started.close()


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    """A fresh profile; the test fails where a page asked the network, or a script failed."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    faults: list[str] = []

    def watch(page: Any) -> None:
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("websocket", lambda socket: asked.append(socket.url))

    made.on("page", watch)
    yield made
    made.close()
    assert not faults
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:", "blob:"))] == []


@pytest.fixture
def page(context: Any) -> Any:
    """An empty tab."""
    return context.new_page()


@pytest.fixture(scope="session")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of short records that follow one figure, contradict themselves, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("followed")
    held = {2021: 120, 2022: 180, 2023: 260, 2024: 310}
    texts = {
        f"{year + 1}-01-12": f"截至{year}年底，青河市总工会建成工会驿站{count}个。"
        for year, count in held.items()
    }
    texts["2025-02-20"] = "到2026年底，青河市总工会计划建成工会驿站400个。"
    texts["2025-03-02"] = "本次普查覆盖职工412人，其中女职工140人、男职工250人，女职工占64%。"
    records = [{"id": day, "text": text, "publication_date": day} for day, text in texts.items()]
    records.append({"id": "blank", "text": " "})
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    (folder / "records.jsonl").write_text(lines, encoding="utf-8")
    write_site(pipeline.run(folder / "records.jsonl", out=folder / "tables").path, folder / "site")
    return folder / "site"
