"""The model's card for people, made from what the training wrote down."""

from __future__ import annotations

from typing import Any

_HEAD = """# Model card: entity model of Baoshu 报数

A linear-chain CRF (python-crfsuite {library}) on characters: what the character and its neighbours are, the words and
tags of jieba's dictionary around it, tables of surnames, given names, syllables of transliteration and areas, and what
the grammar of names makes of the place. It labels the nine types of the contract; `merge.py` joins it with the grammar.

Made {made} with `{command}` in {minutes} minutes on one core; {variants}. SHA-256 of the corpus: `{corpus}`.

## Data

| source | licence | sentences | characters | marks |
| --- | --- | ---: | ---: | ---: |
"""
_MIDDLE = """
Our own corpus is in `corpora/entities` ({shares}); every sentence was written for it. The other source is not in this
repository; the model file is a work based on it, see `NOTICE`.

## F1 of exact spans on {articles} articles of our own corpus that were held aside

They are meant to be hard (names that are words, rare surnames, no titles beside them): pages score higher.

"""
_TAIL = """
PLACE joins GPE, LOC and FAC. "crf" was trained without the grammar's features, "grammar + crf" is what is shipped.

## Limits

Trained on text of 1990 to 2026 in simplified characters. Names of persons without surname, title or verb beside them,
firms that a paper calls by an everyday word, and long names of events without quotation marks are missed most.
Probabilities are the model's marginals, not shares measured on pages.
"""


def to_markdown(card: dict[str, Any]) -> str:
    """`model.json` as a page of Markdown."""
    variants = ", ".join(f"{count} of each {kind} article" for kind, count in card["variants"].items())
    lines = [
        _HEAD.format(
            library=card["python-crfsuite"],
            made=card["made"],
            command=card["command"],
            minutes=card["minutes"],
            variants=f"widened copies with other names: {variants}",
            corpus=card["corpus_sha256"],
        )
    ]
    for source in card["sources"]:
        numbers = " | ".join(f"{source[key]:,}" for key in ("sentences", "characters", "marks"))
        lines.append(f"| {source['name']} | {source['licence']} | {numbers} |\n")
    shares = ", ".join(f"{count:,} {kind} sentences" for kind, count in card["sentences"].items())
    lines.append(_MIDDLE.format(shares=shares, articles=card["held_aside"]["articles"]))
    scores = card["held_aside"]["F, exact spans"]
    types = [*sorted({name for row in scores.values() for name in row} - {"all"}), "all"]
    lines.append("| | " + " | ".join(types) + " |\n| --- |" + " ---: |" * len(types) + "\n")
    for part, row in scores.items():
        lines.append(f"| {part} | " + " | ".join(f"{row.get(name, 0):.3f}" for name in types) + " |\n")
    return "".join([*lines, _TAIL])
