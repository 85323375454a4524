"""Gold files: placed where they belong, and readable words for what is wrong with them."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BaoshuError
from pipeline.evaluation import validate
from pipeline.evaluation.goldfile import read
from pipeline.evaluation.goldform import ITEMS, check_form

from .cases import GOLD, RAW, write_gold


def change(gold, key, index, **cells):
    gold["articles"][0][key][index].update(cells)


def test_words_are_placed_over_a_column_break(tmp_path: Path, gold):
    gold["articles"][0]["numbers"][2]["in"] = "已建职工 书屋36个"
    gold["articles"][0]["entities"].append({"q": "职工书屋", "type": "FAC"})
    placed, problems = read(write_gold(tmp_path, gold), RAW)
    assert problems == []
    spot = next(s for s in placed.articles[0].entities if s.row["q"] == "职工书屋")
    start, end = placed.page.raw_span(spot.lo, spot.hi)
    assert RAW[start:end] == "职工\n\n书屋"


def test_entities_without_in_are_everywhere_but_in_longer_ones(tmp_path: Path, gold):
    gold["articles"][0]["entities"] = [{"q": "总工会", "type": "ORG"}, {"q": "云溪市总工会", "type": "ORG"}]
    placed, problems = read(write_gold(tmp_path, gold), RAW)
    assert problems == []
    assert [spot.row["q"] for spot in placed.articles[0].entities] == ["云溪市总工会"] * 2


def test_a_part_knows_its_whole(tmp_path: Path):
    placed, _ = read(write_gold(tmp_path), RAW)
    [(part, whole)] = placed.articles[0].wholes.items()
    assert [placed.page.text[slice(*place)] for place in (part, whole)] == ["45名", "120名"]


def test_sound_gold_is_valid(tmp_path: Path):
    assert validate(write_gold(tmp_path), RAW) == []


def broken(gold, how):
    article = gold["articles"][0]
    match how:
        case "unknown kind":
            change(gold, "numbers", 1, kind="amount")
        case "no kind":
            del article["numbers"][1]["kind"]
        case "not on the page":
            change(gold, "numbers", 1, q="46名")
        case "twice":
            change(gold, "dates", 0, q="培训")
        case "not within in":
            change(gold, "statistics", 0, **{"in": "45名"})
        case "no day":
            change(gold, "dates", 1, start="2024-13-01")
        case "event type":
            article["event"]["type"] = "party"
        case "other event type":
            article["event"]["alt_types"] = ["party"]
        case "no first":
            article["first"] = "别的标题"
        case "no last":
            article["last"] = "别的结尾"
        case "no title":
            del article["title"]
        case "items are no list":
            article["numbers"] = "120名"
        case "optional is no flag":
            change(gold, "entities", 0, optional="yes")
        case "no articles":
            del gold["articles"]
        case "no object":
            return "[]"
        case "no JSON":
            return '{\n "page": "x",,\n}'
    return gold


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (
            "unknown kind",
            r"article 1 “.*”, numbers 2 “45名”: 'kind' is 'amount' \(write one of quantity, percent",
        ),
        ("no kind", r"numbers 2 “45名”: has no 'kind' \(add 'kind': one of quantity"),
        ("not on the page", r"numbers 2 “46名”: is not in the article: 46名 \(copy the words"),
        ("twice", r"dates 1 “培训”: occurs more than once in the article: 培训 \(give a longer `in`"),
        ("not within in", r"statistics 1 “120名”: its words are not within its `in`: 45名"),
        ("no day", r"dates 2 “2024年底”: 'start' is '2024-13-01' \(write a day such as"),
        ("event type", r"article 1 “.*”, event: 'type' is 'party' \(write one of enrolment"),
        ("other event type", r"event: 'alt_types' is \['party'\] \(write a list of event types"),
        ("no first", r"article 1 “别的标题”: its `first` is not on the page"),
        ("no last", r"article 1 “.*”: its `last` is not on the page: 别的结尾"),
        ("no title", r"article 1 “.*”: has no 'title'"),
        ("items are no list", r"article 1 “.*”: 'numbers' is '120名' \(write a list of objects"),
        ("optional is no flag", r"entities 1 “.*”: 'optional' is 'yes' \(write true or false"),
        ("no articles", r"the page: has no 'articles'"),
        ("no object", r"the whole file: is not an object"),
        ("no JSON", r"line 2, character 14: is not JSON"),
    ],
)
def test_broken_gold_is_refused_with_place_and_remedy(score, tables, gold, how, said):
    with pytest.raises(BaoshuError) as refusal:
        score(tables, broken(gold, how))
    assert refusal.value.code == "B009"
    assert re.search(
        r"002_sample\.json: " + r".*" * (not said.startswith("article")) + said, str(refusal.value)
    )


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(["first", "title", "reporters", "event", "more_events", *ITEMS]), _JSON)
def test_whatever_stands_in_an_article_is_judged(key, value):
    article = deepcopy(GOLD["articles"][0]) | {key: value}
    assert all(str(problem) for problem in check_form({"articles": [article]}))


@given(st.sampled_from(["numbers", "dates", "entities", "statistics", "more_events"]), st.data())
def test_whatever_stands_in_an_item_is_judged(key, data):
    article = deepcopy(GOLD["articles"][0])
    article[key][0][data.draw(st.sampled_from(sorted(ITEMS[key])))] = data.draw(_JSON)
    assert all(str(problem) for problem in check_form({"articles": [article]}))


def test_gold_in_another_encoding(tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_bytes('{"page": "第二版样张"}'.encode("gb18030"))
    [problem] = validate(path, RAW)
    assert str(problem) == "a.json: the whole file: is not UTF-8 (save it as UTF-8)"


def test_a_long_list_of_problems_is_cut(score, tables, gold):
    gold["articles"][0]["ignored"] = [{"q": f"无{i}"} for i in range(30)]
    with pytest.raises(BaoshuError, match="and 10 more"):
        score(tables, gold)


def test_a_page_of_another_name_is_noted(tmp_path: Path, gold):
    [problem] = validate(write_gold(tmp_path, gold | {"page": "003_sample"}), RAW)
    assert (problem.message, problem.fatal) == ("is '003_sample'", False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda a: a["ignored"].clear(),
            "numeral “一” in …员说，这样的培训一站式解难题，帮扶…: is neither annotated nor ignored",
        ),
        (lambda a: a["numbers"].pop(2), "statistics “36个”: is no row of numbers"),
        (
            lambda a: a["numbers"].append({"q": "120名职工", "kind": "quantity"}),
            "“120名” and “120名职工”: stand on",
        ),
        (lambda a: a["statistics"][1].update(part_of="全部"), "statistics “45名”: its whole is not told"),
        (lambda a: a["numbers"][0].update(optionl=True), "numbers 1 “120名”: 'optionl' is not read"),
    ],
)
def test_validate_lists_what_looks_forgotten(tmp_path: Path, score, tables, gold, change, said):
    change(gold["articles"][0])
    problems = validate(write_gold(tmp_path, gold), RAW)
    assert any(said in str(problem) for problem in problems), list(map(str, problems))
    assert not any(problem.fatal for problem in problems)
    score(tables, gold)  # such gold can be scored all the same
