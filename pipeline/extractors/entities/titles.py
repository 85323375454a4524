"""Posts and job titles (TITLE) of named or nameable persons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.mentions import EntityMention
from pipeline.text import trie_pattern

from .lexicon import Endings, Tokens, load, outside_words, words_of
from .phrases import kind_of_word

_REACH = 12
_SHORT_POST = 3
_LONGEST_TRADE = 6
_COUNTED = re.compile(r"[\d一二三四五六七八九十百千两几数多][多余]?[名位个]|(?:担任|兼任)兼职|轮流|分别")
_DEPARTMENT = re.compile(r"[\u4e00-\u9fff]{2,5}(?:部|科|处|室|车间|班组)$")


@cache
def _patterns() -> tuple[re.Pattern[str], frozenset[str], re.Pattern[str], Endings]:
    config = load("titles")
    jobs = words_of(config["jobs"])
    title = re.compile(trie_pattern([*words_of(config["posts"]), *jobs]))
    cues = re.compile(f"(?:{trie_pattern(words_of(config['cues']))})[^，。；、\n]{{0,14}}$")
    before = dict.fromkeys(words_of(config["extensions"]), "extension") | dict.fromkeys(
        words_of(config["prefixes"]), "prefix"
    )
    return title, frozenset(jobs), cues, Endings(before)


def find_titles(
    text: str, persons: Iterable[tuple[int, int]], bodies: Iterable[tuple[int, int]], tokens: Tokens
) -> Iterator[EntityMention]:
    """Titles directly beside a person or behind a body, or in a list that ends beside one."""
    title, jobs, cues, before = _patterns()
    shifts = _shift_posts()
    person_starts = {s for s, _ in persons}
    person_ends = {e for _, e in persons}
    body_ends: dict[int, int] = {}
    inside: set[int] = set()
    for start, end in bodies:
        body_ends[end] = start
        inside.update(range(start, end))
    waiting: list[tuple[int, int]] = []
    titled: set[int] = set()
    for match in title.finditer(text):
        head, end = match.span()
        if head in inside or end - 1 in inside:
            continue
        start = before.start(text, head, max(0, head - _REACH))
        departed = _behind_union(text, head, body_ends)
        if departed is not None:
            start = departed
        elif text[start:head] in ("", "副") and len(match.group()) <= _SHORT_POST:
            start = _with_department(text, start, body_ends)
        while start < head and start in inside:
            start += 1
        if waiting and waiting[-1][1] == start and text[head:end] in shifts:
            start = waiting.pop()[0]
        name = text[start:end]
        job = name in jobs
        if waiting and not (
            start - waiting[-1][1] <= 1 and text[waiting[-1][1] : start] in ("", "、", "兼", "和", "，")
        ):
            waiting = []
        after_body = start in body_ends
        beside = (
            end in person_starts
            or start in person_ends
            or (text[start - 1 : start] in "（(" and start - 1 in person_ends)
        )
        cue = None if job else cues.search(text, max(0, start - 20), start)
        cued = cue is not None and not _of_many(text, cue.start(), start, person_starts)
        if beside:
            for s, e in waiting:
                yield _mention(text, s, e, "list")
            yield _mention(text, start, end, "person")
            titled.add(end)
            waiting = []
        elif not job and (after_body or cued):
            yield _mention(text, start, end, "body" if after_body else "cue")
            waiting = [(start, end)]
        else:
            waiting.append((start, end))
    for at in sorted(person_starts - titled):
        begin = _trade_start(text, at, inside, tokens)
        if begin is not None:
            yield _mention(text, begin, at, "trade")


def _of_many(text: str, cue: int, start: int, persons: set[int]) -> bool:
    """Whether what is named behind a cue is what several become (聘请十名法官担任调解员), or another's."""
    clause = 1 + max(text.rfind(mark, max(0, cue - 30), cue) for mark in "，。；：,;:\n")
    return _COUNTED.search(text, max(clause, cue - 30), start) is not None or any(
        at in persons for at in range(cue, start)
    )


@cache
def _shift_posts() -> frozenset[str]:
    return frozenset(words_of(load("titles")["shift_posts"]))


@cache
def _trades() -> tuple[frozenset[str], frozenset[str]]:
    config = load("titles")
    return frozenset(words_of(config["trade_ends"])), frozenset(words_of(config["no_trades"]))


def _trade_start(text: str, end: int, inside: set[int], tokens: Tokens) -> int | None:
    """Start of the words of a trade that end at `end`, where a person's name begins; None if none do."""
    ends, no_trades = _trades()
    if text[end - 1 : end] not in ends or not tokens.is_edge(end) or end - 1 in inside:
        return None
    start = end
    while start > 0 and end - start < _LONGEST_TRADE:
        begin = tokens.start_before(start)
        word = text[begin:start]
        kind = kind_of_word(word)
        last = start == end
        if begin in inside or end - begin > _LONGEST_TRADE or word in no_trades or not word.isalpha():
            break
        if not last and (kind is None or (kind == "generic" and word not in ("安全", "质量"))):
            break
        if last and len(word) > 1 and word in outside_words():
            break
        start = begin
    name = text[start:end]
    return (
        start
        if len(name) > 1 and name not in no_trades and not name.endswith(tuple(_long(no_trades)))
        else None
    )


def _long(words: frozenset[str]) -> list[str]:
    return [w for w in words if len(w) > 1]


def _behind_union(text: str, head: int, body_ends: dict[int, int]) -> int | None:
    """Start of the department (宣教部) between a body and a post, 副 or not; None if there is none."""
    end = head - (text[head - 1 : head] == "副")
    if not text.endswith(_department_ends(), max(0, end - 12), end):
        return None
    match = _union_department().search(text, max(0, end - 12), end)
    return match.start() if match and match.start() in body_ends else None


def _with_department(text: str, start: int, body_ends: dict[int, int]) -> int:
    """Takes in the department (客运部经理) that stands between a body or a boundary and the post."""
    match = _DEPARTMENT.search(text, max(0, start - 7), start)
    if not match:
        return start
    for begin in range(match.start(), start - 2):
        if begin in body_ends or begin == 0 or text[begin - 1] in "的任，。、；：“\n ":
            return begin
    return start


@cache
def _department_ends() -> tuple[str, ...]:
    return tuple(words_of(load("organizations")["department_ends"]))


@cache
def _union_department() -> re.Pattern[str]:
    config = load("organizations")
    roots, ends = (trie_pattern(words_of(config[key])) for key in ("department_roots", "department_ends"))
    return re.compile(f"(?:{roots}){{1,4}}(?:工作)?(?:{ends})$")


def _mention(text: str, start: int, end: int, rule: str) -> EntityMention:
    return EntityMention(start, end, "TITLE", text[start:end], rule="title." + rule, confidence=0.85)
