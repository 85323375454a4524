"""What a number's own clause leaves out, from the rest of the sentence and the one before."""

from __future__ import annotations

from pipeline.extractors.statistics.fact import Fact, alike
from pipeline.extractors.statistics.lexicon import ends_in, head_class, lexicon
from pipeline.extractors.statistics.nouns import Phrase, noun_run
from pipeline.extractors.statistics.predicates import right_predicate, text_of
from pipeline.extractors.statistics.tokens import Reading, Tokens
from pipeline.extractors.statistics.topics import last_of_clause, nearest_noun, object_of, topic

_PERSON = frozenset(("person",))
_EVENT = frozenset(("event",))
_ITEM = frozenset(("item",))
_COURSE = frozenset(("course",))
_MONEY = frozenset(("money", "item"))
_ORGANISATION = frozenset(("organisation",))
_TOTALS = frozenset(("共计", "总计", "合计", "共"))
_MAX_SAID = 14
MAX_BACK = 60
"""Facts and tokens looked back upon, so that cost stays in proportion to length."""


def name_from_context(tokens: Tokens, fact: Fact, earlier: list[Fact], before: Reading | None) -> None:
    """Name what a number without a noun counts: from the figures and words before it."""
    recent = range(len(earlier) - 1, max(0, len(earlier) - MAX_BACK) - 1, -1)
    like = next((k for k in recent if alike(fact, earlier[k])), None)
    if fact.rule == "verb_names_measure" and fact.left:
        verb = min(_known_endings(fact.left), default=fact.left)
        of_people = bool(fact.classes & {"person", "visit"})
        who = topic(tokens, fact.token) if of_people or "money" in fact.classes else None
        kind = who is not None and "O" not in tokens.tags[who.first : who.last]
        if kind and who is not None and not of_people:
            said_at = who.last
            while tokens.tags[said_at] == "d":
                said_at += 1
            if tokens.words[said_at] == verb:
                fact.measure, fact.named = tokens.span(who.first, said_at + 1), True
                return
        if who is not None and of_people and head_class(tokens.words[who.last - 1]) == "person":
            verb = tokens.span(who.first, who.last)
        fact.measure, fact.named = verb, True
        return
    if (fact.left is None and fact.right is None) or fact.left in ("共计", "总计", "合计"):
        left_edge, _ = tokens.clause(fact.token)
        alone = left_edge > 1 and all(tag == "d" for tag in tokens.tags[left_edge : fact.token])
        totals = alone and not _TOTALS.isdisjoint(tokens.words[left_edge : fact.token])
        what = last_of_clause(tokens, left_edge - 1) if totals else None
        if what is not None and "organisation" not in fact.classes:
            fact.measure, fact.left = tokens.span(what.first, what.last), tokens.span(left_edge, fact.token)
            fact.doubts += 0.1
            return
    if fact.left and not fact.classes - {"item"}:
        made = _made_thing(tokens, fact.token)
        if made is not None:
            fact.measure, fact.rule = tokens.span(made.first, made.last), "thing_made"
            fact.doubts += 0.1
            return
    if fact.left and not fact.classes - {"item"}:
        same = object_of(tokens, fact.left.rstrip("了")[-2:], fact.token) or object_of(
            tokens, fact.left.rstrip("了")[-1:], fact.token
        )
        if same is not None:
            fact.measure, fact.rule = tokens.span(same.first, same.last), "object_of_same_verb"
            fact.doubts += 0.1
            return
    if fact.unit == "倍" and fact.rule == "headless_relative" and earlier:
        fact.measure = earlier[-1].measure
        return
    if fact.unit in ("倍", "番") and like is None and earlier:
        said_grown = (fact.left or "").rstrip("了近约超逾")
        if any(said_grown.endswith(verb) for verb in lexicon().sets["differences"] | {"翻"}):
            fact.measure, fact.rule = earlier[-1].measure, "growth_of_previous"
            return
    if "money" in fact.classes:
        spent = _money_behind(tokens, fact.token)
        if spent is not None:
            fact.measure, fact.named = tokens.span(spent.first, spent.last), True
            return
    if "visit" in fact.classes and earlier and not fact.left and not fact.right:
        follows = tokens.tags[fact.token - 1] == "L" and earlier[-1].token == fact.token - 2
        if follows and earlier[-1].named and "session" in earlier[-1].classes:
            fact.measure, fact.inherited = earlier[-1].measure, len(earlier) - 1
            return
    said_last, sets = (fact.left or "").rstrip("了"), lexicon().sets
    grown = ends_in(said_last, sets["growth_verbs"]) or ends_in(said_last, sets["differences"])
    if fact.unit == "分" and tokens.words[fact.token - 1] in lexicon().sets["rates"]:
        grown = True  # 考试平均88.5分
    own_words = fact.rule in ("headless_relative", "rate_alone") or fact.left is None or grown
    if grown and (like is None or earlier[like].token < tokens.clause(fact.token)[0]):
        phrase = topic(tokens, fact.token)
        if phrase is not None:
            said_what = tokens.span(phrase.first, phrase.last)
            if like is not None and said_what in lexicon().sets["weak_nouns"]:
                # 新建驿站46个，总数达到210个
                fact.measure, fact.inherited = earlier[like].measure, like
                return
            fact.measure, fact.named = said_what, True
            return
    people = bool(fact.classes & {"person", "visit"})
    among = _opened_with(tokens, fact) if people and earlier and fact.left is None else None
    if among is not None:
        fact.measure, fact.named = tokens.span(among.first, among.last), True
        return
    said = fact.right if people and fact.right and len(fact.right) <= _MAX_SAID else None
    counted = like is not None and earlier[like].measure != earlier[like].right
    counted = counted and like is not None and head_class(earlier[like].measure or "") == "person"
    if like is not None and own_words and (counted or not said):
        fact.measure, fact.inherited = earlier[like].measure, like
        return
    if fact.rule == "headless_relative" and people and fact.right and len(fact.right) > 3:
        fact.measure = fact.right.rstrip("的")
        return
    if fact.rule == "rate_alone" and earlier:
        fact.measure = earlier[-1].measure
        return
    if grown or (tokens.tags[fact.token - 1] == "u" and fact.token):
        phrase = topic(tokens, fact.token)
        if phrase is not None:
            fact.measure, fact.named = tokens.span(phrase.first, phrase.last), True
            return
    kinds = None
    if people:
        kinds = _PERSON
    elif "session" in fact.classes:
        kinds = _EVENT | _COURSE if fact.unit in lexicon().sets["lessons"] else _EVENT
    elif "organisation" in fact.classes:
        kinds = _ORGANISATION
    elif "money" in fact.classes and fact.left is None:
        kinds = _MONEY
    elif "time" in fact.classes:
        kinds = _EVENT | _COURSE
    elif "item" in fact.classes and not (earlier and earlier[-1].named and _things(earlier[-1])):
        kinds = _ITEM
    if kinds is not None:
        for wanted in (kinds, _EVENT) if "visit" in fact.classes else (kinds,):
            for here in (True, False):
                if not here and (before is None or kinds is _ITEM or len(fact.left or "") > 1):
                    continue
                if not here and said and "person" in fact.classes:
                    continue
                source = tokens if here or before is None else before.tokens
                phrase = nearest_noun(source, fact.token if here else len(source), wanted)
                long = said is not None and len(said) > 3 and "person" in fact.classes
                if phrase is not None and long and not _out_of(source, phrase, fact):
                    phrase = None
                if phrase is not None:
                    fact.measure = source.span(phrase.first, phrase.last)
                    fact.rule += "_noun_from_context"
                    fact.doubts += 0.1 if here else 0.2
                    return
    if like is not None and (counted or not said):
        fact.measure, fact.inherited = earlier[like].measure, like
        return
    fact.doubts += 0.25
    what = topic(tokens, fact.token) if fact.left or fact.right else None
    of_people = what is not None and any(
        head_class(w) == "person" for w in tokens.words[what.first : what.last]
    )
    course = what is not None and head_class(tokens.words[what.last - 1]) == "course"
    held = any(verb in (fact.left or "") for verb in lexicon().sets["session_verbs"])
    body = what is not None and head_class(tokens.words[what.last - 1]) in ("organisation", "person")
    fitting = (
        ("money" in fact.classes and not body)
        or (of_people and bool(fact.classes & {"person", "visit"}))
        or ("course" in fact.classes and course)
        or ("session" in fact.classes and held)
    )
    if (
        what is not None
        and fitting
        and "O" not in tokens.tags[what.first : what.last]
        and _is_word(tokens, what)
    ):
        fact.measure = tokens.span(what.first, what.last)
    elif fact.rule == "headless_relative" and fact.right:
        fact.measure = fact.right.rstrip("的") or fact.unit
    elif fact.classes & {"person", "visit"}:
        fact.inherited = like if said else None
        fact.measure = said or (_last_verb(tokens, fact.token) if fact.left else None) or fact.unit
    elif tokens.words[fact.token - 1] in ("价值", "总价值"):
        fact.measure = tokens.words[fact.token - 1]
    elif fact.left and earlier and earlier[-1].named and _things(fact) and _things(earlier[-1]):
        # 上报线索90条，查实62处: another verb of the same thing, though told in another unit
        fact.measure, fact.inherited = earlier[-1].measure, len(earlier) - 1
    elif fact.left:
        fact.measure = _last_verb(tokens, fact.token) or fact.left
    elif fact.classes & {"course", "time"}:
        fact.measure = fact.unit


def _known_endings(said: str) -> list[str]:
    """The endings of what is said that are verbs which name what they count."""
    sets = lexicon().sets
    nominal, money = sets["nominal_verbs"], sets["money_verbs"]
    endings = [said[at:] for at in range(len(said))]
    return [word for word in endings if word in nominal or word in money]


def _made_thing(tokens: Tokens, number: int) -> Phrase | None:
    """What a clause before says was made of something (把旧衣改成书包，缝了60个), if it was the last thing said."""
    left, _ = tokens.clause(number)
    for at in range(left - 1, max(0, left - MAX_BACK), -1):
        if tokens.tags[at] == "N":
            return None
        if tokens.tags[at] == "v" and tokens.words[at] in lexicon().sets["making"]:
            last = noun_run(tokens, at + 1, left)
            return Phrase(at + 1, last) if last > at + 1 else None
    return None


def _things(fact: Fact) -> bool:
    return bool(fact.unit) and not fact.classes - {"item", "site"}


def _money_behind(tokens: Tokens, number: int) -> Phrase | None:
    """The money that the words behind a sum call it: 拿出150万元设立创新基金, 2000元不等的奖励."""
    _, right = tokens.clause(number)
    for at in range(number + 1, right):
        if tokens.tags[at] == "N":
            return None
        if tokens.tags[at] in "nwE" and head_class(tokens.words[at].strip("“”‘’")) == "money":
            first = at
            while tokens.tags[first - 1] in "nwa":
                first -= 1
            return Phrase(first, at + 1) if first - 1 > number else None
    return None


def _opened_with(tokens: Tokens, fact: Fact) -> Phrase | None:
    """The people of whom a sentence that opens so tells (结业学员中，30人取得…), for its first figure."""
    edge = tokens.tags.index(",") if "," in tokens.tags else 0
    if (
        not 1 < edge < fact.token
        or tokens.words[edge - 1] not in ("中", "当中")
        or "N" in tokens.tags[: fact.token]
    ):
        return None
    first = edge - 1
    while first > 0 and tokens.tags[first - 1] in "nwaE":
        first -= 1
    known = first < edge - 1 and head_class(tokens.words[edge - 2]) == "person"
    return Phrase(first if first or tokens.tags[0] != "v" else 0, edge - 1) if known else None


def _out_of(tokens: Tokens, phrase: Phrase, fact: Fact) -> bool:
    """Whether the people of a phrase are those of whom some are counted: 学员中，12人…, or its
    clause's subject with no verb behind them."""
    behind = tokens.words[phrase.last : phrase.last + 2]
    return bool({"中", "里", "其中"} & set(behind)) or "v" not in tokens.tags[phrase.last : fact.token]


def _last_verb(tokens: Tokens, before: int) -> str | None:
    verbs = (k for k in range(before - 1, max(0, before - MAX_BACK) - 1, -1) if tokens.tags[k] in "vw")
    last = next(verbs, None)
    return tokens.words[last] if last is not None else None


def _is_word(tokens: Tokens, phrase: Phrase) -> bool:
    return tokens.ends[phrase.last - 1] - tokens.starts[phrase.first] > 1


def borrow_predicate(tokens: Tokens, fact: Fact, earlier: list[Fact], left_edge: int) -> None:
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
                if tags[at] in "vw" and len(words[at]) > 1 and words[at] not in lexicon().sets["speech"]
            ),
            None,
        )
        if verb is not None:
            fact.left = words[verb]
            fact.doubts += 0.1


def _lender(fact: Fact, earlier: list[Fact], left_edge: int) -> int | None:
    """The figure whose verb this one shares: the last of its clause, else the last alike."""
    if not earlier:
        return None
    if earlier[-1].token >= left_edge:
        return len(earlier) - 1
    for at in range(len(earlier) - 1, -1, -1):
        if alike(fact, earlier[at]):
            return at
    return len(earlier) - 1 if "percent" not in earlier[-1].classes | fact.classes else None


def share_verbs(tokens: Tokens, facts: list[Fact]) -> None:
    """A verb behind a list is said of all of it: 213支队伍、8940人报名."""
    for k in range(len(facts) - 2, -1, -1):
        one, following = facts[k], facts[k + 1]
        if following.token == one.token + 1 and not one.named:
            one.measure, one.right = following.measure, following.right
            continue
        modifiers = lexicon().sets["modifying_people"]
        between = [
            "n" if tokens.words[k] in modifiers else tokens.tags[k]
            for k in range(one.token + 1, following.token)
        ]
        owns = between[-1:] == ["u"] and all(tag not in "Lcvk" for tag in between)
        if owns and one.right is None and following.right:
            one.right = following.right
            continue
        inside = one.token > 0 and tokens.words[one.token - 1] == "在"  # 在3个工地、2处驿站增设书角
        barred = ",k" if inside else ",vk"
        if (
            not following.right
            or any(tag in barred for tag in between)
            or not ("L" in between or "c" in between)
        ):
            continue
        if one.right is None and (following.left is None or inside):
            one.right = following.right
