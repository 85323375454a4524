"""Part-of-speech tags of the words in jieba's dictionary (ICTCLAS tags: `nr` person, `ns` place, `nt` body, `v` verb …).

jieba keeps a dictionary of half a million words and beginnings of words, without their tags. Reading these
from the text that it comes with takes a third of a second in every process; so `jieba_tags.bin` holds a
code for each key of that dictionary, in its order (`scripts/jieba_tags.py` writes it). With another
dictionary than that it was made of, the text is read.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from itertools import compress, islice
from pathlib import Path

import jieba

from pipeline.text.segmentation import segmenter

PREPARED = Path(__file__).with_name("jieba_tags.bin")
_EVERY = 997  # so many keys apart are those whose hash must be right


@dataclass(frozen=True, slots=True)
class Tagged:
    """`codes[i]` is the code of the i-th key of jieba's dictionary; `names[code]` is its tag, code 0 that of
    keys that are no words but beginnings of some."""

    names: tuple[str, ...]
    codes: bytes


@cache
def tagged() -> Tagged:
    """The tags of this process's dictionary, as they were prepared or read from the dictionary's text."""
    return prepared(PREPARED) or read_tags(segmenter())


@cache
def word_tags() -> dict[str, str]:
    """Word -> tag, of all words in jieba's dictionary; made at first use."""
    found = tagged()
    # the keys are the segmenter's own strings: a second copy of them would take 30 MB
    words = compress(segmenter().FREQ, found.codes)
    return dict(zip(words, map(found.names.__getitem__, compress(found.codes, found.codes)), strict=True))


def words_tagged(tags: Collection[str]) -> list[str]:
    """The words of jieba's dictionary that have one of the tags, in its order."""
    found = tagged()
    wanted = bytes(code < len(found.names) and found.names[code] in tags for code in range(256))
    return list(compress(segmenter().FREQ, found.codes.translate(wanted)))


def tag_names() -> tuple[str, ...]:
    """The tags that words of jieba's dictionary have, sorted."""
    return tagged().names[1:]


def prepared(path: Path) -> Tagged | None:
    """What `written` gave, if the dictionary of this process is the one that it was made of; else None."""
    head, _, codes = path.read_bytes().partition(b"\n")
    facts = json.loads(head)
    if facts["dictionary"] != _identity(segmenter()):
        return None
    return Tagged(tuple(facts["names"]), zlib.decompress(codes))


def written(found: Tagged) -> bytes:
    """The tags as `jieba_tags.bin` holds them: a line of JSON with the names and what tells the dictionary,
    then the codes, compressed by zlib."""
    facts = {"dictionary": _identity(segmenter()), "names": found.names}
    return json.dumps(facts).encode() + b"\n" + zlib.compress(found.codes, 9)


def read_tags(made: jieba.Tokenizer) -> Tagged:
    """The tags in the text of the tokenizer's dictionary."""
    with made.get_dict_file() as file:
        columns = file.read().decode("utf-8").split()
    tags: dict[str, str] = dict(zip(columns[::3], columns[2::3], strict=True))
    names = ("", *sorted(set(tags.values())))
    code_of = {name: code for code, name in enumerate(names)}
    return Tagged(names, bytes(code_of[tags.get(key, "")] for key in made.FREQ))


def _identity(made: jieba.Tokenizer) -> list[str]:
    """What tells the tokenizer's dictionary: the hash of its text, and of a part of the keys as they are in
    memory, which jieba may have taken from a cache."""
    with made.get_dict_file() as file:
        text = hashlib.sha256(file.read()).hexdigest()
    keys = [str(len(made.FREQ)), *islice(made.FREQ, 0, None, _EVERY)]
    return [text, hashlib.sha256("\n".join(keys).encode()).hexdigest()]
