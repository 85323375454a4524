"""What the body of an article reports beside its main event: the rules of reports.yaml."""

from __future__ import annotations

import functools
import re

from pipeline.extractors.events.lexicon import TriggerRule, read_rule_list
from pipeline.extractors.events.story import Hit, Story
from pipeline.text import trie_pattern

_BEFORE_REACH = 40  # characters before a trigger that its rule may look at


@functools.cache
def load_reports() -> tuple[re.Pattern[str], dict[str, tuple[TriggerRule, ...]]]:
    """A pattern of all words of the rules, and by word the rules in their order.

    Raises BaoshuError B010 that names the file, the line and the fault.
    """
    words: dict[str, tuple[TriggerRule, ...]] = {}
    for rule, listed in read_rule_list("reports.yaml"):
        for word in listed:
            words[word] = (*words.get(word, ()), rule)
    return re.compile(trie_pattern(words)), words


@functools.cache
def report_names() -> frozenset[str]:
    """The names of the rules."""
    return frozenset(rule.name for rules in load_reports()[1].values() for rule in rules)


def report_hits(story: Story, start: int, end: int) -> list[Hit]:
    """The triggers of `text[start:end]` that one of the rules takes; none inside speech."""
    pattern, rules = load_reports()
    found: list[Hit] = []
    for match in pattern.finditer(story.text, start, end):
        low, high = match.span()
        if story.spoken(low):
            continue
        floor = max(start, low - _BEFORE_REACH)
        for rule in rules[match.group()]:
            if (rule.before is None or rule.before.match(story.text, high, end)) and (
                rule.after is None or rule.after.search(story.text, floor, low)
            ):
                found.append(Hit(low, high, rule))
                break
    return found
