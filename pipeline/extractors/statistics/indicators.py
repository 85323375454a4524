"""Indicators: the codes under which figures are followed, and the rules that give them.

The form of the file is told at the head of indicators.yaml, which holds the codes of the contract;
an analyst's own file has the same form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

from pipeline.errors import BaoshuError
from pipeline.extractors.statistics.lexicon import head_class, unit_classes
from pipeline.text import GuardedPattern, SlowPatternError, TextPattern, compose, read_nodes

_ENTRY_KEYS = ("code", "label", "definition", "unit_kind", "rules", "examples", "counterexamples")
_PATTERN_KEYS = ("measure", "not_measure", "predicate", "not_predicate", "words", "not_words")
_RULE_KEYS = (*_PATTERN_KEYS, "units", "head", "status", "priority")
_STATUSES = ("actual", "planned", "rule")
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_BY_REQUEST = frozenset(("money", "percent", "time", "size"))
_DEFAULT_PRIORITY = 50
_MAX_TOLD = 1 << 12


@dataclass(frozen=True, slots=True)
class Rule:
    """When an indicator holds; None asks for nothing. `line` is where it stands in its file."""

    code: str
    line: int
    priority: int = _DEFAULT_PRIORITY
    measure: TextPattern | None = None
    not_measure: TextPattern | None = None
    predicate: TextPattern | None = None
    not_predicate: TextPattern | None = None
    words: TextPattern | None = None
    not_words: TextPattern | None = None
    units: frozenset[str] | None = None
    head: str | None = None
    status: str | None = None

    def counts(self, unit: str, status: str) -> bool:
        """Whether a figure of this unit and status may be one of this indicator."""
        classes = unit_classes(unit)
        if self.units is None:
            if classes & _BY_REQUEST:
                return False
        elif unit not in self.units and not classes & self.units:
            return False
        return self.status is None or self.status == status

    def names(self, measure: str) -> bool:
        """Whether this indicator may be told of the noun phrase, whatever is said of it."""
        wanted = self.measure
        if wanted is not None and not wanted.search(measure):
            return False
        barred = self.not_measure
        return barred is None or not barred.search(measure)

    def fits(self, measure: str, predicate: str) -> bool:
        """Whether a figure that the rule `names` is one of its indicator, as far as its words tell."""
        wanted = self.predicate
        if wanted is not None and not wanted.search(predicate):
            return False
        wanted = self.words
        if wanted is not None and not (wanted.search(measure) or wanted.search(predicate)):
            return False
        barred = self.not_predicate
        if barred is not None and barred.search(predicate):
            return False
        barred = self.not_words
        return barred is None or not (barred.search(measure) or barred.search(predicate))


@dataclass(frozen=True, slots=True)
class Indicator:
    """One code with its meaning, rules, and the examples that tests run."""

    code: str
    label: str
    definition: str
    unit_kind: str
    rules: tuple[Rule, ...]
    examples: tuple[tuple[str, ...], ...] = ()
    counterexamples: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Indicators:
    """All indicators by code, and their rules in the order in which they are asked."""

    by_code: dict[str, Indicator]
    rules: tuple[Rule, ...]
    _asked: dict[tuple[str, str, str | None], tuple[Rule, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )
    _told: dict[tuple[str, str, str], tuple[tuple[Rule, ...], list[Rule], int]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def of(cls, entries: Iterable[Indicator]) -> Indicators:
        """Indicators of entries; where codes repeat, the later entry's rules come first."""
        by_code: dict[str, Indicator] = {}
        rules: list[Rule] = []
        for entry in entries:
            known = by_code.get(entry.code)
            if known is not None:
                entry = replace(
                    known,
                    label=entry.label or known.label,
                    definition=entry.definition or known.definition,
                    unit_kind=entry.unit_kind or known.unit_kind,
                    rules=entry.rules + known.rules,
                    examples=known.examples + entry.examples,
                    counterexamples=known.counterexamples + entry.counterexamples,
                )
            by_code[entry.code] = entry
        for entry in by_code.values():
            rules += entry.rules
        return cls(by_code, tuple(sorted(rules, key=lambda rule: -rule.priority)))

    def code(self, measure: str | None, predicate: str | None, unit: str | None, status: str) -> str | None:
        """The code of a figure with these words, None if no indicator fits."""
        measure, predicate, unit = measure or "", predicate or "", unit or ""
        key = (unit, status, measure)
        told = self._told.get(key)
        if told is None:
            told = self._rules_of(unit, status, head_class(measure)), [], 0
        rules, naming, at = told
        for rule in naming:
            if rule.fits(measure, predicate):
                return rule.code
        if at == len(rules):
            return None
        # the same nouns are counted again and again: which of the rules name one is remembered as far as asked
        naming, code = naming.copy(), None
        while at < len(rules) and code is None:
            rule = rules[at]
            at += 1
            if rule.names(measure):
                naming.append(rule)
                code = rule.code if rule.fits(measure, predicate) else None
        if len(self._told) >= _MAX_TOLD:
            self._told.clear()
        self._told[key] = rules, naming, at
        return code

    def _rules_of(self, unit: str, status: str, head: str | None) -> tuple[Rule, ...]:
        """The rules that a figure of this unit and status may fit, `head` the class of its noun."""
        key = (unit, status, head)
        rules = self._asked.get(key)
        if rules is None:
            rules = self._asked[key] = tuple(
                rule for rule in self.rules if rule.counts(unit, status) and rule.head in (None, head)
            )
        return rules


@cache
def builtin_indicators() -> Indicators:
    """The indicators of the contract, read once a process."""
    text = files(__package__).joinpath("indicators.yaml").read_text(encoding="utf-8")
    return Indicators.of(parse_indicators(text, "indicators.yaml", frozenset()))


def load_indicators(path: Path) -> Indicators:
    """The contract's indicators with those of an analyst's file.

    Its patterns are searched for with a time limit (see `GuardedPattern`). Raises BaoshuError B010,
    naming the file, the line and the fault.
    """
    known = builtin_indicators().by_code
    own = _entries(read_nodes(path), _Reader(str(path), guarded=True), frozenset(known))
    return Indicators.of([*known.values(), *own])


class _Reader:
    """Reads YAML nodes, which know their lines, into values; says what is wrong where."""

    def __init__(self, name: str, *, guarded: bool = False) -> None:
        self.name = name
        self.guarded = guarded

    def fault(self, node: yaml.Node, message: str, hint: str = "") -> BaoshuError:
        return BaoshuError("B010", f"{self.name}, line {node.start_mark.line + 1}: {message}", hint)

    def mapping(self, node: yaml.Node, keys: tuple[str, ...], what: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.fault(node, f"{what} must be a mapping of {', '.join(keys)}.")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value not in keys:
                raise self.fault(
                    key, f"{what} has an unknown key {key.value!r}.", f"Known: {', '.join(keys)}."
                )
            if key.value in found:
                raise self.fault(key, f"{what} has {key.value!r} twice.")
            found[key.value] = value
        return found

    def text(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.fault(node, f"{what} must be a text.")
        return str(node.value).strip()

    def items(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault(node, f"{what} must be a list.")
        return list(node.value)

    def pattern(self, node: yaml.Node, what: str) -> TextPattern:
        source = self.text(node, what)
        try:
            if self.guarded:
                return GuardedPattern(source, f"{self.name}, line {node.start_mark.line + 1}")
            return re.compile(source)
        except SlowPatternError as slow:
            raise BaoshuError("B010", f"{slow}.", "Give its repetitions an end, as .{0,9}.") from slow
        except re.error as error:
            raise self.fault(node, f"{what} is no regular expression: {error}.") from error

    def rule(self, node: yaml.Node, code: str) -> Rule:
        values = self.mapping(node, _RULE_KEYS, f"a rule of {code}")
        if not values.keys() - {"priority"}:
            raise self.fault(node, f"a rule of {code} names nothing and would fit every figure.")
        patterns = {
            key: self.pattern(values[key], f"{key} of {code}") for key in _PATTERN_KEYS if key in values
        }
        rule = Rule(code, node.start_mark.line + 1, **patterns)  # type: ignore[arg-type]
        if "priority" in values:
            digits = self.text(values["priority"], f"priority of {code}")
            if not re.fullmatch(r"-?\d{1,4}", digits):
                raise self.fault(values["priority"], f"priority of {code} is {digits!r}, no whole number.")
            rule = replace(rule, priority=int(digits))
        if "units" in values:
            rule = replace(rule, units=frozenset(self.text(values["units"], f"units of {code}").split()))
        if "head" in values:
            rule = replace(rule, head=self.text(values["head"], f"head of {code}"))
        if "status" in values:
            status = self.text(values["status"], f"status of {code}")
            if status not in _STATUSES:
                raise self.fault(
                    values["status"], f"status of {code} is {status!r}.", f"Known: {', '.join(_STATUSES)}."
                )
            rule = replace(rule, status=status)
        return rule

    def examples(self, node: yaml.Node | None, what: str) -> tuple[tuple[str, ...], ...]:
        rows = []
        for row in self.items(node, what) if node is not None else []:
            cells = tuple(
                self.text(cell, f"a cell of {what}") for cell in self.items(row, f"a row of {what}")
            )
            if not 3 <= len(cells) <= 4:
                raise self.fault(row, f"a row of {what} must be [measure, predicate, unit] or with a status.")
            rows.append(cells)
        return tuple(rows)

    def entry(self, node: yaml.Node, known: frozenset[str]) -> Indicator:
        values = self.mapping(node, _ENTRY_KEYS, "an indicator")
        if "code" not in values:
            raise self.fault(node, "an indicator has no code.")
        code = self.text(values["code"], "code")
        if not _CODE.fullmatch(code):
            raise self.fault(values["code"], f"code {code!r} is not small letters, digits and underscores.")
        if "definition" not in values and code not in known:
            raise self.fault(node, f"{code} has no definition.", "A new code needs one; check the spelling.")
        if "rules" not in values:
            raise self.fault(node, f"{code} has no rules, so no figure could ever be one.")
        text = {key: self.text(values[key], f"{key} of {code}") for key in _ENTRY_KEYS[1:4] if key in values}
        return Indicator(
            code,
            text.get("label", "" if code in known else code),
            text.get("definition", ""),
            text.get("unit_kind", ""),
            tuple(self.rule(rule, code) for rule in self.items(values["rules"], f"rules of {code}")),
            self.examples(values.get("examples"), f"examples of {code}"),
            self.examples(values.get("counterexamples"), f"counterexamples of {code}"),
        )


def parse_indicators(text: str, name: str, known: frozenset[str]) -> list[Indicator]:
    """The entries of an indicator file's text; `name` is the file's name for messages, `known` the
    codes that an entry may extend without a definition.

    Raises BaoshuError B010, naming the file, the line and the fault.
    """
    return _entries(compose(text, name), _Reader(name), known)


def _entries(root: yaml.Node | None, reader: _Reader, known: frozenset[str]) -> list[Indicator]:
    if root is None:
        return []
    entries: list[Indicator] = []
    seen: set[str] = set()
    for node in reader.items(root, "an indicator file"):
        entry = reader.entry(node, known)
        if entry.code in seen:
            raise reader.fault(node, f"the code {entry.code!r} stands twice in this file.")
        seen.add(entry.code)
        entries.append(entry)
    return entries
