"""The grammar and the model together: flat mentions, each with a confidence and who spoke."""

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import Config
from pipeline.engines import load
from pipeline.errors import BaoshuError
from pipeline.extractors.entities import find_entities
from pipeline.extractors.entities.crf.tagger import LONGEST, Proposal, propose, sequences
from pipeline.extractors.entities.merge import merge
from pipeline.mentions import EntityMention
from pipeline.text import word_spans_of
from tests.timing import assert_linear

TEXT = "青河市总工会主席林晚到会。林晚海说好。林晚海又来了。"


def mention(words: str, kind: str, rule: str = "rule", confidence: float = 0.9) -> EntityMention:
    at = TEXT.index(words)
    return EntityMention(at, at + len(words), kind, words, None, rule, confidence)


def proposal(words: str, kind: str, probability: float) -> Proposal:
    at = TEXT.index(words)
    return Proposal(at, at + len(words), kind, probability, probability > 0.5)


def found(grammar: list[EntityMention], proposals: list[Proposal]) -> list[tuple[str, str, str]]:
    return [(m.name, m.type, m.rule) for m in merge(TEXT, grammar, proposals)]


def test_what_both_say_stands() -> None:
    both = found([mention("青河市总工会", "ORG")], [proposal("青河市总工会", "ORG", 0.9)])
    assert both == [("青河市总工会", "ORG", "rule+crf")]


def test_the_model_alone_must_not_be_very_unsure() -> None:
    assert found([], [proposal("林晚", "PERSON", 0.6)]) == [("林晚", "PERSON", "crf")]
    assert found([], [proposal("林晚", "PERSON", 0.5)]) == []
    assert found([], [Proposal(0, 2, "GPE", 0.3, True)]) == [("青河", "GPE", "crf")]
    assert found([], [Proposal(0, 2, "GPE", 0.1, True)]) == []


def test_the_model_alone_does_not_make_persons_of_plain_words() -> None:
    for words in ("幸福感", "丰富多彩", "呈祥"):
        assert merge(words, [], [Proposal(0, len(words), "PERSON", 0.65, True)]) == []
    for words in ("林晚", "欧阳春", "老林", "卡洛斯·门德萨"):
        assert [m.name for m in merge(words, [], [Proposal(0, len(words), "PERSON", 0.65, True)])] == [words]


def test_the_grammar_alone_needs_a_little_agreement() -> None:
    grammar = [mention("青河市总工会", "ORG")]
    assert found(grammar, [proposal("青河市总工会", "ORG", 0.2)]) == [("青河市总工会", "ORG", "rule")]
    assert found(grammar, [proposal("青河市总工会", "ORG", 0.01)]) == []


def test_of_two_that_overlap_the_better_stands() -> None:
    grammar = [mention("青河市总工会", "ORG")]
    proposals = [proposal("青河市总工会", "ORG", 0.5), proposal("青河市", "GPE", 0.7)]
    assert found(grammar, proposals) == [("青河市总工会", "ORG", "rule")]


def test_a_sure_name_is_found_wherever_it_stands() -> None:
    sure = found([], [proposal("林晚海", "PERSON", 0.99)])
    assert sure == [("林晚海", "PERSON", "crf"), ("林晚海", "PERSON", "person.repeated")]


def test_sequences_depend_on_their_line_alone() -> None:
    text = "一句。" * 500 + "\n\n" + TEXT
    cut = list(sequences(text))
    assert "".join(text[a:b] for a, b in cut) == text.replace("\n", "")
    assert max(b - a for a, b in cut) <= LONGEST
    assert text[slice(*cut[-1])] == TEXT


def test_any_ner_of_spacy_can_take_the_models_place() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("baoshu_entity_grammar")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "LOC", "pattern": "晚"}])  # type: ignore[attr-defined]
    nlp.add_pipe("baoshu_entities")
    names = {(m.name, m.type) for m in nlp("青河市总工会召开会议，晚到了。")._.entities}
    assert ("晚", "LOC") in names
    assert ("青河市总工会", "ORG") in names


@settings(max_examples=100)
@given(st.text(alphabet="青河市总工会主席林晚说、，。（）“”公司\n 9a\ud800", max_size=80))
def test_proposals_and_mentions_of_any_text_are_in_bounds_and_flat(text: str) -> None:
    words = word_spans_of(text)
    grammar = find_entities(text, words)
    last = 0
    for m in merge(text, grammar, propose(text, words, grammar)):
        assert last <= m.start < m.end <= len(text)
        assert 0.0 <= m.confidence <= 1.0
        last = m.end


def test_the_model_takes_linear_time() -> None:
    assert_linear(lambda n: propose("工" * n, [(i, i + 1) for i in range(n)], []), 2_000)


def test_a_spacy_pipeline_named_by_the_user_speaks_instead_of_our_model(tmp_path: Path) -> None:
    other = spacy.blank("zh")
    other.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "晚"}])  # type: ignore[attr-defined]
    other.to_disk(tmp_path / "other")
    found = load(exclude=["baoshu_statistics"], config=Config(ner=str(tmp_path / "other")))(
        "晚风。\n青河市总工会召开会议，晚到了。"
    )
    assert [(m.name, m.type, m.start) for m in found._.entities] == [
        ("晚", "GPE", 0),
        ("青河市总工会", "ORG", 4),
        ("晚", "GPE", 15),
    ]
    assert "baoshu_entity_model" not in load(config=Config(ner="none")).pipe_names
    with pytest.raises(BaoshuError, match="B013"):
        load(config=Config(ner=str(tmp_path / "nothing")))
