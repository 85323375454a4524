"""What a page costs grows with its length, not faster."""

from __future__ import annotations

import time

from pipeline.config import Config
from pipeline.engines.batch import work_batch
from pipeline.reading import SourceDocument

TIMES = 100

PAGE = """# 青河区新建驿站{a}个
本报讯（记者 林{c}）{b}月{b}日，青河区{c}街道总工会为{a}名快递员办理入会手续，新建职工驿站{a}个。
据区总工会主席周{c}介绍，今年以来，{c}集团工会已帮扶困难职工{a}户，发放慰问金{b}.5万元，同比增长{b}%。
其中，男职工{b}人，女职工{a}人。{c}公司计划到2026年底再建{b}个服务站点。

"""


def pages(number: int) -> str:
    """So many short pages' text, no two with the same names."""
    names = "安柏苍澄丹笛恩帆谷禾集嘉康岚莲明宁欧平青"
    made = []
    for k in range(number):
        name = names[k % 20] + names[k // 20 % 20] + names[(k * 7 + 3) % 20]
        made.append(PAGE.format(a=k + 12, b=k % 12 + 1, c=name))
    return "".join(made)


def seconds(texts: list[str]) -> float:
    sources = [SourceDocument(f"p{k}", f"p{k}.txt", "0" * 64, "utf-8", text) for k, text in enumerate(texts)]
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        batch = work_batch(sources, Config(page_seconds=600))
        best = min(best, time.process_time() - begun)
        assert not batch.tables["rejects"].num_rows
    return best


def test_a_page_of_a_hundred_times_the_text_costs_a_hundred_times_at_most_a_fifth_more() -> None:
    whole = pages(6 * TIMES)
    short = [whole[k * len(whole) // TIMES : (k + 1) * len(whole) // TIMES] for k in range(TIMES)]
    seconds(short[:5])
    apart, together = seconds(short), seconds([whole])
    assert together < 1.2 * apart, f"{TIMES} pages: {apart:.2f} s, as one: {together:.2f} s"
