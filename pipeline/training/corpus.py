"""Annotated corpora: our own, with inline marks, and Universal NER's IOB2 files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import BaoshuError

TYPES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "TITLE", "AWARD", "EVENT", "LAW"})
_MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked name: half-open code points into its line."""

    start: int
    end: int
    type: str


@dataclass(slots=True)
class Line:
    text: str
    marks: list[Mark] = field(default_factory=list)


@dataclass(slots=True)
class Article:
    """An article of a corpus: its id and its lines in order."""

    id: str
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def read_line(marked: str) -> Line:
    """`[青河市总工会|ORG]召开会议` as text and marks. Raises ValueError for an unknown type or a stray bracket."""
    parts: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for m in _MARK.finditer(marked):
        before = marked[at : m.start()]
        if m[2] not in TYPES:
            raise ValueError(f"unknown type {m[2]!r} in {m[0]!r}")
        parts += [before, m[1]]
        length += len(before)
        marks.append(Mark(length, length + len(m[1]), m[2]))
        length += len(m[1])
        at = m.end()
    parts.append(marked[at:])
    text = "".join(parts)
    if re.search(r"[\[\]|]", text):
        raise ValueError(f"a stray bracket or bar in {text!r}")
    return Line(text, marks)


def read_corpus(folder: Path) -> Iterator[Article]:
    """The articles of all `*.txt` files of a folder, in the order of their names.

    Raises BaoshuError B010 with file and line for what is not well-formed.
    """
    for path in sorted(folder.glob("*.txt")):
        article: Article | None = None
        for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if row.startswith("# "):
                article = Article(row.split()[1])
                continue
            if not row.strip():
                if article is not None and article.lines:
                    yield article
                article = None
                continue
            if article is None:
                raise BaoshuError(
                    "B010", f"{path}:{number}: a sentence outside an article.", "Begin it with `# id`."
                )
            try:
                article.lines.append(read_line(row.strip()))
            except ValueError as error:
                raise BaoshuError("B010", f"{path}:{number}: {error}.") from None
        if article is not None and article.lines:
            yield article


_UNER = {"PER": "PERSON", "LOC": "LOC", "ORG": "ORG"}


def read_uner(path: Path) -> Iterator[Article]:
    """A Universal NER file: one token a line, IOB2 in the third column, sentences parted by blank lines."""
    lines: list[Line] = []
    text = ""
    marks: list[tuple[int, int, str]] = []
    for row in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if row.startswith("#"):
            continue
        if not row.strip():
            if text:
                lines.append(Line(text, [Mark(*m) for m in marks]))
            text, marks = "", []
            continue
        _, token, label, *_ = row.split("\t")
        if label.startswith("B-"):
            marks.append((len(text), len(text) + len(token), _UNER.get(label[2:], label[2:])))
        elif label.startswith("I-") and marks:
            marks[-1] = (marks[-1][0], len(text) + len(token), marks[-1][2])
        text += token
    for index, line in enumerate(lines):
        yield Article(f"{path.stem}-{index}", [line])
