"""Tells photograph captions and photographers' credits from body text."""

from __future__ import annotations

import re
from functools import cache

from pipeline.layout.bylines import parse_lead
from pipeline.layout.data import alternation, load
from pipeline.layout.names import split_names


class _Grammar:
    """The caption patterns, built from `captions.yaml`."""

    def __init__(self) -> None:
        rules = load("captions")
        credits, sources = alternation(rules["credits"]), alternation(rules["sources"])
        who = r"(?P<role>(?:[\u4e00-\u9fff]{0,6}(?:记者|通讯员))[:：\s]*)?"
        self.start = re.compile(alternation(rules["starts"]))
        self.credit = re.compile(
            rf"(?P<before>(?:^|.*[。！？!?”\s（(【])\s*){who}(?P<names>[\u3400-\u9fff·、\s]{{2,20}}?)"
            rf"(?P<gap>[\s/／|]*)(?P<work>{credits})\s*[）)】]?$"
        )
        self.source = re.compile(
            rf"(?:^|.*[。！？!?\s（(])(?:{sources}|[\u3400-\u9fff]{{2,16}}\s?供图)\s*[）)】]?$"
        )
        self.reverse = re.compile(r"(?:摄影|图片?|摄)\s*[/／:：\s]\s*(?P<names>[\u3400-\u9fff·、\s]{2,20})$")
        self.scene = re.compile(alternation(rules["scene"]))
        self.longest: int = rules["longest"]


@cache
def _grammar() -> _Grammar:
    return _Grammar()


def is_caption(text: str) -> bool:
    """Whether a line is a caption, with or without its photographer's credit, or a credit alone."""
    g = _grammar()
    if len(text) > g.longest:
        return False
    if g.start.match(text):
        return True
    last = text.rstrip("）)】 ")[-1:]
    if last and last in "摄影图供片照" and (_credited(text) is not None or g.source.match(text)):
        return parse_lead(text) is None
    return len(text) <= 20 and _reversed(text)


def is_credit(text: str) -> bool:
    """Whether a line is a photographer's credit and nothing else."""
    if len(text) > 40:
        return False
    return _credited(text) == 0 or _reversed(text)


def tells_scene(text: str) -> bool:
    """Whether a line tells what can be seen, as captions do."""
    return _grammar().scene.search(text) is not None


def _credited(text: str) -> int | None:
    """Where the credit at a line's end begins, or None without one."""
    found = _grammar().credit.match(text[-60:])
    if not found:
        return None
    names = found["names"].strip()
    strict = not found["role"]
    if strict and not found["gap"] and found["work"] not in ("摄", "供图"):
        return None
    if found["work"] == "图" and "/" not in found["gap"] and "／" not in found["gap"]:
        return None
    if strict and found["work"] == "供图" and not found["gap"]:
        return None
    if split_names(names, strict=strict) is None:
        return None
    before = found["before"].strip(" \t\u3000（(【")
    return 0 if not before and len(text) <= 60 else len(text)


def _reversed(text: str) -> bool:
    found = _grammar().reverse.match(text)
    return found is not None and split_names(found["names"], strict=True) is not None
