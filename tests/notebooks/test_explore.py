"""The notebook runs from nothing to answers, and its charts show Chinese on a machine without Chinese fonts."""

import base64
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat", reason="pip install 'baoshu[notebook]'")
pytest.importorskip("nbmake", reason="pip install 'baoshu[notebook]'")

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "notebooks" / "explore.ipynb"

BARE_FONTS = """
from matplotlib import font_manager, get_cachedir, get_data_path
from pathlib import Path
manager = font_manager.FontManager()
own = Path(get_data_path())
manager.ttflist = [font for font in manager.ttflist if Path(font.fname).is_relative_to(own)]
assert manager.ttflist and not any("CJK" in font.name for font in manager.ttflist)
font_manager.json_dump(manager, Path(get_cachedir(), f"fontlist-v{manager.__version__}.json"))
"""
"""A font cache that knows only what matplotlib itself brings, as on a fresh machine."""


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The notebook as run by nbmake without a result and without fonts of the system, with its outputs."""
    folder = tmp_path_factory.mktemp("notebook")
    copy = folder / "explore.ipynb"
    copy.write_text(NOTEBOOK.read_text(encoding="utf-8"), encoding="utf-8")
    environment = os.environ | {
        "MPLCONFIGDIR": str(folder / "matplotlib"),
        "BAOSHU_RESULT": str(folder / "tables"),
        "PYTHONPATH": str(ROOT),
        "IPYTHONDIR": str(folder / "ipython"),
    }
    environment.pop("PYTEST_ADDOPTS", None)
    subprocess.run([sys.executable, "-c", BARE_FONTS], env=environment, check=True, capture_output=True)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "--nbmake", "--nbmake-timeout=240", "--overwrite", copy),
            *("--rootdir", folder, "-c", os.devnull, "-p", "no:cacheprovider"),  # none of our settings
        ],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return nbformat.read(copy, as_version=4)


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def test_it_runs_from_nothing_without_a_warning(executed: Any) -> None:
    said = [o["text"] for o in outputs(executed) if o["output_type"] == "stream" and o["name"] == "stderr"]
    assert said == []
    assert not [o for o in outputs(executed) if o["output_type"] == "error"]
    assert all(cell["execution_count"] for cell in executed.cells if cell["cell_type"] == "code")


def test_the_charts_are_drawn_and_no_glyph_is_missing(executed: Any) -> None:
    images = [o["data"]["image/png"] for o in outputs(executed) if "image/png" in o.get("data", {})]
    assert len(images) == 2
    assert "missing from" not in str(executed)  # matplotlib's warning of a glyph that the font lacks
    for image in images:
        from PIL import Image  # matplotlib needs it

        with Image.open(BytesIO(base64.b64decode(image))) as chart:
            assert chart.width > 800 and len(set(chart.convert("L").tobytes())) > 20


def test_without_our_font_the_test_would_see_it(tmp_path: Path) -> None:
    environment = os.environ | {"MPLCONFIGDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", BARE_FONTS], env=environment, check=True, capture_output=True)
    draw = "import matplotlib.pyplot as p; p.figtext(0, 0, '驿站'); p.savefig('x.png')"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", draw],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode and re.search(r"Glyph \d+ .* missing from", done.stderr)


def test_nothing_is_counted_twice_and_plans_stand_apart(executed: Any) -> None:
    tables = [o["data"]["text/plain"] for o in outputs(executed) if "text/plain" in o.get("data", {})]
    years = next(t for t in tables if t.startswith("status  actual  planned"))
    assert re.search(r"^2024 +600 +<NA>$", years, re.M)  # 360 told three times, and 240 told twice
    assert re.search(r"^2025 +<NA> +1620$", years, re.M)


def test_a_figure_is_led_back_to_its_words(executed: Any) -> None:
    printed = "".join(o["text"] for o in outputs(executed) if o["output_type"] == "stream")
    assert "建成工会驿站【412个】" in printed


def test_areas_are_joined_by_their_code(executed: Any) -> None:
    tables = [o["data"]["text/plain"] for o in outputs(executed) if "text/plain" in o.get("data", {})]
    joined = next(t for t in tables if "prefecture" in t and "surest" in t)
    assert re.search(r"山东省 +青岛市 +\d+", joined) and re.search(r"湖北省 +武汉市 +\d+", joined)


def test_the_repository_holds_no_outputs() -> None:
    stored = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(stored)
    for cell in stored.cells:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
    assert set(stored.metadata) <= {"kernelspec", "language_info"}
    assert set(stored.metadata["language_info"]) == {"name"}  # no version of whoever saved it last
