"""Patterns made of words, and patterns written anew, find what plain ones find."""

import random
import re

import pytest

from pipeline.text import led, trie_pattern

TEXT = "甲乙丙，甲乙。3日在丙丁开展乙丙甲，去年12月将于每月5日举行；昨日、本周乙甲丁丁" * 3


def test_a_word_pattern_takes_the_longest_word_at_each_place() -> None:
    chosen = random.Random(5)
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 90)]
    for many in (3, 40, 400):
        words = {"".join(chosen.choices(letters, k=chosen.randint(1, 4))) for _ in range(many)}
        plain = re.compile("|".join(sorted(words, key=len, reverse=True)))
        text = "".join(chosen.choices([*letters, "，", "\n"], k=4000))
        found = [match.span() for match in re.finditer(trie_pattern(words), text)]
        assert found == [match.span() for match in plain.finditer(text)]


@pytest.mark.parametrize(
    "source",
    [
        "(?<!每)[0-9]{1,2}月|昨[日天]|本周",
        "(?<![0-9])(?<!每月)[0-9]{1,2}日(?!内)",
        "(?:(?<!甲)乙|丙{1,2}|[丁甲]*丙)[^，]{0,3}?(?P<last>丁|甲)",
        "将?于|(?:乙|丙丁)+?甲?|丁",
        "甲??乙丙|[乙-甲]丙",
        r"\Z|甲",
        "(甲|乙)丙|丁",
        "[^，]{2}丙|甲乙",
    ],
)
def test_a_pattern_written_anew_finds_the_same(source: str) -> None:
    plain, anew = re.compile(source), re.compile(led(source))
    assert [(m.span(), m.groups()) for m in anew.finditer(TEXT)] == [
        (m.span(), m.groups()) for m in plain.finditer(TEXT)
    ]


def test_every_branch_begins_with_a_character() -> None:
    assert (
        led("[上本]周|(?<!每)(?:甲|乙)?丙") == "上周|本周|甲(?<!(?:每)甲)丙|乙(?<!(?:每)乙)丙|丙(?<!(?:每)丙)"
    )
    assert led("(?:[上本]周|昨日)[，。]") == "(?:上周|本周|昨日)[，。]"
    assert led("[上本]周") == "[上本]周"
    assert led("[^甲]|乙") == "[^甲]|乙"
