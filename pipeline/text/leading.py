"""Patterns whose every branch begins with a character that the pattern names.

`re` skips quickly to the next character that a match can begin with, but knows those characters only where
each branch of a pattern begins with one written out: a class, a group or a look-behind in front of a single
branch makes it try the whole pattern at every place, at five times the cost.
"""

from __future__ import annotations

import re

_MOST_BRANCHES = 150
_MOST_CHARS = 20_000
_WIDEST_CLASS = 40
_REPEAT = re.compile(r"(?:([?*+])|\{(\d*)(?:(,)(\d*))?\})([?+]?)")
_LOOK_BEHIND = ("(?<=", "(?<!")
_MARKS = frozenset("[](){}?*+|^$.\\")


class _NoLeadError(Exception):
    """A branch may begin with any character, or with none."""


def led(source: str) -> str:
    """The same pattern, its branches written so that each begins with a character; where that cannot be
    done, or would make it long, the source as it is.

    The branches stand in the order in which the engine tried them, so that it finds the same matches with
    the same groups. `source` is a valid pattern without flags.
    """
    if source.startswith(("[", "(?:")) and len(_split(source)) == 1:
        # A single sequence may begin with a class, and of a group only the group need be written anew.
        end = _behind(source, 0)
        if not _REPEAT.match(source, end):
            return source if source[0] == "[" else f"(?:{led(source[3 : end - 1])}){source[end:]}"
    try:
        written = "|".join(_branches(source))
    except _NoLeadError:
        return source
    return written if len(written) <= _MOST_CHARS else source


def _branches(source: str) -> list[str]:
    found: list[str] = []
    for part in _split(source):
        found += _written(part)
        if len(found) > _MOST_BRANCHES:
            raise _NoLeadError
    return found


def _written(part: str) -> list[str]:
    """Branches, each beginning with a character, that together are the sequence `part`."""
    if part.startswith(_LOOK_BEHIND):
        end = _close(part, 0)
        behind = part[:4] + "(?:" + part[4 : end - 1] + ")"
        return [f"{head}{behind}{head}){rest}" for head, rest in map(_headed, _written(part[end:]))]
    heads, end = _heads(part)
    atom = part[:end]
    repeat = _REPEAT.match(part, end)
    rest = part[repeat.end() :] if repeat else part[end:]
    more, optional = _fewer(atom, repeat) if repeat else ("", False)
    if len(heads) > 1 and _has_groups(more + rest):
        raise _NoLeadError
    found = [head + more + rest for head in heads]
    if not optional:
        return found
    if _has_groups(rest):
        raise _NoLeadError
    lazy = repeat is not None and repeat[5] == "?"
    return _written(rest) + found if lazy else found + _written(rest)


def _heads(part: str) -> tuple[list[str], int]:
    """What the first item of a sequence may be, each beginning with a character, and where the item ends."""
    first = part[:1]
    if first == "[":
        return _members(part)
    if first == "(":
        if not part.startswith("(?:"):
            raise _NoLeadError
        end = _close(part, 0)
        if _has_groups(part[:end]):
            raise _NoLeadError
        return _branches(part[3 : end - 1]), end
    if first == "\\":
        if part[1:2].isalnum():
            raise _NoLeadError
        return [part[:2]], 2
    if not first or first in _MARKS:
        raise _NoLeadError
    return [first], 1


def _headed(branch: str) -> tuple[str, str]:
    """A branch as its first character and the rest."""
    size = 2 if branch[0] == "\\" else 1
    if _REPEAT.match(branch, size):
        raise _NoLeadError
    return branch[:size], branch[size:]


def _members(part: str) -> tuple[list[str], int]:
    end = part.index("]", 2) + 1
    inner = part[1 : end - 1]
    if inner[0] == "^" or "\\" in inner:
        raise _NoLeadError
    members: list[str] = []
    at = 0
    while at < len(inner):
        last = inner[at + 2] if inner[at + 1 : at + 2] == "-" and at + 2 < len(inner) else inner[at]
        if ord(last) - ord(inner[at]) + len(members) > _WIDEST_CLASS:
            raise _NoLeadError
        members += [re.escape(chr(code)) for code in range(ord(inner[at]), ord(last) + 1)]
        at += 1 if last == inner[at] else 3
    return members, end


def _fewer(atom: str, repeat: re.Match[str]) -> tuple[str, bool]:
    """The rest of a repetition behind its first time, and whether it may be left out altogether."""
    mark, low, comma, high, manner = repeat.groups()
    if manner == "+":
        raise _NoLeadError
    if mark == "?":
        return "", True
    if mark:
        return f"{atom}*{manner}", mark == "*"
    least = int(low or 0)
    if not comma:
        return (f"{atom}{{{least - 1}}}" if least > 1 else ""), least == 0
    most = str(int(high) - 1) if high else ""
    if most == "0":
        return "", least == 0
    return f"{atom}{{{max(least - 1, 0)},{most}}}{manner}", least == 0


def _split(source: str) -> list[str]:
    """The branches of a pattern, at the bars that stand in no group."""
    parts, start, at = [], 0, 0
    while at < len(source):
        char = source[at]
        if char == "|":
            parts.append(source[start:at])
            start = at + 1
        at = _behind(source, at)
    return [*parts, source[start:]]


def _behind(source: str, at: int) -> int:
    """Where the class, the group, the escape or the other character ends that begins at `at`."""
    char = source[at]
    if char == "\\":
        return at + 2
    if char == "[":
        at += 2 if source[at + 1] == "^" else 1
        at += 1  # a bracket in the first place is a member
        while source[at] != "]":
            at += 2 if source[at] == "\\" else 1
        return at + 1
    return _close(source, at) if char == "(" else at + 1


def _close(source: str, at: int) -> int:
    """The end of the group that begins at `at`."""
    at += 1
    while source[at] != ")":
        at = _behind(source, at)
    return at + 1


def _has_groups(source: str) -> bool:
    """Whether the pattern has groups that a match gives."""
    at = 0
    while at < len(source):
        if source[at] == "(":
            if source[at + 1] != "?" or source.startswith("(?P<", at):
                return True
            at += 1
        else:
            at = _behind(source, at)
    return False
