"""Finds and reads bylines: alone on a line, before a paragraph, or at an article's end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from pipeline.layout.data import alternation, load
from pipeline.layout.names import is_name, split_names

LONGEST: Final = 80  # characters; no byline is longer


@dataclass(slots=True)
class Byline:
    """The names of a byline, each list in printed order, and what its words say of the work."""

    reporters: list[str] = field(default_factory=list)
    correspondents: list[str] = field(default_factory=list)
    photo_only: bool = False

    def __bool__(self) -> bool:
        return bool(self.reporters or self.correspondents)

    def extend(self, other: Byline) -> None:
        """Add another byline's names, each once."""
        for mine, theirs in ((self.reporters, other.reporters), (self.correspondents, other.correspondents)):
            mine += [name for name in theirs if name not in mine]


class _Grammar:
    """The byline patterns, built from `bylines.yaml`."""

    def __init__(self) -> None:
        rules = load("bylines")
        before = f"(?:{alternation(rules['papers'] + rules['ranks'])}){{0,4}}"
        reporters, others = alternation(rules["reporters"]), alternation(rules["correspondents"])
        bullets = re.escape(rules["bullets"])
        opener = alternation(rules["openers"])
        work = alternation(rules["works"])
        self.role = re.compile(
            rf"(?:{before}(?:(?P<reporter>{reporters})|(?P<correspondent>{others})))[:：/／|｜\s]*"
        )
        # A work stands behind a name: at a word's end, before a separator, another role or the end.
        self.work = re.compile(rf"\s*(?P<work>{work})(?=$|[\s、，,:：;；()（）/／])")
        # No byline of names alone is without one of these.
        self.role_or_work = re.compile(
            alternation(rules["reporters"] + rules["correspondents"] + rules["works"])
        )
        self.photo = re.compile(alternation(rules["photo"]))
        self.word = re.compile(
            rf"[^\s、，,/／;；]+?(?=$|[\s、，,/／;；]|{work}(?:$|[\s、，,:：;；/／])|{before}(?:记者|{others}))"
        )
        self.gap = re.compile(r"[\s、，,;；:：—-]+")
        self.body = re.compile(alternation(rules["bodies"]) + "$")
        bracket = r"[（(【\[［]\s*(?P<{0}>[^（）()【】\[\]［］]{{1,60}}?)\s*[）)】\]］]"
        self.opening = re.compile(
            rf"[【\[［]?(?P<opener>{opener})[】\]］]?(?!息)\s*(?:{bracket.format('one')}\s*)?(?:{bracket.format('two')})?"
        )
        self.bracketed = re.compile(bracket.format("one"))
        self.inline = re.compile(rf"[{bullets}]\s*|本报(?=[^讯])|本刊|(?=记者|通讯员)")
        self.bullet = re.compile(rf"[{bullets}]+\s*")
        self.closing = re.compile(
            r"(?P<stop>[。！？!?…；”’」』.]?)\s*[（(\[【［]\s*(?P<one>[^（）()【】\[\]［］]{2,60})\s*[）)\]】］]$"
        )
        self.signed = re.compile(
            rf"(?<=[。！？!?…”])\s*[{bullets}]?\s*(?P<one>(?:{before})(?:记者|{others})[^。！？!?…；，,]{{2,40}})$"
        )
        self.source = re.compile(
            r"据?(?:新华社|中新社|中工网|本报综合)(?:报道|消息)?|本报综合(?:报道|消息)?|综合"
        )
        self.after = re.compile(r"\s*[:：]?\s*")


@cache
def _grammar() -> _Grammar:
    return _Grammar()


def read_names(content: str, bare: bool = False, announced: bool = False) -> Byline | None:
    """The byline that `content` is made of, or None when some part of it is none.

    Names need a role before them or a work behind them; `bare` takes names with known surnames
    without either. `announced` forgives an organisation's name among them.
    """
    g = _grammar()
    if not bare and g.role_or_work.search(content) is None:
        return None
    byline, role, at = Byline(), "", 0
    works: list[str] = []
    pending: list[str] = []
    content = content.strip()

    def settle() -> bool:
        nonlocal pending
        words = [w for w in pending if not (len(w) > 3 and g.body.search(w))]
        dropped, pending = len(words) < len(pending), []
        if not words:
            return dropped or not role or role == "kept"
        names = split_names(" ".join(words), strict=not role)
        if names is None:
            return False
        (byline.correspondents if role == "correspondent" else byline.reporters).extend(names)
        return True

    seen_role = False
    while at < len(content):
        if gap := g.gap.match(content, at):
            at = gap.end()
        elif (found := g.role.match(content, at)) and _starts_role(content, found, pending):
            if pending and not settle():
                return None
            role, seen_role, at = found.lastgroup or "", True, found.end()
        elif (pending or byline) and (found := g.work.match(content, at)):
            works.append(found["work"])
            at = found.end()
        elif word := g.word.match(content, at):
            pending.append(word.group())
            at = word.end()
        else:
            at += 1
    if pending and not settle():
        return None
    if not byline and not (announced and seen_role):
        return None
    if not (seen_role or works or bare):
        return None
    byline.photo_only = bool(works) and all(g.photo.fullmatch(work) for work in works)
    return byline


def _starts_role(content: str, found: re.Match[str], pending: list[str]) -> bool:
    """`文` alone is a role only as in `文/甲`, and a surname otherwise."""
    word = found["reporter"]
    if word in ("文", "文字", "撰文", "采写", "作者", "撰稿"):
        return not pending and content[found.end() - 1] in "/／|｜:： "
    return True


def _is_glued(text: str) -> bool:
    """`记者` run together with what follows is prose (记者走进车间); a byline says 本报 or leaves a space."""
    return text.startswith(("记者", "通讯员")) and len(text.split()) == 1


def _all_known(byline: Byline) -> bool:
    return all(map(is_name, byline.reporters + byline.correspondents))


def parse_alone(text: str, lead: tuple[Byline, int] | None) -> Byline | None:
    """The byline that a whole line is, or None. A photographer's credit is a caption, not a byline.

    `lead` is what `parse_lead` finds in the line.
    """
    if not 2 <= len(text) <= LONGEST or text[-1] in "。！？，；":
        return None
    g = _grammar()
    marked = g.bullet.match(text)
    inner = text[marked.end() :] if marked else text
    whole = g.bracketed.fullmatch(inner)
    if whole:
        inner = whole["one"]
    words = inner.split() if marked else []
    byline = read_names(inner, bare=bool(words) and is_name(words[0]))
    if byline and not whole and _is_glued(inner):
        return None
    if byline:
        return None if byline.photo_only else byline
    return lead[0] if lead and lead[1] >= len(text) else None


def parse_lead(text: str) -> tuple[Byline, int] | None:
    """The byline before a paragraph and the offset at which the paragraph's own words begin."""
    g = _grammar()
    head = text[: LONGEST + 40]
    if opening := g.opening.match(head):
        return _after_opening(head, opening)
    if (found := g.bracketed.match(head)) and (role := g.role.match(found["one"])) and role.start() == 0:
        byline = read_names(found["one"])
        if byline and not byline.photo_only:
            return byline, _skip(head, found.end())
        return None
    if found := g.inline.match(head):
        return _inline(head, found.end() if head[0] not in "本" else 0, strict=True)
    return None


def _after_opening(head: str, opening: re.Match[str]) -> tuple[Byline, int]:
    byline, end = Byline(), opening.end("opener")
    if head[end : end + 1] in ("】", "]", "］"):
        end += 1
    for name in ("one", "two"):
        content = opening[name]
        if content is None:
            break
        names = read_names(content, bare=True, announced=True)
        if names is None:
            break
        byline.extend(names)
        end = opening.end(name) + 1
        while head[end - 1] not in "）)】]］":
            end += 1
    if not byline and (inline := _inline(head, _skip(head, end), strict=False)):
        return inline
    return byline, _skip(head, end)


def _inline(head: str, start: int, strict: bool) -> tuple[Byline, int] | None:
    """Names without brackets before running text: as many words as still make a byline."""
    g = _grammar()
    if not g.role.match(head, start):
        return None
    best: tuple[Byline, int] | None = None
    for stop in re.finditer(r"[\s：:]|$", head[: start + 60]):
        if stop.start() <= start:
            continue
        byline = read_names(head[start : stop.start()])
        if byline and (best is None or _all_known(byline)):
            best = byline, stop.start()
        if stop.group() in ("：", ":") or (not best and stop.start() - start > 24):
            break
    if best is None or (strict and not _all_known(best[0])):
        return None
    return None if best[0].photo_only else (best[0], _skip(head, best[1]))


def _skip(head: str, at: int) -> int:
    found = _grammar().after.match(head, at)
    return found.end() if found else at


def parse_tail(text: str, photo: bool = False) -> tuple[Byline, int] | None:
    """The byline at a paragraph's end and the offset at which it begins.

    A photographer's credit counts only with `photo`.
    """
    g = _grammar()
    base = max(0, len(text) - LONGEST)
    tail = text[base:]
    if tail[-1:] in ("）", ")", "】", "]", "］"):
        found = g.closing.search(tail)
        if found is None:
            return None
        at = base + found.end("stop")
        if g.source.fullmatch(found["one"]):
            return Byline(), at
        byline = read_names(found["one"], bare=bool(found["stop"]))
        return (byline, at) if byline and at and (photo or not byline.photo_only) else None
    if "记者" in tail or "通讯员" in tail:
        found = g.signed.search(tail)
        if not found or _is_glued(found["one"]):
            return None
        byline = read_names(found["one"])
        if byline and _all_known(byline) and (photo or not byline.photo_only):
            return byline, base + found.start()
    return None
