"""Text of pages made fit for a terminal, which obeys what it is sent.

A page is written by others: an escape sequence in it could recolour the screen, retitle the window or
type into the shell, and a bidirectional control can make `12` read as `21`. Such characters are shown as
a sign of their own, one for one, so that offsets stay true.
"""

from __future__ import annotations

import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_FIRST_PICTURE = 0x2400  # SYMBOL FOR NULL: Control Pictures stand in the order of the C0 controls
_C0 = 0x20
_DELETE = 0x7F


def safe(text: str) -> str:
    """`text` with every character that a terminal would act on shown as a visible one; same length.

    White space becomes a space. C0 controls become their Control Picture (␛), other controls, format
    characters (bidirectional controls, zero widths) and lone surrogates become U+FFFD.
    """
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    if char in "\t\n" or unicodedata.category(char) in ("Zs", "Zl", "Zp"):
        return " "
    code = ord(char)
    if code < _C0:
        return chr(_FIRST_PICTURE + code)
    return "\N{SYMBOL FOR DELETE}" if code == _DELETE else REPLACEMENT
