"""Groups a page's lines into articles.

Headlines are lines without a full stop that stand before a byline; where no byline follows, the
evidence of `headlines.yaml` is weighed. Everything else is body text, its columns closed up.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pipeline.layout import headlines
from pipeline.layout.bylines import Byline
from pipeline.layout.drafts import DraftArticle, DraftParagraph
from pipeline.layout.headlines import grammar
from pipeline.layout.junctions import carries_on, finished, left_open
from pipeline.layout.runs import Situation, find_headlines, is_banner, stands_alone
from pipeline.layout.units import Unit

_ANCHORS: Final = ("lead", "byline")


class Segmenter:
    """Walks over the units of one page once and collects its articles and furniture.

    `stretches` are (kind, raw start, raw end). With `record` the page is a bulk record: one article
    unless further bylines under headlines show that there are more. The first `titled` units are
    the record's own title.
    """

    def __init__(self, units: Sequence[Unit], record: bool = False, titled: int = 0) -> None:
        self.units = units
        self.record = record
        self.titled = titled
        self.articles: list[DraftArticle] = []
        self.stretches: list[tuple[str, int, int]] = []
        self.waiting: Byline | None = None
        self.orphans: list[Unit] = []
        self.banners: set[str] = set()
        self.any_lead = any(u.kind in _ANCHORS for u in units)
        self.marked_page = self._marked_page()
        self.next_anchor, self.next_tail = self._ahead()

    def _marked_page(self) -> bool:
        """Whether lines right above bylines are Markdown headings."""
        solid = [u for u in self.units if u.kind not in ("folio", "caption", "mark")]
        return any(
            below.kind in _ANCHORS and above.kind == "short" and above.line.level
            for above, below in pairwise(solid)
        )

    def _ahead(self) -> tuple[list[int], list[int]]:
        """For each unit the index of the next byline and of the next signature from there on."""
        n = len(self.units)
        anchors, tails = [n] * (n + 1), [n] * (n + 1)
        for i in range(n - 1, -1, -1):
            unit = self.units[i]
            anchors[i] = i if unit.kind in _ANCHORS and not unit.signature else anchors[i + 1]
            tails[i] = i if unit.tail is not None or unit.signature else tails[i + 1]
        return anchors, tails

    @property
    def current(self) -> DraftArticle | None:
        return self.articles[-1] if self.articles else None

    def run(self) -> None:
        """Fill `articles` and `stretches`."""
        i = self._take_title()
        while i < len(self.units):
            unit = self.units[i]
            if unit.kind == "short":
                i = self._short_run(i)
                continue
            if unit.kind == "byline":
                self._byline(i)
            elif unit.kind == "lead":
                self._lead(unit)
            elif unit.kind == "caption":
                self._caption(unit)
            elif unit.kind == "folio" and not self._own_day(i):
                self._furnish("folio", unit)
            elif unit.kind != "mark":
                self._body(unit)
            i += 1
        self._settle()

    # -- pieces -----------------------------------------------------------------------------

    def _furnish(self, kind: str, unit: Unit) -> None:
        self.stretches.append((kind, unit.line.start, unit.line.end))

    def _take_title(self) -> int:
        if self.titled:
            self._open(list(self.units[: self.titled]))
        return self.titled

    def _open(self, lines: list[Unit]) -> DraftArticle:
        printed = [DraftParagraph("headline", [(u.line.start, u.line.end)], u.line.text, True) for u in lines]
        if self.titled and self.current is not None and not self.current.paragraphs[self.titled :]:
            self.current.headlines += lines  # a record's text may begin with headlines of its own
            self.current.paragraphs += printed
            return self.current
        article = DraftArticle(headlines=lines, paragraphs=printed)
        if self.waiting is not None:
            article.byline.extend(self.waiting)
            article.bylined, self.waiting = True, None
        if not self.articles and self.orphans:
            article.paragraphs[:0] = [
                DraftParagraph("caption", [(u.start, u.end)], u.text, True) for u in self.orphans
            ]
            self.orphans = []
        self.articles.append(article)
        return article

    def _sign(self, article: DraftArticle, byline: Byline) -> None:
        article.byline.extend(byline)
        article.bylined = True

    def _own_day(self, i: int) -> bool:
        """Whether a folio line is the day at a chronicle's entry: a bare date within an article."""
        unit, article = self.units[i], self.current
        following = self.units[i + 1].kind if i + 1 < len(self.units) else ""
        return unit.bare_date and article is not None and article.has_body and following == "body"

    def _caption(self, unit: Unit) -> None:
        if self.current is None:
            self.orphans.append(unit)
        else:
            self.current.paragraphs.append(
                DraftParagraph("caption", [(unit.start, unit.end)], unit.text, True)
            )

    def _lead(self, unit: Unit) -> None:
        article = self.current
        # A headline without text waits for it; an introduction may stand before the report's byline.
        last = article.last_body if article is not None else None
        waits = last is None or self.record or headlines.introduces(last.text)
        if article is None or article.bylined or not waits:
            article = self._open([])
        self._sign(article, unit.byline or Byline())
        self.stretches.append(("byline", unit.line.start, unit.start))
        self._body(unit, fresh=True)

    def _body(self, unit: Unit, fresh: bool = False, closed: bool | None = None) -> None:
        article = self.current or self._open([])
        last = article.last_body
        if closed is None:
            closed = unit.tail is not None or finished(unit.text)
        if unit.end > unit.start:
            if last is not None and not fresh and self._runs_on(last, unit):
                last.pieces.append((unit.start, unit.end))
                last.text, last.closed = unit.text, closed
            else:
                article.last_body = DraftParagraph("body", [(unit.start, unit.end)], unit.text, closed)
                article.paragraphs.append(article.last_body)
        if unit.tail is not None:
            self._sign(article, unit.tail)
            article.signed = True
            self.stretches.append(("byline", unit.end, unit.line.end))

    @staticmethod
    def _runs_on(last: DraftParagraph, unit: Unit) -> bool:
        if last.closed:
            return last.text[-1:] in ":：" and carries_on(last.text, unit.text)
        return not (headlines.is_numbered(unit.text) and not left_open(last.text))

    # -- bylines on a line of their own ---------------------------------------------------------

    def _byline(self, i: int) -> None:
        unit, article = self.units[i], self.current
        byline = unit.byline or Byline()
        self._furnish("byline", unit)
        following = self._solid(i + 1)
        kind = self.units[following].kind if following < len(self.units) else ""
        if article is None or (article.bylined and not unit.bracketed and self._heads_next(following)):
            self.waiting = byline
        else:
            if article.has_body and kind in ("", "short", "lead", "byline"):
                article.signed = True
            self._sign(article, byline)

    def _heads_next(self, i: int) -> bool:
        """Whether the lines from unit i on are headlines over a text without a byline of its own."""
        seen = 0
        while i < len(self.units) and self.units[i].kind == "short":
            i, seen = self._solid(i + 1), seen + 1
            if seen > grammar().most_lines:
                return False
        return seen > 0 and i < len(self.units) and self.units[i].kind == "body"

    def _solid(self, i: int) -> int:
        """The first unit from i on that is neither furniture nor caption."""
        while i < len(self.units) and self.units[i].kind in ("folio", "caption", "mark"):
            i += 1
        return i

    # -- short lines ----------------------------------------------------------------------------

    def _short_run(self, i: int) -> int:
        """Deal with the short lines from unit i to the next solid unit; give that unit's index."""
        run: list[int] = []
        j = i
        while j < len(self.units) and (self.units[j].kind == "short" or self._solid(j) > j):
            if self.units[j].kind == "short":
                run.append(j)
            j += 1
        anchor = self.units[j] if j < len(self.units) else None
        shorts = [self.units[r] for r in run]
        shorts = self._strip_banners(shorts, anchor)
        first, stop = find_headlines(shorts, self._situation(anchor, j))
        heads = shorts[first:stop]
        kept = {id(unit) for unit in shorts}
        body = kept - {id(unit) for unit in heads}
        opened = False
        for position in range(i, j):
            unit = self.units[position]
            if unit.kind == "short":
                if id(unit) in body:
                    below = self._below(position, run, anchor)
                    self._body(unit, closed=stands_alone(unit, below, self.current))
                elif id(unit) in kept and not opened:
                    self._open(heads)
                    opened = True
            elif unit.kind == "caption":
                self._caption(unit)
            elif unit.kind == "folio":
                self._furnish("folio", unit)
        return j

    def _below(self, position: int, run: list[int], anchor: Unit | None) -> Unit | None:
        at = run.index(position) if len(run) < 9 else -1
        if 0 <= at < len(run) - 1:
            return self.units[run[at + 1]]
        if at < 0 and position + 1 < len(self.units):
            return self.units[position + 1]
        return anchor

    def _situation(self, anchor: Unit | None, j: int) -> Situation:
        article = self.current
        kind = anchor.kind if anchor is not None else ""
        owned = kind == "lead" or (kind == "byline" and self._text_from(j + 1))
        return Situation(
            article=article,
            anchor=anchor,
            owned=owned or self.waiting is not None,
            record=self.record,
            marked_page=self.marked_page,
            bylined_page=self.any_lead,
            signed_below=article is not None and article.bylined and self.next_tail[j] < self.next_anchor[j],
        )

    def _text_from(self, i: int) -> bool:
        """Whether text follows from unit i on; a byline with none below it signs the text above."""
        below = self._solid(i)
        return below < len(self.units) and self.units[below].kind in ("body", "short")

    def _strip_banners(self, shorts: list[Unit], anchor: Unit | None) -> list[Unit]:
        """Set page-wide slogans aside: at the page's top, at its foot, and wherever one is repeated."""
        kept = [unit for unit in shorts if not self._repeats_banner(unit)]
        while (
            kept and (self.current is None or anchor is None) and is_banner(kept, anchor, bool(self.banners))
        ):
            unit = kept.pop(0)
            self._furnish("banner", unit)
            self.banners.add("".join(unit.line.text.split()))
        return kept

    def _repeats_banner(self, unit: Unit) -> bool:
        if not self.banners or "".join(unit.line.text.split()) not in self.banners:
            return False
        self._furnish("banner", unit)
        return True

    def _settle(self) -> None:
        """Captions of a page without any article are its text; so is a headline's only caption."""
        if self.orphans and not self.articles:
            self._open([])
        for article in self.articles:
            if not article.has_body:
                captions = [p for p in article.paragraphs if p.kind == "caption"]
                for paragraph in captions:
                    paragraph.kind = "body"
        self.articles = [article for article in self.articles if article.paragraphs]
