"""No fact's period ends before it begins, however the dates around it contradict each other."""

from __future__ import annotations

import datetime as dt

import pipeline


def test_a_spell_behind_a_start_that_lies_after_the_page_keeps_its_own_period() -> None:
    text = "自2024年9月竞赛启动以来，近五年，临江区各级工会共举办技能比武2300多场。"
    (fact,) = pipeline.extract(text, publication_date="2024-05-06").statistics.itertuples()
    assert (fact.period_start, fact.period_end) == (dt.date(2019, 5, 6), dt.date(2024, 5, 6))
