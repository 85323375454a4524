"""The year that a page speaks from, by the latest year it names."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.extractors.dates.context import in_quotation
from pipeline.extractors.dates.denote import Anchors, denote
from pipeline.extractors.dates.expression import DateExpression
from pipeline.mentions import Evidence
from pipeline.text import LazyPattern

from .constraints import ONE_DAY, Constraint, between
from .evidence import COUNTED, IN_FORCE, LATEST, is_compared, is_over

# 2025年…招生, 2024年…大赛: an edition is named by its year while it is news.
_EDITION: Final = LazyPattern(
    "[^，,。；：:\n]{0,30}?(?:招生|大会|大赛|比赛|竞赛|联赛|公开赛|运动会|活动|培训班|会议|论坛|仪式|考试|大集|庙会|展|音乐会|晚会|招聘会|工作要点|集体协商|评选|春训|表彰|年会|研讨班|文化节|艺术节|读书月|宣传月|安全月|行动|启动|专场|送清凉|送温暖|助学|集体合同|开班|拉开|奖章|奖状|先锋号|劳动模范|先进|工匠|标兵|获得者|名单|春运|暑运|高考|中考|购物节|音乐节|文化季)"
)


# 2026年是…开局之年, 部署2026年重点任务: the year that runs or is about to.
_NOW: Final = LazyPattern("是(?!在)|(?:的)?(?:重点|主要)?(?:工作|任务)", begins="是的重主工任")
# Words that make a plan of what follows in their sentence.
_PLAN: Final = LazyPattern("(?:计划|预计|规划|目标|力争|拟于|将(?:于|在|会|继续|通过|对))[^。；\n]*\\Z")
# 2025年至2026年…合同: years that a term, a plan or a season runs; only its first has come.
_TERM: Final = LazyPattern(
    "[^，,。；\n]{0,16}?(?:合同|协议|规划|计划|方案|纲要|任期|任务书|赛季|学年|年度|周期|届|采购|聘期|有效期|服务期)"
)
_TITLED: Final = LazyPattern("[）)]?》", begins="）)]》")  # 《…规划（2024—2027年）》
_TERM_BEFORE: Final = LazyPattern("(?:期限|任期|周期|有效期|聘期|服务期|工期|建设期)[^，,。；]{0,4}\\Z")
# Only what runs out is told as past: 2021年至2025年任期内召开了五次会议.
_TERM_OVER: Final = LazyPattern("[^，,。；\n]{0,16}?(?:内|期间|中|来|间)[，,]?[^。；\n]{0,30}?(?:了|共|累计)")
_SET_OUT: Final = LazyPattern("(?:部署|谋划|安排|展望|研究|明确|迎接|擘画)(?:了|好)?\\Z")
# A year in which something or somebody began says only that the page is later.
_BEGUN_BEFORE: Final = LazyPattern("(?:[成建设创诞源]立?[建办生]?于|自|从)\\Z")
_BEGUN: Final = LazyPattern(
    "[初底末]?[，,]?[^，,。；\n]{0,12}?(?:成立|创办|创立|创建|组建|建厂|建院|建校|出生|入职|入行|入伍|入党|参加工作|毕业(?!生)|退休(?!职)|退役(?!军)|进厂|来到|从事|当上|成为|调到|转岗|下岗)"
)
_RUNS_ON: Final = LazyPattern(
    "起(?!至)[^。；\n]{0,30}?(?:连续|每年|逐年)|以来[^。；\n]{0,30}?连续", begins="起以"
)


# 2024年职工疗休养即将开始: an edition is named by its year before it begins, too.
_OPENS_SOON: Final = LazyPattern(
    "(?!将|计划|预计)[^，,。；：:\n将]{3,24}?(?:即将|将(?:于|在)[^，,。；\n]{0,12})(?:开始|启动|开幕|举行|举办|开赛|开班|拉开|启幕)"
)


# 荣获2023年度先进集体: a year's honours are received when it is over.
_RECEIVED: Final = LazyPattern(
    "(?:荣获|获得|获评|喜获|[被获][评授][为予]|评为|授予|当选|入选|评出|评选出)[^，,。；\n]{0,12}\\Z"
)
_HONOURS: Final = LazyPattern(
    "年?度[^，,。；\n]{0,24}?(?:先进|优秀|十佳|十大|最美|标兵|模范|荣誉|称号|之星|工匠|奖)"
)


_YEAR_FIGURES: Final = LazyPattern("(?!度|第|全国|.{0,16}(?:大会|大赛|比赛|招聘))[^。；;\n将拟]{0,60}?\\d")
_PLANS_REACH: Final = 300


# 到2027年选树千名工匠: a year at the head of a clause that is aimed at, unless it is told as reached.
_AIM: Final = LazyPattern("(?:^|[，,。；：:（(“#\\s])到\\Z")
_REACHED: Final = LazyPattern(
    "[^，,。；\n]{0,30}?(?:[已了]|增至|增加到|共有|累计)|[底末]?[，,][^，,。；\n]{0,16}?(?:[已了]|增至|增加到|共有|累计)"
)


class LatestYear(NamedTuple):
    """`year` is the latest named as past or present; with `history` it is one in which something
    began, and `constraint` says only "not before"."""

    year: int
    constraint: Constraint
    history: bool


def latest_year(
    text: str, expressions: Sequence[DateExpression], articles: Sequence[tuple[int, int]]
) -> LatestYear | None:
    """The latest year named as past or present, with the soft constraint it makes: publication in
    that year, or in the next where the year is told as over, or stands beside 今年 in one article
    and names no edition of something. None where no year is named."""
    named = [(y, e) for e in expressions if (y := _named_year(text, e)) is not None]
    if not named:
        return _year_of_deadlines(text, expressions, articles)
    year = max(y for y, _ in named)
    mine = [e for y, e in named if y == year]
    over = _told_through(text, mine, expressions) or next(
        (
            e
            for e in mine
            if (s := denote(e.first, Anchors(None)))
            and s.end == dt.date(year, 12, 31)
            and is_over(text, e, s)
        ),
        None,
    )
    over = over or next((e for e in mine if is_compared(text, e) or _is_received(text, e)), None)
    over = over or _before_plans(text, mine, expressions)
    edition = any(_is_edition(text, e) for e in mine)
    beside = None if over or edition else _beside_this_year(text, mine, expressions, articles)
    source = over or beside or mine[0]
    words = text[source.start : source.end]
    evidence = Evidence(source.start, source.end, f"{words} names the latest year")
    first = dt.date(year, 1, 1)
    begun = not (over or beside) and all(_is_beginning(text, e) for e in mine)
    if begun or (not over and all(_is_founding(text, e) for e in mine)):
        later = _year_of_deadlines(text, expressions, articles)
        if later is not None and later.year >= year:
            return later
        return LatestYear(year, Constraint(evidence, COUNTED, between(first, None)), True)
    if beside and not (_has_figures(text, beside) or _is_month(beside)):
        # What happened in a year that is not this one may lie further back.
        return LatestYear(year, Constraint(evidence, COUNTED, between(dt.date(year + 1, 1, 1), None)), True)
    if over or beside:
        reason = f"{words} is told as over" if over else f"{words} is told beside 今年"
        span = between(dt.date(year + 1, 1, 1), dt.date(year + 1, 12, 31))
        return LatestYear(year, Constraint(Evidence(source.start, source.end, reason), LATEST, span), False)
    if all(_SET_OUT.search(text[max(0, e.start - 8) : e.start]) for e in mine):
        first = dt.date(year - 1, 12, 1)  # next year's work is set out in December
    return LatestYear(year, Constraint(evidence, LATEST, between(first, dt.date(year, 12, 31))), False)


def _year_of_deadlines(
    text: str, expressions: Sequence[DateExpression], articles: Sequence[tuple[int, int]]
) -> LatestYear | None:
    """Where no year is named but of days and plans ahead, that of the first, or the end of the year
    before: likelier where a whole year's plans stand beside 今年, possible where the day is early."""
    ahead = [
        (dt.date(p.year, p.month or 1, 1), e)
        for e in expressions
        if (e.tense == "ahead" or e.shape == "until_last" or IN_FORCE.match(text, e.end))
        and (p := e.last if e.last is not None else e.first).year is not None
        and (p.day is not None or (p.month is None and p.portion is None and e.relation is None))
        and 1900 <= p.year < 2200
    ]
    if not ahead:
        return None
    month, e = min(ahead, key=lambda found: found[0])
    year, words = month.year, text[e.start : e.end]
    evidence = Evidence(e.start, e.end, f"{words} is the next ahead")
    first = dt.date(year, 1, 1)
    if e.first.month is None and e.first.day is None:
        # A whole year's plans are told of in the second half of the year before, or early in it.
        before = dt.date(year - 1, 7, 1)
        other = _beside_this_year(text, [e], expressions, articles, told=True) is not None
    else:
        before, other = dt.date(year - 1, 12, 1) if month.month <= 3 else first, False
    last = dt.date(year, 12, 31)

    def spans(assumed: int) -> list[tuple[dt.date, dt.date, bool]]:
        own = (first, last, other)
        early = (before, first - ONE_DAY, not other)
        return [
            (max(low, dt.date(assumed, 1, 1)), min(high, dt.date(assumed, 12, 31)), wrapped)
            for low, high, wrapped in (early, own)
            if low <= high
        ]

    return LatestYear(year, Constraint(evidence, LATEST, spans), False)


def _is_received(text: str, e: DateExpression) -> bool:
    """Whether the year's honours are told as received."""
    at = e.end - 1 if text[e.end - 1] == "度" else e.end
    received = _RECEIVED.search(text[max(0, e.start - 24) : e.start])
    return received is not None and _HONOURS.match(text, at) is not None


def _is_founding(text: str, e: DateExpression) -> bool:
    """Whether the year is one from which something runs: 成立于2014年, 自2016年起, 2022年至今."""
    if e.first.day is None and e.shape == "point" and e.relation == "since":
        return True
    if e.shape == "range" and e.relation == "from_to" and text.startswith(("至今", "迄今"), e.end - 2):
        return True
    return (
        e.shape == "point"
        and e.first.day is None
        and bool(_BEGUN_BEFORE.search(text[max(0, e.start - 4) : e.start]) or _RUNS_ON.match(text, e.end))
    )


def _is_beginning(text: str, e: DateExpression) -> bool:
    """The same, or the year in which somebody began (2014年入职), or of which somebody speaks."""
    if _is_founding(text, e) or in_quotation(text, e.start):
        return True
    return (
        e.shape == "point"
        and e.first.day is None
        and e.first.portion is None
        and bool(_BEGUN.match(text, e.end))
    )


def _is_term(text: str, e: DateExpression) -> bool:
    """Whether a range of years is how long something runs: a contract, a plan, a season."""
    return (
        (e.shape == "range" or e.first.years is not None)
        and not _TERM_OVER.match(text, e.end)
        and bool(
            _TERM.match(text, e.end)
            or _TITLED.match(text, e.end)
            or _TERM_BEFORE.search(text[max(0, e.start - 8) : e.start])
        )
    )


def _has_figures(text: str, e: DateExpression) -> bool:
    """Whether figures are told of a whole year: 2024年，全区受理案件300件."""
    whole = e.shape == "point" and e.first.month is None and e.first.portion is None and not e.first.festival
    return whole and _YEAR_FIGURES.match(text, e.end) is not None


def _is_month(e: DateExpression) -> bool:
    return e.first.month is not None and e.first.portion is None


def _before_plans(
    text: str, mine: list[DateExpression], expressions: Sequence[DateExpression]
) -> DateExpression | None:
    """A whole year of `mine` whose figures are told right before the plans for 今年."""
    plans = [
        x.start
        for x in expressions
        if x.tense == "ahead" and text.startswith(("今年", "本年"), x.start) and x.first.month is None
    ]
    for e in mine:
        if e.tense != "ahead" and _has_figures(text, e) and not _is_beginning(text, e):
            at = bisect_right(plans, e.end)
            if at < len(plans) and plans[at] - e.end < _PLANS_REACH:
                return e
    return None


def _told_through(
    text: str, mine: list[DateExpression], expressions: Sequence[DateExpression]
) -> DateExpression | None:
    """A whole year of `mine` that 全年 in its paragraph takes up: 2023年…全年完成了…."""
    at = 0
    for x in expressions:
        if text[x.start : x.end] != "全年" or x.tense == "ahead":
            continue
        while at < len(mine) and mine[at].end <= x.start:
            at += 1
        last = mine[at - 1] if at else None
        if last is None or last.first.year is None or x.start - last.end > 150:
            continue
        if "\n" not in text[last.end : x.start]:
            return last
    return None


def _named_year(text: str, e: DateExpression) -> int | None:
    years: list[int] = []
    if e.first.year is not None:
        years.append(e.first.year)
    if e.last is not None and e.last.year is not None:
        years.append(e.last.year)
    several = e.first.years is not None and e.relation == "from_to"
    if e.shape == "until_last" or not (years or several) or IN_FORCE.match(text, e.end):
        return None
    if several and e.first.years is not None and _is_term(text, e):
        return e.first.years[0]
    if e.shape not in ("point", "range") or not years:
        return None
    if e.tense == "ahead" and not (
        e.first.month is None and e.shape == "point" and _OPENS_SOON.match(text, e.end)
    ):
        return None
    if e.tense is None and _PLAN.search(text[max(0, e.start - 60) : e.start]):
        return None
    if _AIM.search(text[max(0, e.start - 2) : e.start]) and not _REACHED.match(text, e.end):
        return None
    if e.shape == "range" and e.first.year is not None and (e.tense != "past" or _is_term(text, e)):
        years = [e.first.year]
    return max(years) if 1900 <= max(years) < 2200 else None


def _is_edition(text: str, e: DateExpression) -> bool:
    if e.first.month is not None or e.tense == "ahead":
        return False
    if e.shape == "range" or e.first.years is not None:
        return _is_term(text, e)
    named = text[e.end : e.end + 1] in ("“", "《") or _EDITION.match(text, e.end) or _NOW.match(text, e.end)
    return e.shape == "point" and bool(named)


def _beside_this_year(
    text: str,
    mine: list[DateExpression],
    expressions: Sequence[DateExpression],
    articles: Sequence[tuple[int, int]],
    told: bool = False,
) -> DateExpression | None:
    """The first of `mine` that stands beside 今年 in its article, and so is another year; with `told`
    only beside one that is told as past."""
    starts = [begin for begin, _ in articles]
    groups: dict[int, list[DateExpression]] = {}
    for x in expressions:
        here = bisect_right(starts, x.start) - 1
        if here >= 0 and x.start < articles[here][1]:
            groups.setdefault(here, []).append(x)
    wanted = {id(e) for e in mine}
    for group in groups.values():
        candidates = [e for e in group if id(e) in wanted and not _is_news(text, e)]
        this_year = [
            x
            for x in group
            if text.startswith(("今年", "本年"), x.start)
            and x.first.anchor == "publication"
            and (x.tense == "past" or not told)
        ]
        if not candidates or not this_year:
            continue
        lead = next(x for x in group if x.first.year is not None or x.first.year_shift is not None)
        for e in candidates:
            if e is not lead or e.first.month is None or _earlier_month(e, this_year):
                return e
    return None


def _is_news(text: str, e: DateExpression) -> bool:
    """A full date is news, not history; and how long ago somebody began is open."""
    return (e.first.day is not None and (e.first.month or 0) < 11) or _is_beginning(text, e)


def _earlier_month(e: DateExpression, this_year: list[DateExpression]) -> bool:
    """The month an article begins with is news, unless 今年's are earlier: 2023年12月…今年1月…."""
    return any(
        x.start >= e.end and (x.first.month or 12) < (e.first.month or 0) and x.tense != "ahead"
        for x in this_year
    )
