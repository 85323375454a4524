"""The form of a gold file: which fields there are and what may stand in them.

The words (kinds, types, bounds) are those of the data contract. Problems say in which file,
article and item something is wrong and what to do about it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from pipeline.contract import table


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a gold file; `fatal` where it cannot be scored as it stands."""

    where: str
    message: str
    hint: str
    fatal: bool = True
    file: str = ""

    def within(self, file: str) -> Problem:
        return replace(self, file=file)

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.message} ({self.hint})"


class Field(NamedTuple):
    """What may stand in a field: the name of a form in `_FORMS`, or `table.column` for one of the
    words that the contract allows there (or null, where the field may be left out)."""

    form: str
    required: bool = False


def _is_day(value: object) -> bool:
    try:
        dt.date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return True


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


_FORMS: Mapping[str, tuple[Any, str]] = {
    "words": (lambda v: isinstance(v, str) and bool(v.strip()), "words in quotation marks"),
    "text": (lambda v: v is None or isinstance(v, str), "words in quotation marks or null"),
    "number": (lambda v: v is None or _is_number(v), "a number or null"),
    "flag": (lambda v: isinstance(v, bool), "true or false"),
    "day": (lambda v: v is None or _is_day(v), "a day such as 2025-03-24, or null"),
    "list": (_is_words, "a list of words"),
    "answers": (lambda v: v is None or isinstance(v, str) or _is_words(v), "words, a list of words, or null"),
    "bodies": (
        lambda v: v is None or (isinstance(v, list) and all(isinstance(b, str) or _is_words(b) for b in v)),
        "a list that holds a list of equally good names for each organiser",
    ),
    "event types": (
        lambda v: _is_words(v) and set(v) <= set(_vocabulary("events.type")),
        "a list of event types",
    ),
    "object": (lambda v: isinstance(v, dict), "an object in braces"),
    "objects": (lambda v: isinstance(v, list) and all(isinstance(i, dict) for i in v), "a list of objects"),
}

_PLACED = {"q": Field("words", True), "in": Field("text"), "optional": Field("flag"), "why": Field("text")}
_EVENT = {
    "type": Field("events.type", True),
    "alt_types": Field("event types"),
    "trigger": Field("answers"),
    "name": Field("answers"),
    "organizers": Field("bodies"),
    "place": Field("answers"),
    "participants": Field("number"),
    "start": Field("day"),
    "end": Field("day"),
    "status": Field("events.status"),
    "in": Field("text"),
    "optional": Field("flag"),
    "why": Field("text"),
}
ITEMS: Mapping[str, Mapping[str, Field]] = {
    "numbers": {
        **_PLACED,
        "kind": Field("numbers.kind", True),
        "value": Field("number"),
        "low": Field("number"),
        "high": Field("number"),
        "unit": Field("text"),
        "bound": Field("numbers.bound"),
    },
    "dates": {
        **_PLACED,
        "type": Field("dates.type", True),
        "start": Field("day"),
        "end": Field("day"),
        "relation": Field("dates.relation"),
    },
    "ignored": _PLACED,
    "entities": {**_PLACED, "type": Field("entities.type", True)},
    "statistics": {
        **_PLACED,
        "measure": Field("answers"),
        "predicate": Field("answers"),
        "subject": Field("answers"),
        "place": Field("answers"),
        "period_start": Field("day"),
        "period_end": Field("day"),
        "per": Field("statistics.per"),
        "aggregation": Field("statistics.aggregation"),
        "status": Field("statistics.status"),
        "indicator": Field("answers"),
        "part_of": Field("text"),
    },
    "more_events": _EVENT,
}
_ARTICLE = {
    "first": Field("words", True),
    "last": Field("words", True),
    "headlines": Field("list", True),
    "title": Field("answers", True),
    "reporters": Field("list"),
    "correspondents": Field("list"),
    "event": Field("object", True),
    "why": Field("text"),
    **dict.fromkeys(ITEMS, Field("objects")),
}
_PUBLICATION = {"start": Field("day", True), "end": Field("day", True), "why": Field("text")}
_PAGE = {
    "page": Field("text"),
    "publication": Field("object"),
    "articles": Field("objects", True),
    "why": Field("text"),
}


def article_label(index: int, article: Mapping[str, Any]) -> str:
    """How a person finds an article of the file: its number from 1 and its first words."""
    first = article.get("first")
    return f"article {index + 1}" + (f" “{first}”" if isinstance(first, str) else "")


def item_label(article: str, key: str, index: int, item: Mapping[str, Any]) -> str:
    """How a person finds an item of an article: its list, its number from 1 and its words."""
    words = item.get("q") or item.get("in")
    return f"{article}, {key} {index + 1}" + (f" “{words}”" if isinstance(words, str) else "")


def check_form(gold: object) -> Iterator[Problem]:
    """Every departure of a parsed gold file from its form."""
    if not isinstance(gold, dict):
        yield Problem("the whole file", "is not an object", "begin the file with { and end it with }")
        return
    yield from _check("the page", gold, _PAGE)
    publication = gold.get("publication")
    if isinstance(publication, dict):
        yield from _check("publication", publication, _PUBLICATION)
    articles = gold.get("articles")
    for index, article in enumerate(articles if isinstance(articles, list) else []):
        if isinstance(article, dict):
            yield from _check_article(article_label(index, article), article)


def _check_article(label: str, article: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _check(label, article, _ARTICLE)
    if isinstance(article.get("event"), dict):
        yield from _check(f"{label}, event", article["event"], _EVENT)
    for key, fields in ITEMS.items():
        items = article.get(key)
        for index, item in enumerate(items if isinstance(items, list) else []):
            if isinstance(item, dict):
                yield from _check(item_label(label, key, index, item), item, fields)


def _check(where: str, data: Mapping[str, Any], fields: Mapping[str, Field]) -> Iterator[Problem]:
    for name, field in fields.items():
        if name not in data:
            if field.required:
                yield Problem(where, f"has no {name!r}", f"add {name!r}: {_describe(field)}")
        elif not _fits(data[name], field):
            yield Problem(where, f"{name!r} is {data[name]!r}", f"write {_describe(field)}")
    for name in data:
        if name not in fields:
            yield Problem(where, f"{name!r} is not read", f"the fields are {', '.join(fields)}", fatal=False)


def _fits(value: object, field: Field) -> bool:
    if field.form in _FORMS:
        return bool(_FORMS[field.form][0](value))
    return value in _vocabulary(field.form) or (value is None and not field.required)


def _describe(field: Field) -> str:
    if field.form in _FORMS:
        return str(_FORMS[field.form][1])
    return "one of " + ", ".join(_vocabulary(field.form))


def _vocabulary(column: str) -> tuple[str, ...]:
    name, _, column = column.partition(".")
    return table(name).column(column).values
