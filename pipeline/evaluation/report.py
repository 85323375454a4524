"""An evaluation as a table for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.evaluation.measures import Miss, Share, Tally

# Headings, and how the names of their measures begin; what begins otherwise stands under the last.
_SECTIONS = (
    (
        "Pages and articles",
        ("documents", "publication", "offsets", "articles", "headline", "title", "reporters"),
    ),
    ("Numbers", ("number",)),
    ("Dates", ("date",)),
    ("Entities", ("entities",)),
    ("Statistics", ("statistics", "checks")),
    ("Statistics by confidence", ("confidence",)),
    ("Events", ("",)),
)
_HEADER = ("", "score", "precision", "recall", "right", "of", "found")
_NOTE = (
    "score: F of precision and recall, or the share that is right. What stands in a document or article\n"
    "that was not found is counted only there; optional gold counts neither way. Of a band of confidence, `of`\n"
    "is how many rows lie in it."
)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A run scored against gold: `measures` by name, and every miss."""

    pages: int
    measures: dict[str, Tally | Share]
    misses: list[Miss]

    def to_text(self, misses: int = 0) -> str:
        """An aligned table, with up to `misses` misses of each kind below it."""
        lines = [f"{self.pages} gold {'page' if self.pages == 1 else 'pages'}"]
        rows = [(title, list(rows)) for title, rows in self._sections() if rows]
        cells = [row for _, section in rows for row in section]
        widths = [max(map(len, column)) for column in zip(_HEADER, *cells, strict=True)]
        for title, section in rows:
            lines += [
                "",
                _aligned((title, *_HEADER[1:]), widths),
                *(_aligned(row, widths) for row in section),
            ]
        lines += ["", _NOTE, *self._listed(misses)]
        return "\n".join(line.rstrip() for line in lines)

    def as_dict(self) -> dict[str, Any]:
        """Measures by name and all misses, ready for JSON."""
        measures = {name: measure.as_dict() for name, measure in self.measures.items()}
        return {"pages": self.pages, "measures": measures, "misses": [asdict(miss) for miss in self.misses]}

    def to_json(self) -> str:
        """Measures by name and all misses, as a JSON object."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1)

    def _sections(self) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
        for index, (title, _) in enumerate(_SECTIONS):
            names = [name for name in self.measures if _section(name) == index]
            if title == "Statistics by confidence":
                names.sort()
            yield title, [_cells(name, self.measures[name]) for name in names]

    def _listed(self, limit: int) -> Iterator[str]:
        kinds: dict[str, list[Miss]] = {}
        for miss in self.misses if limit > 0 else ():
            kinds.setdefault(miss.measure, []).append(miss)
        for kind, misses in sorted(kinds.items(), key=lambda item: _section(item[0])):
            more = len(misses) - limit
            yield from ("", f"{kind}: {len(misses)}")
            yield from (f"  {miss}" for miss in misses[:limit])
            if more > 0:
                yield f"  and {more} more"


def _section(name: str) -> int:
    return next(i for i, (_, starts) in enumerate(_SECTIONS) if name.startswith(starts))


def _cells(name: str, measure: Tally | Share) -> tuple[str, ...]:
    if isinstance(measure, Share):
        return (f"  {name}", f"{measure.score():.3f}", "", "", str(measure.ok), str(measure.n), "")
    scores = (f"{value:.3f}" for value in (measure.score(), measure.precision, measure.recall))
    return (f"  {name}", *scores, str(measure.right), str(measure.gold), str(measure.found))


def _aligned(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *rest = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join([cells[0].ljust(len(first)), *rest])
