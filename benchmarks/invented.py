"""Invented records, every one with names, figures and words that no other has."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

_NAME = "安柏苍澄丹笛恩帆谷禾集嘉康岚莲明宁欧平青溶松棠文溪霞延泽舟竹朔瑶椿琅"
_SURNAME = "林陈黄周吴徐孙胡朱高郭何罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚"
_FIRST, _LAST = 0x4E00, 0x9FA5  # any ideograph: words that no dictionary knows

_LEADS = (
    "{year}年{month}月，",
    "本报讯（记者 {person}）{month}月{day}日，",
    "截至{year}年底，",
    "近日，",
    "据{place}市总工会介绍，",
    "“{odd}”项目启动以来，",
)
_BODIES = (
    "{place}市总工会建成职工驿站{n}个，服务户外劳动者{m}万人次",
    "{company}有限公司工会为{n}名职工发放慰问金{m}万元",
    "{place}区{odd}学校工会主席{person}带队走访困难职工{n}户",
    "{company}集团工会举办“{odd}杯”技能竞赛，{n}名选手参加{m}个项目的比拼",
    "{place}县{odd}镇总工会新建基层工会{n}家，发展会员{m}人",
    "{person}、{other}等{n}人获得{place}市劳动模范称号",
)
_TAILS = (
    "同比增长{p}%。",
    "受到{company}厂职工{other}的称赞。",
    "覆盖{odd}街道的{m}个社区。",
    "其中女职工占{p}%。",
    "“{odd}{strange}，”{person}说。",
    "下一步将在{place}区推广“{strange}”做法。",
)


def invented_text(number: int, seed: int = 0) -> str:
    """The text of record `number`: 50 to 90 characters, names made up for it alone."""
    chance = random.Random(seed << 40 | number)

    def name(length: int) -> str:
        return "".join(chance.choices(_NAME, k=length))

    def words() -> dict[str, object]:
        return {
            "year": chance.randint(2010, 2025),
            "month": chance.randint(1, 12),
            "day": chance.randint(1, 28),
            "person": chance.choice(_SURNAME) + name(2),
            "other": chance.choice(_SURNAME) + name(2),
            "place": name(2),
            "company": name(4),
            "odd": name(3),
            "strange": "".join(chr(chance.randint(_FIRST, _LAST)) for _ in range(4)),
            "n": chance.randint(2, 99_999),
            "m": chance.randint(2, 9_999),
            "p": f"{chance.uniform(0.1, 99):.2f}",
        }

    parts = (chance.choice(_LEADS), chance.choice(_BODIES), "，", *chance.sample(_TAILS, 2))
    return "".join(parts).format_map(words())


def invented_lines(records: int, seed: int = 0, html_bytes: int = 0) -> Iterator[str]:
    """JSON lines of so many records, each with so many bytes of a field that no run reads."""
    html = ('<p class="article"></p>' * (html_bytes // 23 + 1))[:html_bytes]
    for number in range(records):
        record = {"id": f"invented-{number:09d}", "text": invented_text(number, seed)}
        yield json.dumps(record | ({"html": html} if html else {}), ensure_ascii=False) + "\n"


def write_records(path: Path, records: int, seed: int = 0, html_bytes: int = 0) -> int:
    """Write the records to a file, one at a time; returns its size in bytes."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(invented_lines(records, seed, html_bytes))
    return path.stat().st_size
