"""Makes articles and mentions of the corpus's cases, and counts how well events come out of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pipeline.extractors.events import find_events
from pipeline.layout.model import Article, Paragraph, Sentence
from pipeline.mentions import EntityMention, EventMention, NumberMention

CORPUS = Path(__file__).with_name("corpus.yaml")
_SENTENCE = re.compile(r"[^。！？]+[。！？]?”?")
_NUMBER = re.compile(r"(上|千)?([0-9.,]*)(万|千)?(余|多)?(人次|名|人|位)")


def load_cases() -> list[dict[str, Any]]:
    return yaml.safe_load(CORPUS.read_text(encoding="utf-8"))["cases"]  # type: ignore[no-any-return]


def one_or_more(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def make_document(headlines: list[str], body: str, title: str | None = None) -> tuple[str, Article]:
    """The view of one article and the article, cut into paragraphs and sentences."""
    text = "\n".join([*headlines, *body.split("\n")])
    article = Article(0, 0, len(text), list(headlines), title or (headlines[0] if headlines else None))
    at = 0
    for number, line in enumerate(text.split("\n")):
        kind = "headline" if number < len(headlines) else "body"
        article.paragraphs.append(Paragraph(kind, at, at + len(line)))
        for match in [None] if kind == "headline" else list(_SENTENCE.finditer(line)):
            low, high = (0, len(line)) if match is None else match.span()
            article.sentences.append(Sentence(at + low, at + high, number))
        at += len(line) + 1
    return text, article


def mentions_of(text: str, words: list[str], kind: str) -> list[EntityMention]:
    found: list[EntityMention] = []
    for word in sorted(words, key=len, reverse=True):
        for match in re.finditer(re.escape(word), text):
            if not any(e.start < match.end() and match.start() < e.end for e in found):
                found.append(EntityMention(match.start(), match.end(), kind, word))
    return sorted(found, key=lambda e: e.start)


def people_of(text: str, words: list[str]) -> list[NumberMention]:
    rows = []
    for word in words:
        match = _NUMBER.fullmatch(word)
        digits = match.group(2).replace(",", "") if match else ""
        value = (
            float(digits) * {"万": 1e4, "千": 1e3, None: 1.0}[match.group(3)] if match and digits else None
        )
        for place in re.finditer(re.escape(word), text):
            unit = match.group(5) if match else "人"
            rows.append(
                NumberMention(*place.span(), "quantity", value, value, value, "exact", unit, "people")
            )
    return sorted(rows, key=lambda n: n.start)


def events_of(case: dict[str, Any]) -> tuple[str, list[EventMention]]:
    text, article = make_document(case["h"], case["b"], case.get("t"))
    organs = [name for names in case.get("org", []) for name in one_or_more(names)] + case.get("also", [])
    entities = mentions_of(text, organs, "ORG") + mentions_of(text, case.get("fac", []), "FAC")
    entities = sorted(entities + mentions_of(text, case.get("persons", []), "PERSON"), key=lambda e: e.start)
    return text, find_events(text, [article], people_of(text, case.get("people", [])), [], entities)


@dataclass
class Score:
    """Shares and F over the cases scored, and the cases that went wrong in words."""

    cases: int = 0
    types: int = 0
    statuses: int = 0
    participants: int = 0
    right: int = 0
    wanted: int = 0
    named: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def organizers(self) -> float:
        return 2 * self.right / max(1, self.wanted + self.named)

    def add(self, case: dict[str, Any], events: list[EventMention]) -> None:
        (primary,) = (event for event in events if event.is_primary)
        names = [one_or_more(name) for name in case["org"]]
        right = sum(any(name in primary.organizers for name in choice) for choice in names)
        checks = {
            "types": primary.type in one_or_more(case["type"]),
            "statuses": primary.status in one_or_more(case["status"]),
            "participants": primary.participants in one_or_more(case["n"]),
        }
        self.cases += 1
        for name, good in checks.items():
            setattr(self, name, getattr(self, name) + good)
        self.right += right
        self.wanted += len(names)
        self.named += len(primary.organizers)
        if not all(checks.values()) or right < max(len(names), len(primary.organizers)):
            bad = [name for name, good in checks.items() if not good]
            self.misses.append(
                f"{' / '.join(case['h'])}: {bad} got {primary.type} by {primary.trigger} {primary.rule}, "
                f"{primary.status}, {primary.participants}, {primary.organizers}; wanted {case['type']}, "
                f"{case['status']}, {case['n']}, {case['org']}"
            )


def score(cases: list[dict[str, Any]]) -> Score:
    total = Score()
    for case in cases:
        total.add(case, events_of(case)[1])
    return total
