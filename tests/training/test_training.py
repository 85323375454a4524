"""Corpora are well-formed, widening keeps marks true, and the model fits the corpus it came from."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BaoshuError
from pipeline.extractors.entities.crf import tagger
from pipeline.training.card import to_markdown
from pipeline.training.corpus import TYPES, Article, read_corpus, read_line, read_uner
from pipeline.training.scoring import f_by_type
from pipeline.training.train import corpus_hash, held_aside, train
from pipeline.training.widen import Widener

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpora" / "entities"


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return list(read_corpus(CORPUS))


def test_the_model_was_trained_on_the_corpus_as_it_is() -> None:
    card = json.loads((Path(tagger.__file__).parent / "model.json").read_text(encoding="utf-8"))
    assert card["corpus_sha256"] == corpus_hash(CORPUS), "run `make train`"


def test_the_card_for_people_says_what_the_training_wrote_down() -> None:
    folder = Path(tagger.__file__).parent
    card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    assert (folder / "MODEL_CARD.md").read_text(encoding="utf-8") == to_markdown(card)


def test_the_corpus_is_as_large_and_varied_as_promised(articles: list[Article]) -> None:
    lines = [line for a in articles for line in a.lines]
    assert len(lines) >= 3000
    assert len({line.text for line in lines}) >= 0.99 * len(lines)
    union = sum(len(a.lines) for a in articles if a.id.startswith("union"))
    assert 0.4 < union / len(lines) < 0.6
    assert {m.type for line in lines for m in line.marks} == TYPES
    assert 0.07 < sum(held_aside(a.id) for a in articles) / len(articles) < 0.13
    assert len({a.id for a in articles}) == len(articles)


def test_marks_are_names_without_space_at_their_ends(articles: list[Article]) -> None:
    for article in articles:
        for line in article.lines:
            last = 0
            for mark in line.marks:
                assert last <= mark.start < mark.end <= len(line.text)
                name = line.text[mark.start : mark.end]
                assert name == name.strip(), article.id
                last = mark.end


def test_inline_marks() -> None:
    line = read_line("[青河市总工会|ORG]主席[林晚|PERSON]到会")
    assert line.text == "青河市总工会主席林晚到会"
    assert [(line.text[m.start : m.end], m.type) for m in line.marks] == [
        ("青河市总工会", "ORG"),
        ("林晚", "PERSON"),
    ]
    for wrong in ("[青河|CITY]", "[青河", "青河|ORG]"):
        with pytest.raises(ValueError, match=r"unknown type|stray"):
            read_line(wrong)


def test_a_broken_corpus_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# a-001 x\n[青河市|GPE]开会\n[坏|XYZ]\n", encoding="utf-8")
    with pytest.raises(BaoshuError, match=r"a\.txt:3: unknown type 'XYZ'"):
        list(read_corpus(tmp_path))


def test_uner_files(tmp_path: Path) -> None:
    rows = [
        "# text",
        "1\t甲\tB-PER\t-\t-",
        "2\t乙\tI-PER\t-\t-",
        "3\t在\tO\t-\t-",
        "4\t丙地\tB-LOC\t-\t-",
        "",
    ]
    (tmp_path / "u.iob2").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (article,) = read_uner(tmp_path / "u.iob2")
    (line,) = article.lines
    assert line.text == "甲乙在丙地"
    assert [(m.start, m.end, m.type) for m in line.marks] == [(0, 2, "PERSON"), (3, 5, "LOC")]


def test_widening_keeps_words_and_marks(articles: list[Article]) -> None:
    widener = Widener(1)
    changed = 0
    for article in articles[::7]:
        made = widener.variant(article, 1)
        for old, new in zip(article.lines, made.lines, strict=True):
            assert [m.type for m in old.marks] == [m.type for m in new.marks]
            between = [old.text[a.end : b.start] for a, b in zip(old.marks, old.marks[1:], strict=False)]
            assert between == [
                new.text[a.end : b.start] for a, b in zip(new.marks, new.marks[1:], strict=False)
            ]
            changed += old.text != new.text
        assert [ln.text for ln in widener.variant(article, 1).lines] == [ln.text for ln in made.lines]
    assert changed > 100


def test_training_is_deterministic_and_writes_a_card(tmp_path: Path, articles: list[Article]) -> None:
    small = tmp_path / "corpus"
    small.mkdir()
    source = (CORPUS / "union-a.txt").read_text(encoding="utf-8").split("\n\n")
    (small / "a.txt").write_text("\n\n".join(source[:12]), encoding="utf-8")
    cards = [train(small, None, tmp_path / name, ablation=name == "two") for name in ("one", "two")]
    assert (tmp_path / "one" / tagger.MODEL).read_bytes() == (tmp_path / "two" / tagger.MODEL).read_bytes()
    assert cards[0]["corpus_sha256"] == corpus_hash(small)
    assert [set(c["held_aside"]["F, exact spans"]) for c in cards] == [
        {"grammar", "grammar + crf"},
        {"grammar", "crf", "grammar + crf"},
    ]
    assert cards[0]["sources"][0]["sentences"] > 40
    assert {p.name for p in (tmp_path / "one").iterdir()} == {tagger.MODEL, "model.json", "MODEL_CARD.md"}


def test_scores() -> None:
    gold = [(0, 2, "GPE"), (3, 5, "ORG")]
    assert f_by_type([(gold, [(0, 2, "LOC"), (3, 6, "ORG")])]) == {"ORG": 0.0, "PLACE": 1.0, "all": 0.5}


@given(st.lists(st.sampled_from(["O", "B-ORG", "I-ORG", "B-PERSON", "I-PERSON"]), max_size=30))
def test_labels_and_spans_agree(row: list[str]) -> None:
    found = list(tagger.spans(row))
    assert list(tagger.spans(tagger.labels(len(row), found))) == found
