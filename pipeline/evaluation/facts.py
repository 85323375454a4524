"""Scores files of single sentences with the facts that must be read from them.

A file is a YAML list; its form is told at the head of tests/extractors/statistics/facts.yaml.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import BaoshuError
from pipeline.evaluation.measures import Share
from pipeline.evaluation.results import Row

Reader = Callable[[str, dt.date], list[Row]]
"""From a text and its day of publication to its rows of `statistics`."""

_SLACK = 6
_ALWAYS: dict[str, Any] = {"per": None, "aggregation": "total", "status": "actual", "part_of": None}
_COLUMNS = {"start": "period_start", "end": "period_end"}
_PHRASES = ("measure", "predicate")
_FIELDS = (*_PHRASES, "subject", "place", "start", "end", *_ALWAYS, "indicator")
_SHOWN = (*_PHRASES, "subject", "period", "place", *_ALWAYS, "indicator")
_NOTE = "facts: a number's words and the fields that its row must have; no fact: numbers that rightly have no row."


@dataclass(frozen=True, slots=True)
class FactCase:
    """A text and what must be read from it: fields by the number's words (`30人@1`: the second such
    number), and the numbers that are no facts."""

    text: str
    day: dt.date
    facts: Mapping[str, Mapping[str, Any]]
    none: Sequence[str]


@dataclass(frozen=True, slots=True)
class Fault:
    """A field of a fact that is wrong; `field` is `found` where there is no row at all."""

    number: str
    field: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        if self.field == "found":
            return f"{self.number}: no row"
        return f"{self.number} {self.field}: expected {self.expected!r}, got {self.found!r}"


@dataclass(slots=True)
class FactScore:
    """A file's facts: how many are wholly right, each field (where found and asked for), and what is wrong."""

    name: str
    right: Share = field(default_factory=Share)
    silent: Share = field(default_factory=Share)
    fields: dict[str, Share] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        fields = {name: share.as_dict() for name, share in self.fields.items()}
        whole = {"whole fact": self.right.as_dict(), "no fact": self.silent.as_dict()}
        return {"file": self.name, **whole, **fields, "misses": self.misses}


def read_facts(path: Path) -> list[FactCase]:
    """The entries of a file. Raises BaoshuError B010 with file, line and fault."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise BaoshuError("B010", f"{path}: cannot be read: {error}.", "It must be YAML in UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BaoshuError("B010", f"{path}, line {line}: {error.problem}.") from error
    if not isinstance(root, yaml.SequenceNode):
        raise BaoshuError("B010", f"{path}: is no list of texts.", "Begin each with `- text:`.")
    loader = yaml.SafeLoader("")
    cases = []
    for node in root.value:
        where = f"{path}, line {node.start_mark.line + 1}"
        try:
            entry = loader.construct_object(node, deep=True)
        except (yaml.YAMLError, ValueError) as error:
            raise BaoshuError("B010", f"{where}: {error}.") from error
        fault = next(_form_faults(entry), None)
        if fault is not None:
            raise BaoshuError("B010", f"{where}: {fault}.", "Known fields: " + ", ".join(_FIELDS) + ".")
        cases.append(FactCase(entry["text"], entry["day"], entry.get("facts") or {}, entry.get("none") or []))
    return cases


def _form_faults(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "an entry is a mapping with `text`, `day` and `facts`"
        return
    if not isinstance(entry.get("text"), str) or type(entry.get("day")) is not dt.date:
        yield "`text` must be words and `day` a calendar date"
    if unknown := set(entry) - {"text", "day", "facts", "none"}:
        yield f"unknown key {sorted(map(str, unknown))[0]!r}"
    facts, none = entry.get("facts") or {}, entry.get("none") or []
    if not isinstance(none, list) or not all(isinstance(words, str) for words in none):
        yield "`none` must be a list of numbers' words"
    if not isinstance(facts, dict):
        yield "`facts` must give fields by the number's words"
        return
    for number, wanted in facts.items():
        if not isinstance(number, str) or not isinstance(wanted, dict):
            yield f"the fact {number!r} must be a number's words with a mapping of fields"
        elif unknown := set(wanted) - set(_FIELDS):
            yield f"{number}: unknown field {sorted(map(str, unknown))[0]!r}"


def score_facts(path: Path, read: Reader) -> FactScore:
    """Read every text of a file and compare. Raises BaoshuError B010."""
    score = FactScore(path.name)
    for case in read_facts(path):
        rows = read(case.text, case.day)
        for number, wanted in case.facts.items():
            wrong = fact_faults(rows, number, wanted)
            score.right.add(not wrong)
            score.misses += (f"{case.text.splitlines()[0]}: {fault}" for fault in wrong)
            bad = {_shown(fault.field) for fault in wrong}
            if "found" not in bad:
                asked = dict.fromkeys(_shown(name) for name in (*_ALWAYS, *wanted))
                for name in asked:
                    score.fields.setdefault(name, Share()).add(name not in bad)
        for number in case.none:
            silent = row_of(rows, number) is None
            score.silent.add(silent)
            if not silent:
                score.misses.append(f"{case.text.splitlines()[0]}: {number}: a row, though it is no fact")
    return score


def fact_faults(rows: Sequence[Row], number: str, wanted: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with the row of the number whose words are `number`; nothing where it is right.

    A phrase that is asked for must stand in the row's, which for `measure` is at most six characters
    longer; `per`, `aggregation`, `status` and `part_of` are asked for always, with their usual values.
    """
    row = row_of(rows, number)
    if row is None:
        return [Fault(number, "found", None, None)]
    wholes = {r["statistic_id"]: r["text"] for r in rows}
    found = row | {"part_of": wholes.get(row["part_of"])}
    faults = []
    for name, value in {**_ALWAYS, **wanted}.items():
        got = found[_COLUMNS.get(name, name)]
        good = got == value
        if name in _PHRASES and value is not None:
            good = value in (got or "") and (name != "measure" or len(got) <= len(value) + _SLACK)
        if not good:
            faults.append(Fault(number, name, value, got))
    return faults


def row_of(rows: Sequence[Row], number: str) -> Row | None:
    """The row of a number: `30人@1` is the second one with the words 30人."""
    words, _, place = number.partition("@")
    found = [row for row in rows if row["text"] == words]
    at = int(place or 0)
    return found[at] if at < len(found) else None


def facts_text(scores: Sequence[FactScore], misses: int = 0) -> str:
    """A table with one line a file, and up to `misses` misses of each file below it."""
    header = ("Facts, by file", "facts", "right", "share", "no fact", *_SHOWN)
    cells = [header, *(_line(score) for score in scores)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    lines = []
    for first, *rest in cells:
        padded = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        lines.append("  ".join([first.ljust(widths[0]), *padded]))
    lines += ["", _NOTE]
    for score in scores if misses else ():
        more = len(score.misses) - misses
        lines += ["", f"{score.name}: {len(score.misses)}", *(f"  {miss}" for miss in score.misses[:misses])]
        if more > 0:
            lines.append(f"  and {more} more")
    return "\n".join(lines)


def _line(score: FactScore) -> tuple[str, ...]:
    whole, silent = score.right, score.silent
    counts = (
        f"  {score.name}",
        str(whole.n),
        str(whole.ok),
        f"{whole.score():.3f}",
        f"{silent.ok}/{silent.n}",
    )
    fields = (score.fields.get(name) for name in _SHOWN)
    return (*counts, *(f"{share.score():.3f}" if share else "" for share in fields))


def _shown(name: str) -> str:
    return "period" if name in _COLUMNS else name
