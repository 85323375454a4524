"""One run over the sample pages and its site, and a browser that may not use the network."""

from __future__ import annotations

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
