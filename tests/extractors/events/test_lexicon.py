"""The rule files: their own examples and counter-examples, an analyst's additions, clear errors."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipeline.errors import BaoshuError
from pipeline.extractors import events
from pipeline.extractors.events import EVENT_TYPES, find_events, load_lexicon
from pipeline.extractors.events.lexicon import TriggerRule, load_cues, read_cues, read_rule_list
from pipeline.extractors.events.reports import report_hits
from pipeline.extractors.events.story import read_stories
from tests.extractors.events.cases import make_document

RULES = Path(events.__file__).parent


def load_words(path: Path) -> set[str]:
    rules = yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    return {word for rule in rules for word in rule["words"]}


def hits_of(sentence: str, lexicon_files: tuple[Path, ...] = ()) -> list[tuple[int, str, str]]:
    text, article = make_document([], sentence)
    (story,) = read_stories(text, [article], [], [], [], load_lexicon(*lexicon_files))
    return [(hit.start, text[hit.start : hit.end], hit.rule.name) for hit in story.hits]


def marked(example: str) -> tuple[str, int, str]:
    start, end = example.index("[["), example.index("]]")
    return example.replace("[[", "").replace("]]", ""), start, example[start + 2 : end]


@pytest.mark.parametrize("rule", load_lexicon().rules, ids=lambda rule: rule.name)
def test_examples_and_counter_examples_of_trigger_rules(rule) -> None:  # type: ignore[no-untyped-def]
    assert rule.examples
    for example in rule.examples:
        sentence, start, word = marked(example)
        assert ((start, word, rule.name) in hits_of(sentence)) == (rule.cls != "stop"), example
    for example in rule.counter:
        sentence, start, word = marked(example)
        assert (start, word, rule.name) not in hits_of(sentence), example


@pytest.mark.parametrize("rule", [rule for rule, _ in read_rule_list("reports.yaml")], ids=lambda r: r.name)
def test_examples_and_counter_examples_of_reports(rule: TriggerRule) -> None:
    assert rule.examples and rule.counter
    for example in (*rule.examples, *rule.counter):
        sentence, start, word = marked(example)
        text, article = make_document([], sentence)
        (story,) = read_stories(text, [article], [], [], [], load_lexicon())
        found = [
            (hit.start, text[hit.start : hit.end], hit.rule.name) for hit in report_hits(story, 0, len(text))
        ]
        assert ((start, word, rule.name) in found) == (example in rule.examples), example


@pytest.mark.parametrize("name", read_cues())
def test_examples_and_counter_examples_of_cues(name: str) -> None:
    cue, pattern = read_cues()[name], load_cues()[name]
    for example in cue["examples"]:
        if "[[" in example:
            sentence, start, _ = marked(example)
            assert start in [match.start() for match in pattern.finditer(sentence)], example
            assert any(word in sentence for word in cue.get("needs", [""])), example
        else:
            assert pattern.match(example), example
    for example in cue.get("counter", []):
        assert not pattern.search(example), example


def test_every_type_but_other_has_a_rule() -> None:
    kinds = {rule.type for rule in load_lexicon().rules if rule.cls != "stop"}
    assert kinds == set(EVENT_TYPES) - {"other"}


def test_no_word_stands_in_two_of_our_files() -> None:
    apart = ("cues.yaml", "status_cues.yaml", "status_weights.yaml", "reports.yaml")
    files = [load_words(path) for path in sorted(RULES.glob("*.yaml")) if path.name not in apart]
    assert len(set().union(*files)) == sum(map(len, files)) == len(load_lexicon().words)


def test_stop_words_hide_the_trigger_inside_them() -> None:
    assert hits_of("工人文化宫门前") == []
    assert [name for _, _, name in hits_of("召开学历提升会")] == ["enrolment-sign-up"]


def test_an_analyst_can_add_rules(tmp_path: Path) -> None:
    extra = tmp_path / "mine.yaml"
    extra.write_text(
        "rules:\n- {name: mine, type: fair, class: noun, weight: 4, words: [跳海节]}\n", encoding="utf-8"
    )
    text, article = make_document(["渔港举办跳海节"], "昨日，渔港举办跳海节。")
    assert find_events(text, [article], [], [], [])[0].type != "fair"
    (primary, *_) = find_events(text, [article], [], [], [], load_lexicon(extra))
    assert (primary.type, primary.rule) == ("fair", "primary.mine")


@pytest.mark.parametrize(
    ("content", "line", "fault"),
    [
        (
            "rules:\n- {name: a, type: party, class: noun, weight: 1, words: [x]}",
            2,
            "'party' is no event type",
        ),
        ("rules:\n- {name: a, type: fair, class: nuon, weight: 1, words: [x]}", 2, "'nuon' is no class"),
        ("rules:\n- {name: a, type: fair, class: noun, weight: 9, words: [x]}", 2, "from 0 to 4"),
        ("rules:\n- {name: a, type: fair, class: noun, weight: high, words: [x]}", 2, "from 0 to 4"),
        ("rules:\n- {name: a, type: fair, class: noun, weight: 1}", 2, "no 'words'"),
        ("rules:\n- {name: a, type: fair, class: noun, weight: 1, words: x}", 2, "a list is wanted"),
        ("rules:\n- {name: a, type: fair, class: noun, weight: 1, words: [[x]]}", 2, "a word or number"),
        (
            "rules:\n- {name: a, type: fair, class: noun, weight: 1, words: [x], colour: red}",
            2,
            "unknown key 'colour'",
        ),
        (
            "rules:\n- name: a\n  type: fair\n  class: noun\n  weight: 1\n  words: [x]\n  after: '('",
            7,
            "no valid pattern",
        ),
        (
            "rules:\n- {name: a, type: fair, class: noun, weight: 1, words: [x]}\n"
            "- {name: b, type: fair, class: noun, weight: 1, words: [x]}",
            3,
            "stands in rule 'a' already",
        ),
        (
            "rules:\n- {name: a, type: fair, class: noun, weight: 1, words: [x]}\n"
            "- {name: a, type: fair, class: noun, weight: 1, words: [y]}",
            3,
            "two rules are named 'a'",
        ),
        ("rule: []", 1, "one key, `rules`"),
        ("- a", 1, "a map of keys and values"),
        ("", 1, "a map of keys and values"),
        ("rules: [a\nb: c", 2, ""),
    ],
)
def test_a_bad_rule_file_is_named_with_line_and_fault(
    tmp_path: Path, content: str, line: int, fault: str
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BaoshuError) as error:
        load_lexicon(path)
    assert error.value.code == "B010"
    assert f"{path}, line {line}: " in error.value.message and fault in error.value.message


def test_a_missing_rule_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BaoshuError, match=r"B010.*none\.yaml"):
        load_lexicon(tmp_path / "none.yaml")
