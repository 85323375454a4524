"""Articles that were printed twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa
import rensa

if TYPE_CHECKING:  # the driver alone has DuckDB
    import duckdb

_NOT_WORDS = re.compile(r"[\W_]+")
_FIGURES = re.compile(r"[0-9]+(?:\.[0-9]+)?|[〇零一二三四五六七八九十百千万亿]+")
MIN_CHARS = 40
"""Shorter bodies are never called duplicates: a one-line notice may well recur and be another one."""
SHINGLE = 3
"""Letters and digits that make one shingle."""
SIMILAR = 0.7
"""Jaccard similarity of the shingles from which two bodies are the same article."""
_HASHES, _BANDS = 64, 16
_SEED = 20
_ROWS = _HASHES // _BANDS
"""Four rows a band: of two articles as similar as `SIMILAR`, 99 in 100 pairs agree in a band."""


def signature(body: str) -> list[int] | None:
    """MinHash signature of a body (64 numbers); None for one that is too short to be told apart."""
    words = _NOT_WORDS.sub("", body)
    if len(words) < MIN_CHARS:
        return None
    made = rensa.RMinHash(num_perm=_HASHES, seed=_SEED)
    made.update(list(_shingles(words)))
    return [int(number) for number in made.digest()]


def same_article(one: str, other: str) -> bool:
    """Whether two bodies are the same text, a little changed or shortened: three in four of their
    shingles are the same, and all figures of the shorter one are in the longer one, so that a
    bulletin of the same form about another month stays an article of its own."""
    if one == other:
        return True
    first, second = (_NOT_WORDS.sub("", body) for body in (one, other))
    a, b = _shingles(first), _shingles(second)
    if len(a & b) < SIMILAR * len(a | b):
        return False
    figures = [set(_FIGURES.findall(body)) for body in (one, other)]
    return figures[0] <= figures[1] or figures[1] <= figures[0]


def find_duplicates(corpus: duckdb.DuckDBPyConnection) -> pa.Table:
    """Each article that repeats an earlier one (`article_id`, `original`), in a corpus with the
    relations `signatures` and `articles`.

    Earlier is what was published earlier, as far as that is known; then the document ids decide. An
    article is compared with the earliest of each group that shares a band of its signature.
    """
    corpus.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE ranked AS
          SELECT row_number() OVER (ORDER BY published NULLS LAST, document_id, article_id) AS rank,
                 article_id, signature FROM signatures;
        CREATE OR REPLACE TEMP TABLE banded AS
          SELECT rank, band, hash(signature[band * {_ROWS} + 1 : (band + 1) * {_ROWS}]) AS bucket
          FROM ranked, range({_BANDS}) AS bands(band);
        CREATE OR REPLACE TEMP TABLE pairs AS
          SELECT DISTINCT b.rank AS later, g.first AS earlier
          FROM banded b JOIN (SELECT band, bucket, min(rank) AS first FROM banded
                              GROUP BY band, bucket HAVING count(*) > 1) g
            ON b.band = g.band AND b.bucket = g.bucket
          WHERE b.rank > g.first;
        """
    )
    originals: dict[int, int] = {}
    for later, earlier, one, other in _pairs(corpus):
        if later not in originals and same_article(one, other):
            originals[later] = originals.get(earlier, earlier)
    made = pa.table(
        {"later": pa.array(originals.keys(), pa.int64()), "earlier": pa.array(originals.values(), pa.int64())}
    )
    corpus.register("found", made)
    found = corpus.sql(
        """
        SELECT l.article_id AS article_id, e.article_id AS original
        FROM found JOIN ranked l ON found.later = l.rank JOIN ranked e ON found.earlier = e.rank
        ORDER BY found.later
        """
    ).to_arrow_table()
    corpus.unregister("found")
    corpus.execute("DROP TABLE ranked; DROP TABLE banded; DROP TABLE pairs")
    return found


def _pairs(corpus: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, int, str, str]]:
    batches = corpus.sql(
        """
        SELECT later, earlier, a.body AS one, b.body AS other
        FROM pairs JOIN ranked l ON later = l.rank JOIN articles a ON a.article_id = l.article_id
                   JOIN ranked e ON earlier = e.rank JOIN articles b ON b.article_id = e.article_id
        ORDER BY later, earlier
        """
    ).to_arrow_reader(1000)
    for batch in batches:
        columns = batch.to_pydict()
        yield from zip(*(columns[name] for name in ("later", "earlier", "one", "other")), strict=True)


def _shingles(words: str) -> set[str]:
    return {words[i : i + SHINGLE] for i in range(len(words) - SHINGLE + 1)}
