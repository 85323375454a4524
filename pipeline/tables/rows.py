"""A document's layout and mentions as rows of the contract, with ids and raw offsets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from pipeline.layout import Article, Layout
from pipeline.mentions import (
    DateMention,
    EntityMention,
    EventMention,
    NumberMention,
    Publication,
    StatisticMention,
)
from pipeline.reading import Reject, SourceDocument

Rows = dict[str, list[dict[str, Any]]]
"""Table name -> rows."""

UNMARKED: dict[str, Any] = {"corrected": False, "corrected_columns": [], "confirmed": False}
"""The marks of a row that no analyst has decided on."""

LETTERS = {"entities": "e", "dates": "d", "numbers": "n", "events": "v", "statistics": "f"}
"""Mention table -> letter in its ids. Sentences have `s`, checks `c`."""

SINGULAR = {
    "entities": "entity_id",
    "dates": "date_id",
    "numbers": "number_id",
    "events": "event_id",
    "statistics": "statistic_id",
}


@dataclass(slots=True)
class Extraction:
    """All that was found in one document; offsets are into `layout.view.text`."""

    layout: Layout
    publication: Publication
    numbers: list[NumberMention] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    entities: list[EntityMention] = field(default_factory=list)
    events: list[EventMention] = field(default_factory=list)
    statistics: list[StatisticMention] = field(default_factory=list)


class _Mention(Protocol):
    start: int
    end: int
    rule: str
    confidence: float


M = TypeVar("M", bound=_Mention)


def document_rows(source: SourceDocument, found: Extraction) -> Rows:
    """The document's rows, by table.

    A mention is left out that stands in no sentence, or that runs across a place where a caption
    or folio line cuts through a paragraph: its raw slice would not be its text. An event's trigger
    ends there instead, since every article has an event; so does evidence of the day of publication.
    """
    return _Document(source, found).rows()


def reject_row(reject: Reject) -> dict[str, Any]:
    return {"source_path": reject.source_path, "reason": reject.reason, "detail": reject.detail}


@dataclass(slots=True)
class _Sentence:
    start: int
    end: int
    row: dict[str, Any]
    in_headline: bool


class _Document:
    def __init__(self, source: SourceDocument, found: Extraction) -> None:
        self.source = source
        self.found = found
        self.view = found.layout.view
        self.sentences: list[_Sentence] = []

    def rows(self) -> Rows:
        made: Rows = {"articles": [], "sentences": []}
        for article in self.found.layout.articles:
            made["articles"].append(self._article(article))
            made["sentences"] += self._sentences_of(article)
        self.starts = [s.start for s in self.sentences]
        made["documents"] = [self._document()]
        made["entities"] = self._entities()
        made["dates"] = self._dates()
        numbers = self._numbers()
        made["numbers"] = list(numbers.values())
        made["events"] = self._events(numbers, made["articles"])
        made["statistics"] = self._statistics(numbers)
        return made

    def _document(self) -> dict[str, Any]:
        source, publication = self.source, self.found.publication
        return {
            "document_id": source.document_id,
            "source_path": source.source_path,
            "sha256": source.sha256,
            "encoding": source.encoding,
            "char_count": len(source.text),
            "article_count": len(self.found.layout.articles),
            "publication_date": publication.day,
            "publication_start": publication.start,
            "publication_end": publication.end,
            "publication_basis": publication.basis,
            "publication_evidence": [
                self._span(e.start, self._cut(e.start, e.end)) | {"reason": e.reason}
                for e in publication.evidence
            ],
            "publication_conflict": publication.conflict,
            "source": source.source,
            "outside": [
                {
                    "kind": f.kind,
                    "text": source.text[f.raw_start : f.raw_end],
                    "start": f.raw_start,
                    "end": f.raw_end,
                }
                for f in self.found.layout.furniture
            ],
            "raw_text": source.text,
        }

    def _article_id(self, article: Article) -> str:
        return f"{self.source.document_id}:{article.position}"

    def _article(self, article: Article) -> dict[str, Any]:
        def of_kind(kind: str) -> list[str]:
            return [self.view.text[p.start : p.end] for p in article.paragraphs if p.kind == kind]

        return {
            "article_id": self._article_id(article),
            "document_id": self.source.document_id,
            "position": article.position,
            "headlines": article.headlines,
            "title": article.title,
            "reporters": article.reporters,
            "correspondents": article.correspondents,
            "body": "\n".join(of_kind("body")),
            "start": article.raw_start,
            "end": article.raw_end,
            "event_type": None,
            "duplicate_of": None,
            "captions": of_kind("caption"),
        } | UNMARKED

    def _sentences_of(self, article: Article) -> Iterable[dict[str, Any]]:
        article_id = self._article_id(article)
        for position, sentence in enumerate(article.sentences):
            kind = article.paragraphs[sentence.paragraph].kind
            row = {
                "sentence_id": f"{article_id}:s{position}",
                "document_id": self.source.document_id,
                "article_id": article_id,
                "position": position,
                "in_headline": kind == "headline",
                "in_caption": kind == "caption",
            } | self._span(sentence.start, sentence.end)
            self.sentences.append(_Sentence(sentence.start, sentence.end, row, kind == "headline"))
            yield row

    def _span(self, start: int, end: int) -> dict[str, Any]:
        raw_start, raw_end = self.view.raw_span(start, end)
        return {"text": self.view.text[start:end], "start": raw_start, "end": raw_end}

    def _sentence_at(self, offset: int) -> _Sentence | None:
        index = bisect_right(self.starts, offset) - 1
        if index < 0 or offset >= self.sentences[index].end:
            return None
        return self.sentences[index]

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The span without white space at its edges, which may stand in the view alone."""
        text = self.view.text
        while start < end and text[end - 1].isspace():
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        return start, end

    def _cut(self, start: int, end: int) -> int:
        """Where the mention ends, or is cut in two if it is."""
        breaks = self.found.layout.breaks
        at = bisect_right(breaks, start)
        return min(end, breaks[at]) if at < len(breaks) else end

    def _mentions(self, table: str, mentions: Iterable[M]) -> list[tuple[M, dict[str, Any], _Sentence]]:
        """Each mention with the columns that all mention tables share, and its sentence."""
        found = []
        text, view, document_id = self.view.text, self.view, self.source.document_id
        id_column, letter = SINGULAR[table], LETTERS[table]
        counted: dict[str, int] = {}  # mentions by article
        for mention in mentions:
            start, stop = self._trimmed(mention.start, mention.end)
            sentence = self._sentence_at(start)
            if sentence is None or stop <= start:
                continue
            end = self._cut(start, stop)
            if end < stop and table != "events":
                continue
            article_id: str = sentence.row["article_id"]
            number = counted.get(article_id, 0)
            counted[article_id] = number + 1
            raw_start, raw_end = view.raw_span(start, end)
            row: dict[str, Any] = {
                id_column: f"{article_id}:{letter}{number}",
                "document_id": document_id,
                "article_id": article_id,
                "sentence_id": sentence.row["sentence_id"],
                "extractor": f"{table}/{mention.rule}" if mention.rule else table,
                "confidence": mention.confidence,
                "text": text[start:end],
                "start": raw_start,
                "end": raw_end,
            }
            row.update(UNMARKED)
            found.append((mention, row, sentence))
        return found

    def _entities(self) -> list[dict[str, Any]]:
        made = []
        for m, row, _ in self._mentions("entities", self.found.entities):
            row["type"], row["name"] = m.type, m.name
            row["adcode"], row["org_adcode"] = m.adcode, m.org_adcode
            made.append(row)
        return made

    def _dates(self) -> list[dict[str, Any]]:
        made = []
        for m, row, _ in self._mentions("dates", self.found.dates):
            row["type"], row["value"], row["mod"] = m.type, m.value, m.mod
            row["start_date"], row["end_date"] = m.start_date, m.end_date
            row["relation"], row["basis"] = m.relation, m.basis
            made.append(row)
        return made

    def _numbers(self) -> dict[int, dict[str, Any]]:
        """The numbers' rows by the identity of the mention."""
        made = {}
        for m, row, _ in self._mentions("numbers", self.found.numbers):
            row["kind"], row["bound"], row["indefinite"] = m.kind, m.bound, m.indefinite
            row["value"], row["low"], row["high"] = m.value, m.low, m.high
            row["unit"], row["unit_kind"], row["currency"] = m.unit, m.unit_kind, m.currency
            made[id(m)] = row
        return made

    def _events(
        self, numbers: dict[int, dict[str, Any]], articles: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        by_id = {a["article_id"]: a for a in articles}
        made = []
        for m, base, _ in self._mentions("events", self.found.events):
            number = numbers.get(id(self.found.numbers[m.number])) if m.number is not None else None
            if m.is_primary:
                by_id[base["article_id"]]["event_type"] = m.type
            base.update(
                {
                    "type": m.type,
                    "is_primary": m.is_primary,
                    "trigger": base["text"],
                    "name": m.name,
                    "organizers": m.organizers,
                    "place": m.place,
                    "start_date": m.start_date,
                    "end_date": m.end_date,
                    "participants": m.participants,
                    "participants_number_id": number["number_id"] if number else None,
                    "status": m.status,
                }
            )
            made.append(base)
        return made

    def _statistics(self, numbers: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
        made: dict[int, dict[str, Any]] = {}
        for m, base, sentence in self._mentions("statistics", self.found.statistics):
            number = self.found.numbers[m.number]
            if id(number) not in numbers:
                continue
            made[id(m)] = base
            base |= {
                "number_id": numbers[id(number)]["number_id"],
                "indicator": m.indicator,
                "measure": m.measure,
                "predicate": m.predicate,
                "value": number.value,
                "low": number.low,
                "high": number.high,
                "bound": number.bound,
                "unit": number.unit,
                "subject": m.subject,
                "place": m.place,
                "adcode": m.adcode,
                "place_basis": m.place_basis,
                "period_start": m.period_start,
                "period_end": m.period_end,
                "per": m.per,
                "aggregation": m.aggregation,
                "status": m.status,
                "sentence": sentence.row["text"],
                "in_headline": sentence.in_headline,
                "part_of": None,
                "series_id": None,
            }
        for m in self.found.statistics:
            if m.part_of is not None and id(m) in made:
                whole = made.get(id(self.found.statistics[m.part_of]))
                made[id(m)]["part_of"] = whole["statistic_id"] if whole else None
        return list(made.values())
