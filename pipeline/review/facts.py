"""The facts that an analyst shall look at, with the words around them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from pipeline.contract import table as contract_table
from pipeline.corrections import Correction
from pipeline.publishing import Folder, iter_parts, source

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """`rows`: of `statistics`, with `title`, `publication_date`, `source` and `figure` (first and behind the
    last character of the number in `sentence`, None where it is not found); `fitting`: how many there are
    in all that fit what was asked for."""

    rows: list[Row]
    fitting: int


def facts_to_review(
    folder: Folder,
    decided: Iterable[Correction] = (),
    *,
    below: float | None = None,
    limit: int = 1000,
    indicators: Collection[str] = (),
    everything: bool = False,
) -> ReviewFacts:
    """The least certain facts of the published version in `folder`, without those that somebody has decided
    on, unless `everything`. `decided`: lines of the file of corrections that no run has seen yet."""
    chosen: Any = pc.field("confidence") <= 1.0
    if below is not None:
        chosen &= pc.field("confidence") < below
    if indicators:
        chosen &= pc.field("indicator").isin(list(indicators))
    where = ["statistic_id", "document_id", "start", "end", "confidence"]
    found = read_rows(folder, "statistics", where, chosen)
    if not everything:
        found = found.filter(pa.array(_undecided(found, folder, decided), pa.bool_()))
    order = [("confidence", "ascending"), ("document_id", "ascending"), ("start", "ascending")]
    ids = found.sort_by(order)["statistic_id"].slice(0, limit).to_pylist()
    rows = {r["statistic_id"]: r for r in _joined(folder, "statistics", None, "statistic_id", ids)}
    made = [rows[i] for i in ids]
    _add_words(folder, made)
    return ReviewFacts(made, found.num_rows)


def _undecided(found: pa.Table, folder: Folder, decided: Iterable[Correction]) -> list[bool]:
    rows = read_rows(folder, "corrections").to_pylist()
    ids = {
        r["found_id"] for r in rows if r["table_name"] == "statistics" and r["state"] in ("applied", "agrees")
    }
    refused = {
        (r["line"], r["row_id"] or "", r["column_name"] or "", r["value"] or "")
        for r in rows
        if r["state"] in ("invalid", "not_found")
    }
    lines = [line for line in decided if line.table.casefold() in ("", "statistics")]
    lines = [line for line in lines if (line.line, line.id, line.column, line.value) not in refused]
    places = {(line.document_id, line.start, line.end) for line in lines if line.start}
    ids |= {line.id for line in lines if not line.start}
    return [
        row["statistic_id"] not in ids
        and (row["document_id"], str(row["start"]), str(row["end"])) not in places
        for row in found.to_pylist()
    ]


def _add_words(folder: Folder, facts: list[Row]) -> None:
    sentences = _by(folder, "sentences", ["sentence_id", "start"], "sentence_id", facts)
    articles = _by(folder, "articles", ["article_id", "title"], "article_id", facts)
    known = ["document_id", "raw_text", "publication_date", "source"]
    documents = _by(folder, "documents", known, "document_id", facts)
    for fact in facts:
        document, sentence = documents[fact["document_id"]], sentences[fact["sentence_id"]]
        before = document["raw_text"][sentence["start"] : fact["start"]]
        fact["figure"] = figure_in(fact["sentence"], before, fact["text"])
        fact["title"] = articles[fact["article_id"]]["title"]
        fact |= {name: document[name] for name in ("publication_date", "source")}


def figure_in(sentence: str, before: str, text: str) -> tuple[int, int] | None:
    """Where in a clean sentence the number `text` stands, before which the raw text has `before`.

    Column breaks put white space into the raw text: what is not white space is counted. Where a caption
    stands in between, the words are looked for.
    """
    inked = [i for i, character in enumerate(sentence) if not character.isspace()]
    words = "".join(text.split())
    at = len("".join(before.split()))
    if words and at + len(words) <= len(inked):
        start, end = inked[at], inked[at + len(words) - 1] + 1
        if "".join(sentence[start:end].split()) == words:
            return start, end
    found = sentence.find(text)
    return (found, found + len(text)) if text and found >= 0 else None


def _by(folder: Folder, name: str, columns: list[str], key: str, facts: list[Row]) -> dict[str, Row]:
    wanted = list({fact[key] for fact in facts})
    return {row[key]: row for row in _joined(folder, name, columns, key, wanted)}


def _joined(folder: Folder, name: str, columns: list[str] | None, key: str, wanted: list[str]) -> list[Row]:
    rows: list[Row] = read_rows(
        folder, name, columns, pc.field(key).isin(pa.array(wanted, pa.string()))
    ).to_pylist()
    return rows


def read_rows(
    folder: Folder, name: str, columns: list[str] | None = None, rows: Any = None, prefix: str = ""
) -> pa.Table:
    """Rows of a table of a published version that fit the expression `rows`; `prefix`: of another table that
    has its columns."""
    found = [source(path) for _, path in iter_parts(folder, prefix + name)]
    system = found[0][1] if found else None
    dataset = ds.dataset([path for path, _ in found], schema=contract_table(name).schema, filesystem=system)
    return dataset.to_table(columns=columns, filter=rows)
