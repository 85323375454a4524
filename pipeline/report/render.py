"""Templates: Jinja with autoescape, and the words in both languages."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from pipeline.contract import contract
from pipeline.report.escape import exact, script_json
from pipeline.report.words import Pair, code_words, indicator_words, table_words, words


def environment() -> Environment:
    """The templates of this package; every value is escaped unless it is Markup."""
    made = Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update(t=_ui, code=_code, indicator=_indicator, table=_table, column=_column, pair=pair)
    made.globals["ui_pair"] = lambda key: words()["ui"][key]
    made.filters.update(exact=exact, script=script_json)
    return made


def pair(both: Pair) -> Markup:
    """A word in both languages; the style sheet shows that of the language chosen."""
    zh, en = (escape(word) for word in both)
    if zh == en:
        return Markup(f"<span>{zh}</span>")
    return Markup(f'<span class="zh" lang="zh-Hans">{zh}</span><span class="en" lang="en">{en}</span>')


def _ui(key: str) -> Markup:
    return pair(words()["ui"][key])


def _code(code: str | None) -> Markup:
    return pair(code_words(code)) if code else Markup("")


def _indicator(code: str | None) -> Markup:
    if code is None:
        return _ui("no_indicator")
    return pair(indicator_words().get(code, [code, code]))


def _table(name: str) -> Markup:
    return pair(table_words(name))


def _column(table: str, name: str) -> Markup:
    found: Any = contract()[table].column(name)
    return Markup('<span title="{}">{}</span>').format(
        f"{found.zh} · {found.en}", pair([found.zh, name.replace("_", " ")])
    )
