"""Makes one list of mentions of what the grammar and the model say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc

from pipeline.extractors.entities.crf.tagger import Proposal
from pipeline.extractors.entities.lexicon import load, occurrences, words_of
from pipeline.mentions import EntityMention
from pipeline.text import word_tags

# Measured on the corpus's held-aside tenth and on annotated pages: the grammar's confidence counts half
# of the model's probability, being in the model's best labelling a tenth; that labelling stands
# wherever it is not very unsure, even with nothing else to speak for it.
GRAMMAR_WEIGHT = 0.5
TAGGED_WEIGHT = 0.1
ENOUGH = 0.6
TAGGED_ENOUGH = 0.2
REPEATED = 0.9  # probability from which a person's name speaks for its other occurrences
# What the model alone must think of a person whose name looks like one, of one that does not, and of one
# that is an everyday word (成功 was elected): below, on the same texts, more were wrong than right.
LIKELY_NAME, UNLIKELY_NAME, EVERYDAY_WORD = 0.55, 0.7, 0.85
_SHORTEST_REPEAT = 3


def merge(text: str, grammar: Sequence[EntityMention], proposals: Sequence[Proposal]) -> list[EntityMention]:
    """Flat mentions in order, each the best of those that overlap it.

    A mention's confidence is the share of the possible weight that speaks for it. `rule` names who
    spoke: the grammar's rule, `crf`, or both.
    """
    by_span = {(m.start, m.end, m.type): m for m in grammar}
    weighed: list[tuple[float, int, int, int]] = []
    for i, p in enumerate(proposals):
        rule = by_span.get((p.start, p.end, p.type))
        weight = p.probability + TAGGED_WEIGHT * p.tagged
        if rule is not None:
            weight += GRAMMAR_WEIGHT * rule.confidence
        elif p.type == "PERSON" and p.probability < _least(text[p.start : p.end]):
            continue
        if weight >= ENOUGH or (p.tagged and p.probability >= TAGGED_ENOUGH):
            weighed.append((-weight, p.start - p.end, p.start, i))
    weighed.sort()
    taken = bytearray(len(text))
    chosen: list[EntityMention] = []
    for lightness, size, start, i in weighed:
        end = start - size
        if taken.find(1, start, end) >= 0:
            continue
        taken[start:end] = b"\1" * (end - start)
        p = proposals[i]
        chosen.append(_mention(text, p, by_span.get((start, end, p.type)), -lightness))
    chosen += _repeated(text, chosen, taken)
    return sorted(chosen, key=lambda m: m.start)


def _least(words: str) -> float:
    """Probability from which the model alone may call the words a person: what looks like a name is no word
    of the dictionary and begins with a surname, or with a familiar 老 or 小, or is all transliteration."""
    if words[0] in "老小阿" and len(words) == 2:
        return LIKELY_NAME
    tag = word_tags().get(words)
    if tag is not None:
        return UNLIKELY_NAME if tag.startswith("nr") else EVERYDAY_WORD
    surnames, syllables = _beginnings()
    return LIKELY_NAME if words.startswith(surnames) or set(words) <= syllables else UNLIKELY_NAME


@cache
def _beginnings() -> tuple[tuple[str, ...], frozenset[str]]:
    table = load("persons")
    surnames = (*"".join(words_of(table["surnames"])), *words_of(table["compound_surnames"]))
    return surnames, frozenset("".join(words_of(table["translit"])) + "·")


def _mention(text: str, p: Proposal, rule: EntityMention | None, weight: float) -> EntityMention:
    name = rule.name if rule is not None else text[p.start : p.end]
    spoke = "crf" if rule is None else f"{rule.rule}+crf" if p.tagged else rule.rule
    whole = 1.0 + TAGGED_WEIGHT + GRAMMAR_WEIGHT
    confidence = round(min(1.0, weight / whole), 4) if rule else round(p.probability, 4)
    adcode = rule.adcode if rule is not None else None
    return EntityMention(p.start, p.end, p.type, name, adcode, spoke, confidence)


def _repeated(text: str, chosen: Sequence[EntityMention], taken: bytearray) -> list[EntityMention]:
    """Other occurrences of the names of persons that are sure."""
    sure = {
        m.name: m.confidence
        for m in chosen
        if m.type == "PERSON" and m.confidence >= REPEATED and len(m.name) >= _SHORTEST_REPEAT
    }
    if not sure:
        return []
    found = []
    for start, end in occurrences(text, sure):
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            name = text[start:end]
            found.append(EntityMention(start, end, "PERSON", name, None, "person.repeated", sure[name]))
    return found


# OntoNotes types, as spaCy's Chinese pipelines have them, and ours.
_SPACY_TYPES = {
    "PERSON": "PERSON",
    "ORG": "ORG",
    "GPE": "GPE",
    "LOC": "LOC",
    "FAC": "FAC",
    "EVENT": "EVENT",
    "LAW": "LAW",
}
SPACY_PROBABILITY = 0.75  # spaCy's NER gives none; this is about its published precision
UNSEEN_PROBABILITY = 0.25  # of what the grammar alone finds: enough for a rule that is sure of itself


def entity_spans(doc: Doc) -> list[tuple[int, int, str]]:
    """`doc.ents` as (start, end, type) in code points, of the types that we have too."""
    return [(e.start_char, e.end_char, _SPACY_TYPES[e.label_]) for e in doc.ents if e.label_ in _SPACY_TYPES]


def proposals_of_spacy(
    spans: Sequence[tuple[int, int, str]], grammar: Sequence[EntityMention]
) -> list[Proposal]:
    """What a spaCy NER tagged as proposals, the grammar's mentions beside them."""
    tagged = set(spans)
    ours = {(m.start, m.end, m.type) for m in grammar}
    probability = dict.fromkeys(tagged, SPACY_PROBABILITY) | dict.fromkeys(ours - tagged, UNSEEN_PROBABILITY)
    return [Proposal(*span, probability[span], span in tagged) for span in sorted(probability)]
