"""The measure and predicate that stand beside a number in its own clause."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.statistics.fact import Fact
from pipeline.extractors.statistics.lexicon import head_class, lexicon
from pipeline.extractors.statistics.nouns import (
    Phrase,
    left_phrase,
    right_phrase,
    skip_linkers,
)
from pipeline.extractors.statistics.predicates import left_predicate, next_clause, right_predicate
from pipeline.extractors.statistics.tokens import NOMINAL, Tokens
from pipeline.extractors.statistics.topics import compared, nearest_noun, respondents, topic

_OVER = ("突破", "超过", "达到", "接近", "不足")
_MAX_LISTED, _MAX_FOLLOWING, _MAX_BRACKET = 8, 4, 16
_MAX_REST = 40
_MAX_RELATIVE = 16


def text_of(tokens: Tokens, span: tuple[int, int] | None) -> str | None:
    return tokens.span(*span) if span else None


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
    if most is not None and at - most <= 3:
        fact.left = tokens.span(most, at)
        if phrase is None or tokens.tags[phrase.first] in "vda":
            people = nearest_noun(tokens, most, frozenset(("person",)))
            fact.measure = tokens.span(people.first, people.last) if people else fact.measure
        return
    titled = at + 2
    while titled < len(tokens) and tokens.tags[titled] in "nwaFO":
        titled += 1
    if tokens.tags[at + 1 : at + 2] == ["u"] and titled > at + 2 and tokens.tags[titled : titled + 1] == ["P"]:
        fact.left = tokens.span(at + 2, titled)  # 44岁的车工组长某人: what the person is
        return
    said = next(
        (w for w in reversed(words) if w in ("今年", "平均年龄", "年龄", "现年", "时年", "年仅")), None
    )
    fact.left = said or "年龄"


def describe_count(
    tokens: Tokens, fact: Fact, earlier: Sequence[Fact], left_edge: int, right_edge: int
) -> None:
    tags, words = tokens.tags, tokens.words
    at = fact.token
    previous = earlier[-1] if earlier else None
    if _differs(tokens, fact, previous, left_edge):
        return
    if previous is not None and _exceeds(tokens, left_edge, at):
        fact.rule, fact.measure = "difference", previous.measure
        fact.left = tokens.span(left_edge, at)
        return
    right = right_phrase(tokens, at, fact.unit)
    left = left_phrase(tokens, at, fact.unit)
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
    if left is not None and right is not None and (
        rated or not _right_is_better(tokens, fact, left, right)
    ):
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
            and not set(tags[previous.token : at]) & set("vw")
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
        if fact.right is None and relative:
            fact.left = text_of(tokens, left_predicate(tokens, start))
        if fact.left is None and fact.right is None and right.relative is not None:
            fact.right = tokens.span(right.relative, max(right.relative + 1, right.first - 1))
    elif left is not None:
        if rated:
            fact.left = tokens.span(at - 1, at)
        fact.measure = tokens.span(left.first, left.last)
        fact.named = True
        fact.rule = "noun_before_number"
        fact.left = fact.left or text_of(tokens, left_predicate(tokens, left.first))
        fact.right = text_of(tokens, right_predicate(tokens, at + 1, right_edge))
        if fact.left is None and left.last < at and set(words[left.last : at]) & lexicon().sets["copulas"]:
            fact.left = tokens.span(left.first, at)
        if set(words[left.last : at]) & (lexicon().sets["growth_verbs"] - {"到", "至", "达", "达到"}):
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


def _differs(tokens: Tokens, fact: Fact, previous: Fact | None, left_edge: int) -> bool:
    """Read a difference (女会员比男会员多300人, 比上届多6场): what is set against the other, else what was
    told just before."""
    at, differences = fact.token, lexicon().sets["differences"]
    sign = at - 1
    while sign > left_edge and tokens.tags[sign] in "ld" and tokens.words[sign] not in differences:
        sign -= 1
    verb = tokens.words[sign] if sign > left_edge else ""
    ends = next((w for w in ("多", "少", "高", "低", "快", "长") if verb.endswith(w) and verb != w), None)
    if verb not in differences and ends is None:
        return False
    found = compared(tokens, left_edge, sign)
    if found is None or (found[0] is None and previous is None):
        return False
    phrase, than = found
    if ends is not None and verb not in differences and tokens.words[than] != "比":
        return False
    fact.rule, fact.named, fact.change = "difference", True, True
    fact.measure = previous.measure if previous is not None else None
    if phrase is not None:
        fact.measure = tokens.span(phrase.first, phrase.last)
    fact.left = tokens.span(than, at)
    return True


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
    if len(marks) != fact.value - 1 or "N" in tags[left_edge : fact.token] or tags[fact.token - 1] == "q":
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


def _exceeds(tokens: Tokens, left_edge: int, at: int) -> bool:
    """Whether the clause opens with a verb that puts the number above or below another figure."""
    first = left_edge
    while first < at and tokens.tags[first] == "d":
        first += 1
    beyond = at - first > 1 and tokens.words[first] in lexicon().sets["exceeding"]
    return beyond and "N" not in tokens.tags[first:at]


def _grows(tokens: Tokens, left_edge: int, at: int) -> bool:
    """Whether the verb right before the number says by how much something grew or fell."""
    probe = at - 1
    while probe >= left_edge and (tokens.tags[probe] in "ld"):
        probe -= 1
    return probe >= left_edge and tokens.words[probe] in lexicon().sets["differences"]


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


def describe_percent(
    tokens: Tokens, fact: Fact, previous: Fact | None, left_edge: int, right_edge: int
) -> None:
    tags, words = tokens.tags, tokens.words
    at = fact.token
    fact.rule = "percent"
    probe = at - 1
    listed = previous is not None and previous.token >= left_edge
    listed = listed and previous is not None and set(tags[previous.token + 1 : at]) <= set("Lc")
    fact.change = (
        _grows(tokens, left_edge, at)
        or (fact.unit or "").endswith("百分点")
        or (listed and previous is not None and previous.change)
    )
    if previous is not None and _exceeds(tokens, left_edge, at):
        fact.rule, fact.measure, fact.change = "difference", previous.measure, True
        fact.left = tokens.span(left_edge, at)
        return
    if not listed and fact.change and _differs(tokens, fact, previous, left_edge):
        return
    if probe >= left_edge and tags[probe] == "u":
        # 学费的80%, 占总人数的28%: a whole stands before the number
        whole = probe
        while whole > left_edge and tags[whole - 1] in NOMINAL:
            whole -= 1
        if whole > left_edge and "占" in words[whole - 1]:
            _share_of(tokens, fact, previous, whole - 1, left_edge)
            fact.left = tokens.span(whole - 1, probe)
        elif whole < probe:
            fact.measure, fact.named = tokens.span(whole, probe), True
            fact.left = text_of(tokens, left_predicate(tokens, whole))
        fact.right = text_of(tokens, right_predicate(tokens, at + 1, right_edge))
        return
    if at + 1 < right_edge and tags[at + 1] == "u":
        owned = right_phrase(tokens, at, fact.unit)
        if owned is not None:
            fact.measure, fact.named = tokens.span(owned.first, owned.last), True
            fact.left = text_of(tokens, left_predicate(tokens, at))
            fact.right = text_of(tokens, right_predicate(tokens, owned.last, right_edge))
            return
    following = words[at + 1] if at + 1 < len(words) else ""
    if following in ("线上", "线下", "面授", "网络", "到校"):
        fact.measure, fact.named = following, True
        fact.right = text_of(tokens, right_predicate(tokens, at + 2, right_edge))
        return
    if probe > left_edge and tags[probe] == "k" and tags[probe - 1] in NOMINAL:
        first = probe - 1
        while first > left_edge and tags[first - 1] in "nwaE":
            first -= 1
        fact.measure, fact.named = tokens.span(first, probe), True
        fact.right = text_of(tokens, right_predicate(tokens, at + 1, right_edge))
        if fact.right is None and at + 1 < right_edge and tags[at + 1] in "vw":
            fact.right = words[at + 1]
        return
    linked = skip_linkers(tokens, at - 1, left_edge)
    if tags[linked] == "u" and linked < at - 1 and "占" not in "".join(words[linked:at]):
        fact.measure, fact.named = _relative(tokens, linked, left_edge), True
        fact.left = tokens.span(linked + 1, at)
        return
    if any("占" in words[k] for k in range(linked, at)) or (probe >= left_edge and "占" in words[probe]):
        sign = max(k for k in range(max(linked, left_edge), at) if "占" in words[k])
        _share_of(tokens, fact, previous, sign, left_edge)
        fact.left = tokens.span(sign, at)
        return
    held = topic(tokens, at) if fact.change and {"把", "将", "使"} & set(words[left_edge:at]) else None
    if held is not None and held.first > left_edge and words[held.first - 1] in ("把", "将", "使"):
        fact.measure, fact.named = tokens.span(held.first, held.last), True
        fact.left = text_of(tokens, left_predicate(tokens, at))
        return
    right = right_phrase(tokens, at, fact.unit)
    left = left_phrase(tokens, at, fact.unit)
    only_verb = (
        left is not None and left.last - left.first == 1 and tags[left.first] == "w" and left.last == at
    )
    if (
        only_verb
        and right is None
        and previous is not None
        and left is not None
        and tags[left.first - 1] == "v"
    ):
        fact.measure, fact.rule = previous.measure, "share_of_previous"
        fact.left = text_of(tokens, left_predicate(tokens, at))
        return
    if left is not None and (right is None or left.last < at):
        fact.measure, fact.named = tokens.span(left.first, left.last), True
        fact.left = tokens.span(left.last, at) or text_of(tokens, left_predicate(tokens, left.first))
        fact.right = None if fact.left else text_of(tokens, right_predicate(tokens, at + 1, right_edge))
        return
    if right is not None:
        fact.measure, fact.named = tokens.span(right.first, right.last), True
        fact.right = text_of(tokens, right_predicate(tokens, right.last))
        fact.left = text_of(tokens, left_predicate(tokens, at))
        return
    fact.right = text_of(tokens, right_predicate(tokens, at + 1, right_edge))
    if fact.right is not None and probe < left_edge:
        asked = respondents(tokens, at)
        if asked is None and previous is None:
            asked = nearest_noun(tokens, at, frozenset(("person", "organisation")))
        if asked is not None:
            fact.measure, fact.rule = tokens.span(asked.first, asked.last), "share_of_respondents"
            return
    if fact.right is not None and probe < left_edge and previous is not None:
        fact.measure, fact.rule = previous.measure, "share_of_previous"
        return
    found = left_predicate(tokens, at)
    if found is not None and set(words[found[0] : found[1]]) & lexicon().sets["differences"]:
        grown = topic(tokens, at)
        fact.left = tokens.span(*found)
        if grown is not None and grown.last < found[0] + 1 and "v" not in tags[grown.first + 1 : grown.last]:
            fact.measure, fact.named = tokens.span(grown.first, grown.last), True
        elif previous is not None:
            fact.measure, fact.rule = previous.measure, "growth_of_previous"
        return
    if found is not None:
        fact.left = tokens.span(*found)
        subject = Phrase(found[0], found[0])
        while subject.first > left_edge and tags[subject.first - 1] in NOMINAL:
            subject.first -= 1
        if subject.last > subject.first:
            fact.measure, fact.named = tokens.span(subject.first, subject.last), True
        elif previous is not None:
            fact.measure, fact.rule = previous.measure, "share_of_previous"


def _share_of(tokens: Tokens, fact: Fact, previous: Fact | None, sign: int, left_edge: int) -> None:
    """The noun of which 占 tells the share: before it, or the figure named just before."""
    tags = tokens.tags
    first = sign
    while first > left_edge and tags[first - 1] in "nwaEFP":
        first -= 1
    headed = sign
    while headed > left_edge and tags[headed - 1] == "d":
        headed -= 1
    if first < sign:
        fact.measure, fact.named = tokens.span(first, sign), True
    elif headed > left_edge and tags[headed - 1] == "u":
        fact.measure, fact.named = _relative(tokens, headed - 1, left_edge), True
    elif previous is not None:
        fact.measure = previous.measure
        fact.rule = "share_of_previous"


def _relative(tokens: Tokens, after: int, left_edge: int) -> str:
    """The clause whose head 的 (token `after`) leaves out: 选择体检 in 选择体检的占三成."""
    first = left_edge
    while first < after - 1 and (tokens.tags[first] in "cD" or tokens.words[first] in ("其中", "由")):
        first += 1
    while first < after - 1 and tokens.starts[after] - tokens.starts[first] > _MAX_RELATIVE:
        first += 1
    return tokens.span(first, after)
