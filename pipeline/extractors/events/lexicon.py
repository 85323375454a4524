"""The trigger rules and cue words of events, read from YAML and compiled once.

A file of trigger rules holds `rules`, a list of maps with `name`, `type`, `class`, `weight` and
`words`, and optionally `before`, `not_before`, `after`, `not_after` (patterns), `examples` and
`counter`. `triggers.yaml` beside this module explains them and is the pattern to copy.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from pipeline.errors import BaoshuError
from pipeline.text import GuardedPattern, SlowPatternError, TextPattern, led, read_nodes, trie_pattern

EVENT_TYPES = (
    *("enrolment", "training", "meeting", "competition", "culture_sport", "matchmaking", "outreach", "visit"),
    *("volunteering", "service", "construction", "recognition", "aid", "policy", "reform", "fair"),
    *("labour_relations", "other"),
)
CLASSES = ("noun", "verb", "scene", "hint", "stop")
_PATTERNS = ("before", "not_before", "after", "not_after")
_KEYS = {"name", "type", "class", "weight", "words", "examples", "counter", *_PATTERNS}
_HERE = Path(__file__).parent
_FILES = ("triggers.yaml", "hints.yaml")
_CUE_FILES = ("cues.yaml", "status_cues.yaml")


@dataclass(frozen=True, slots=True)
class TriggerRule:
    """What a group of trigger words says; patterns are None where the rule has no such condition."""

    name: str
    type: str
    cls: str  # noun | verb | scene | hint | stop
    weight: float
    before: TextPattern | None = None
    not_before: TextPattern | None = None
    after: TextPattern | None = None
    not_after: TextPattern | None = None
    examples: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All trigger words with their rules, and the one pattern that finds them."""

    words: dict[str, TriggerRule]
    pattern: re.Pattern[str]

    @property
    def rules(self) -> list[TriggerRule]:
        return list({rule.name: rule for rule in self.words.values()}.values())


@functools.cache
def load_lexicon(*extra: Path) -> Lexicon:
    """The project's trigger rules and those of the files `extra`, whose words go before ours and whose
    patterns are searched for with a time limit (see `GuardedPattern`).

    Raises BaoshuError B010 that names the file, the line and the fault.
    """
    words: dict[str, TriggerRule] = {}
    for name in _FILES:
        words |= _read_rules(_HERE / name)
    for path in extra:
        words |= _read_rules(path, guarded=True)
    return Lexicon(words, re.compile(trie_pattern(words) or r"(?!)"))


def read_rule_list(name: str) -> list[tuple[TriggerRule, list[str]]]:
    """The rules of a file beside this module with their words, where a word may have several rules.

    Raises BaoshuError B010 that names the file, the line and the fault.
    """
    path = _HERE / name
    top = _mapping(path, yaml.compose(path.read_text(encoding="utf-8"), yaml.CSafeLoader))
    return [
        (rule, [word for _, word in listed]) for rule, listed in (_rule(path, n) for n in top["rules"].value)
    ]


@functools.cache
def load_cues() -> dict[str, re.Pattern[str]]:
    """The cues of `cues.yaml` and `status_cues.yaml`, by name, as compiled patterns."""
    cues: dict[str, re.Pattern[str]] = {}
    for name, cue in read_cues().items():
        if "words" in cue:
            source = trie_pattern(cue["words"])
        elif "ending" in cue:
            source = rf"(?:{'|'.join(cue['ending'])})\Z"
        else:
            source = "|".join(cue["pattern"])
        cues[name] = re.compile(led(source))
    return cues


def any_cue(names: tuple[str, ...]) -> re.Pattern[str]:
    """What matches where one of the cues does: where it does not, none of them need be searched for."""
    cues = load_cues()
    return re.compile("|".join(cues[name].pattern for name in names))


@functools.cache
def load_needs() -> dict[str, tuple[str, ...]]:
    """By cue, words without one of which a text cannot hold it; cues without such words are left out."""
    return {name: tuple(cue["needs"]) for name, cue in read_cues().items() if "needs" in cue}


def read_cues() -> dict[str, dict[str, list[str]]]:
    """`cues.yaml` and `status_cues.yaml` as they stand, with their examples."""
    cues: dict[str, dict[str, list[str]]] = {}
    for name in _CUE_FILES:
        cues |= yaml.load((_HERE / name).read_text(encoding="utf-8"), yaml.CSafeLoader)
    return cues


def _read_rules(path: Path, *, guarded: bool = False) -> dict[str, TriggerRule]:
    root = read_nodes(path)
    top = _mapping(path, root)
    if set(top) != {"rules"} or not isinstance(top["rules"], yaml.SequenceNode):
        raise _fault(path, root, "the file must hold one key, `rules`, with a list")
    words: dict[str, TriggerRule] = {}
    names: set[str] = set()
    for node in top["rules"].value:
        rule, listed = _rule(path, node, guarded=guarded)
        if rule.name in names:
            raise _fault(path, node, f"two rules are named {rule.name!r}")
        names.add(rule.name)
        for word_node, word in listed:
            if word in words:
                raise _fault(path, word_node, f"{word!r} stands in rule {words[word].name!r} already")
            words[word] = rule
    return words


def _rule(
    path: Path, node: yaml.Node, *, guarded: bool = False
) -> tuple[TriggerRule, list[tuple[yaml.Node, str]]]:
    fields = _mapping(path, node)
    for key, child in fields.items():
        if key not in _KEYS:
            raise _fault(path, child, f"unknown key {key!r}; known are {', '.join(sorted(_KEYS))}")
    for key in ("name", "type", "class", "weight", "words"):
        if key not in fields:
            raise _fault(path, node, f"the rule has no {key!r}")
    name, kind, cls = (_string(path, fields[key]) for key in ("name", "type", "class"))
    if kind not in EVENT_TYPES:
        raise _fault(path, fields["type"], f"{kind!r} is no event type; types are {', '.join(EVENT_TYPES)}")
    if cls not in CLASSES:
        raise _fault(path, fields["class"], f"{cls!r} is no class; classes are {', '.join(CLASSES)}")
    try:
        weight = float(_string(path, fields["weight"]))
    except ValueError:
        raise _fault(path, fields["weight"], "the weight must be a number from 0 to 4") from None
    if not 0 <= weight <= 4:
        raise _fault(path, fields["weight"], "the weight must be a number from 0 to 4")
    before, not_before, after, not_after = (
        _pattern(path, fields.get(key), key, guarded=guarded) for key in _PATTERNS
    )
    examples, counter = (
        tuple(text for _, text in _strings(path, fields[key])) if key in fields else ()
        for key in ("examples", "counter")
    )
    rule = TriggerRule(name, kind, cls, weight, before, not_before, after, not_after, examples, counter)
    return rule, _strings(path, fields["words"])


def _pattern(path: Path, node: yaml.Node | None, key: str, *, guarded: bool) -> TextPattern | None:
    if node is None:
        return None
    source = _string(path, node)
    try:
        re.compile(source)
        whole = source if key.endswith("before") else rf"(?:{source})\Z"
        if guarded:
            return GuardedPattern(whole, f"{path}, line {node.start_mark.line + 1}")
        return re.compile(whole if key.endswith("before") else led(whole))
    except SlowPatternError as slow:
        raise BaoshuError("B010", f"{slow}.", "Give its repetitions an end, as .{0,9}.") from slow
    except re.error as error:
        raise _fault(path, node, f"{key!r} is no valid pattern: {error}") from None


def _mapping(path: Path, node: yaml.Node | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _fault(path, node, "a map of keys and values is wanted here")
    return {_string(path, key): value for key, value in node.value}


def _string(path: Path, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value:
        raise _fault(path, node, "a word or number is wanted here")
    return str(node.value)


def _strings(path: Path, node: yaml.Node) -> list[tuple[yaml.Node, str]]:
    if not isinstance(node, yaml.SequenceNode):
        raise _fault(path, node, "a list is wanted here")
    return [(child, _string(path, child)) for child in node.value]


def _fault(path: Path, node: yaml.Node | None, message: str) -> BaoshuError:
    line = node.start_mark.line + 1 if node is not None else 1
    hint = "See the head of triggers.yaml for the form."
    return BaoshuError("B010", f"{path}, line {line}: {message}.", hint)
