"""The text that is measured: the sample pages' articles, repeated up to a size."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

from pipeline.config import Config
from pipeline.layout import read_layout
from pipeline.reading import SourceDocument, read_inputs

SAMPLES = Path(__file__).parent.parent / "data" / "raw"


def sample_pages() -> list[str]:
    """The decoded raw texts of the sample pages, records left out."""
    found = (d for d in read_inputs([SAMPLES], Config()) if isinstance(d, SourceDocument))
    return [d.text for d in found if not d.is_record]


def sample_text(chars: int) -> str:
    """Clean text of about so many code points, one paragraph a line."""
    pages = [read_layout(page).view.text for page in sample_pages()]
    parts: list[str] = []
    size = 0
    for page in cycle(pages):
        if size >= chars:
            break
        parts.append(page)
        size += len(page) + 1
    return "\n".join(parts)[:chars]
