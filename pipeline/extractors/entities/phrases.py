"""From the head of a name to the left: the pieces of which a noun phrase is made."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .areas import areas, streets
from .lexicon import Endings, Tokens, dictionary, frequency, load, outside_words, words_of

# A name is not longer than this before its head; keeps the walk linear on any text.
MAX_REACH = 36
_RARE = 30
_STREET_REACH = 5
_BRAND_REACH = 7
_RULING_VERB = 600
_RULING_IN_BRAND = 700
_LOCATIVES = frozenset("外后前上下里内东西南北中大")
_FUNCTION = set("某的了是在和与及这那由需于为被把将对从向以所等个也都就还又不没各每其该此")
# 再建, 已设; 建到, 送进: a verb with its adverb or complement, which no dictionary has.
_BEFORE_VERB = frozenset("再已曾将又还仍均共")
_COMPLEMENT = frozenset("到进成出")
_FORMS = frozenset(("中国", "集团", "控股", "股份", "亚洲", "国际"))
_BRACKETS = {"）": "（", ")": "("}
_QUOTES = {"”": "“", "’": "‘"}
_ALLOWED = set("·-&")
_NUMBERED = re.compile(r"第?[一二三四五六七八九十百\d]{2,4}|第[一二三四五六七八九十百\d]+")
# Conjunctions that may begin a name (和平, 与时) where nothing stands before them to join.
_OPENERS = set("，。、；：！？“”（）()《》\n ,;:!?…— ")


class Piece:
    """A word of a name. `kind`: area | known | head | inner | noun | proper | unknown | generic |
    bracket | quoted | deictic | soft."""

    # no dataclass: there are hundreds a page, and what a dataclass makes them with takes three times as long
    __slots__ = ("end", "kind", "start")

    def __init__(self, start: int, end: int, kind: str) -> None:
        self.start = start
        self.end = end
        self.kind = kind


STRONG_KINDS = frozenset({"known", "proper", "unknown"})


@cache
def _endings() -> Endings:
    config = load("organizations")
    places = load("places")
    kinds: dict[str, str] = {}
    for word in words_of(config["inner"]):
        kinds[word] = "inner"
    for words in config["heads"].values():
        kinds.update((w, "head") for w in words_of(words) if len(w) > 1)
    for ending, roots in config["departments"].items():
        kinds.update((root + ending, "head") for root in words_of(roots))
    kinds.update((w, "known") for w in words_of(config["known"]))
    table = areas()
    for name in [
        *table.full,
        *table.short,
        *streets(),
        *words_of(places["regions"]),
        *words_of(places["scenic"]),
    ]:
        kinds[name] = "area"
    for name in words_of(places["countries"]):
        kinds[name] = "area"
    kinds["首都"] = "area"
    return Endings(kinds)


@cache
def _street_generic() -> frozenset[str]:
    return frozenset(words_of(load("places")["street_generic"]))


@cache
def _sets() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    config = load("organizations")
    stop = frozenset(words_of(config["stop"]))
    generic = frozenset(words_of(config["generic"])) | set(words_of(load("places")["deictic"])) - {"首都"}
    return stop, generic, frozenset(words_of(config["inner"]))


@lru_cache(maxsize=1 << 14)
def kind_of_word(word: str) -> str | None:
    """The kind of a token that no lexicon knows as part of a name; None if it ends the name."""
    stop, generic, inner = _sets()
    if word in stop:
        return None
    if word in inner:
        return "inner"
    if word in generic:
        return "generic"
    if word in outside_words() or word.isdecimal() or _hides_stop(word):
        return None
    seen = frequency(word)
    if not seen or (seen < _RARE and len(word) > 1):
        return "unknown"
    return "proper" if word in dictionary().places else "noun"


def _hides_stop(word: str) -> bool:
    """Whether a word that the segmenter made up begins or ends with a word that no name holds."""
    stop = _sets()[0]
    if (word[0] in stop and word[0] in _FUNCTION) or word[-1] in _FUNCTION or word[-1] in "型性式化类级":
        return True
    if len(word) > 1 and (word[0] in _BEFORE_VERB or word[-1] in _COMPLEMENT) and not frequency(word):
        return True
    return len(word) > 2 and (word[:2] in stop or word[-2:] in stop)


def _is_street(text: str, pieces: list[Piece]) -> bool:
    return bool(pieces) and text[pieces[-1].start : pieces[-1].end] in ("街道", "镇", "乡", "地区", "社区")


@lru_cache(maxsize=1 << 14)
def _last_function(word: str) -> int:
    """Offset behind the last function word in a token that the segmenter made up, else 0."""
    if len(word) < 2 or frequency(word):
        return 0
    if word[0] in "据由经" and len(word) == 2:
        return 1
    if len(word) > 2 and word[:2] in _sets()[0]:
        return 2
    return next((i for i in range(len(word), 0, -1) if word[i - 1] in _FUNCTION), 0)


def _kind_of_rest(word: str) -> str:
    return "deictic" if word in ("市", "区", "县", "省") else "noun"


def _made_of_inner(word: str) -> bool:
    """Whether the words of a name (信息 + 技术) make up the token."""
    inner = _sets()[2]
    return any(word[:i] in inner and word[i:] in inner for i in range(1, len(word)))


def _pair(text: str, second: int, floor: int, tokens: Tokens) -> int | None:
    """Start of a name of two characters, each a token (佑安医院), behind an area or a word that ends names."""
    stop, generic, _ = _sets()
    begin = tokens.start_before(second)
    pair = text[begin : second + 1]
    if begin < floor or len(pair) != 2 or not all("一" <= c <= "鿿" for c in pair):
        return None
    if any(c in stop or c in generic or c in _FUNCTION or c in _LOCATIVES for c in pair):
        return None
    before = text[max(floor, tokens.start_before(begin)) : begin] if begin > floor else ""
    found = _endings().at(text, begin, floor)
    return begin if (before in ("在", "于") or (found and found[1] in ("area", "known"))) else None


@cache
def _letters() -> re.Pattern[str]:
    return re.compile("[" + "".join(words_of(load("units")["letters"])) + "][东西南北中]?$")


def letter_start(text: str, end: int, floor: int, tokens: Tokens) -> int | None:
    """Start of the letter of an area (京, 沪东) that ends at `end` and begins a name."""
    match = _letters().search(text, max(floor, end - 2), end)
    if not match or not tokens.is_edge(match.start()):
        return None
    return match.start()


def _brand(text: str, end: int, floor: int, tokens: Tokens, least: int) -> list[Piece]:
    """An area and the word a firm goes by, whatever its words are (北京 + 安居), that end at `end`.

    From right to left; empty where no area stands before it, a word that no name holds, or fewer
    than `least` characters.
    """
    stop, generic, _ = _sets()
    at = end
    while at > max(floor, end - _BRAND_REACH):
        begin = max(floor, tokens.start_before(at))
        word = text[begin:at]
        found = _endings().at(text, at, floor)
        if found and found[1] == "area" and found[0] > 1 and at < end and tokens.is_edge(at - found[0]):
            return [Piece(at, end, "unknown"), Piece(at - found[0], at, "area")] if end - at >= least else []
        letter = letter_start(text, at, floor, tokens) if end - at >= least else None
        if letter is not None:
            return [Piece(at, end, "unknown"), Piece(letter, at, "area")]
        # 安和, 永和: a brand of two characters, each a token.
        paired = word == "和" and begin - tokens.start_before(begin) == 1 and text[begin - 1] not in stop
        if (word in stop and not paired) or word in generic or not all("一" <= c <= "鿿" for c in word):
            return []
        ruling = len(word) > 1 and word in dictionary().verbs and frequency(word) > _RULING_IN_BRAND
        if (
            ruling
            or (not paired and (_last_function(word) or _hides_stop(word)))
            or (found and found[1] == "head")
        ):
            return []
        at = begin
    return []


def _opening(text: str, end: int, floor: int, mark: str) -> int:
    return text.rfind(mark, max(floor, end - 14), end - 1)


def street_start(text: str, at: int, floor: int, tokens: Tokens) -> int | None:
    """Where the name of a street or town begins whose last character stands before `at`.

    Any words may make it up, as long as a boundary, an area or a verb lies at most five characters
    to the left.
    """
    stop, generic, _ = _sets()
    lexicon = _endings()
    start = at
    while start > max(floor, at - _STREET_REACH):
        char = text[start - 1]
        if not "一" <= char <= "鿿":
            break
        found = lexicon.at(text, start, floor)
        if found and found[1] in ("area", "head") and found[0] > 1:
            break
        begin = max(floor, tokens.start_before(start))
        word = text[begin:start]
        if word in _LOCATIVES and start < at:
            before = text[max(floor, begin - 2) : begin]
            if begin == floor or before[-1:] in _OPENERS or before in stop or before[-1:] in stop:
                start = begin
            break
        if (word in stop and word not in _LOCATIVES) or _last_function(word) or word in _street_generic():
            break
        start = begin
    size = at - start
    if not 1 <= size <= _STREET_REACH or text[start:at] in generic or text[start:at] in _street_generic():
        return None
    return start if size > 1 or start == floor or not text[start - 1].isalnum() else None


def walk_left(
    text: str,
    head: int,
    floor: int,
    tokens: Tokens,
    extra: Endings | None = None,
    lenient: bool = False,
    brand: bool = False,
) -> list[Piece]:
    """Pieces of the phrase that ends at `head`, from left to right; none of them is a boundary.

    `floor` is the earliest offset a piece may begin at, `extra` the names this document declares.
    `lenient` lets verbs and the like stand inside (kind "soft"), but for those that rule names;
    `brand` lets any words stand between an area and the words of a trade.
    """
    floor = max(floor, head - MAX_REACH)
    pieces: list[Piece] = []
    lexicon = _endings()
    stop = _sets()[0]
    at = head
    while at > floor:
        char = text[at - 1]
        if not (char.isalnum() or char in _ALLOWED):
            mark = _BRACKETS.get(char) or _QUOTES.get(char)
            start = _opening(text, at, floor, mark) if mark else -1
            if start < 0 or at - start < 4 or (char in _BRACKETS and not pieces and start == floor):
                break
            inside = text[start + 1 : at - 1]
            if (
                char in _BRACKETS
                and inside not in areas().short
                and inside not in areas().full
                and inside not in _FORMS
            ):
                break
            pieces.append(Piece(start, at, "bracket" if char in _BRACKETS else "quoted"))
            at = start
            continue
        begin = max(tokens.start_before(at), floor)
        word = text[begin:at]
        found = extra.at(text, at, floor) if extra else None
        found = found or lexicon.at(text, at, floor)
        if found and found[0] == 1 and len(word) > 1:
            found = None
        if found and found[0] < len(word) and found[1] == "inner" and not _made_of_inner(word):
            found = None
        if found and text[at - found[0] : at] in stop and found[1] == "inner":
            found = None
        if found:
            length, kind = found
            pieces.append(Piece(at - length, at, kind))
            at -= length
            continue
        cut = _last_function(word)
        if cut:
            if cut < len(word) and kind_of_word(word[cut:]):
                pieces.append(Piece(begin + cut, at, _kind_of_rest(word[cut:])))
            break
        kind_or_none = kind_of_word(word)
        if _is_street(text, pieces):
            street = street_start(text, at, floor, tokens)
            if street is not None:
                pieces.append(Piece(street, at, "unknown"))
                at = street
                continue
        if (
            kind_or_none is None
            and lenient
            and word not in stop
            and not _last_function(word)
            and not word.isdecimal()
        ):
            kind_or_none = None if word in dictionary().verbs and frequency(word) > _RULING_VERB else "soft"
        if kind_or_none is None and _NUMBERED.fullmatch(word) and (not word.isdecimal() or not pieces):
            kind_or_none = "inner"
        if (
            kind_or_none is None
            and len(word) == 1
            and (pair := _pair(text, begin, floor, tokens)) is not None
        ):
            pieces.append(Piece(pair, at, "unknown"))
            at = pair
            continue
        if brand and pieces and kind_or_none in (None, "generic"):
            least = 2 if pieces[-1].kind in ("inner", "head") else 1
            named = _brand(text, at, floor, tokens, least)
            if named:
                pieces += named
                break
        if kind_or_none is None:
            if word in ("和", "与", "同") and pieces and (begin == floor or text[begin - 1] in _OPENERS):
                pieces.append(Piece(begin, at, "unknown"))
            break
        if not (word[0].isalnum() or word[0] in _ALLOWED):
            break
        pieces.append(Piece(begin, at, kind_or_none))
        at = begin
    pieces.reverse()
    return pieces
