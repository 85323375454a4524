"""The walk through CONTRIBUTING.md leads where it says, and files that documents name are there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.extractors.numbers import find_numbers

from .commands import FENCE, ROOT, SPAN, documents, text_of

WALK = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLES, UNITS = re.findall(r"^   ```yaml\n(.*?)^   ```", WALK, re.M | re.S)
ASKED = """
import sys
from pipeline.extractors.numbers import find_numbers
for text in sys.argv[1:]:
    print(*[text[m.start : m.end] + " " + (m.unit_kind or "") for m in find_numbers(text)])
"""


def lines(block: str) -> list[str]:
    return [line.removeprefix("   ") for line in block.splitlines()]


def test_the_sentence_of_the_walk_is_not_read_yet() -> None:
    (sentence,) = re.findall("text: '(.+)'", EXAMPLES)
    assert find_numbers(sentence) == [], "it is known by now: choose another example"


def test_the_rule_of_the_walk_does_what_the_walk_says(tmp_path: Path) -> None:
    copy = tmp_path / "pipeline"
    shutil.copytree(ROOT / "pipeline", copy, ignore=shutil.ignore_patterns("__pycache__", "*.crfsuite"))
    file = copy / "extractors" / "numbers" / "units.yaml"
    rule, counter = lines(UNITS)
    head, items = file.read_text(encoding="utf-8").split("\nitems:\n")
    new = counter.removeprefix("  counter: [").partition(", ")[0]
    assert counter.replace(f"{new}, ", "") in items, "the walk shows another list than the file"
    items = items.replace("  units:\n", f"  units:\n{rule}\n", 1)
    file.write_text(f"{head}\nitems:\n{items}", encoding="utf-8")
    (sentence,) = re.findall("text: '(.+)'", EXAMPLES)
    done = subprocess.run(
        [sys.executable, "-c", ASKED, sentence, new, "他一顶到底。", "三十顶帐篷"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines() == ["300顶 items", "", "", "三十顶 items"]


@pytest.mark.parametrize("path", documents(), ids=lambda p: str(p.relative_to(ROOT)))
def test_files_that_are_named_are_there(path: Path) -> None:
    for span in SPAN.findall(FENCE.sub("", text_of(path))):
        if re.fullmatch(r"(?:pipeline|tests|docs|notebooks|scripts|corpora|examples)/[\w./*-]*", span):
            assert list(ROOT.glob(span.rstrip("/"))), span
