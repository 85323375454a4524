"""An article as lines of styled text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from pipeline.terminal.lookup import Row
from pipeline.terminal.safe import safe

STYLES = {
    "entities": "black on #56b4e9",
    "dates": "black on #2fb58a",
    "numbers": "black on #f0e442",
    "events": "black on #d997bd",
    "statistics": "bold underline black on #f0a020",
}
"""Table -> style: the colours of Okabe and Ito (2008), which the colour-blind can tell, lightened where
black on them was hard to read. Later ones are painted over earlier ones: a fact over its number."""

MARKED = "bold white on #b00000"
OPEN, CLOSE = "»", "«"
"""Set around the words that were asked for, so that they are found without colour as well."""

Span = tuple[int, int, str]
"""Raw start and end, style."""


def spans(rows: Mapping[str, Sequence[Row]], tables: Sequence[str]) -> list[Span]:
    """What is to be painted of the mentions of `tables`, in the order of painting."""
    return [
        (row["start"], row["end"], style)
        for name, style in STYLES.items()
        if name in tables
        for row in rows[name]
    ]


def paragraphs(
    article: Row, sentences: Sequence[Row], raw: str, painted: Sequence[Span], marked: Sequence[Span]
) -> Iterator[tuple[str, Text]]:
    """The article's paragraphs in order as (kind, text); kinds: `headline`, `body`, `caption`.

    Texts are clean (column breaks closed up) and safe to print; `painted` and `marked` are raw offsets
    into `raw`, the text of the document.
    """
    lines: dict[str, list[tuple[str, Text]]] = {"headline": [], "body": [], "caption": []}
    for row in sentences:
        lines[_kind(row)].append((row["text"], _sentence(row, raw, painted, marked)))
    yield from (("headline", line) for _, line in lines["headline"])
    yield from (("body", line) for line in _joined(lines["body"], article["body"]))
    yield from (("caption", line) for _, line in lines["caption"])


def _kind(sentence: Row) -> str:
    if sentence["in_headline"]:
        return "headline"
    return "caption" if sentence["in_caption"] else "body"


def _sentence(row: Row, raw: str, painted: Sequence[Span], marked: Sequence[Span]) -> Text:
    places = raw_places(row["text"], raw, row["start"])
    text = Text(safe(row["text"]))
    for start, end, style in painted:
        if span := _within(places, start, end):
            text.stylize(style, *span)
    signs: list[tuple[int, str]] = []
    for start, end, style in marked:
        if span := _within(places, start, end):
            text.stylize(style, *span)
            signs += [(span[0], OPEN), (span[1], CLOSE)]
    for at, sign in sorted(signs, reverse=True):
        text = Text.assemble(text[:at], (sign, MARKED), text[at:])
    return text


def raw_places(text: str, raw: str, start: int) -> list[int]:
    """Where each character of the clean `text` stands in `raw`, from `start` on.

    Raw and clean text are the same but for white space; a clean space that is not on the page gets the
    place of the character before it.
    """
    places, at = [], start
    for char in text:
        ahead = at
        while ahead < len(raw) and raw[ahead] != char and raw[ahead].isspace():
            ahead += 1
        if ahead < len(raw) and raw[ahead] == char:
            places.append(ahead)
            at = ahead + 1
        else:
            places.append(max(at - 1, start))
    return places


def _within(places: Sequence[int], start: int, end: int) -> tuple[int, int] | None:
    inside = [i for i, place in enumerate(places) if start <= place < end]
    return (inside[0], inside[-1] + 1) if inside else None


def _joined(sentences: Sequence[tuple[str, Text]], body: str) -> Iterator[Text]:
    """Sentences put together to the lines of `body`, which are the paragraphs."""
    lengths = iter([_solid(line) for line in body.split("\n")])
    paragraph, room = Text(), next(lengths)
    for words, sentence in sentences:
        if paragraph and room <= 0:
            yield paragraph
            paragraph, room = Text(), next(lengths, 0)
        paragraph.append_text(sentence)
        room -= _solid(words)
    if paragraph:
        yield paragraph


def _solid(text: str) -> int:
    return len("".join(text.split()))
