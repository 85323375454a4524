"""Which short lines can be headlines, what speaks for it, and which of them is the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from pipeline.layout.data import alternation, load
from pipeline.layout.lines import Line

_ECHO: Final = 5  # characters in a row that a headline shares with the text below it
_DASHES: Final = ("—", "--", "－", "―", "─")


class _Grammar:
    """The patterns and weights of `headlines.yaml`."""

    def __init__(self) -> None:
        rules: dict[str, Any] = load("headlines")
        self.longest: int = rules["longest"]
        self.longest_marked: int = rules["longest_marked"]
        self.most_lines: int = rules["most_lines"]
        self.enough: int = rules["enough"]
        self.banner_shortest: int = rules["banner_shortest"]
        self.page_wide: int = rules["page_wide"]
        self.kicker_verbs: str = rules["kicker_verbs"]
        self.evidence: dict[str, int] = rules["evidence"]
        self.title: dict[str, float] = rules["title"]
        self.opening = re.compile(alternation(rules["news_openings"]))
        self.news = re.compile(alternation(rules["bodies"] + rules["deeds"]))
        self.tells = re.compile(alternation(rules["bodies"] + [d for d in rules["deeds"] if len(d) > 1]))
        self.body = re.compile(alternation(rules["bodies"]))
        self.long_deed = re.compile(alternation([d for d in rules["deeds"] if len(d) > 1]))
        self.parted = re.compile(r"[\u3400-\u9fff”》\d][ \u3000]+[\u3400-\u9fff“《\d]")
        self.count = re.compile(r"\d[多余]?[万亿]?[多余]?[名人个场件家次项元对%]")
        self.scrap = re.compile(alternation(rules["scraps"]))
        self.clause = re.compile(alternation(rules["clauses"]))
        self.numbered = re.compile(alternation(rules["numbered"]))
        self.notice = re.compile(alternation(rules["notices"]))
        self.document = re.compile(alternation(rules["documents"]))
        self.couplet = re.compile(r"([^\s\d，]{3,8})[\s，,]([^\s\d，]{3,8})")
        self.kicker = re.compile(alternation(rules["kickers"]))
        self.comma = re.compile(r"[，,；;](?!\d)")
        self.figure = re.compile(r"\d(?!\d*年)")
        self.quoted_name = re.compile(r"“[^”\s，]{1,12}”")
        self.event_end = re.compile(f"(?:{alternation(rules['event_ends'])})$")
        self.attribution = re.compile(f"(?:{alternation(rules['attributions'])})$")
        named = set(rules["deeds_in_names"])
        self.doing = re.compile(alternation([d for d in rules["deeds"] if len(d) > 1 and d not in named]))
        self.body_end = re.compile(f"(?:{alternation(rules['body_ends'])})$")
        self.salutation = re.compile(alternation(rules["salutations"]))
        self.introduction = re.compile(alternation(rules["introductions"]))


@cache
def grammar() -> _Grammar:
    """The headline rules, read on first use."""
    return _Grammar()


def is_short(line: Line) -> bool:
    """Whether a line could be a headline by its length and its end."""
    g, size = grammar(), len(line.text)
    if size > (g.longest_marked if line.level else g.longest) or size < 2:
        return False
    last = line.text[-1]
    if last in "，、,；;":
        return False
    if last in "。." or (last in "”’」』）)" and line.text.rstrip("”’」』）)")[-1:] == "。"):
        return line.level > 0 and size <= g.longest and line.text.count("。") < 2
    return True


def is_numbered(text: str) -> bool:
    """Whether a line is an item of a numbered or bulleted list."""
    return grammar().numbered.match(text) is not None


def is_notice(text: str) -> bool:
    """Whether a line is a notice's detail (telephone, address, day): never a headline."""
    return grammar().notice.match(text) is not None


def is_scrap(text: str) -> bool:
    """Whether a line is too little to be a headline: a figure with its measure word, one character."""
    return grammar().scrap.fullmatch(text) is not None


def tells_news(text: str) -> bool:
    """Whether a line names a body or tells a deed, as headlines of news do."""
    return grammar().tells.search(text) is not None


def reads_as_text(text: str) -> bool:
    """Whether a line without a full stop is running text: it has one inside, or begins as a clause does."""
    g = grammar()
    if "。" in text or g.salutation.match(text):
        return True
    return bool(g.comma.search(text) or g.clause.match(text)) or opens_news(text)


def opens_news(text: str) -> bool:
    """Whether a paragraph opens as the first of a report does."""
    return grammar().opening.match(text[:60]) is not None


def introduces(text: str) -> bool:
    """Whether a paragraph is an editor's introduction to the report below it."""
    return grammar().introduction.match(text) is not None


def echoes(headline: str, text: str) -> bool:
    """Whether the text below a headline repeats a stretch of it."""
    below = "".join(text[:160].split())
    flat = "".join(headline.split())
    return any(flat[i : i + _ECHO] in below for i in range(len(flat) - _ECHO + 1))


def wordings(lines: Sequence[Line]) -> set[str]:
    """What the words of would-be headline lines speak of, as names of `evidence`."""
    g, found = grammar(), set()
    first, longest = lines[0].text, 0
    if len(lines) > 1:
        found.add("several_lines")
    for line in lines:
        text = line.text
        longest = max(longest, len(text))
        if g.news.search(text):
            found.add("news_words")
            if g.body.search(text) and g.long_deed.search(text):
                found.add("body_and_deed")
        if g.parted.search(text):
            found.add("parted")
        if g.count.search(text):
            found.add("counts")
        if g.comma.search(text):
            found.add("clause")
    if longest >= 12:
        found.add("long")
    elif longest <= 9:
        found.add("brief")
    if g.document.match(first):
        found.add("document")
    if is_numbered(first):
        found.add("numbered")
    if g.clause.match(first):
        found.add("clause")
    return found


def is_enough(evidence: set[str]) -> bool:
    """Whether the evidence is enough for a new article."""
    g, total = grammar(), 0
    for name in evidence:
        total += g.evidence[name]
    return total >= g.enough


def choose_title(lines: Sequence[Line]) -> int:
    """Index of the main headline among an article's headline lines (at least one)."""
    if len(lines) == 1:
        return 0
    g = grammar()
    # Headings of the first two levels stand out from unmarked lines, deeper ones stand back.
    levels = [line.level or 2.5 for line in lines]

    def score(index: int) -> float:
        text = lines[index].text
        # A figure within a quoted name is part of it: “15分钟生活圈”.
        figures = g.figure.search(g.quoted_name.sub("", text)) is not None
        parted = len(text.split()) > 1
        traits = {
            "higher_mark": levels[index] == min(levels) < max(levels),
            "colon": text[-1] in "：:",
            "dash": text.startswith(_DASHES),
            "bracketed": text[0] in "（(" and text[-1] in "）)",
            "kicker": g.kicker.match(text) is not None,
            "label": len(text) <= 6,
            "figures": figures,
            "parted": parted,
            "details": figures and parted,
            "parted_kicker": parted and index == 0 < len(lines) - 1 and len(lines[1].text.split()) == 1,
            "event": not parted and g.event_end.search(text) is not None,
            "attribution": not figures and g.attribution.search(text) is not None,
            "body_alone": g.body_end.search(text) is not None and not g.doing.search(text),
            "deed": g.long_deed.search(text) is not None,
            "middle": len(lines) == 3 and index == 1,
            "couplet": _is_couplet(text),
            "quoted": text[0] == "“" and text[-1] == "”",
        }
        return sum(g.title[name] for name, holds in traits.items() if holds)

    return max(range(len(lines)), key=lambda index: (score(index), -index))


def _is_couplet(text: str) -> bool:
    found = grammar().couplet.fullmatch(text)
    return found is not None and len(found[1]) == len(found[2])
