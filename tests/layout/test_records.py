"""Bulk records and clean text: one article each, unless bylines show that there are more."""

from __future__ import annotations

from pipeline.layout import plain_layout, read_layout


def test_a_plain_sentence_is_an_article_without_headlines() -> None:
    for text in ("枫桥区总工会举办了技能大赛", "枫桥区总工会举办了技能大赛。", "大赛"):
        (article,) = read_layout(text, record=True).articles
        assert (article.headlines, article.title) == ([], None)
        assert (article.raw_start, article.raw_end) == (0, len(text))
        assert len(article.sentences) == 1


def test_a_given_title_is_the_headline_whatever_its_words() -> None:
    for title in (
        "枫桥区总工会举办技能大赛。",
        "本报讯（记者 何田）",
        "第3版",
        "图为比赛现场",
        "# 赛场",
        "两行\n标题",
    ):
        raw = f"{title}\n\n近日，320名选手在枫桥机械厂同台竞技。\n\n比赛持续两天"
        (article,) = read_layout(raw, title=title, record=True).articles
        assert article.title == " ".join(title.split())
        assert len(article.headlines) == title.count("\n") + 1
        assert [p.kind for p in article.paragraphs][-2:] == ["body", "body"]


def test_a_title_repeated_in_the_text_stays_in_the_one_article() -> None:
    title = "枫桥区总工会举办技能大赛"
    raw = f"{title}\n\n{title}\n\n本报讯（记者 何田）近日，320名选手同台竞技。"
    (article,) = read_layout(raw, title=title, record=True).articles
    assert article.reporters == ["何田"]
    assert set(article.headlines) == {title}


def test_short_lines_do_not_split_a_record() -> None:
    raw = "枫桥区总工会举办技能大赛\n\n近日，大赛开幕。\n\n河西镇总工会召开会议\n\n近日，会议在镇文化站举行。"
    assert len(read_layout(raw, record=True).articles) == 1
    assert len(read_layout(raw).articles) == 2


def test_bylines_under_headlines_split_a_record() -> None:
    raw = "枫桥区办大赛\n\n本报讯（记者 何田）近日，大赛开幕。\n\n河西镇开大会\n\n本报讯（记者 何田）近日，会议举行。"
    assert [a.headlines for a in read_layout(raw, record=True).articles] == [
        ["枫桥区办大赛"],
        ["河西镇开大会"],
    ]


def test_plain_text_is_its_own_view() -> None:
    text = "第一段。第二句！\n\n  第三句；第四句\r\n"
    layout = plain_layout(text)
    (article,) = layout.articles
    assert layout.view.text == text
    assert [text[s.start : s.end] for s in article.sentences] == [
        "第一段。",
        "第二句！",
        "第三句；",
        "第四句",
    ]
    assert [s.paragraph for s in article.sentences] == [0, 0, 1, 1]
    assert plain_layout(" \n").articles == []


def test_nothing_printed_gives_no_article() -> None:
    for text in ("", "\n \u3000\n", "---\n", "# \n"):
        assert read_layout(text).articles == []


def test_sentences_keep_their_closing_marks_and_no_ellipsis_ends_one() -> None:
    text = "他说：“来吧！”大家笑了……“好。”（掌声）真的?Yes!走;停。"
    (article,) = plain_layout(text).articles
    assert [text[s.start : s.end] for s in article.sentences] == [
        "他说：“来吧！”",
        "大家笑了……“好。”",
        "（掌声）真的?",
        "Yes!",
        "走;",
        "停。",
    ]


def test_a_text_that_reads_like_a_folio_line_is_an_article_all_the_same() -> None:
    for text in ("2020/12/1", "第3版", "2024年5月6日 星期一", "图为活动现场。 林晚 摄"):
        layout = read_layout(text, record=True)
        (article,) = layout.articles
        assert layout.view.text[article.start : article.end] == text
