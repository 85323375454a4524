"""The commands that the documents tell the reader to type."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.M | re.S)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
COMMENT = re.compile(r"(?:^|\s)#\s.*$", re.M)
ENDS = {"|", "&&", "||", ";", ">", ">>", "<"}


@dataclass(frozen=True)
class Typed:
    """A command as a document writes it: `words[0]` is baoshu or make."""

    where: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.where}: {' '.join(self.words)}"


def documents() -> list[Path]:
    """Every document of the repository that tells how to use it."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/**/*.md")]
    return sorted([*found, *ROOT.glob("tests/**/*.md"), *ROOT.glob("notebooks/*.ipynb")])


def text_of(path: Path) -> str:
    """The text of a document, of a notebook that of its Markdown cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def typed(path: Path) -> Iterator[Typed]:
    """The calls of baoshu and make in the fenced blocks and code spans of a document."""
    text, where = text_of(path), str(path.relative_to(ROOT))
    for block in FENCE.findall(text):
        for line in COMMENT.sub("", block.replace("\\\n", " ")).splitlines():
            yield from _calls(where, line)
    for span in SPAN.findall(FENCE.sub("", text)):
        yield from _calls(where, span)


def _calls(where: str, line: str) -> Iterator[Typed]:
    try:
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
        lexer.whitespace_split = True
        words = list(lexer)
    except ValueError:  # no shell: a piece of Python or YAML
        return
    words = ["baoshu", *words[3:]] if words[1:3] == ["-m", "pipeline"] else words
    while words and (re.fullmatch(r"[A-Z_]+=\S*", words[0]) or words[0] in ENDS):
        words = words[1:]
    if words and (words[0] in ("baoshu", "make") or words[0].endswith("/baoshu")) and len(words) > 1:
        end = next((i for i, word in enumerate(words) if word in ENDS), len(words))
        yield Typed(where, (Path(words[0]).name, *words[1:end]))
        yield from _calls(where, shlex.join(words[end + 1 :]))
