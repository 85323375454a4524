"""How sure a fact is, from the evidence on which it was read."""

from __future__ import annotations

import math
from functools import cache, lru_cache

from pipeline.extractors.statistics.fact import Fact
from pipeline.extractors.statistics.lexicon import head_class, load_yaml
from pipeline.extractors.statistics.subjects import is_authority, speaks_for_labour
from pipeline.mentions import NumberMention, StatisticMention

_LOWEST, _SURE, _HIGHEST = 0.05, 0.9, 0.99
_NEVER_SURE = frozenset(
    (
        "quoted",
        "rule_status",
        "head_unknown",
        "subject_no_union",
        "many_bodies_in_sentence",
        "short_measure",
        "money",
        "no_indicator",
    )
)


class Evidence:
    """What a row was read from. `doubt` is that of its subject; `dates` counts the dates before its number
    in the sentence, `bodies` the bodies of the sentence; `said` whether the subject
    is named in it, `carried` whether a period was handed on to it, `organiser` whether the subject is
    whom the article is about, `lone_body` whether few others are named."""

    def __init__(self, row: StatisticMention, fact: Fact, number: NumberMention, doubt: float) -> None:
        self.row, self.fact, self.number, self.doubt = row, fact, number, doubt
        self.dates = self.bodies = 0
        self.quoted = self.said = self.carried = self.organiser = self.lone_body = False


def signals(evidence: Evidence) -> list[str]:
    """The signs by name that hold and tell for or against a row; each has a weight in confidence.yaml."""
    row, fact, number = evidence.row, evidence.fact, evidence.number
    measure, subject, classes = row.measure or "", row.subject or "", fact.classes
    known = row.period_start is not None or row.period_end is not None
    people = "person" in classes or "visit" in classes
    before = fact.rule == "noun_before_number"
    told: list[str] = []
    if not fact.named:
        told.append("noun_elsewhere")
    if row.indicator is None:
        told.append("no_indicator")
    if not speaks_for_labour(subject):
        told.append("subject_no_union")
    if subject and is_authority(subject):
        told.append("subject_of_authority")
    if evidence.said:
        told.append("subject_said")
    if evidence.organiser:
        told.append("subject_is_organiser")
    if evidence.lone_body:
        told.append("few_bodies")
    if evidence.bodies > 1:
        told.append("many_bodies_in_sentence")
    if fact.doubts > 0:
        told.append("doubts")
    if before:
        told.append("noun_before")
    if people:
        told.append("people")
    if "money" in classes:
        told.append("money")
    if "percent" in classes:
        told.append("percent")
    if len(measure) < 3:
        told.append("short_measure")
    if head_class(measure) is None:
        told.append("head_unknown")
    if row.status == "rule":
        told.append("rule_status")
    if not known:
        told.append("no_period")
    elif not evidence.dates and evidence.carried:
        told.append("period_carried")
    if evidence.quoted:
        told.append("quoted")
    if number.value is None or number.value < 3:
        told.append("small")
    # beside its noun, of a known kind, by rules that seldom err, whose figure it is said in the sentence
    if (
        evidence.said
        and fact.named
        and not fact.doubts
        and (before or (fact.rule == "noun_after_number" and not people))
        and evidence.doubt == 0
        and number.confidence >= _SURE
        and _NEVER_SURE.isdisjoint(told)
    ):
        told.append("sure")
    return told


@cache
def _weights() -> tuple[float, dict[str, float]]:
    data = load_yaml("confidence.yaml")
    return float(data["base"]), {name: float(weight) for name, weight in data["weights"].items()}


def confidence(evidence: Evidence) -> float:
    """Between 0 and 1: the share of such rows whose whole fact was right on pages, on the low side."""
    return _weighed(tuple(signals(evidence)))


@lru_cache(maxsize=1 << 12)
def _weighed(told: tuple[str, ...]) -> float:
    base, weights = _weights()
    right = 1 / (1 + math.exp(-base - sum(weights[name] for name in told)))
    low, high = (_SURE, _HIGHEST) if "sure" in told else (_LOWEST, _SURE - 0.01)
    return round(max(low, min(right, high)), 2)
