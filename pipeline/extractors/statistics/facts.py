"""What the numbers of a sentence measure: measure and predicate of each."""

from __future__ import annotations

from pipeline.extractors.statistics.context import MAX_BACK, borrow_predicate, name_from_context, share_verbs
from pipeline.extractors.statistics.fact import Fact
from pipeline.extractors.statistics.measures import describe_age, describe_count, say_value
from pipeline.extractors.statistics.predicates import left_predicate, text_of
from pipeline.extractors.statistics.respective import name_respectively
from pipeline.extractors.statistics.shares import describe_percent
from pipeline.extractors.statistics.tokens import Reading, Tokens


def describe(tokens: Tokens, fact: Fact, earlier: list[Fact], before: Reading | None) -> None:
    """Fill measure, predicate and how they were found, from the sentence, the facts of it that
    stand before, and the sentence before (for what only it names)."""
    left_edge, right_edge = tokens.clause(fact.token)
    previous = earlier[-1] if earlier else None
    if fact.unit in ("岁", "周岁"):
        describe_age(tokens, fact, left_edge)
    elif "percent" in fact.classes:
        describe_percent(tokens, fact, previous, left_edge, right_edge)
    else:
        describe_count(tokens, fact, earlier, left_edge, right_edge)
    if fact.measure is None:
        name_from_context(tokens, fact, earlier, before)
    say_value(tokens, fact, left_edge)
    if fact.left is None and fact.right is None and left_edge and tokens.words[left_edge - 1] in "“‘（(":
        fact.left = text_of(tokens, left_predicate(tokens, left_edge - 1))


def complete(tokens: Tokens, facts: list[Fact], known: int) -> None:
    """Give each fact from index `known` on its predicate: its own verbs, those of the list it stands
    in, or borrowed ones."""
    name_respectively(tokens, facts[known:])
    share_verbs(tokens, facts[known:])
    for at, fact in enumerate(facts):
        if at < known:
            continue
        if fact.left is None and fact.right is None:
            left_edge, _ = tokens.clause(fact.token)
            fact.borrowed = True
            borrow_predicate(tokens, fact, facts[max(0, at - MAX_BACK) : at], left_edge)
        fact.predicate = fact.predicate or _joined(fact.left, fact.right)


def _joined(left: str | None, right: str | None) -> str | None:
    if left and right:
        return f"{left}…{right}"
    return left or right
