"""Text of pages made safe for HTML and for scripts, without a character more or less."""

from __future__ import annotations

import json
import math
from typing import Any

from markupsafe import Markup, escape

_SCRIPT = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
_HTML = {"\0": "\u2400", "\r": "&#13;"}


def exact(text: str) -> Markup:
    """HTML whose text node holds as many code points as `text`, so that offsets stay true.

    A browser's parser would drop NUL and make CR LF one character.
    """
    html = str(escape(text))
    for character, instead in _HTML.items():
        html = html.replace(character, instead)
    return Markup(html)


def script_json(value: Any) -> Markup:
    """JSON that can stand inside a script element or a script file; infinities become null."""
    text = json.dumps(_finite(value), ensure_ascii=False, separators=(",", ":"), default=str, allow_nan=False)
    return Markup(text.translate(_SCRIPT))


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, dict):
        return {name: _finite(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return value
