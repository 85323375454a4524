"""spaCy sees ordinary components, tokenizers and Docs."""

import pickle
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import pipeline
from pipeline.engines.stages import STAGES, stages
from pipeline.language import JiebaTokenizer, layout_of, make_doc, word_spans
from pipeline.layout import read_layout

PAGE = "\n\n青河市总工会建成职工驿站30个\n\n本报讯（记者 林晚）近日，青河市总工会建成职工驿站30个，服务职工近2万\n\n人次。职工们说：“真方便！”\n"
SENTENCE = "2024年，青河市总工会建成职工驿站30个。"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline.load()


@given(st.text())
def test_words_joined_are_the_text(text: str) -> None:
    tokenizer = JiebaTokenizer(spacy.blank("zh").vocab)
    assert "".join(tokenizer.words(text)) == text
    assert tokenizer(text).text == text


def test_very_long_stretches_are_cut() -> None:
    tokenizer = JiebaTokenizer(spacy.blank("zh").vocab)
    assert "".join(tokenizer.words("工会" * 30_000)) == "工会" * 30_000


def test_the_tokenizer_pickles_though_jieba_does_not(nlp: Language) -> None:
    copy = pickle.loads(pickle.dumps(nlp.tokenizer))
    assert [t.text for t in copy(SENTENCE)] == [t.text for t in nlp.tokenizer(SENTENCE)]


def test_a_doc_over_a_layout_has_its_sentences(nlp: Language) -> None:
    layout = read_layout(PAGE)
    doc = make_doc(nlp, layout)
    assert doc.text == layout.view.text
    assert [s.text.strip() for s in doc.sents] == [
        "青河市总工会建成职工驿站30个",
        "近日，青河市总工会建成职工驿站30个，服务职工近2万人次。",
        "职工们说：“真方便！”",
    ]


def test_a_doc_from_plain_text_is_one_article(nlp: Language) -> None:
    doc = nlp(SENTENCE + "\n" + SENTENCE)
    (article,) = layout_of(doc).articles
    assert [p.kind for p in article.paragraphs] == ["body", "body"]
    assert [n.value for n in doc._.numbers] == [30.0, 30.0]
    assert doc._.dates and doc._.events and doc._.publication is not None


def test_word_spans_tile_the_text(nlp: Language) -> None:
    doc = nlp.make_doc(SENTENCE)
    assert "".join(SENTENCE[a:b] for a, b in word_spans(doc)) == SENTENCE
    assert word_spans(nlp.make_doc("")) == []


@pytest.mark.parametrize("name", STAGES)
def test_every_component_can_be_added_to_a_pipeline_of_ones_own(name: str) -> None:
    own = spacy.blank("zh")
    wanted = {s.name: s for s in stages()}
    chain = [n for n in STAGES if n == name or set(wanted[n].gives) & _all_needs(name, wanted)]
    for stage in chain:
        own.add_pipe(stage)
    doc = own(SENTENCE)
    for given_attribute in wanted[name].gives:
        assert doc._.get(given_attribute.removeprefix("doc._.")) is not None


def _all_needs(name: str, known: dict[str, object]) -> set[str]:
    needs: set[str] = set()
    waiting = [name]
    while waiting:
        stage = known[waiting.pop()]
        for need in stage.needs:  # type: ignore[attr-defined]
            if need not in needs:
                needs.add(need)
                waiting += [n for n, s in known.items() if need in s.gives]  # type: ignore[attr-defined]
    return needs


def test_spans_for_displacy_are_widened_to_words() -> None:
    own = spacy.blank("zh")
    own.add_pipe("baoshu_numbers", config={"spans_key": "sc"})
    doc = own("近2000名职工报名。")
    assert [s.text for s in doc.spans["sc"]] == ["近2000名"]


def test_the_pipeline_is_saved_and_loaded(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again.pipe_names == nlp.pipe_names
    assert [n.value for n in again(SENTENCE)._.numbers] == [30.0]


def test_stages_can_be_left_out() -> None:
    assert "baoshu_statistics" not in pipeline.load(exclude=["baoshu_statistics"]).pipe_names


def test_batches_of_docs_come_out_in_order_each_as_alone(nlp: Language) -> None:
    texts = [f"青河市2024年新建驿站{n}个，近{n}万人受益。" for n in range(3, 10)]
    alone = [nlp(text)._.statistics for text in texts]
    for size in (1, 3, 100):
        assert [doc._.statistics for doc in nlp.pipe(texts, batch_size=size)] == alone


def test_a_doc_that_fails_in_a_batch_is_told_of_and_left_out() -> None:
    own = spacy.blank("zh")
    component = own.add_pipe("baoshu_numbers")
    honest = component.compute  # type: ignore[attr-defined]

    def compute(doc: Doc) -> object:
        if "坏" in doc.text:
            raise ValueError("bad page")
        return honest(doc)

    component.compute = compute  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="bad page"):
        list(own.pipe(["三个。", "坏。"]))
    told: list[tuple[str, list[str]]] = []
    own.set_error_handler(lambda name, _, docs, error: told.append((name, [d.text for d in docs])))
    assert [doc.text for doc in own.pipe(["三个。", "坏。", "五个。"], batch_size=2)] == ["三个。", "五个。"]
    assert told == [("baoshu_numbers", ["坏。"])]
