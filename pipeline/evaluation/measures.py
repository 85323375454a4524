"""The figures of an evaluation: tallies (precision, recall, F), shares, and a list of misses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.evaluation.matching import Matching, Spot
from pipeline.evaluation.page import Page


@dataclass(slots=True)
class Tally:
    """Counts from which precision, recall and their harmonic mean F follow.

    `right` of `gold` asked items were found. `found_right` is for measures in which one found
    item may answer several asked ones: how many of the found items answer any.
    """

    right: int = 0
    gold: int = 0
    found: int = 0
    found_right: int | None = None

    @property
    def precision(self) -> float:
        hits = self.right if self.found_right is None else self.found_right
        return hits / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0

    def score(self) -> float:
        """F, the harmonic mean of precision and recall."""
        if not self.gold and not self.found:
            return 1.0
        both = self.precision * self.recall * (self.gold > 0) * (self.found > 0)
        return 2 * both / (self.precision + self.recall) if both else 0.0

    def add(self, right: int, gold: int, found: int) -> None:
        self.right += right
        self.gold += gold
        self.found += found

    def as_dict(self) -> dict[str, float]:
        figures = {"f": self.score(), "precision": self.precision, "recall": self.recall}
        counts = {"tp": self.right, "gold": self.gold, "found": self.found}
        return {name: round(value, 4) for name, value in figures.items()} | counts


@dataclass(slots=True)
class Share:
    """How many of `n` answers were right."""

    ok: int = 0
    n: int = 0

    def score(self) -> float:
        """The share that is right."""
        return self.ok / self.n if self.n else 1.0

    def add(self, ok: bool) -> bool:
        self.ok += ok
        self.n += 1
        return ok

    def as_dict(self) -> dict[str, float]:
        return {"share": round(self.score(), 4), "ok": self.ok, "n": self.n}


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that gold and the tables see differently.

    `start` and `end` are code points into the raw page, null where it has no place there;
    `words` are the printed words, `context` the same with those around them.
    """

    measure: str
    page: str
    words: str
    context: str = ""
    start: int | None = None
    end: int | None = None
    gold: str = ""
    found: str = ""

    def __str__(self) -> str:
        place = f":{self.start}" if self.start is not None else ""
        verdict = f": gold {self.gold}, found {self.found}" if self.gold or self.found else ""
        context = f" in …{self.context}…" if self.context and self.context != self.words else ""
        return f"{self.page}{place}: {self.words}{context}{verdict}"


def _said(answer: object) -> str:
    """An answer as people read it: equally good ones side by side, nothing as `none`."""
    if isinstance(answer, list | tuple) and answer:
        return " / ".join(map(_said, answer))
    return str(answer) if answer not in (None, [], ()) else "none"


_Measure = TypeVar("_Measure", Tally, Share)


@dataclass(slots=True)
class Sheet:
    """The measures by name, in the order in which they were first taken, and the misses."""

    measures: dict[str, Tally | Share] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def tally(self, name: str) -> Tally:
        return self._measure(name, Tally)

    def share(self, name: str) -> Share:
        return self._measure(name, Share)

    def _measure(self, name: str, kind: Callable[[], _Measure]) -> _Measure:
        return self.measures.setdefault(name, kind())  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class PageSheet:
    """A sheet as it is filled for one page: knows how to name a place on it."""

    sheet: Sheet
    name: str
    page: Page

    def miss(self, measure: str, spot: Spot, gold: object = "", found: object = "") -> None:
        """Note a miss at a spot of the page."""
        start, end = self.page.raw_span(spot.lo, spot.hi) if spot.hi > spot.lo else (None, None)
        words, context = self.page.text[spot.lo : spot.hi], self.page.around(spot.lo, spot.hi)
        self.sheet.misses.append(
            Miss(measure, self.name, words, context, start, end, _said(gold), _said(found))
        )

    def miss_words(self, measure: str, words: str, gold: object = "", found: object = "") -> None:
        """Note a miss that has no place on the page."""
        self.sheet.misses.append(Miss(measure, self.name, words, gold=_said(gold), found=_said(found)))

    def judge(self, measure: str, ok: bool, words: str, gold: object = "", found: object = "") -> bool:
        """Count one answer that has no place on the page, and note it when it is wrong."""
        self.sheet.share(measure).add(ok)
        if not ok:
            self.miss_words(measure, words, gold, found)
        return ok

    def answer(self, measure: str, ok: bool, spot: Spot, gold: object, found: object) -> bool:
        """Count one answer under a share and note it when it is wrong."""
        self.sheet.share(measure).add(ok)
        if not ok:
            self.miss(measure, spot, gold, found)
        return ok

    def matched(self, name: str, matching: Matching, *, detail: str | None = None) -> None:
        """Count a matching under `<name> exact` and `<name> overlap`, and under those of `detail`."""
        for label in filter(None, (name, detail)):
            self.sheet.tally(f"{label} exact").add(matching.exact, matching.asked, matching.found)
            self.sheet.tally(f"{label} overlap").add(len(matching.pairs), matching.asked, matching.found)
        label = detail or name
        for spot in matching.missed:
            self.miss(f"{label} missed", spot)
        for spot in matching.spurious:
            self.miss(f"{label} spurious", spot)
