"""Words are jieba's, with and without the compiled cut."""

from __future__ import annotations

import json
import marshal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text import cut_words, segmenter, tag_names, word_spans_of, word_tags, words_tagged
from pipeline.text.segmentation import _cached
from pipeline.text.tags import PREPARED, Tagged, prepared, read_tags, written

ROOT = Path(__file__).parents[2]
CHARS = st.sampled_from(
    "青河市总工会的了在北京大学生前来和平路T恤卡拉OK3D维生素CAbz09.%+-_#& \r\n　，。“”①㐀龥鿕𠮷é・"
)


@settings(max_examples=400)
@given(st.text(CHARS, max_size=60) | st.text(max_size=60))
def test_any_text_is_cut_as_jieba_cuts_it(text: str) -> None:
    pytest.importorskip("rjieba", reason="the extra `fast` is not installed")
    assert cut_words(text) == list(segmenter().cut(text))


@settings(max_examples=400)
@given(st.text("9０.%b-总会，𠮷㐀\ud800", max_size=9))
def test_decimals_letters_and_rare_characters_are_cut_as_jieba_cuts_them(text: str) -> None:
    pytest.importorskip("rjieba", reason="the extra `fast` is not installed")
    assert cut_words(text) == list(segmenter().cut(text))


def test_decimals_before_letters_are_cut_as_jieba_cuts_them() -> None:
    pytest.importorskip("rjieba", reason="the extra `fast` is not installed")
    for text in ("重3.5kg的锤", "2.0b总", "版本1.2.3", "9.9，9.9b", "𠮷会会", "会\udfff，会"):
        assert cut_words(text) == list(segmenter().cut(text)), text


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


def test_words_are_given_by_their_tags() -> None:
    places = words_tagged(("ns", "nt"))
    assert {"北京", "国务院"} <= set(places) and "克林顿" not in places
    assert places == [word for word, tag in word_tags().items() if tag in ("ns", "nt")]
    assert set(tag_names()) == set(word_tags().values())


def test_the_prepared_tags_are_those_of_the_installed_dictionary() -> None:
    read = read_tags(segmenter())
    assert prepared(PREPARED) == read, "run scripts/jieba_tags.py"


def test_prepared_tags_of_another_dictionary_are_not_taken(tmp_path: Path) -> None:
    other = tmp_path / "tags.bin"
    head, _, codes = written(Tagged(("", "x"), b"\1")).partition(b"\n")
    facts = json.loads(head)
    facts["dictionary"][0] = "0" * 64
    other.write_bytes(json.dumps(facts).encode() + b"\n" + codes)
    assert prepared(other) is None


def test_a_broken_cache_of_jieba_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for content in (None, b"", b"broken", marshal.dumps(7), marshal.dumps(([], 1)), marshal.dumps(({}, "x"))):
        if content is not None:
            (tmp_path / "jieba.cache").write_bytes(content)
        assert _cached() is None
    (tmp_path / "jieba.cache").write_bytes(marshal.dumps(({"驿站": 3}, 3)))
    assert _cached() == ({"驿站": 3}, 3)
