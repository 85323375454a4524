"""Whose figure it is: the organisation (or person) in focus, and the place of the figure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pipeline.extractors.statistics.cutting import known_length
from pipeline.extractors.statistics.lexicon import lexicon, load_yaml
from pipeline.layout.model import Article
from pipeline.mentions import DateMention, EntityMention, EventMention

_CLAUSE_MARKS = "，,；;。！？!?：: \n—…"
_FEW_BODIES = 3
_SURE_SCORE, _SURE_MARGIN = 4.0, 1.5
_DOUBT_OF_BODY, _DOUBT_OF_PLACE, _DOUBT_OF_OTHER, _DOUBT_OF_PERSON = 0.1, 0.25, 0.06, 0.08


@cache
def signs() -> dict[str, re.Pattern[str]]:
    """The patterns of subjects.yaml by name."""
    return {name: re.compile(rule["pattern"]) for name, rule in load_yaml("subjects.yaml").items()}


@lru_cache(maxsize=1 << 12)
def _standing(name: str) -> float:
    """How likely a body is to own the figures of an article, before the article is read."""
    if _owns_nothing(name):
        return -6.0
    if speaks_for_labour(name):
        return 1.0
    return -1.5 if is_authority(name) else 0.0


@lru_cache(maxsize=1 << 12)
def _owns_nothing(name: str) -> bool:
    known = signs()
    return known["meeting"].search(name) is not None or known["no_owner"].search(name) is not None


@lru_cache(maxsize=1 << 12)
def speaks_for_labour(name: str) -> bool:
    """Whether a name is that of a body of the labour movement."""
    return signs()["own_voice"].search(name) is not None


@lru_cache(maxsize=1 << 12)
def is_authority(name: str) -> bool:
    """Whether a name is that of a party or government body."""
    return signs()["authority"].search(name) is not None


@dataclass(slots=True)
class Focus:
    """Who stands in focus as an article is read: the article's organiser, the paragraph's subject."""

    organiser: str | None
    paragraph: int = -1
    subject: str | None = None
    person: str | None = None
    doubt: float = 0.0  # of the organiser
    lone: bool = False  # no other body of its standing is named in the article


def trimmed(text: str, entity: EntityMention) -> EntityMention:
    """The body without the verb that its name was read on into (总工会|新建基层工会)."""
    body = entity.type == "ORG"
    if (body or entity.type == "GPE") and text.startswith(("工会", "总工会"), entity.end):
        union = signs()["union_behind"].match(text, entity.end)
        if union is not None and not entity.name.endswith("工会"):
            return replace(entity, type="ORG", name=entity.name + union.group(), end=union.end())
    found = _without_verb(entity.name) if body else None
    printed = signs()["swallowed"].match(text[entity.start : entity.end]) if found else None
    if found is None or printed is None:
        return entity
    return replace(entity, name=found, end=entity.start + printed.end(1))


@lru_cache(maxsize=1 << 12)
def _without_verb(name: str) -> str | None:
    """The body of a name that goes on into its verb, None of a name that does not."""
    found = signs()["swallowed"].match(name)
    return found.group(1) if found else None


def no_name(text: str, entity: EntityMention) -> bool:
    """Whether what was taken for a body begins with a verb (新建小微企业工会), inside a word
    (快递|员上大学), or is only a word for bodies (集团公司)."""
    lex = lexicon()
    if entity.type == "TITLE":
        return known_length(text, entity.start, len(text)) > entity.end - entity.start
    start = entity.start
    generic = lex.sets["generic_bodies"]
    if entity.name in generic and text[start : entity.end] in generic:
        return True
    if text[start : start + 2] in lex.sets["no_name_begins"]:
        return True
    if start and known_length(text, start - 1, entity.end) > 2:
        return True
    return start > 1 and known_length(text, start - 2, entity.end) > 2


class Subjects:
    """Looks up subjects and places in a document's entities (in order of start)."""

    def __init__(self, text: str, entities: list[EntityMention], dates: list[DateMention]) -> None:
        self.text, self.signs = text, signs()
        self.entities = [e for e in entities if e.type in ("ORG", "GPE", "PERSON", "LOC", "FAC")]
        self.starts = [e.start for e in self.entities]
        self.date_ends = [d.end for d in dates]
        self.names = {e.name for e in self.entities}
        self.people = {e.name for e in self.entities if e.type == "PERSON"}
        self._asked: dict[tuple[int, str, int], bool] = {}
        self.unions = {e.name for e in self.entities if e.type == "ORG" and e.name.endswith("总工会")}
        self.places = {self.text[e.start : e.end] for e in self.entities if e.type != "PERSON"}
        self.codes = {e.name: e.adcode for e in self.entities if e.adcode}

    def between(self, start: int, end: int) -> list[EntityMention]:
        """Entities that begin in `[start, end)`."""
        low = bisect_left(self.starts, start)
        return self.entities[low : bisect_left(self.starts, end, low)]

    def focus(self, article: Article, events: Sequence[EventMention]) -> Focus:
        """The focus with which an article opens, on its organiser: the body that its primary event, its headlines and the subjects of its
        clauses speak for most; a union before the party and government bodies beside it."""
        told: list[str] = []
        for event in sorted(events, key=lambda e: not e.is_primary):
            told += event.organizers[:3] if event.is_primary or not told else []
        scores: dict[str, float] = {}
        heads = {k for k, p in enumerate(article.paragraphs) if p.kind == "headline"}
        for rank, name in enumerate(name for name in told if name in self.names):
            scores[name] = scores.get(name, _standing(name)) + 3.0 - rank
        for k, paragraph in enumerate(article.paragraphs):
            for entity in self.between(paragraph.start, paragraph.end):
                if entity.type != "ORG":
                    continue
                weight = 2.0 if k in heads else 0.3
                if self.is_subject(entity, paragraph.start):
                    weight += 0.7
                name = self._body_of(entity, None)
                scores[name] = scores.get(name, _standing(name)) + weight
        if not scores:
            found = self._without_bodies(article)
            found = self._union_of(found, Focus(None)) if found else found
            return Focus(found, doubt=_DOUBT_OF_PLACE)
        first = max(scores, key=lambda name: scores[name])
        if first + "总工会" in scores:
            first += "总工会"  # of a street office and its union, the union's newspaper tells of the union
        rest = max((score for name, score in scores.items() if name != first), default=0.0)
        sure = scores[first] >= _SURE_SCORE and scores[first] - rest >= _SURE_MARGIN
        return Focus(first, doubt=0.0 if sure else _DOUBT_OF_BODY, lone=len(scores) <= _FEW_BODIES)

    def _without_bodies(self, article: Article) -> str | None:
        """Whom an article without any organisation is about: a place or building of its headline or lead."""
        for wanted in ("FAC", "GPE"):
            for paragraph in article.paragraphs[:4]:
                for entity in self.between(paragraph.start, paragraph.end):
                    if entity.type == wanted and self.is_subject(entity, paragraph.start):
                        return entity.name
        return None

    def _clause_prefix(self, entity: EntityMention, floor: int) -> str:
        """The words from the start of the clause, or the last date in it, to the entity."""
        at = cut = entity.start
        low, text = max(floor, at - 40), self.text
        while cut > low and text[cut - 1] not in _CLAUSE_MARKS:
            cut -= 1
        index = bisect_right(self.date_ends, at) - 1
        if index >= 0 and self.date_ends[index] > cut:
            cut = self.date_ends[index]
        return self.text[cut:at]

    def is_subject(self, entity: EntityMention, floor: int) -> bool:
        """Whether the entity opens its clause as its subject (or is the source it is told by)."""
        key = (entity.start, entity.type, floor)
        known = self._asked.get(key)
        if known is None:
            known = self._asked[key] = self._opens_clause(entity, floor)
        return known

    def _opens_clause(self, entity: EntityMention, floor: int) -> bool:
        kind, signs = entity.type, self.signs
        if kind == "ORG" and _owns_nothing(entity.name):
            return False
        prefix = self._clause_prefix(entity, floor)
        suffix = self.text[entity.end : entity.end + 70]
        if kind == "PERSON":
            if signs["described"].match(prefix):
                return not signs["speaker"].match(suffix) and not signs["possessed"].match(suffix)
            if signs["speaker"].match(suffix):
                return False
        if prefix:
            if (
                prefix[-1] == "从"
                and signs["source"].search(prefix)
                and "记者" in self.text[max(floor, entity.start - 12) : entity.start]
            ):
                return True
            if (
                len(prefix) > 14
                or signs["not_subject"].search(prefix)
                or signs["opening"].match(prefix) is None
            ):
                return False
        if suffix.startswith("的") or ("等" in suffix and signs["listed"].match(suffix)):
            return False
        if signs["office"].match(suffix) and not signs["speaks"].match(suffix):
            return False
        return kind != "ORG" or not (signs["its_people"].match(suffix) or self._names_person(entity))

    def _names_person(self, entity: EntityMention) -> bool:
        """Whether the body only says where a person works (某厂|焊工|某人干这行…), who does not speak for it."""
        at = bisect_left(self.starts, entity.end)
        nearest = self.entities[at] if at < len(self.starts) else None
        if nearest is None or nearest.type != "PERSON" or not 0 < nearest.start - entity.end < 12:
            return False
        title = self.text[entity.end : nearest.start]
        behind = self.text[nearest.end : nearest.end + 12]
        return self.signs["trade"].fullmatch(title) is not None and not self.signs["speaks"].match(behind)

    def subject(
        self, focus: Focus, named: list[EntityMention], start: int, before: int, paragraph: int
    ) -> tuple[str | None, float]:
        """The subject of a fact at `before` in the sentence that begins at `start` and has the entities `named`;
        moves the focus.

        With it a doubt between 0 and 1: how far it is from being said in the sentence itself.
        """
        if paragraph != focus.paragraph:
            focus.paragraph, focus.subject = paragraph, None
        if focus.subject is not None and self._leaves(focus.subject, start, before):
            focus.subject = None
        found = passing = None
        for entity in named:
            if entity.start >= before:
                break
            kind = entity.type
            if kind == "PERSON":
                focus.person = entity.name
            acts = False
            if kind == "GPE":
                if self.text[entity.start] in "全该本":  # 全区 is whose figure it is said to be anyway
                    continue
                acts = self.signs["acts"].match(self.text, entity.end) is not None
                if not acts and not self.signs["owns"].match(self.text, entity.end):
                    continue
            elif kind not in ("ORG", "PERSON") and not (
                kind == "FAC" and self.signs["institution"].search(entity.name)
            ):
                continue
            if not self.is_subject(entity, start):
                continue
            if kind == "PERSON":
                if found is not None:
                    continue
                if self.signs["described"].match(self._clause_prefix(entity, start)):
                    passing = entity.name  # one who is described is spoken of here, not for long
                    continue
            if kind == "GPE" and not acts:
                passing = entity.name  # what an area has is told in passing
                continue
            found = self._union_of(entity.name, focus) if acts else self._body_of(entity, focus)
        if found is not None:
            focus.subject = found
        elif passing is not None:
            return passing, _DOUBT_OF_PERSON
        elif self._first_person(start, before):
            person = self._speaker_behind(before) if "“" in self.text[start:before] else None
            if person or focus.person:
                return person or focus.person, _DOUBT_OF_PERSON
        else:
            teller = self._told_of_oneself(start, before)
            if teller is not None:
                return teller, _DOUBT_OF_PERSON
        if found is not None:
            return found, 0.0 if found == focus.organiser else _DOUBT_OF_OTHER
        if focus.subject is not None:
            return focus.subject, 0.0 if focus.subject == focus.organiser else _DOUBT_OF_OTHER
        return focus.organiser, focus.doubt

    def _leaves(self, subject: str, start: int, before: int) -> bool:
        """Whether the sentence goes back from the paragraph's subject to whom the article is about."""
        if self.signs["back_to_organiser"].match(self.text, start, before):
            return True
        if self.signs["back_from_member"].match(self.text, start, before):
            return not speaks_for_labour(subject)
        person = subject in self.people
        return person and self.signs["back_from_person"].match(self.text, start, before) is not None

    def _told_of_oneself(self, start: int, before: int) -> str | None:
        """The person whose own words hold the number, unless an officer speaks or of a body."""
        floor = max(0, start - 120)
        opened = self.text.rfind("“", floor, before)
        if opened < 0 or before - opened < 3 or opened < self.text.rfind("”", floor, before):
            return None
        closed = self.text.find("”", before, before + 160)
        if closed < 0 or self.signs["of_a_body"].search(self.text, opened, closed):
            return None
        clause = re.split("[。！？!?]", self.text[closed + 1 : closed + 70])[0]
        people = [e for e in self.between(closed, closed + 1 + len(clause)) if e.type == "PERSON"]
        for person in people[:1]:
            if not self.signs["officer"].search(self.text, closed + 1, person.end + 2):
                return person.name
        return None

    def opens_with_another(self, focus: Focus, start: int, end: int) -> bool:
        """Whether the sentence opens with a body that is neither the organiser nor in focus."""
        for first in self.between(start, min(end, start + 5)):
            if first.type == "ORG":
                other = self._body_of(first, focus) not in (focus.organiser, focus.subject)
                return other and self.is_subject(first, start)
        return False

    def _body_of(self, entity: EntityMention, focus: Focus | None) -> str:
        """The body whose figure a department tells: 区总工会组织部 speaks for 区总工会."""
        base = _of_department(entity.name) if entity.type == "ORG" else None
        if base is None:
            return entity.name
        return focus.organiser if focus and focus.organiser and focus.organiser.endswith(base) else base

    def _union_of(self, area: str, focus: Focus) -> str:
        """The union of an area that the document names, the organiser before others; else the area."""
        known = [name for name in self.unions if name.endswith(area + "总工会")]
        if focus.organiser and area in focus.organiser and focus.organiser.endswith("工会"):
            return focus.organiser
        return min(known, key=len) if known else area

    def _first_person(self, start: int, before: int) -> bool:
        said = self.text[max(start, before - 60) : before]
        if "我" not in said and "他" not in said and "她" not in said:  # every match holds one of them
            return False
        return self.signs["self"].search(self.text, max(start, before - 60), before) is not None

    def _speaker_behind(self, before: int) -> str | None:
        """The person to whom a quotation is given right behind it (“我先后…”某人说)."""
        for entity in self.between(before, before + 90):
            if entity.type == "PERSON" and self.signs["speaks"].match(
                self.text[entity.end : entity.end + 12]
            ):
                return entity.name
        return None

    def person_near(self, named: list[EntityMention], at: int) -> str | None:
        """The person nearest to `at` of a sentence's entities, those behind it first; None if none."""
        people = [e for e in named if e.type == "PERSON"]
        behind = [e for e in people if e.start >= at and e.start - at <= 12]
        if behind:
            return behind[0].name
        return people[-1].name if people and people[-1].end <= at and at - people[-1].end <= 24 else None

    def place(
        self, named: list[EntityMention], start: int, before: int, subject: str | None
    ) -> tuple[str | None, str | None, str | None]:
        """Place, adcode and basis of a fact at `before` in a sentence that begins at `start` and has the
        entities `named`: an area the sentence opens with, else that in the subject's name."""
        for at in range(len(named) - 1, -1, -1):
            entity = named[at]
            if entity.type == "GPE" and entity.start < before and self.is_subject(entity, start):
                return self.text[entity.start : entity.end], entity.adcode, "text"
        if subject is None:
            return None, None, None
        area = _area_of(subject)
        if area == "全国":
            return area, None, "subject"
        return (area, self.codes.get(subject), "subject") if area else (None, None, None)


@lru_cache(maxsize=1 << 10)
def _area_of(body: str) -> str | None:
    """The area with which the name of a body begins, if it is not the whole name."""
    if body.startswith(("全国", "中华全国")):
        return "全国"
    found = signs()["area"].match(body)
    return found.group() if found and found.group() and found.group() != body else None


@lru_cache(maxsize=1 << 10)
def _of_department(name: str) -> str | None:
    """The body of which a name is that of a department."""
    found = signs()["department"].match(name)
    return found.group(1) if found else None
