"""What the words around a numeral say: code, idiom, name, slogan, or a number without a unit."""

from __future__ import annotations

from typing import Final

from pipeline.text import LazyPattern

from .calendar import is_bare_year
from .lexicon import Lexicon, Negative
from .part import BOUNDARY, Part

MAX_TITLE: Final = 80
MAX_SLOGAN: Final = 9


_TITLES: Final = LazyPattern(
    rf"《[^《》\n]{{1,{MAX_TITLE}}}》|(?:https?://|www\.)[\x21-\x7e]+|[A-Za-z0-9._-]{{1,40}}@[A-Za-z0-9.-]{{1,60}}"
    r"|[〔\[][12][0-9]{3}[〕\]]第?[0-9]+号"
)


def title_spans(text: str) -> list[tuple[int, int]]:
    """Spans of titles in 《》, web and mail addresses, and document numbers: names all."""
    if (
        "《" not in text
        and "〔" not in text
        and "[" not in text
        and "@" not in text
        and "www" not in text
        and "://" not in text
    ):
        return []
    return [m.span() for m in _TITLES.compiled.finditer(text)]


_TOKEN: Final = LazyPattern(r"[A-Za-z0-9_.\-]*[A-Za-z0-9]")


_PHONE: Final = LazyPattern(
    r"0[0-9]{2,3}[-－—][0-9]{7,8}(?:[-－—转][0-9]{1,5})?|[48]00[-－—][0-9]{3,4}[-－—][0-9]{3,4}"
    r"|1[3-9][0-9]-?[0-9]{4}-?[0-9]{4}(?![0-9])|[0-9]{1,4}(?:[-－][0-9]{1,8}){2,}(?![0-9])"
)


def glued_end(text: str, start: int) -> int:
    """End of the code, model name or telephone number whose digits begin at `start`, else `start`."""
    before = text[start - 1] if start else "\n"
    if before.isascii() or before in "－·":
        prior = text[start - 2] if start > 1 else "\n"
        latin = before.isascii() and (before.isalpha() or before in "_#@")
        joined = before in "-－.·/" and prior.isascii() and prior.isalnum()
        dashed = before in "-－·" and "\u4e00" <= prior <= "\u9fff" and prior not in "至到为约是达"
        if latin or joined or dashed:
            m = _TOKEN.match(text, start)
            return m.end() if m is not None else start + 1
    # A telephone number has a dash behind four digits at most, or eleven digits in a row.
    head = text[start : start + 5]
    if not ("-" in head or "－" in head or "—" in head or (head[0] == "1" and head.isdigit())):
        return start
    m = _PHONE.match(text, start)
    return m.end() if m else start


def negative_end(text: str, start: int, lexicon: Lexicon) -> int:
    """End of the idiom, fixed word or name that holds the numeral at `start`, else `start`."""
    words = lexicon.negatives.get(text[start : start + 2])
    if words is not None and (end := _end_of_word(text, start, words, lexicon)) > start:
        return end
    words = lexicon.negatives_within.get(text[start - 1 : start + 1]) if start else None
    if words is not None and (end := _end_of_word(text, start, words, lexicon)) > start:
        return end
    names = lexicon.arabic_names if text[start].isascii() else lexicon.names
    m = names.match(text, start)
    return m.end() if m is not None else start


def _end_of_word(text: str, start: int, words: tuple[Negative, ...], lexicon: Lexicon) -> int:
    for offset, word, unless in words:
        begin = start - offset
        end = begin + len(word)
        if begin < 0 or text[begin:end] != word:
            continue
        if not offset and text[start - 1 : start] == "第" and word[1:] in lexicon.unit_by_word:
            continue  # 第一批 is an ordinal, 一批 is not
        if unless is not None and unless.match(text, end):
            continue
        if _runs_on(text, start, begin, end, word, lexicon):
            continue
        return end
    return start


_NUMERAL: Final = "零〇一二两三四五六七八九十百千万亿"


def _runs_on(text: str, start: int, begin: int, end: int, word: str, lexicon: Lexicon) -> bool:
    """Whether the numeral in a negative word is part of a longer one, or counts something."""
    tail, after = word[-1], text[end : end + 1]
    if after and after in _NUMERAL and tail in _NUMERAL:
        return word[start - begin] in _NUMERAL and all(c in _NUMERAL for c in word[start - begin :])
    if word.isdigit():
        return after.isdigit() or lexicon.unit_at(text, end, word) is not None
    if start == begin and all(c in _NUMERAL for c in word):
        return after == "折"
    return False


_HINT: Final = LazyPattern(r"(?:[为是达到至共计列第前约数于]|等于|得分|排名|增加|减少|提高|下降|位居|名次)\Z")


_CODE_NAME: Final = LazyPattern(
    r"(?:编码|邮编|号码|电话|热线|[账帐学证编]号|代码|密码|版本|信箱|微信号|QQ群?)[^，。；、\n]{0,3}\Z"
)


_ONLY_NUMBERS: Final = LazyPattern(
    r"[ \u30000-9.,+\-－−^eEkKMGT/负点分之又余多几打零〇一二两三四五六七八九十百千万亿兆廿卅半]{1,60}"
)


def bare_number(text: str, start: int, end: int, part: Part, ordinal: bool, hedged: bool) -> bool:
    """Whether a numeral without unit is a number: hedged, large, told as a count, or alone."""
    after = text[end : end + 1]
    closed = not after or after in BOUNDARY
    before = text[start - 1 : start] if start else ""
    if ordinal:
        opened = start == 0 or before in BOUNDARY
        return (closed and not (opened and after and after in "，,、：:")) or after in ("的", "和", "至")
    printed = part.printed
    digits = printed[0].isascii()
    if is_bare_year(text, part.start, part.start + len(printed)):
        return False
    if _alone(text, start, end) and not (after.isascii() and after.isalpha()):
        return not (digits and printed.isdigit() and len(printed) > 6 and text[start] != ".")
    if (after == "." and text[end + 1 : end + 2].isdigit()) or (before == "." and start):
        return False
    value = part.numeral.value or part.numeral.high
    if hedged and (value is None or value >= 10):
        return not (digits and after.isascii() and after.isalpha())
    if digits:
        if "," in printed or printed[-1] in "万亿千百" or part.numeral.bound == "range":
            return True
        if (after.isascii() and after.isalpha()) or len(printed) > 6:
            return False
        if _CODE_NAME.search(text, max(0, start - 8), start) is not None:
            return False
        return (
            closed
            and _HINT.search(text, max(0, start - 3), start) is not None
            and after not in tuple("：:/-—－·")
        )
    hinted = _HINT.search(text, max(0, start - 3), start) is not None
    if len(printed) == 1:
        return (
            hinted
            and before in ("为", "是", "前", "于")
            and (closed or after in ("那这和或的" if printed == "一" else "不而那这和或的"))
        ) or (_quoted_alone(text, start, end) or (after == "的" and (start == 0 or before == "\n")))
    if part.numeral.bound == "range" or (printed[0] == "零" and len(printed) < 3):
        return False
    large = any(c in "百千万亿兆" for c in printed)
    if large:
        return closed or hinted or any(c in "万亿兆" for c in printed)
    return (hinted and closed and "十" in printed) or (closed and "点" in printed)


def _alone(text: str, start: int, end: int) -> bool:
    """Whether the line holds numbers only."""
    lo = text.rfind("\n", max(0, start - 61), start) + 1
    hi = text.find("\n", end, end + 61)
    hi = len(text) if hi < 0 else hi
    if (lo == 0 and start > 60) or hi - lo > 60:
        return False
    return _ONLY_NUMBERS.fullmatch(text, lo, hi) is not None


def _quoted_alone(text: str, start: int, end: int) -> bool:
    return start > 0 and text[start - 1] in "“‘" and text[end : end + 1] in ("”", "’")


def in_short_quotes(text: str, start: int, end: int, part: Part) -> bool:
    """Whether the numeral stands in a short quoted name or slogan (“一站式”, “三送”活动).

    A quotation of nothing but a number with Arabic digits or of one digit is a number.
    """
    low = max(0, start - MAX_SLOGAN)
    before = text[low:start]
    if "“" not in before and "‘" not in before:
        return False
    at = low + max(before.rfind("“"), before.rfind("‘"))
    close = -1
    for i in range(at + 1, min(len(text), at + MAX_SLOGAN + 3)):
        c = text[i]
        if c in "”’":
            close = i
            break
        if c in "，。！？；：、\n“‘,;!?":
            return False
    if close < end or close - at - 1 > MAX_SLOGAN:
        return False
    if at + 1 == start and close == end:
        return not (
            part.printed[0].isascii()
            or (len(part.printed) == 1 and part.unit is None)
            or part.kind in ("percent", "money")
        )
    return not (part.printed[0].isascii() and part.kind in ("percent", "money"))
