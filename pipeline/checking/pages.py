"""Against the page: offsets are true to it, every article has its event, no input was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa

from pipeline.contract import mention_tables


def offset_faults(tables: dict[str, pa.Table]) -> Iterator[str]:
    """Rows whose `raw[start:end]` is not their text, white space aside, or leaves its sentence."""
    documents = tables["documents"].select(["document_id", "raw_text"]).to_pylist()
    raw = {row["document_id"]: row["raw_text"] for row in documents}
    sentences = {
        r["sentence_id"]: (r["article_id"], r["start"], r["end"])
        for r in tables["sentences"].select(["sentence_id", "article_id", "start", "end"]).to_pylist()
    }
    for name in ("sentences", *mention_tables()):
        key = "sentence_id" if name == "sentences" else tables[name].column_names[0]
        columns = dict.fromkeys([key, "document_id", "article_id", "sentence_id", "text", "start", "end"])
        for row in tables[name].select(list(columns)).to_pylist():
            page = raw.get(row["document_id"], "")
            yield from _span_faults(f"{name} {row[key]}", page, row["text"], row["start"], row["end"])
            article, start, end = sentences.get(row["sentence_id"], (None, 0, 0))
            if article != row["article_id"] or not start <= row["start"] < end:
                yield f"{name} {row[key]}: begins at {row['start']}, outside its sentence {row['sentence_id']}"
    for row in tables["documents"].to_pylist():
        for part in (*row["publication_evidence"], *row["outside"]):
            where = f"documents {row['document_id']}"
            yield from _span_faults(where, row["raw_text"], part["text"], part["start"], part["end"])
    for row in tables["articles"].select(["article_id", "document_id", "start", "end"]).to_pylist():
        if not 0 <= row["start"] < row["end"] <= len(raw.get(row["document_id"], "")):
            yield f"articles {row['article_id']}: {row['start']}:{row['end']} is outside the page"


def primary_event_faults(tables: dict[str, pa.Table]) -> Iterator[str]:
    """Articles that have no primary event, or several."""
    events = tables["events"].select(["article_id", "is_primary"]).to_pylist()
    primary = Counter(row["article_id"] for row in events if row["is_primary"])
    for article_id in tables["articles"]["article_id"].to_pylist():
        if primary[article_id] != 1:
            yield f"articles {article_id}: {primary[article_id]} primary events, the contract wants one"


def lost_inputs(tables: dict[str, pa.Table]) -> Iterator[str]:
    """Inputs that are neither a document nor a reject."""
    documents, rejects = tables["documents"].num_rows, tables["rejects"].num_rows
    if not tables["runs"].num_rows:
        yield "runs: there is no row"
        return
    last = max(tables["runs"].to_pylist(), key=lambda row: str(row["run_id"]))
    if last["inputs"] != documents + rejects:
        yield f"runs {last['run_id']}: {last['inputs']} inputs, but {documents} documents + {rejects} rejects"
    for count in last["counts"]:
        if count["rows"] != tables[count["table"]].num_rows:
            name, rows = count["table"], tables[count["table"]].num_rows
            yield f"runs {last['run_id']}: {count['rows']} rows of {name} were written, {rows} are there"


def _span_faults(where: str, page: str, text: str, start: int, end: int) -> Iterator[str]:
    if not 0 <= start < end <= len(page):
        yield f"{where}: {start}:{end} is outside the page of {len(page)} characters"
    elif "".join(page[start:end].split()) != "".join(text.split()):
        yield f"{where}: the page has {page[start:end]!r} at {start}:{end}, the row says {text!r}"
