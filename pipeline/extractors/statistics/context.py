"""What a number's own clause leaves out, from the rest of the sentence and the one before."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.statistics.fact import Fact, alike
from pipeline.extractors.statistics.lexicon import head_class, lexicon
from pipeline.extractors.statistics.measures import text_of
from pipeline.extractors.statistics.nouns import Phrase, nearest_noun, topic
from pipeline.extractors.statistics.predicates import right_predicate
from pipeline.extractors.statistics.tokens import Tokens

_PERSON = frozenset(("person",))
_EVENT = frozenset(("event",))
_COURSE = frozenset(("course",))
_MONEY = frozenset(("money", "item"))
_ORGANISATION = frozenset(("organisation",))
MAX_BACK = 60
"""Facts and tokens looked back upon, so that cost stays in proportion to length."""


def name_from_context(tokens: Tokens, fact: Fact, earlier: Sequence[Fact], before: Tokens | None) -> None:
    """Name what a number without a noun counts: from the figures and words before it."""
    recent = range(len(earlier) - 1, max(0, len(earlier) - MAX_BACK) - 1, -1)
    like = next((k for k in recent if alike(fact, earlier[k])), None)
    if fact.rule == "verb_names_measure" and fact.left:
        verb = next((w for w in lexicon().sets["nominal_verbs"] if fact.left.endswith(w)), fact.left)
        who = topic(tokens, fact.token) if fact.classes & {"person", "visit"} else None
        if who is not None and head_class(tokens.words[who.last - 1]) == "person":
            verb = tokens.span(who.first, who.last)
        fact.measure, fact.named = verb, True
        return
    grown = (fact.left or "") in lexicon().sets["growth_verbs"]
    own_words = fact.rule == "headless_relative" or fact.left is None or grown
    if like is not None and own_words:
        fact.measure, fact.inherited = earlier[like].measure, like
        return
    if grown or (tokens.tags[fact.token - 1] == "u" and fact.token):
        phrase = topic(tokens, fact.token)
        if phrase is not None:
            fact.measure, fact.named = tokens.span(phrase.first, phrase.last), True
            return
    kinds = None
    if fact.classes & {"person", "visit"}:
        kinds = _PERSON
    elif "session" in fact.classes:
        kinds = _EVENT
    elif "organisation" in fact.classes:
        kinds = _ORGANISATION
    elif "money" in fact.classes and fact.left is None:
        kinds = _MONEY
    elif "time" in fact.classes:
        kinds = _EVENT | _COURSE
    if kinds is not None:
        for wanted in (kinds, _EVENT) if "visit" in fact.classes else (kinds,):
            for source, stop in ((tokens, fact.token), (before, None)):
                if source is None:
                    continue
                phrase = nearest_noun(source, len(source) if stop is None else stop, wanted)
                if phrase is not None:
                    fact.measure = source.span(phrase.first, phrase.last)
                    fact.rule += "_noun_from_context"
                    fact.doubts += 0.1 if source is tokens else 0.2
                    return
    if like is not None:
        fact.measure, fact.inherited = earlier[like].measure, like
        return
    fact.doubts += 0.25
    what = topic(tokens, fact.token) if fact.left else None
    of_people = what is not None and any(
        head_class(w) == "person" for w in tokens.words[what.first : what.last]
    )
    fitting = "money" in fact.classes or (of_people and bool(fact.classes & {"person", "visit"}))
    if (
        what is not None
        and fitting
        and "O" not in tokens.tags[what.first : what.last]
        and _is_word(tokens, what)
    ):
        fact.measure = tokens.span(what.first, what.last)
    elif fact.classes & {"person", "visit"}:
        fact.measure = fact.unit
    elif fact.left:
        verbs = (
            k for k in range(fact.token - 1, max(0, fact.token - MAX_BACK) - 1, -1) if tokens.tags[k] in "vw"
        )
        last = next(verbs, None)
        fact.measure = tokens.words[last] if last is not None else fact.left
    elif fact.classes & {"course", "time"}:
        fact.measure = fact.unit


def _is_word(tokens: Tokens, phrase: Phrase) -> bool:
    return tokens.ends[phrase.last - 1] - tokens.starts[phrase.first] > 1


def borrow_predicate(tokens: Tokens, fact: Fact, earlier: Sequence[Fact], left_edge: int) -> None:
    """A list shares one verb: 建成书屋14个、驿站56个."""
    tags, words = tokens.tags, tokens.words
    source = _lender(fact, earlier, left_edge)
    if source is not None and earlier[source].predicate:
        previous = earlier[source]
        fact.listed = True
        fact.left = previous.left or (
            previous.right if fact.inherited is not None or not fact.named else None
        )
        if fact.left is None and (fact.inherited is not None or not fact.named):
            fact.predicate = previous.predicate
        if fact.left or fact.predicate:
            return
    linked = fact.token
    while (
        linked > left_edge and words[linked - 1] in lexicon().sets["linkers"] and tags[linked - 1] not in ",L"
    ):
        linked -= 1
    if linked < fact.token:
        fact.left = tokens.span(linked, fact.token)
        return
    if "percent" in fact.classes and fact.named:
        return
    # a verb earlier in the sentence that holds sessions or makes things
    for at in range(fact.token - 1, max(0, fact.token - MAX_BACK) - 1, -1):
        if tags[at] == "v" and words[at] in lexicon().sets["session_verbs"]:
            fact.left = words[at]
            fact.doubts += 0.1
            return
    fact.left = text_of(tokens, right_predicate(tokens, left_edge, fact.token))
    fact.doubts += 0.1
    if fact.left is None:
        verb = next(
            (
                at
                for at in range(fact.token - 1, max(0, fact.token - MAX_BACK) - 1, -1)
                if tags[at] in "vw" and len(words[at]) > 1 and words[at] != "据统计"
            ),
            None,
        )
        if verb is not None:
            fact.left = words[verb]
            fact.doubts += 0.1


def _lender(fact: Fact, earlier: Sequence[Fact], left_edge: int) -> int | None:
    """The figure whose verb this one shares: the last of its clause, else the last alike."""
    if not earlier:
        return None
    if earlier[-1].token >= left_edge:
        return len(earlier) - 1
    for at in range(len(earlier) - 1, -1, -1):
        if alike(fact, earlier[at]):
            return at
    return len(earlier) - 1 if "percent" not in earlier[-1].classes | fact.classes else None


def share_verbs(tokens: Tokens, facts: Sequence[Fact]) -> None:
    """A verb behind a list is said of all of it: 213支队伍、8940人报名."""
    for k in range(len(facts) - 2, -1, -1):
        one, following = facts[k], facts[k + 1]
        if following.token == one.token + 1 and not one.named:
            one.measure, one.right = following.measure, following.right
            continue
        between = tokens.tags[one.token + 1 : following.token]
        owns = between[-1:] == ["u"] and not set(between) & set("Lcvk")
        if owns and one.right is None and following.right:
            one.right = following.right
            continue
        if "," in between or not set(between) & set("Lc") or set(between) & set("vk") or not following.right:
            continue
        if one.right is None and following.left is None:
            one.right = following.right
