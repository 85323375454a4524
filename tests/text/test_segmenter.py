"""Words are jieba's, with and without the compiled cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text import cut_words, segmenter, word_spans_of, word_tags

ROOT = Path(__file__).parents[2]
CHARS = st.sampled_from(
    "青河市总工会的了在北京大学生前来和平路T恤卡拉OK3D维生素CAbz09.%+-_#& \r\n　，。“”①㐀龥鿕𠮷é・"
)


@settings(max_examples=400)
@given(st.text(CHARS, max_size=60) | st.text(max_size=60))
def test_any_text_is_cut_as_jieba_cuts_it(text: str) -> None:
    pytest.importorskip("rjieba", reason="the extra `fast` is not installed")
    assert cut_words(text) == list(segmenter().cut(text))


def test_the_entity_corpus_is_cut_as_jieba_cuts_it() -> None:
    pytest.importorskip("rjieba", reason="the extra `fast` is not installed")
    for path in sorted((ROOT / "corpora" / "entities").glob("*-a.txt")):
        text = path.read_text(encoding="utf-8")
        assert cut_words(text) == list(segmenter().cut(text)), path.name


def test_spans_tile_the_text() -> None:
    text = "青河市总工会已建驿站1.5万个，\r\n占35%。"
    spans = word_spans_of(text)
    assert "".join(text[a:b] for a, b in spans) == text
    assert [text[a:b] for a, b in spans][-3:] == ["占", "35%", "。"]


def test_words_have_the_tags_of_the_dictionary() -> None:
    tags = word_tags()
    assert (tags["北京"], tags["华盛顿"], tags["克林顿"], tags["国务院"]) == ("ns", "ns", "nr", "nt")
    assert "青河市总工会" not in tags
