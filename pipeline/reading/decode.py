"""Bytes to text: which encoding a page is in."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ["gb18030", "utf_16_le", "utf_16_be", "big5"]
_BINARY = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PAR1",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_READABLE = re.compile("[\t\n\r -~\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
MAX_CONTROL_SHARE = 0.01
MIN_READABLE_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Undecodable:
    """`reason` is `empty`, `not_text` or `undecodable`."""

    reason: str
    detail: str


def decode(data: bytes) -> Decoded | Undecodable:
    """The text of a page's bytes, byte order mark removed, nothing else changed; never raises.

    A byte order mark decides; then strict UTF-8; then charset-normalizer chooses among GB18030
    (which GBK and GB 2312 are parts of), UTF-16 and Big5.
    """
    if not data:
        return Undecodable("empty", "The file is empty.")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding)
    if data.startswith(_BINARY):
        return Undecodable("not_text", "The bytes are those of a binary format, not of a text file.")
    try:
        return _readable(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        utf8_error = error
    guessed = _guess(data)
    if guessed is None:
        return Undecodable(
            "undecodable",
            f"Not UTF-8 (byte {utf8_error.start}: {utf8_error.reason}) and in no other Chinese encoding we know; "
            "save the file as UTF-8.",
        )
    decoded = _strict(data, guessed)
    if isinstance(decoded, Decoded) and len(_READABLE.findall(decoded.text)) < MIN_READABLE_SHARE * len(
        decoded.text
    ):
        return Undecodable(
            "not_text", f"Decoded as {guessed} it is no readable text; save the file as UTF-8."
        )
    return decoded


def _guess(data: bytes) -> str | None:
    best = from_bytes(data, cp_isolation=_GUESSES, enable_fallback=False).best()
    if best is not None:
        return best.encoding
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return "gb18030"


def _strict(data: bytes, encoding: str) -> Decoded | Undecodable:
    try:
        return _readable(data.decode(encoding), encoding.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        return Undecodable("undecodable", f"Broken {encoding} at byte {error.start}: {error.reason}.")


def _readable(text: str, encoding: str) -> Decoded | Undecodable:
    if not text or text.isspace():
        return Undecodable("empty", "There is nothing but white space.")
    controls = len(_CONTROLS.findall(text))
    if controls > max(1, MAX_CONTROL_SHARE * len(text)):
        return Undecodable(
            "not_text", f"{controls} control characters among {len(text)}: binary data, not text."
        )
    return Decoded(text, encoding)
