"""What the words around an expression make of it: relation, tense, quotation; and which finds are none."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Final

from pipeline.text import LazyPattern

from .expression import DateExpression
from .lexicon import load_yaml


@dataclass(frozen=True, slots=True)
class Cues:
    """The patterns of `cues.yaml`: `*_before` matches at the end of the words before, `*_after` at
    the start of those behind."""

    ahead_before: re.Pattern[str]
    ahead_after: re.Pattern[str]
    past_after: re.Pattern[str]
    since_after: re.Pattern[str]
    before_after: re.Pattern[str]
    after_after: re.Pattern[str]
    ahead_before_has: re.Pattern[str]
    ahead_after_has: re.Pattern[str]
    beside_begins: tuple[str, ...]
    since_before: tuple[str, ...]
    from_before: tuple[str, ...]
    until_before: tuple[str, ...]
    until_not_before: tuple[str, ...]


@cache
def cues() -> Cues:
    table = load_yaml("cues.yaml")
    made: dict[str, Any] = {}
    for f in fields(Cues):
        rows = table[f.name]
        if "Pattern" not in str(f.type):
            made[f.name] = tuple(rows)
        else:
            made[f.name] = re.compile(
                "(?:" + "|".join(rows) + ")" + ("\\Z" if f.name == "ahead_before" else "")
            )
    return Cues(**made)


def read_context(text: str, expression: DateExpression) -> None:
    """Fill `relation`, `tense` and `quoted` from the words around the expression."""
    start, end = expression.start, expression.end
    before = clause_before(text, start)
    near = text[end : end + 8]
    gloss = _GLOSS.match(text, end) if "节" in near or near[:1] in ("（", "(") else None
    follow = text[gloss.end() if gloss else end : end + 64].partition("\n")[0][:60]
    if expression.relation is None and expression.type not in ("duration", "set"):
        expression.relation = _relation(follow, before)
    if expression.shape not in ("point", "range"):
        return
    table = cues()
    if before.endswith(_AS_OF):
        deadline = not before.endswith("截至") or table.ahead_before.search(before)
        counted = _COUNTED_NEAR if deadline else _COUNTED
        expression.tense = "past" if counted.match(follow) else "ahead"
    elif (
        (
            expression.relation == "until"
            and "从" not in before
            and ((expression.first.year is not None and _GOAL.match(follow)) or _WILL.match(follow))
        )
        or (table.ahead_before_has.search(before) and table.ahead_before.search(before))
        or (table.ahead_after_has.search(follow, 0, 20) and table.ahead_after.match(follow))
    ):
        expression.tense = "ahead"
    elif expression.relation == "before":
        done = _DONE.match(follow) or _BROUGHT_ABOUT.search(before)
        expression.tense = None if done else "ahead"
    elif table.past_after.match(follow):
        expression.tense = "past"
    elif (
        expression.first.day is not None
        and expression.relation is None
        and (not before.strip() or before.rstrip()[-1] in "）)，,讯")
    ):
        # News opens a sentence with the day of what has happened.
        expression.tense = None if _OPEN_SENTENCE.match(follow) else "past"
    opens = not before or before[-1] in "）) 　"
    if expression.shape == "point":
        opens = opens or follow[:1] in ("，", ",") or before.endswith(("于", "记者"))
    expression.firm = expression.tense == "past" and (opens or bool(_DONE_OR_COUNTED.match(follow)))
    expression.lends = not before.endswith(_COMPARISONS)
    if expression.first.anchor == "publication" or expression.type == "time":
        expression.quoted = in_quotation(text, start)


# 6月10日（端午节）前, 10月1日国庆节前
_GLOSS: Final = LazyPattern(r"[（(][^（()）\n]{1,10}[）)]|[^，,。；\d\n（(]{1,7}节(?=前|之前|来临|到来)")
_AS_OF: Final = ("截至", "截止", "截止到", "截止至", "截至到")
_COUNTED: Final = LazyPattern("[，,]|[^。；]{0,30}?[了已共累达有]")
_GOAL: Final = LazyPattern("[底末]?(?:之?前)?[，,](?![^。；]{0,30}?[了已])")
_WILL: Final = LazyPattern("[^，。；了已]{0,16}?(?:将|力争|要实现)")
# 1月21日，庙会开门，将持续到初七: only what the day's own clause announces is ahead.
_OPEN_SENTENCE: Final = LazyPattern(
    "[，,]?(?:在[^，。；\n]{0,16}[，,])?[^，。；\n]{0,40}?(?:将|拟|预计|计划)"
)
_COUNTED_NEAR: Final = LazyPattern(
    "[，,]?[^，,。；]{0,16}?[了已共累达]"
)  # 截止到 is a deadline as often as not
_DONE_OR_COUNTED: Final = LazyPattern(
    "[^，。；]{0,20}?(?:[了已曾]|共(?![可同享建])|累计)|[^，。；]{0,20}[，,][^，。；]{0,16}?[了已]"
)
_COMPARISONS: Final = ("比", "较", "超过", "相比", "多于", "高于", "低于")
_BROUGHT_ABOUT: Final = LazyPattern("(?:最终|终于|成功|促成|促使|赶在)[^。；]*\\Z")  # 促成公司在6月底前付清
_DONE: Final = LazyPattern("[^。；]{0,30}?[了已曾]")


def clause_before(text: str, start: int) -> str:
    """The words of the same sentence before an offset, at most 24 characters."""
    before = text[max(0, start - 24) : start]
    at = max(before.rfind("。"), before.rfind("\n"), before.rfind("；"))
    at = max(at, before.rfind("！"), before.rfind("？"), before.rfind("…"))
    return before[at + 1 :].lstrip("”’")


_CLOSES: Final = LazyPattern("(?:正式|全部)?结束(?!后|了|以来|之后)", begins="正全结")  # 活动将于11月20日结束


def _relation(follow: str, before: str) -> str | None:
    table = cues()
    if before.endswith(table.until_before) and not before.endswith(table.until_not_before):
        return None if follow.startswith("的") else "until"
    if _CLOSES.match(follow) and before.endswith(("于", "在")):
        return "until"
    if table.since_after.match(follow) or before.endswith(table.since_before):
        return "since"
    if before.endswith(table.from_before) and not follow.startswith("的"):
        return "since"
    if not follow.startswith(table.beside_begins):
        return None
    if table.before_after.match(follow):
        return "before"
    if table.after_after.match(follow):
        return "after"
    return None


def in_quotation(text: str, offset: int) -> bool:
    """Whether the offset stands in a quotation of its paragraph: somebody speaks, on another day."""
    line = max(text.rfind("\n", max(0, offset - 600), offset), offset - 600, 0)
    left, right = text.rfind("“", line, offset), text.rfind("”", line, offset)
    if left < 0 or right > left:
        return False
    stop = text.find("\n", offset, offset + 400)
    close = text.find("”", offset, stop if stop >= 0 else offset + 400)
    return close < 0 or close - left > 12 or text[close - 1] in "。！？"


_DAY_FOLLOWERS: Final = frozenset("，,。、！？\n 前后之晚早上下中凌至到你我他她是的")
_DIGITS: Final = frozenset("〇零一二三四五六七八九十百第")
_MONTH_NAME: Final = LazyPattern("之(?![前后间内中])|天乐队|花号", begins="之天花")  # 五月之约
_DEMONSTRATIVES: Final = frozenset("那这某有每同当头前后")  # 那一年, 有一天: no length
_OCCASIONS: Final = frozenset(
    "赛考节会婚退入上开行演课试训出检产术班"
)  # 赛前一个月 is a length, 前一个月 names one
_SURNAMES: Final = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟段雷钱汤尹黎乔贺赖龚文"
)


@cache
def _festival_noise() -> re.Pattern[str]:
    return re.compile(
        "月饼|粽|目|殿|宫|观音|寺|桥|楼|园|劳动奖|奖章|口号|巾帼|先锋|红旗|联欢|诗[会词]|序曲|上河图|新闻奖|路|街|村|广场|厂|大道|小区|中学|小学"
    )


_FESTIVAL_FRAME: Final = LazyPattern(
    "节|佳节|期间|前夕|前后|假期|小长假|长假|黄金周|当天|当日|来临|将至|临近|到来|伊始|时节|时分|这天|节气|将到|、|，|过后|前[，、]",
    begins="节佳期前假小长黄当来将临到伊时这气、，过",
)
_TERM_FRAME: Final = ("是", "正值", "恰逢", "时值", "又到", "迎来", "适逢", "农历", "喜迎", "欢度")


def accept(text: str, e: DateExpression, kinds: tuple[str, ...], weak: bool) -> bool:
    """Whether a find is a time at all; `weak` = its words mean one only in a frame."""
    start, end = e.start, e.end
    previous = text[start - 1 : start]
    if kinds[0] == "festival" or (kinds[-1] == "festival" and len(kinds) == 1):
        if _festival_noise().match(text, end) or (text[start] in _DIGITS and previous in _DIGITS):
            return False
        name = text[start:end]
        if previous in _SURNAMES and previous and len(name) == 2 and not _FESTIVAL_FRAME.match(text, end):
            return False
        if weak and not (
            name.endswith(("期间", "前夕", "前后", "假期", "长假", "黄金周"))
            or (_FESTIVAL_FRAME.match(text, end) and name not in ("新春", "新年"))
            or (text[max(0, start - 3) : start].endswith(_TERM_FRAME) and name not in ("新春", "新年"))
            or re.match("伊始|期间|前夕|将至|来临|到来", text[end : end + 2])
        ):
            return False
    if kinds == ("clock",) and (e.rule == "clock-weak" or _short_quoted_name(text, start, end)):
        return False
    if kinds == ("monthday",):
        return _bare_day(text, e)
    if kinds == ("month",) and (previous == "第" or _MONTH_NAME.match(text, end)):
        return False
    if kinds[0] in ("daypart", "yportion") and weak:
        return False
    if kinds[0] == "duration":
        before = text[max(0, start - 2) : start]
        if text[start] == "一" and (previous in _DEMONSTRATIVES or before in ("月的", "中的")):
            return len(before) == 2 and before[1] in "前后" and before[0] in _OCCASIONS
        if text[end - 1] == "秒" and previous == "分" and text[start - 2 : start - 1].isdecimal():
            return False  # 6分12秒 is a result
        return previous != "第" and not _short_quoted_name(text, start, end)
    return True


def _bare_day(text: str, e: DateExpression) -> bool:
    """A day of the month without its month: 15日 yes, 3号楼, 5日内, 一日三餐 no."""
    printed, follow = text[e.start : e.end], text[e.end : e.end + 2]
    if text[e.start - 1 : e.start] in ("第", "每", "近", "-", ".") or _WITHIN_DAYS.match(text, e.end):
        return False
    if printed.endswith(("号", "號")):
        opens = not e.start or text[e.start - 1] in "在于到是，。；\n（ "
        return opens and (
            not follow or (follow[0] in _DAY_FOLLOWERS and not follow.startswith(("上海", "中")))
        )
    return printed[0].isdecimal() or len(printed) > 2


# 线上申请、3日办结: how many days it takes.
_WITHIN_DAYS: Final = LazyPattern(
    "(?:内|之内|以内)?(?:办[结完成妥理]|[领拿取]证|出证|到账|送达|答复|审批|发[证放]|[游假期])"
)


def _short_quoted_name(text: str, start: int, end: int) -> bool:
    """“当一天站长”: a numeral within a short name in quotation marks."""
    left = text.rfind("“", max(0, start - 10), start)
    if left < 0 or text.find("”", left, start) >= 0:
        return False
    right = text.find("”", end, end + 10)
    return right >= 0 and right - left <= 14 and not any(c in "，。；！？\n" for c in text[left:right])
