"""An article with everything found in it, and the trigger words of its text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.extractors.events.lexicon import Lexicon, TriggerRule
from pipeline.layout.model import Article, Paragraph, Sentence
from pipeline.mentions import DateMention, EntityMention, NumberMention

# Shorter quotations are names; what someone says is longer and holds a clause mark.
_SPEECH = re.compile(r"“[^”“\n]*[，,。！？；][^”\n]*(?:”|$)", re.M)
_BOOK = re.compile(r"《[^》\n]{1,60}》")
_NAMES = {"ORG", "FAC", "TITLE", "PERSON", "GPE"}
_REACH = 12  # characters before a trigger that `after` patterns may look at


class Hit:
    """A trigger word at its place in the view."""

    # no dataclass: there are dozens a page, and what a dataclass makes them with takes three times as long
    __slots__ = ("end", "rule", "start")

    def __init__(self, start: int, end: int, rule: TriggerRule) -> None:
        self.start = start
        self.end = end
        self.rule = rule


@dataclass
class Story:
    """One article's share of a document; all lists in reading order."""

    text: str
    index: int
    article: Article
    headlines: list[Paragraph]
    title: Paragraph | None
    body: list[Sentence]
    entities: list[EntityMention]
    numbers: list[tuple[int, NumberMention]]
    dates: list[DateMention]
    speech: list[tuple[int, int]]
    hits: list[Hit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._entity_starts = [entity.start for entity in self.entities]
        self._number_starts = [number.start for _, number in self.numbers]
        self._date_starts = [date.start for date in self.dates]
        self._body_starts = [sentence.start for sentence in self.body]
        self._speech_starts = [start for start, _ in self.speech]
        self._hit_starts: list[int] = []
        self.titled = [e for e in self.entities if e.type in ("EVENT", "LAW")]
        self._titled_starts = [entity.start for entity in self.titled]

    def add_hits(self, hits: list[Hit]) -> None:
        self.hits = hits
        self._hit_starts = [hit.start for hit in hits]

    def hits_in(self, start: int, end: int) -> list[Hit]:
        if not self.hits:
            return self.hits
        low = bisect_left(self._hit_starts, start)
        return self.hits[low : bisect_left(self._hit_starts, end, low)]

    def entities_in(self, start: int, end: int, *types: str) -> list[EntityMention]:
        """Entities that lie in the stretch, of the types given."""
        low = bisect_left(self._entity_starts, start)
        high = bisect_left(self._entity_starts, end, low)
        if low == high:
            return []
        return [e for e in self.entities[low:high] if e.end <= end and e.type in types]

    def titled_at(self, start: int, end: int) -> EntityMention | None:
        """The named event or document that the stretch lies in."""
        at = bisect_right(self._titled_starts, start) - 1
        return self.titled[at] if at >= 0 and end <= self.titled[at].end else None

    def numbers_in(self, start: int, end: int) -> list[tuple[int, NumberMention]]:
        low = bisect_left(self._number_starts, start)
        return self.numbers[low : bisect_left(self._number_starts, end, low)]

    def dates_in(self, start: int, end: int) -> list[DateMention]:
        low = bisect_left(self._date_starts, start)
        return self.dates[low : bisect_left(self._date_starts, end, low)]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The body sentence that holds the character."""
        at = bisect_right(self._body_starts, offset) - 1
        return self.body[at] if at >= 0 and offset < self.body[at].end else None

    def spoken(self, offset: int) -> bool:
        """Whether the character stands inside direct speech."""
        at = bisect_right(self._speech_starts, offset) - 1 if self._speech_starts else -1
        return at >= 0 and offset < self.speech[at][1]


def read_stories(
    text: str,
    articles: Sequence[Article],
    numbers: Sequence[NumberMention],
    dates: Sequence[DateMention],
    entities: Sequence[EntityMention],
    lexicon: Lexicon,
) -> Iterator[Story]:
    """One story for each article that has any text; `numbers` keep their index in the document."""
    by_start = [entities[i] for _, _, i in sorted([(e.start, -e.end, i) for i, e in enumerate(entities)])]
    numbered = [(i, numbers[i]) for _, i in sorted([(n.start, i) for i, n in enumerate(numbers)])]
    dated = [dates[i] for _, i in sorted([(d.start, i) for i, d in enumerate(dates)])]
    entity_starts = [entity.start for entity in by_start]
    number_starts = [number.start for _, number in numbered]
    date_starts = [date.start for date in dated]
    for index, article in enumerate(articles):
        paragraphs = [p for p in article.paragraphs if text[p.start : p.end].strip()]
        if not paragraphs:
            continue
        start, end = paragraphs[0].start, paragraphs[-1].end
        headlines = [p for p in paragraphs if p.kind == "headline"]
        told = {number for number, p in enumerate(article.paragraphs) if p.kind != "headline"}
        story = Story(
            text,
            index,
            article,
            headlines,
            _title(text, article, headlines),
            [sentence for sentence in article.sentences if sentence.paragraph in told],
            by_start[bisect_left(entity_starts, start) : bisect_left(entity_starts, end)],
            numbered[bisect_left(number_starts, start) : bisect_left(number_starts, end)],
            dated[bisect_left(date_starts, start) : bisect_left(date_starts, end)],
            [match.span() for match in _SPEECH.finditer(text, start, end)],
        )
        story.add_hits(_scan(story, start, end, lexicon))
        yield story


def _title(text: str, article: Article, headlines: list[Paragraph]) -> Paragraph | None:
    wanted = "".join((article.title or "").split())
    for headline in headlines:
        if "".join(text[headline.start : headline.end].split()).lstrip("#") == wanted:
            return headline
    return headlines[0] if headlines else None


def _scan(story: Story, start: int, end: int, lexicon: Lexicon) -> list[Hit]:
    """The triggers of the article, without those inside names of bodies, places and persons."""
    text, words = story.text, lexicon.words
    names = [(e.start, e.end) for e in story.entities if e.type in _NAMES]
    books = [m.span() for m in _BOOK.finditer(text, start, end)]
    name_at = book_at = 0
    found: list[Hit] = []
    for match in lexicon.pattern.finditer(text, start, end):
        rule = words[match.group()]
        if rule.cls == "stop":
            continue
        low, high = match.span()
        while name_at < len(names) and names[name_at][1] <= low:
            name_at += 1
        if name_at < len(names) and names[name_at][0] <= low and high <= names[name_at][1]:
            continue
        while book_at < len(books) and books[book_at][1] <= low:
            book_at += 1
        if book_at < len(books) and books[book_at][0] <= low and rule.type != "policy":
            continue
        if _allowed(rule, text, start, low, high):
            found.append(Hit(low, high, rule))
    return found


def _allowed(rule: TriggerRule, text: str, floor: int, low: int, high: int) -> bool:
    if rule.not_before and rule.not_before.match(text, high):
        return False
    if rule.before and not rule.before.match(text, high):
        return False
    reach = max(floor, low - _REACH)
    if rule.not_after and rule.not_after.search(text, reach, low):
        return False
    return not rule.after or rule.after.search(text, reach, low) is not None
