"""Inputs for the fuzzer: sample pages bent and broken, and bytes of no meaning.

Input `number` of a seed is always the same one.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.config import Config
from pipeline.reading import SourceDocument, read_inputs

SAMPLES = Path(__file__).parent.parent.parent / "data" / "raw"

ODD = (
    *("\x00", "\x01", "\x08", "\x0b", "\x0c", "\x1b", "\x1c", "\x1f", "\x7f", "\x85", "\xa0", "\xad"),
    *("\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\u2060"),
    *("\u2028", "\u2029", "\u3000", "\ufeff", "\ufffd", "\ufffe", "\u0301", "\u20e3", "\ufe0f", "\u115f"),
    *(
        "\r",
        "\n",
        "\r\n",
        "\t",
        "\ue000",
        "😀",
        "👨‍👩‍👧",
        "𠮷",
        "𝟗",
        "①",
        "㈠",
        "㊙",
        "½",
        "٣",
        "९",
        "ß",
        "ﷺ",
        "İ",
    ),
)
RUNS = (
    "一",
    "9",
    "０",
    "（",
    "）",
    "“",
    "《",
    "#",
    "*",
    " ",
    "　",
    "\n",
    "年",
    "月",
    "万",
    "亿",
    ".",
    "、",
    "的",
    "记",
)
RUNS += (
    "□",
    "第",
    "至",
    "%",
    "工会",
    "年月日",
    "（）",
    "林晚",
    "\u200b",
    "总工会主席",
    "1、",
    "“”",
    "A",
    "\t",
    "-",
    "，",
)
TRIGGERS = (
    *(
        "99999999999999999999",
        "1e309",
        "0/0",
        "3.1.4.1.5",
        "-0",
        "１００％",
        "百分之百分之三",
        "一百亿亿亿亿",
        "零零零",
    ),
    *(
        "2024年13月45日",
        "0000年0月0日",
        "9999年12月31日",
        "公元前221年",
        "二〇二四年二月三十日",
        "闰十三月初三十一",
    ),
    *(
        "24:61:99",
        "8时至5时",
        "去年今日明年",
        "第99999999999届",
        "近1200余人次左右",
        "1-2-3-4-5个",
        "几十百千万亿",
    ),
    *(
        "本报讯（记者 ",
        "（通讯员",
        "记者林晚、",
        "编者按：",
        "图为",
        "摄",
        "（下转第二版）",
        "第3版",
        "# ",
        "## ",
        "---",
        "**",
    ),
    *(
        "青河市总工会",
        "省市区县总工会主席副主席",
        "“五一劳动奖章”",
        "《办法》",
        "北京市朝阳区",
        "县县县",
        "有限公司工会委员会",
    ),
    *(
        "同比增长",
        "其中",
        "分别为",
        "占总数的",
        "举办",
        "启动",
        "据介绍，",
        "截至目前",
        "每人每年",
        "3人中2人",
        "￥5",
        "$3万",
    ),
    *(
        "1,23,4567,",
        "12．5",
        "五点五点五",
        "两三百",
        "三分之一",
        "七成五",
        "1万2千3",
        "0x1F",
        "５０后",
        "一一一",
        "十一月十一",
    ),
)
ENCODINGS = (
    "utf-8",
    "utf-8",
    "utf-8",
    "utf-8-sig",
    "gb18030",
    "gbk",
    "big5",
    "utf-16",
    "utf-16-le",
    "utf-32",
)
BAD_BYTES = (
    *(
        b"\xed\xa0\x80",
        b"\xed\xbf\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\xc0\x80",
        b"\x80",
        b"\xff",
    ),
    *(
        b"\xf4\x90\x80\x80",
        b"\x00\x00\xfe\xff",
        b"\x81\x30",
        b"\xa1",
        b"\x00",
        b"\x1a",
        b"\xe4\xb8",
        b"\x84\x31\xa4\x37",
    ),
)


@dataclass(frozen=True, slots=True)
class Input:
    """A file for the pipeline. `single`: it must give one document or one reject, no more, no less."""

    name: str
    data: bytes
    single: bool = True


def make_input(seed: int, number: int) -> Input:
    """Input `number` of the seed."""
    chance = random.Random(f"{seed}:{number}")
    kind = chance.choices((_page, _record, _bytes, _bulk), (70, 15, 10, 5))[0]
    return kind(chance, f"{seed}-{number}")


@cache
def samples() -> tuple[str, ...]:
    """The texts of the sample pages and records."""
    found = read_inputs([SAMPLES], Config())
    return tuple(item.text for item in found if isinstance(item, SourceDocument))


def _page(chance: random.Random, stem: str) -> Input:
    name = chance.choice((f"{stem}.txt", f"{stem}.md", f"2024-05-06_{stem}.txt"))
    return Input(name, _encoded(chance, _text(chance)))


def _record(chance: random.Random, stem: str) -> Input:
    record: dict[str, object] = {"id": stem, "text": _text(chance)}
    if chance.random() < 0.5:
        record["title"] = _text(chance)[:60]
    if chance.random() < 0.5:
        dates = ("2024-05-06", "0001-01-01", "9999-12-31", "2024-02-30", "五月", 20240506, None, "")
        record["publication_date"] = chance.choice(dates)
    line = json.dumps(record, ensure_ascii=chance.random() < 0.3)
    data = line.encode(chance.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030")), "surrogatepass")
    return Input(f"{stem}.jsonl", data, single=b"\n" not in data)


def _bytes(chance: random.Random, stem: str) -> Input:
    data = chance.randbytes(chance.choice((0, 1, 2, 3, 10, 100, 1000)))
    if chance.random() < 0.5:
        data = chance.choice(BAD_BYTES) + data
    return Input(f"{stem}.txt", data)


def _bulk(chance: random.Random, stem: str) -> Input:
    """Several records in a file, with bytes broken: each becomes a document or reject of its own."""
    rows = [{"id": f"{stem}.{i}", "text": _text(chance)[:200], "title": "题"} for i in range(3)]
    if chance.random() < 0.5:
        data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        return Input(f"{stem}.jsonl", _broken(chance, data.encode("utf-8", "replace")), single=False)
    cells = ['"' + str(row["text"]).replace('"', '""') + '"' for row in rows]
    data = "id,text\n" + "".join(f"{stem}.{i},{cell}\n" for i, cell in enumerate(cells))
    return Input(f"{stem}.csv", _broken(chance, data.encode("utf-8", "replace")), single=False)


def _text(chance: random.Random) -> str:
    if chance.random() < 0.1:
        pieces = chance.choices((*TRIGGERS, *ODD, *RUNS), k=chance.randint(1, 60))
        return "".join(pieces)
    text = chance.choice(samples())
    if chance.random() < 0.8:  # a part of a page is faster and shows as much
        start = chance.randrange(len(text))
        text = text[start : start + chance.randint(1, 250)]
    for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 5, 9))):
        text = chance.choice(MUTATIONS)(chance, text)
    return text


def _at(chance: random.Random, text: str) -> int:
    return chance.randint(0, len(text))


def _shuffle_lines(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines)


def _repeat_line(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    line = chance.choice(lines)
    lines[chance.randrange(len(lines)) : 0] = [line] * chance.choice((1, 1, 2, 30))
    return "\n".join(lines)


def _cut_lines(chance: random.Random, text: str) -> str:
    return "\n".join(line for line in text.split("\n") if chance.random() < 0.8)


def _cut_out(chance: random.Random, text: str) -> str:
    start = _at(chance, text)
    return text[:start] + text[start + chance.choice((1, 2, 5, 50, 500)) :]


def _break_columns(chance: random.Random, text: str) -> str:
    width, pad = chance.randint(1, 20), chance.choice(("", "", " ", "　　", "\t"))
    return "\n".join(
        pad + line[i : i + width] for line in text.split("\n") for i in range(0, len(line), width)
    )


def _two_columns(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    half = len(lines) // 2
    gap = chance.choice(("  ", "    ", "　", "\t", "|"))
    return "\n".join(left + gap + right for left, right in zip(lines[:half], lines[half:], strict=False))


def _join_lines(chance: random.Random, text: str) -> str:
    return text.replace("\n", chance.choice(("", " ", "\r", "\r\n", "\u2028", "\x0c", "\n\n\n")))


def _odd(chance: random.Random, text: str) -> str:
    for _ in range(chance.choice((1, 3, 20))):
        at = _at(chance, text)
        text = text[:at] + chance.choice(ODD) + text[at:]
    return text


def _strew(chance: random.Random, text: str) -> str:
    """One odd character between all others, as hidden marks of a layout program."""
    mark, every = chance.choice(ODD), chance.choice((1, 2, 7))
    return mark.join(text[i : i + every] for i in range(0, len(text), every))


def _run(chance: random.Random, text: str) -> str:
    at, length = _at(chance, text), chance.choice((10, 10, 10, 100, 100, 1000))
    return text[:at] + (chance.choice(RUNS) * length)[:length] + text[at:]


def _trigger(chance: random.Random, text: str) -> str:
    for _ in range(chance.choice((1, 1, 4, 12))):
        at = _at(chance, text)
        text = text[:at] + chance.choice(TRIGGERS) + text[at:]
    return text


def _splice(chance: random.Random, text: str) -> str:
    other = chance.choice(samples())
    return text[: _at(chance, text)] + other[_at(chance, other) :][:200]


def _replace(chance: random.Random, text: str) -> str:
    if not text:
        return text
    old = chance.choice(text)
    return text.replace(old, chance.choice((*ODD, *RUNS, "")), chance.choice((-1, 1, 3)))


def _digits(chance: random.Random, text: str) -> str:
    digits = chance.choice(
        ("０１２３４５６７８９", "零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖", "9999999999", "٠١٢٣٤٥٦٧٨٩")
    )
    return text.translate(str.maketrans("0123456789", digits))


def _swap(chance: random.Random, text: str) -> str:
    if len(text) < 2:
        return text
    a, b = sorted(chance.sample(range(len(text)), 2))
    return text[:a] + text[b:] + text[a:b]


MUTATIONS: tuple[Callable[[random.Random, str], str], ...] = (
    *(_shuffle_lines, _repeat_line, _cut_lines, _cut_out, _break_columns, _two_columns, _join_lines),
    *(_odd, _strew, _run, _trigger, _trigger, _splice, _replace, _digits, _swap),
)


def _encoded(chance: random.Random, text: str) -> bytes:
    data = text.encode(chance.choice(ENCODINGS), "ignore")
    roll = chance.random()
    if roll < 0.1:
        return _broken(chance, data)
    if roll < 0.13:  # one file, two encodings
        return data[: len(data) // 2] + text[len(text) // 2 :].encode(chance.choice(ENCODINGS), "ignore")
    return data


def _broken(chance: random.Random, data: bytes) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 10))):
        at = chance.randint(0, len(broken))
        match chance.randrange(4):
            case 0:
                broken[at : at + 1] = chance.randbytes(1)
            case 1:
                broken[at:at] = chance.choice(BAD_BYTES)
            case 2:
                del broken[at : at + chance.choice((1, 2, 3, 100))]
            case _:
                broken[at:at] = broken[at : at + chance.choice((1, 3, 50))]
    return bytes(broken)
