"""Page furniture: folio lines (page, date, editor, jumps) and slogans that may be banners."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pipeline.layout.data import alternation, load
from pipeline.layout.names import split_names

FOLIO_LENGTH: Final = 90
SLOGAN_LENGTH: Final = 44


class _Grammar:
    """The furniture patterns, built from `furniture.yaml`."""

    def __init__(self) -> None:
        rules = load("furniture")
        sections, papers = alternation(rules["sections"]), alternation(rules["papers"])
        digit = r"[0-9０-９]"
        editors = alternation(rules["editors"])
        name = r"(?:[\u3400-\u9fff]{2,4}|[\u3400-\u9fff][ \u3000]{1,2}[\u3400-\u9fff])"
        numeral = rf"(?:{digit}|[〇零○一二三四五六七八九十廿])"
        self.jump = re.compile(alternation(rules["jumps"]))
        self.item = re.compile(
            "(?:"
            + "|".join(
                (
                    rf"(?P<date>{numeral}{{2,4}}\s*年\s*{numeral}{{1,3}}\s*月\s*{numeral}{{1,3}}\s*日|20\d\d[-./]\d{{1,2}}[-./]\d{{1,2}})",
                    r"(?P<weekday>星期[一二三四五六日天]|周[一二三四五六日](?=\s|$))",
                    rf"(?P<page>第?\s*[A-Z]?{numeral}{{1,3}}\s*版|[A-Z]\d{{1,2}}(?=\s|$)|[-—·]?\s*{digit}{{1,3}}\s*[-—·]?(?=\s|$))",
                    r"(?P<lunar>(?:农历)?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?\S{0,8}|农历\S{2,8})",
                    rf"(?P<editor>{editors}\s*[:：/／\s]\s*{name}(?:[、,，]\s*{name})*(?=\s|$|[|｜]))",
                    r"(?P<mail>(?:E-?mail|邮箱|电子邮箱|投稿邮箱)?\s*[:：]?\s*[\w.+-]{1,40}@[\w.-]{1,40})",
                    r"(?P<phone>(?:电话|热线)\s*[:：]?\s*[\d-]{7,15}|[\d]{3,4}-[\d]{7,8})",
                    rf"(?P<paper>{papers}(?=\s|$))",
                    rf"(?P<section>{sections}(?:[·•]{sections})?(?=\s|$|[|｜]))",
                )
            )
            + r")[\s|｜·•:：,，、■□●]*"
        )
        self.contact = re.compile(alternation(rules["contacts"]) + r"\s*[:：]?\s*(?=[A-Za-z\d（(]|CN)")
        self.reports = re.compile(alternation(rules["reports"]))
        self.jubilee = re.compile(alternation(rules["jubilees"]))
        self.clause = re.compile(alternation(rules["verbs"]))
        self.noun = re.compile(alternation(rules["nouns"]) + r"[”’！!]?$")
        self.cut = re.compile(r"[\s，,、；;·]+")
        self.inner = re.compile(alternation([verb for verb in rules["verbs"] if len(verb) > 1]))


@cache
def _grammar() -> _Grammar:
    return _Grammar()


def folio_items(text: str) -> set[str] | None:
    """The kinds of folio items that make up a line, or None when it holds anything else."""
    if len(text) > FOLIO_LENGTH:
        return None
    g = _grammar()
    if g.jump.fullmatch(text):
        return {"jump"}
    if len(text) <= 60 and g.contact.match(text):
        return {"contact"}
    kinds: set[str] = set()
    at = len(text) - len(text.lstrip("■□●◆▲·|｜ "))
    while at < len(text):
        found = g.item.match(text, at)
        if not found or found.end() == at:
            return None
        kind = found.lastgroup or ""
        if kind == "editor" and not _edits(found["editor"]):
            return None
        kinds.add(kind)
        at = found.end()
    return kinds or None


def _edits(item: str) -> bool:
    words = re.split(r"[:：/／\s]+", item, maxsplit=1)
    return len(words) == 2 and split_names(words[1]) is not None


def slogan_strength(text: str) -> int:
    """How many clauses of exhortation a line is made of; 0 when it is anything but a slogan.

    A clause exhorts by the verb it begins with or the noun it ends in; half of them must, of three
    or more (no headline of news has as many) one.
    """
    if not 4 <= len(text) <= SLOGAN_LENGTH:
        return 0
    g = _grammar()
    if g.reports.search(g.jubilee.sub("", text)):
        return 0
    clauses = [clause for clause in g.cut.split(text.strip('“”"！!')) if clause]
    if len(clauses) > 1:
        exhorting = sum(bool(g.clause.match(clause) or g.noun.search(clause)) for clause in clauses)
        return len(clauses) if 2 * exhorting >= len(clauses) or (exhorting and len(clauses) > 2) else 0
    if not clauses or not g.clause.match(text) or not g.noun.search(text):
        return 0
    return min(len(g.inner.findall(text)), 2)
