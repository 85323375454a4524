"""How sure a fact is, from the evidence on which it was read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.extractors.statistics.fact import Fact
from pipeline.extractors.statistics.lexicon import head_class, load_yaml
from pipeline.extractors.statistics.subjects import signs
from pipeline.mentions import NumberMention, StatisticMention

_LOWEST, _SURE, _HIGHEST = 0.05, 0.9, 0.99
_NEVER_SURE = (
    "quoted",
    "rule_status",
    "head_unknown",
    "subject_no_union",
    "many_bodies_in_sentence",
    "short_measure",
    "money",
    "no_indicator",
)


@dataclass(slots=True)
class Evidence:
    """What a row was read from. `doubt` is that of its subject; `dates` counts the dates before its number
    in the sentence, `bodies` the bodies of the sentence; `said` whether the subject
    is named in it, `carried` whether a period was handed on to it, `organiser` whether the subject is
    whom the article is about, `lone_body` whether few others are named."""

    row: StatisticMention
    fact: Fact
    number: NumberMention
    doubt: float
    quoted: bool = False
    dates: int = 0
    bodies: int = 0
    said: bool = False
    carried: bool = False
    organiser: bool = False
    lone_body: bool = False


def signals(evidence: Evidence) -> dict[str, bool]:
    """The signs by name that tell for or against a row; each has a weight in confidence.yaml."""
    row, fact, number = evidence.row, evidence.fact, evidence.number
    measure, subject = row.measure or "", row.subject or ""
    known = row.period_start is not None or row.period_end is not None
    told = {
        "noun_elsewhere": not fact.named,
        "no_indicator": row.indicator is None,
        "subject_no_union": not signs()["own_voice"].search(subject),
        "subject_of_authority": bool(subject) and signs()["authority"].search(subject) is not None,
        "subject_said": evidence.said,
        "subject_is_organiser": evidence.organiser,
        "few_bodies": evidence.lone_body,
        "many_bodies_in_sentence": evidence.bodies > 1,
        "doubts": fact.doubts > 0,
        "noun_before": fact.rule == "noun_before_number",
        "people": bool(fact.classes & {"person", "visit"}),
        "money": "money" in fact.classes,
        "percent": "percent" in fact.classes,
        "short_measure": len(measure) < 3,
        "head_unknown": head_class(measure) is None,
        "rule_status": row.status == "rule",
        "no_period": not known,
        "period_carried": known and not evidence.dates and evidence.carried,
        "quoted": evidence.quoted,
        "small": number.value is None or number.value < 3,
    }
    # beside its noun, of a known kind, by rules that seldom err, whose figure it is said in the sentence
    told["sure"] = (
        fact.named
        and not fact.doubts
        and fact.rule in ("noun_after_number", "noun_before_number")
        and told["subject_said"]
        and (told["noun_before"] or not told["people"])
        and evidence.doubt == 0
        and number.confidence >= _SURE
        and not any(told[sign] for sign in _NEVER_SURE)
    )
    return told


@cache
def _weights() -> tuple[float, dict[str, float]]:
    data = load_yaml("confidence.yaml")
    return float(data["base"]), {name: float(weight) for name, weight in data["weights"].items()}


def confidence(evidence: Evidence) -> float:
    """Between 0 and 1: the share of such rows whose whole fact was right on pages, on the low side."""
    told = signals(evidence)
    return _weighed(tuple(told), tuple(told.values()))


@lru_cache(maxsize=1 << 12)
def _weighed(names: tuple[str, ...], holds: tuple[bool, ...]) -> float:
    base, weights = _weights()
    told = [name for name, held in zip(names, holds, strict=True) if held]
    right = 1 / (1 + math.exp(-base - sum(weights[name] for name in told)))
    low, high = (_SURE, _HIGHEST) if "sure" in told else (_LOWEST, _SURE - 0.01)
    return round(max(low, min(right, high)), 2)
