"""A user's lexicon or settings cannot hang a run, crash it, or fill its memory."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline
from pipeline.config import Config
from pipeline.errors import BaoshuError
from pipeline.extractors.entities.aliases import read_aliases
from pipeline.extractors.events import load_lexicon
from pipeline.extractors.statistics import load_indicators
from pipeline.text import GuardedPattern, SlowPatternError, guarded

CATASTROPHIC = (r"(a+)+$", r"(a|aa)+$", r"(\w+\s?)+$", r"(\d+)+个", r"(?:[一-龥]+[，、]?)+站(?!点)$")


def indicators(pattern: str) -> str:
    entry = {"code": "mine", "definition": "x", "rules": [{"measure": pattern}]}
    return json.dumps([entry], ensure_ascii=False, indent=1)


def events(pattern: str) -> str:
    rule = {
        "name": "mine",
        "type": "fair",
        "class": "noun",
        "weight": 4,
        "words": ["跳海节"],
        "after": pattern,
    }
    return json.dumps({"rules": [rule]}, ensure_ascii=False, indent=1)


FORMS: list[tuple[Callable[[str], str], Callable[[Path], object]]] = [
    (indicators, load_indicators),
    (events, load_lexicon),
]


@pytest.mark.parametrize(("form", "load"), FORMS)
@pytest.mark.parametrize("pattern", CATASTROPHIC)
def test_a_catastrophic_pattern_is_refused_with_file_line_and_pattern(
    form: Callable[[str], str], load: Callable[[Path], object], pattern: str, tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(form(pattern), encoding="utf-8")
    begun = time.process_time()
    with pytest.raises(BaoshuError) as caught:
        load(own)
    assert time.process_time() - begun < 10
    assert caught.value.code == "B010"
    line = next(
        i
        for i, words in enumerate(form(pattern).splitlines(), 1)
        if '"measure"' in words or '"after"' in words
    )
    assert f"{own}, line {line}: the pattern " in caught.value.message
    assert re.sub(r"\\", "", pattern) in re.sub(r"\\", "", caught.value.message)


@pytest.mark.parametrize(
    "pattern",
    [
        "驿站|暖心站",
        "户外劳动者.{0,4}站",
        "职工.*服务.*站",
        r"\d+(?:人|名)$",
        "(?<!青)河",
        "[^，。]{0,8}会员",
    ],
)
def test_the_usual_patterns_pass_and_find_what_re_finds(pattern: str) -> None:
    own, theirs = GuardedPattern(pattern, "own.yaml"), re.compile(pattern)
    for text in ("青河市户外劳动者服务站12人", "职工，服务，驿站", "新会员", ""):
        for at in range(len(text) + 1):
            assert bool(own.search(text, at)) == bool(theirs.search(text, at))
            assert bool(own.match(text, 0, at)) == bool(theirs.match(text, 0, at))


def test_a_pattern_that_is_slow_only_on_a_page_rejects_that_page_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(guarded, "_trials", lambda _: iter(()))  # as if the trial had not found it
    monkeypatch.setattr(guarded, "SECONDS", 0.2)
    own = tmp_path / "own.yaml"
    own.write_text(events(r"(?:a|aa)+[^\w，]").replace("after", "before"), encoding="utf-8")
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "good.txt").write_text("渔港昨日举办跳海节，三百人参加。\n", encoding="utf-8")
    (pages / "bad.txt").write_text("渔港昨日举办跳海节" + "a" * 60 + "，三百人参加。\n", encoding="utf-8")
    result = pipeline.run(pages, tmp_path / "out", config=Config(events=str(own)))
    assert result.arrow("documents")["document_id"].to_pylist() == ["good"]
    (reject,) = result.arrow("rejects").to_pylist()
    assert (reject["source_path"], reject["reason"]) == ("bad.txt", "too_slow")
    assert f"{own}, line " in reject["detail"] and "(?:a|aa)+[^" in reject["detail"]


def test_a_search_that_takes_too_long_says_which_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "_trials", lambda _: iter(()))
    monkeypatch.setattr(guarded, "SECONDS", 0.1)
    pattern = GuardedPattern(r"(?:a|aa)+[^\w!]", "own.yaml, line 3")
    for search in (pattern.search, pattern.match):
        with pytest.raises(SlowPatternError, match=r"own\.yaml, line 3"):
            search("a" * 60 + "!")


BOMB = "- &a [x, x]\n" + "".join(
    f"- &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("load", [load for _, load in FORMS])
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (BOMB, r"line 2: \*a is not read"),
        ("rules: &r [*r]\n", r"\*r is not read"),
        ("[" * 100_000, "nested"),
        ("{a: " * 100_000, "nested"),
        ("- " * 100_000, "nested"),
        ("!!python/object/apply:os.system [exit 1]\n", "must be|wanted"),
        ("- \x00\n", "YAML"),
        ("\ufeff\ufffe: [", "YAML|nested"),
    ],
)
def test_yaml_that_would_grow_or_crash_is_refused(
    load: Callable[[Path], object], text: str, fault: str, tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(BaoshuError, match=fault) as caught:
        load(own)
    assert caught.value.code == "B010"


@pytest.mark.parametrize("load", [load for _, load in FORMS])
def test_a_file_that_is_far_too_large_is_refused(load: Callable[[Path], object], tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    with own.open("wb") as stream:
        stream.truncate(17 * 2**20)
    with pytest.raises(BaoshuError, match="larger than 16 MiB"):
        load(own)


@pytest.mark.parametrize(
    "data",
    [
        b"alias,name\n\x00,b\x00\n",
        b"alias,name\n\xff,b\n",
        b'alias,name\n"a,b\n',
        b"\x00" * 99,
        b"alias,name\na\n",
    ],
)
def test_broken_aliases_are_a_clear_error_or_aliases(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(data)
    try:
        assert isinstance(read_aliases(path), dict)
    except BaoshuError as error:
        assert error.code == "B010" and str(path) in error.message


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 100_000,
        "keep = " + "9" * 5000,
        "page_seconds = 99999999999999999999",
        "keep = 1e9",
        "\x00",
    ],
)
def test_broken_settings_are_a_clear_error(text: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BaoshuError, match="B003"):
        Config.read(path)
