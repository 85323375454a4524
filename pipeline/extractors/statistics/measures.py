"""The measure and predicate that stand beside a number in its own clause."""

from __future__ import annotations

from pipeline.extractors.statistics.comparisons import differs, exceeds
from pipeline.extractors.statistics.fact import Fact
from pipeline.extractors.statistics.left_nouns import left_phrase, skip_linkers
from pipeline.extractors.statistics.lexicon import head_class, lexicon
from pipeline.extractors.statistics.nouns import Phrase, right_phrase
from pipeline.extractors.statistics.predicates import left_predicate, next_clause, right_predicate, text_of
from pipeline.extractors.statistics.tokens import Tokens
from pipeline.extractors.statistics.topics import nearest_noun

_REACHES = ("到", "至", "达", "达到")
_OVER = ("突破", "超过", "达到", "接近", "不足")
_MAX_LISTED, _MAX_FOLLOWING, _MAX_BRACKET = 8, 4, 16
_MAX_REST = 40
_MAX_RELATIVE = 16
_MAX_MOST = 6


def _rest(tokens: Tokens, after: int, end: int, fact: Fact) -> tuple[int, int] | None:
    """What follows people in a clause is said of them, whatever jieba takes it for."""
    if not fact.classes & {"person", "visit"} or after >= end or tokens.tags[after] not in "naE":
        return None
    last = after
    while (
        last < end and tokens.tags[last] not in "LN" and tokens.ends[last] - tokens.starts[after] <= _MAX_REST
    ):
        last += 1
    return (after, last) if tokens.ends[last - 1] - tokens.starts[after] > 1 else None


def describe_age(tokens: Tokens, fact: Fact, left_edge: int) -> None:
    """Whose age: 今年38岁的某人, 学员平均年龄31岁. The person's name comes from the entities."""
    fact.rule, at = "age", fact.token
    left = left_phrase(tokens, at, fact.unit)
    right = right_phrase(tokens, at, fact.unit)
    attributed = at > left_edge and tokens.tags[at - 1] == "u"
    phrase = right if attributed and right is not None else left or right
    if phrase is not None:
        fact.measure, fact.named = tokens.span(phrase.first, phrase.last), True
    words = tokens.words[left_edge:at]
    most = next((k for k in range(at - 1, left_edge - 1, -1) if tokens.words[k].startswith("最")), None)
    if most is not None and at - most <= _MAX_MOST:
        fact.left = tokens.span(most, at)
        if "年龄" in words[: most - left_edge]:
            fact.measure, fact.named = tokens.span(left_edge + words.index("年龄"), at), True
        elif phrase is None or tokens.tags[phrase.first] in "vda":
            people = nearest_noun(tokens, most, frozenset(("person",)))
            fact.measure = tokens.span(people.first, people.last) if people else fact.measure
        return
    pronoun = tokens.words[at + 2 : at + 3]
    if tokens.tags[at + 1 : at + 2] == ["u"] and pronoun in (["他"], ["她"]) and "今年" not in words:
        fact.left = text_of(tokens, right_predicate(tokens, at + 3)) or "年龄"  # 40岁的他准备再考一次
        return
    titled = at + 2
    while titled < len(tokens) and tokens.tags[titled] in "nwaFO":
        titled += 1
    if (
        tokens.tags[at + 1 : at + 2] == ["u"]
        and titled > at + 2
        and tokens.tags[titled : titled + 1] == ["P"]
    ):
        fact.left = tokens.span(at + 2, titled)  # 44岁的车工组长某人: what the person is
        return
    said = next(
        (w for w in reversed(words) if w in ("今年", "平均年龄", "年龄", "现年", "时年", "年仅")), None
    )
    fact.left = said or "年龄"


def describe_count(tokens: Tokens, fact: Fact, earlier: list[Fact], left_edge: int, right_edge: int) -> None:
    tags, words = tokens.tags, tokens.words
    at = fact.token
    previous = earlier[-1] if earlier else None
    if differs(tokens, fact, previous, left_edge):
        return
    if previous is not None and exceeds(tokens, left_edge, at):
        fact.rule, fact.measure = "difference", previous.measure
        fact.left = tokens.span(left_edge, at)
        return
    right = right_phrase(tokens, at, fact.unit)
    left = left_phrase(tokens, at, fact.unit)
    places = _places_of_each(tokens, at, left_edge)
    if places is not None:
        fact.rule, fact.named = "places_of_each", True
        fact.measure, fact.left = tokens.span(places, places + 1), tokens.span(places + 1, at)
        return
    each = _each(tokens, left, fact) if left is not None and right is None else None
    if each is not None:
        # 平均每家企业1.8名: what it is counted by is not what is counted
        fact.rule, fact.left = "number_per_each", each
        return
    listed = _enumerated(tokens, fact, left_edge)
    if listed is not None:
        # 设有普法角、阅读角两处体验角: the list only names what is counted behind it
        right = right or following_noun(tokens, at, right_edge)
        left = None if right is not None else left
    rated = "money" in fact.classes and at > left_edge and words[at - 1][0] == "每" and left is not None
    if left is not None and right is not None and (rated or not _right_is_better(tokens, fact, left, right)):
        right = None
    if right is not None:
        fact.measure = tokens.span(right.first, right.last)
        fact.named = True
        fact.rule = "noun_after_number"
        start = at
        relative = tags[at - 1] == "u" if at else False
        fact.left = None if relative else text_of(tokens, left_predicate(tokens, listed or start))
        behind = past_bracket(tokens, right.last)
        fact.right = text_of(
            tokens, right_predicate(tokens, behind) or _rest(tokens, right.last, right_edge, fact)
        )
        joined = fact.right is None and right.last + 2 < right_edge and tags[right.last] == "c"
        if joined and tags[right.last + 1] in "nr" and "person" in fact.classes:
            # 五位教师和大家围坐: what is said of them and of others with them
            fact.right = text_of(tokens, right_predicate(tokens, right.last + 2))
        shares = (
            previous is not None
            and previous.token >= left_edge
            and all(tag not in "vw" for tag in tags[previous.token : at])
        )
        come = (
            shares
            and "u" in tags[left_edge : previous.token if previous else at]
            and "c" not in tags[right.last : right_edge]
        )
        if fact.right is None and fact.left is None and right.last >= right_edge and (come or not shares):
            following = next_clause(tokens, right_edge)
            if following is not None:
                fact.right = text_of(tokens, right_predicate(tokens, following))
        if fact.right is None and words[at - 1] == "从" and tags[right.last : right.last + 1] == ["f"]:
            # 从260名选手中脱颖而出
            fact.right = tokens.span(right.last + 1, right_edge) or None
            fact.left = None if fact.right else fact.left
        if fact.right is None and relative and tags[right.last : right.last + 1] == ["k"]:
            following = next_clause(tokens, right_edge)  # 8000名职工沿着河岸，一路走到…
            fact.right = text_of(tokens, right_predicate(tokens, following)) if following else None
        if fact.right is None and relative:
            fact.left = text_of(tokens, left_predicate(tokens, start))
        if fact.left is None and fact.right is None and right.relative is not None:
            fact.right = tokens.span(right.relative, max(right.relative + 1, right.first - 1))
    elif left is not None:
        if rated:
            fact.left = tokens.span(left.last, at)
        fact.measure = tokens.span(left.first, left.last)
        fact.named = True
        fact.rule = "noun_before_number"
        fact.left = fact.left or text_of(tokens, left_predicate(tokens, left.first))
        fact.right = text_of(tokens, right_predicate(tokens, at + 1, right_edge))
        if fact.left is None and not lexicon().sets["copulas"].isdisjoint(words[left.last : at]):
            fact.left = tokens.span(left.first, at)
        manner = left.first == left_edge and words[left.first] in lexicon().sets["manner"]
        manner = manner or (left.first - 1 == left_edge and words[left_edge] in lexicon().sets["manner"])
        if manner and fact.left is None and fact.right is None:
            fact.left = tokens.span(left_edge, at)  # 现场听众1.3万人次
        told = words[left.last : at]
        if not lexicon().sets["growth_verbs"].isdisjoint(w for w in told if w not in _REACHES):
            fact.left = tokens.span(left.last, at)
        attribute = head_class(words[left.last - 1]) in ("money", "share", "span")
        opened = set(tags[left_edge : left.first])
        if fact.left is None and fact.right is None and attribute and "d" in opened <= {"d", "D"}:
            fact.left = tokens.span(left_edge, at)
        if fact.left is None and fact.right is None:
            begins = next((w for w in _OVER if words[at].startswith(w)), None)
            if left.first > left_edge and words[left.first - 1] in lexicon().sets["rates"]:
                fact.left = tokens.span(left.first - 1, at)
            elif words[at - 1][0] == "每" and left.last < at:
                fact.left = tokens.span(left.last, at)
            elif begins is not None:
                fact.left = begins
    else:
        fact.rule = "number_alone"
        if at + 2 < right_edge and tags[at + 1] == "v" and words[at + 2] in ("之后", "以后", "后"):
            # 四十多次失败之后: a verb that is itself what was counted
            fact.measure, fact.named, fact.right = words[at + 1], True, tokens.span(at + 1, at + 3)
            return
        if lexicon().tags.get(fact.unit or "") == "n" and "item" not in fact.classes:
            # the unit is the thing itself: 三部门联合印发
            fact.rule, fact.measure, fact.named = "unit_names_measure", fact.unit, True
        linked = skip_linkers(tokens, at - 1, left_edge) + 1
        if (
            linked - 2 >= left_edge
            and tags[linked - 1] == "u"
            and (tags[linked - 2] == "D" or words[linked - 2] in lexicon().sets["at_first"])
        ):
            # 增加到现在的19人
            grown = linked - 3 >= left_edge and tags[linked - 3] == "v"
            grown = (
                grown and len(words[linked - 3]) > 1 and words[linked - 3] in lexicon().sets["growth_verbs"]
            )
            fact.left = words[linked - 3] if grown else None
            follows = words[at + 1] if at + 1 < right_edge else ""
            if not grown and len(follows) > 1 and follows in lexicon().sets["growth_verbs"]:
                fact.right = text_of(tokens, right_predicate(tokens, at + 1, right_edge))
            return
        if linked - 1 >= left_edge and tags[linked - 1] == "u":
            fact.rule = "headless_relative"
            first = linked - 1
            while first > left_edge and tags[first - 1] not in "q,N" and words[first - 1] != "其中":
                if tags[first - 1] == "L" and not (first - 2 >= left_edge and tags[first - 2] in "vw"):
                    break
                first -= 1
            fact.right = tokens.span(first, linked)
            return
        found = left_predicate(tokens, linked) or left_predicate(tokens, at)
        if found is None and at > left_edge and words[at - 1][0] == "每":
            fact.left = tokens.span(at - 1, at)
            fact.right = text_of(tokens, right_predicate(tokens, at + 1, right_edge))
            return
        fact.left = text_of(tokens, found)
        fact.right = text_of(tokens, right_predicate(tokens, at + 1, right_edge))
        if fact.right is None and "person" in fact.classes and at + 1 < right_edge and tags[at + 1] == "w":
            fact.right = words[at + 1]
        idiom = at + 1 < right_edge and len(words[at + 1]) == 4 and tags[at + 1] == "n"
        if found is None and fact.right is None and "person" in fact.classes and idiom:
            fact.right = words[at + 1]  # 52人脱颖而出
        served = at > left_edge and tags[at - 1] == "k"
        if found is None and fact.right is None and ("visit" in fact.classes or served):
            fact.right = text_of(tokens, _rest(tokens, at + 1, right_edge, fact))
        if found is not None:
            last = found[1] - 1
            money = "money" in fact.classes and words[last] in lexicon().sets["money_verbs"]
            if money or words[last] in lexicon().sets["nominal_verbs"]:
                fact.rule = "verb_names_measure"
        elif fact.right is None and at > left_edge and words[at - 1] in lexicon().sets["rates"]:
            fact.rule, fact.left = "rate_alone", words[at - 1]


def _places_of_each(tokens: Tokens, at: int, left_edge: int) -> int | None:
    """The token 每班 of 每班限额30人, else None."""
    first = at - 1
    while first > left_edge and tokens.words[first] in lexicon().sets["quotas"]:
        first -= 1
    each = first >= left_edge and first < at - 1 and tokens.words[first][0] == "每"
    return first if each and len(tokens.words[first]) > 1 else None


def _each(tokens: Tokens, left: Phrase, fact: Fact) -> str | None:
    """The words 平均每家企业 before a number of something else, else None."""
    before = left.first - 1
    if before < 0 or tokens.tags[before] != "r" or tokens.words[before][0] != "每":
        return None
    classes, head = fact.classes, head_class(tokens.words[left.last - 1])
    counts_head = bool(classes & {"money", "percent", "time", "size", "session"}) or head not in (
        "organisation",
        "site",
    )
    if counts_head or "organisation" in classes or fact.named:
        return None
    first = before
    while first > 0 and tokens.tags[first - 1] == "d":
        first -= 1
    return tokens.span(first, left.last)


def say_value(tokens: Tokens, fact: Fact, left_edge: int) -> None:
    """价值 before a sum is what is said of it: 每份价值85元, 价值共计1.5万元."""
    if "money" not in fact.classes:
        return
    for at in range(fact.token - 1, max(left_edge, fact.token - 4) - 1, -1):
        if tokens.words[at] in ("价值", "总价值", "价值共计"):
            first = at - (at > left_edge and tokens.words[at - 1][0] == "每")
            said = tokens.span(first, fact.token)
            fact.left, fact.right = (fact.left, said) if fact.left and fact.left != said else (said, None)
            return


def _enumerated(tokens: Tokens, fact: Fact, left_edge: int) -> int | None:
    """The first token of a list, right before the number, of as many members as the number says."""
    if fact.value is None or not 2 <= fact.value <= _MAX_LISTED or fact.value != int(fact.value):
        return None
    tags, words = tokens.tags, tokens.words
    if fact.classes - {"site", "item", "organisation", "session", "course"}:
        return None
    quoted = fact.token
    while quoted > left_edge and words[quoted - 1][0] in "“《" and tags[quoted - 1] in "nEv":
        quoted -= 1
    if fact.token - quoted == fact.value:
        return quoted
    marks = [k for k in range(left_edge, fact.token) if tags[k] == "L"]
    if len(marks) != fact.value - 1 or "N" in tags[marks[0] : fact.token] or tags[fact.token - 1] == "q":
        return None
    first = marks[0]
    while first > left_edge and tags[first - 1] in "nwaE":
        first -= 1
    return first if first < marks[0] else None


def following_noun(tokens: Tokens, number: int, end: int) -> Phrase | None:
    """The noun that closes the clause behind a number, whatever its words before are taken for."""
    last = number + 1
    while last < end and tokens.tags[last] in "nwvaE" and last - number <= _MAX_FOLLOWING:
        last += 1
    if last < end and tokens.words[last] in lexicon().sets["noun_homographs"]:
        last += 1
    fits = last > number + 1 and (last >= end or tokens.tags[last] in "L,")
    return Phrase(number + 1, last) if fits and len(tokens.words[last - 1]) > 1 else None


def past_bracket(tokens: Tokens, at: int) -> int:
    """The token behind the bracket that opens at token `at` (职工|（男女各80名）|参加), else `at`."""
    close = {"(": ")", "（": "）"}.get(tokens.words[at]) if at < len(tokens) else None
    if close is None:
        return at
    stop = min(len(tokens), at + _MAX_BRACKET)
    return next((k + 1 for k in range(at + 1, stop) if tokens.words[k] == close), at)


def _right_is_better(tokens: Tokens, fact: Fact, left: Phrase, right: Phrase) -> bool:
    """Both sides have a noun: 服务职工300人 against 来自企业的300名职工."""
    tags, words = tokens.tags, tokens.words
    unit = fact.unit or ""
    if unit in lexicon().sets["self_counting"]:
        return tags[fact.token + 1] == "u" and not fact.classes & {"person", "visit"}
    if words[fact.token - 1] in lexicon().sets["sources"]:
        return head_class(words[right.last - 1]) is not None
    if tags[fact.token - 1] in "q" or tags[left.last - 1] == "O":
        return True
    first = tags[right.first if right.relative is None else right.relative]
    if first in "vw" and right.relative is None and words[right.first] in lexicon().sets["modifying_verbs"]:
        return head_class(words[left.last - 1]) is None
    before = tags[left.first - 1] if left.first > 0 else ","
    # a subject stands before the number only when nothing governs it: 全区职工3000人 has no verb
    if head_class(words[left.last - 1]) in ("person", "organisation") and before not in "vw":
        return True
    return right.relative is None
