"""Per, aggregation and status of a fact, from the words left of its number."""

from __future__ import annotations

import datetime as dt
import re

from pipeline.extractors.statistics.cues import cues
from pipeline.extractors.statistics.fact import Fact
from pipeline.extractors.statistics.lexicon import ends_in, lexicon
from pipeline.extractors.statistics.tokens import Tokens
from pipeline.mentions import DateMention, StatisticMention

_REACH = 40
_OPENING = 12
_LONG_CLAUSE = 120
_MAX_CLAUSES = 8
_MAX_GOAL = 60
_HELD = frozenset(("session", "site", "organisation"))
_QUOTA = re.compile(r"限[额招报]|每[班期营课].{0,3}限")
_LIMIT = re.compile(r"(?:不超过|不高于|最高|最多|封顶|上限)[^，,。；;]{0,8}$")
_REACHED = re.compile(r"[了达有增升共]|突破|超过")


def own_item(tokens: Tokens, number: int) -> tuple[int, str]:
    """The token at which the number's own list item begins, behind the number before, and the words from there."""
    left, _ = tokens.clause(number)
    tags, first = tokens.tags, number
    while first > left and tags[first - 1] != "N":
        first -= 1
    start = tokens.starts[number]
    return first, tokens.text[max(tokens.starts[first], start - _REACH) : start]


def per_of(tokens: Tokens, fact: Fact, item: int, own: str, rows: list[StatisticMention]) -> str | None:
    """day, week, month or year, where the words say that the figure is a rate; `item` and `own` as `own_item`
    gives them."""
    number = fact.token
    left, _ = tokens.clause(number)
    first = tokens.starts[0]
    head = tokens.text[first : min(tokens.starts[number], first + _OPENING)]
    rules = cues()
    if rules.per_words.search(own) or rules.per_heads.match(head):
        for per, pattern, opening in rules.per:
            if pattern.search(own) or opening.match(head):
                return per
    shares = item > left and ((fact.listed and _is_list(tokens, item, number)) or _grown(fact))
    return rows[-1].per if rows and shares else None


def _grown(fact: Fact) -> bool:
    """Whether the figure is what another of its clause grew to (由800元提高到900元)."""
    said = (fact.left or "").rstrip("了")
    return ends_in(said, lexicon().sets["growth_verbs"], 2)


def _is_list(tokens: Tokens, item: int, number: int) -> bool:
    return "L" in tokens.tags[item:number] or "c" in tokens.tags[item:number]


def aggregation_of(tokens: Tokens, fact: Fact, item: int, own: str, rows: list[StatisticMention]) -> str:
    """total, cumulative, average or share; `item` and `own` as `own_item` gives them."""
    if "percent" in fact.classes:
        return "total" if fact.change else "share"
    rules, number = cues(), fact.token
    left, _ = tokens.clause(number)
    if rules.average.search(own):
        return "average"
    text = (
        tokens.text[tokens.starts[left] : tokens.ends[number]] if item == left else own + tokens.words[number]
    )
    if rules.cumulative.search(text):
        return "cumulative"
    if rows and not rules.aggregation_ends.search(own) and rows[-1].aggregation in ("cumulative", "average"):
        shared = (
            fact.listed or (item > left and _grown(fact)) or (item > left and _is_list(tokens, item, number))
        )
        if shared:
            return rows[-1].aggregation
    return "total"


def status_of(
    tokens: Tokens,
    fact: Fact,
    rows: list[StatisticMention],
    dates: list[DateMention],
    published: dt.date | None,
) -> str:
    """actual, planned or rule; `published` is the last day on which the page can have been published."""
    if fact.unit in ("岁", "周岁"):
        return "actual"
    rules, number = cues(), fact.token
    text = tokens.text
    left, right = tokens.clause(number)
    start, end = tokens.starts[number], tokens.ends[number]
    own = text[max(tokens.starts[left], start - _LONG_CLAUSE) : start]
    behind = text[end : tokens.ends[right - 1]]
    grown = fact.rule == "growth_of_previous" or (fact.change and "percent" in fact.classes)
    if grown and rows and rows[-1].status == "rule":
        return "rule"
    whole = own + text[start:end]
    ruled = rules.rule.search(own) or rules.rule_whole.search(whole)
    if ruled and not _plans(own):
        if _is_done(whole):
            return "actual"
        return "planned" if _QUOTA.search(own) and _follows_plan(tokens, left) else "rule"
    if rows and rows[-1].status == "rule" and _LIMIT.search(whole) and not _plans(own):
        return "rule"
    if "percent" in fact.classes and rules.rule_right.match(behind):
        return "rule"
    if _plans(own):
        return "planned"
    if _is_done(own):
        return "actual"
    if _has_goal(tokens, fact, dates, published):
        return "planned"
    said = fact.right or _up_to_next(tokens, number, right)
    if fact.classes & {"organisation", "person"} and rules.disposes.match(said):
        return "actual"
    if said and _plans(said) and not _is_done(said):
        return "planned"
    if said and _is_done(said) and not rules.rule.search(said):
        return "actual"
    if rules.states.match(own) and "money" not in fact.classes:
        return "actual"
    # what an earlier clause of the sentence plans, the next ones plan too, until one says it is done
    at = left
    for _ in range(_MAX_CLAUSES):
        if at <= 0:
            break
        first, _ = tokens.clause(at - 2) if at >= 2 else (0, 0)
        told = tokens.told.get(at)
        if told is None:
            told = tokens.told[at] = _status_told(text[tokens.starts[first] : tokens.ends[at - 1]])
        if "l" in told:
            return "rule"
        if "r" in told and not fact.classes & _HELD:
            goes_on = rows and rows[-1].status == "rule" and "D" not in tokens.tags[left:number]
            return "rule" if goes_on and "d" not in told else "actual"
        if "p" in told:
            return "planned"
        if "d" in told:
            return "actual"
        if first >= at or first == 0:
            break
        at = first
    return "actual"


def _status_told(clause: str) -> str:
    """What a clause tells of the figures behind it: that it lays down (l) or rules (r) them, plans them (p) or
    that they are done (d)."""
    rules = cues()
    said = clause.rstrip("，,：:")
    if said[-1:] in rules.lays_down_ends and rules.lays_down.search(said):
        return "l"
    if _plans(clause):
        return "p"
    done = "d" if _is_done(clause) else ""
    return "r" + done if rules.rule.search(clause) else done


def _follows_plan(tokens: Tokens, left: int) -> bool:
    """Whether the clause before token `left` plans something, of which this one tells the places (还将增开…, 每班限…)."""
    if left < 2:
        return False
    first, _ = tokens.clause(left - 2)
    clause = tokens.text[tokens.starts[first] : tokens.ends[left - 2]]
    return _plans(clause) and not _is_done(clause)


def _has_goal(tokens: Tokens, fact: Fact, dates: list[DateMention], published: dt.date | None) -> bool:
    """Whether the number is to be reached by a time yet to come (到2030年培育…300名); where the day of
    publication is not known, whether nothing tells that it was reached."""
    tags = tokens.tags
    for at in range(fact.token - 1, max(0, fact.token - _MAX_GOAL), -1):
        if tags[at] != "D" or tokens.reference[at] < 0 or tokens.words[at - 1] != "到":
            continue
        date = dates[tokens.reference[at]]
        between = tokens.text[tokens.ends[at] : tokens.starts[fact.token]]
        if date.end_date is None or _is_done(between):
            return False
        if published is None:
            return date.basis == "explicit" and not _REACHED.search(between)
        return date.end_date > published
    return False


def plan_with_event(text: str, start: int, rows: list[StatisticMention]) -> None:
    """Figures of a sentence on an event that is yet to come are planned, but for what is said to be done."""
    for row in rows:
        clause = max(start, *(text.rfind(mark, start, row.start) + 1 for mark in "，,；;"))
        if row.status == "actual" and not _is_done(text[clause : row.start]):
            row.status = "planned"


def _up_to_next(tokens: Tokens, number: int, right: int) -> str:
    last = number + 1
    while last < right and tokens.tags[last] not in "NL":
        last += 1
    return tokens.text[tokens.ends[number] : tokens.ends[last - 1]]


def _plans(clause: str) -> bool:
    rules = cues()
    found = rules.planned.search(clause)
    while found is not None and found.group() == "将" and found.end() == len(clause):
        found = rules.planned.search(clause, found.end())
    return found is not None


def _is_done(clause: str) -> bool:
    return cues().done.search(clause) is not None
