"""What an article's headline reports: the type of its main event and the word that names it.

Chinese noun phrases end in their head (职工技能大赛启动仪式), so a trigger right before another
one only describes it; what stands behind 助力, 促进 and the like is a purpose; a ceremony or a
launch takes the type of what is launched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from pipeline.extractors.events.lexicon import load_cues
from pipeline.extractors.events.story import Hit, Story

_CLAUSE = re.compile(r"[^\s，,。！？：:；;—…|]+")
_CLAUSES_BEFORE = re.compile(r"(?s:.*)[，,。；;！？]")
_NEAR = 4  # characters between two triggers of one noun phrase
_LIGHT_REACH = 28  # characters a light verb may stand before its noun
# Weights of the zones; tuned on the project's own corpus of headlines.
_OTHER_HEADLINE, _LEAD, _LEAD_GOVERNED, _BODY = 0.6, 0.3, 0.55, 0.1
_PURPOSE, _MODIFIER, _OBJECT = 0.35, 0.55, 0.6
_GOVERNED = 1.4  # something is done with it in the headline: 举办…, …召开
_ALONE = 1.6  # the headlines speak for no other type, and more than once for this
_FLOOR = 0.75  # below it nothing is named: type other
_HINTED_FLOOR = 1.2  # the same where nothing but hints speak
_SIGNED_UP_FOR = {"competition", "culture_sport", "fair", "matchmaking", "volunteering"}
_NOT_LAUNCHED = {"reform", "meeting", "service", "policy", "construction"}


@dataclass(frozen=True, slots=True)
class Primary:
    """The main event's type, the span that names it (view offsets), the rule, and how sure."""

    type: str
    start: int
    end: int
    rule: str
    confidence: float


def find_primary(story: Story) -> Primary:
    """The main event of an article; type `other` when no trigger speaks for any type."""
    votes: dict[str, list[tuple[float, Hit]]] = defaultdict(list)
    for headline in story.headlines:
        factor = 1.0 if headline is story.title else _OTHER_HEADLINE
        for clause in _CLAUSE.finditer(story.text, headline.start, headline.end):
            for kind, score, hit in clause_votes(story, clause.start(), clause.end()):
                if hit.rule.cls in ("noun", "scene") and governed(story.text, clause.start(), hit):
                    score *= _GOVERNED
                votes[kind].append((score * factor, hit))
    if len(votes) == 1 and all(len(rows) > 1 for rows in votes.values()):
        votes = defaultdict(list, {k: [(s * _ALONE, hit) for s, hit in rows] for k, rows in votes.items()})
    for number, sentence in enumerate(story.body[:3]):
        if not story.hits_in(sentence.start, sentence.end):
            continue
        fade = 0.7 if number else 1.0
        for clause in _CLAUSE.finditer(story.text, sentence.start, sentence.end):
            for kind, score, hit in clause_votes(story, clause.start(), clause.end()):
                if story.spoken(hit.start):
                    continue
                factor = _LEAD_GOVERNED if governed(story.text, sentence.start, hit) else _LEAD
                votes[kind].append((score * factor * fade, hit))
    totals = {kind: _total(rows) for kind, rows in votes.items()}
    later = story.hits_in(story.body[3].start, story.body[-1].end) if len(story.body) > 3 else []
    for hit in later:
        rule = hit.rule
        if rule.cls == "hint" or rule.weight < 2 or story.spoken(hit.start):
            continue
        if story.sentence_at(hit.start) is not None:
            votes[rule.type].append((_BODY * rule.weight / 3, hit))
    for kind, rows in votes.items():
        few = [score for score, _ in rows if score <= _BODY * 4 / 3][:6]
        totals[kind] = totals.get(kind, 0.0) + sum(few)
    best = max(totals, key=lambda kind: (totals[kind], kind), default=None)
    if best is None or totals[best] < _FLOOR or _only_hinted(totals[best], votes[best]):
        start, end = _first_verb(story)
        return Primary("other", start, end, "primary.untyped", 0.4)
    if best == "enrolment":
        best = _signed_up_for(story, votes) or best
    _, hit = max(votes[best], key=lambda row: (row[1].rule.cls != "hint", row[0], -row[1].start))
    rest = max((total for kind, total in totals.items() if kind != best), default=0.0)
    sure = 0.55 + 0.4 * max(0.0, 1 - rest / totals[best])
    return Primary(best, hit.start, hit.end, f"primary.{hit.rule.name}", round(sure, 3))


def _signed_up_for(story: Story, votes: dict[str, list[tuple[float, Hit]]]) -> str | None:
    """The type of what the title calls for to sign up for, where that is no course: 健步走开始报名."""
    line = story.title
    if line is None:
        return None
    for kind in sorted(_SIGNED_UP_FOR & votes.keys()):
        if any(line.start <= hit.start < line.end and hit.rule.cls != "hint" for _, hit in votes[kind]):
            return kind
    return None


def clause_votes(story: Story, start: int, end: int) -> list[tuple[str, float, Hit]]:
    """(type, weight, trigger) for the triggers of one clause, by their place in it."""
    hits = story.hits_in(start, end)
    if not hits:
        return []
    text = story.text
    named = [hit for hit in hits if hit.rule.cls != "hint"]
    purpose_from = end
    if named and named[0].end < end:
        for match in load_cues()["purpose_verbs"].finditer(text, start, end):
            if match.start() >= named[0].end:
                purpose_from = match.start()
                break
    votes: list[tuple[str, float, Hit]] = []
    verb_end: int | None = None
    launched: Hit | None = None
    for position, hit in enumerate(hits):
        rule, score = hit.rule, hit.rule.weight
        kind = rule.type
        following = hits[position + 1] if position + 1 < len(hits) else None
        if rule.cls == "scene" and launched is not None:
            kind, hit = launched.rule.type, launched
        elif rule.cls in ("noun", "verb") and kind not in _NOT_LAUNCHED:
            launched = hit
        if hit.start >= purpose_from:
            score *= _PURPOSE
        elif describes(text, hit, following):
            score *= _MODIFIER
        elif verb_end is not None and rule.cls != "verb":
            score *= _OBJECT
        if rule.cls == "verb" and not (following is not None and following.start - hit.end <= 0):
            verb_end = hit.end
        votes.append((kind, score, hit))
    return votes


def governed(text: str, floor: int, hit: Hit) -> bool:
    """Whether something is done with the trigger: 举办…大赛, 大赛举行."""
    light = load_cues()["light_verbs"]
    clause_floor = max(floor, hit.start - _LIGHT_REACH)
    before = _CLAUSES_BEFORE.match(text, clause_floor, hit.start)
    if before is not None:
        clause_floor = before.end()
    return light.search(text, clause_floor, hit.start) is not None or (
        load_cues()["occurs"].search(text, hit.end, min(len(text), hit.end + 8)) is not None
    )


def describes(text: str, first: Hit, second: Hit | None) -> bool:
    """Whether the first trigger only describes the noun that follows it (技能竞赛启动仪式)."""
    if second is None or second.rule.cls not in ("noun", "scene"):
        return False
    if second.start - first.end > _NEAR:
        return False
    return not any(char in "、和及与，,的" for char in text[first.end : second.start])


def _total(rows: list[tuple[float, Hit]]) -> float:
    scores = sorted((score for score, _ in rows), reverse=True)
    return scores[0] + 0.4 * sum(scores[1:6])


def _only_hinted(total: float, rows: list[tuple[float, Hit]]) -> bool:
    return total < _HINTED_FLOOR and all(hit.rule.cls == "hint" for _, hit in rows)


def _first_verb(story: Story) -> tuple[int, int]:
    """The title's first verb, else its first word: some real span for an event without a name."""
    paragraphs = [p for p in story.article.paragraphs if story.text[p.start : p.end].strip()]
    line = story.title or paragraphs[0]
    cues = load_cues()
    for key in ("light_verbs", "purpose_verbs"):
        match = cues[key].search(story.text, line.start, line.end)
        if match:
            return match.span()
    word = re.compile(r"[^\s，。！？：；、“”—…#]{1,4}|\S").search(story.text, line.start, line.end)
    return word.span() if word else (line.start, line.end)
