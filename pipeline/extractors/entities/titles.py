"""Posts and job titles (TITLE) of named or nameable persons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.mentions import EntityMention
from pipeline.text import trie_pattern

from .lexicon import Endings, load, words_of

_REACH = 12
_SHORT_POST = 2
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
    text: str, persons: Iterable[tuple[int, int]], bodies: Iterable[tuple[int, int]]
) -> Iterator[EntityMention]:
    """Titles directly beside a person or behind a body, or in a list that ends beside one."""
    title, jobs, cues, before = _patterns()
    person_starts = {s for s, _ in persons}
    person_ends = {e for _, e in persons}
    body_ends: dict[int, int] = {}
    inside: set[int] = set()
    for start, end in bodies:
        body_ends[end] = start
        inside.update(range(start, end))
    waiting: list[tuple[int, int]] = []
    for match in title.finditer(text):
        head, end = match.span()
        if head in inside or end - 1 in inside:
            continue
        start = before.start(text, head, max(0, head - _REACH))
        if start == head and len(match.group()) <= _SHORT_POST:
            start = _with_department(text, start, body_ends)
        while start < head and start in inside:
            start += 1
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
        cued = not job and cues.search(text, max(0, start - 20), start) is not None
        if beside:
            for s, e in waiting:
                yield _mention(text, s, e, "list")
            yield _mention(text, start, end, "person")
            waiting = []
        elif not job and (after_body or cued):
            yield _mention(text, start, end, "body" if after_body else "cue")
            waiting = [(start, end)]
        else:
            waiting.append((start, end))


def _with_department(text: str, start: int, body_ends: dict[int, int]) -> int:
    """Takes in the department (客运部经理) that stands between a body or a boundary and the post."""
    match = _DEPARTMENT.search(text, max(0, start - 7), start)
    if not match:
        return start
    for begin in range(match.start(), start - 2):
        if begin in body_ends or begin == 0 or text[begin - 1] in "的任，。、；：“\n ":
            return begin
    return start


def _mention(text: str, start: int, end: int, rule: str) -> EntityMention:
    return EntityMention(start, end, "TITLE", text[start:end], rule="title." + rule, confidence=0.85)
