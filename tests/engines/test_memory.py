"""Nothing grows with the number of distinct records: neither vocabularies nor caches nor ids."""

from __future__ import annotations

import functools
import gc
import sys
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.invented import invented_lines, invented_text
from pipeline.config import Config
from pipeline.engines import shared
from pipeline.engines.batch import work_batch
from pipeline.engines.shared import shared_nlp
from pipeline.extractors.statistics import cutting, indicators
from pipeline.extractors.statistics.indicators import Indicators
from pipeline.reading import SourceDocument
from pipeline.reading.seen import SeenIds

RECORDS, SETTLED, BATCH = 3000, 1000, 250


def caches() -> list[functools._lru_cache_wrapper[object]]:
    """The caches of our functions that forget."""
    gc.unfreeze()  # what a pipeline left out of garbage collection is not listed
    found = [o for o in gc.get_objects() if isinstance(o, functools._lru_cache_wrapper)]
    ours = [c for c in found if str(getattr(c, "__module__", "")).startswith("pipeline.")]
    return [c for c in ours if c.cache_info().maxsize is not None]


def memories() -> list[dict[Any, Any]]:
    """What is remembered in plain dictionaries that are emptied when full."""
    told = [o._told for o in gc.get_objects() if isinstance(o, Indicators)]
    return [cutting._readings(), *told]


def blocks() -> int:
    """Blocks of memory that Python holds, without those of caches that have a limit."""
    for cache in caches():
        cache.cache_clear()
    for memory in memories():
        memory.clear()
    gc.collect()
    return sys.getallocatedblocks()


def batches(numbers: range) -> Iterator[list[SourceDocument]]:
    for first in range(numbers.start, numbers.stop, BATCH):
        yield [
            SourceDocument(f"r{i}", f"r.jsonl#{i}", "0" * 64, "utf-8", invented_text(i), is_record=True)
            for i in range(first, first + BATCH)
        ]


def test_thousands_of_distinct_records_leave_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "VOCABULARY", 10_000)
    for batch in batches(range(SETTLED)):
        work_batch(batch, Config())
    before, sizes = blocks(), [0]
    for batch in batches(range(SETTLED, RECORDS)):
        assert len(work_batch(batch, Config()).tables["documents"]) == BATCH
        nlp = shared_nlp(Config())
        sizes.append(len(nlp.vocab))
        assert len(nlp.vocab.strings) < 1000
        assert len(nlp.vocab) < 2 * shared.VOCABULARY
        del nlp  # what is held while the next one is made stays until the one after that
    assert sizes != sorted(sizes)  # the vocabulary's hash table was made anew
    assert blocks() - before < RECORDS  # less than one block a record; a record's rows are hundreds


def test_every_cache_of_words_has_a_limit() -> None:
    assert {c.__name__ for c in caches()} >= {"plain_value", "read_numeral", "_of_word", "tag_of"}
    for cache in caches():
        limit = cache.cache_info().maxsize
        assert limit is not None and limit <= 1 << 14, cache.__name__
    assert cutting._MAX_READINGS <= 1 << 14 and indicators._MAX_TOLD <= 1 << 14


def test_ids_that_were_met_take_little_memory_and_are_all_known() -> None:
    tracemalloc.start()
    seen = SeenIds()
    assert all(seen.add(f"记录-{i}") for i in range(200_000))
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert size < 20 * 200_000
    assert not any(seen.add(f"记录-{i}") for i in range(0, 200_000, 7))
    assert seen.add("另一条")


def test_invented_records_are_all_different() -> None:
    texts = [invented_text(i) for i in range(3000)]
    assert len(set(texts)) == len(texts)
    assert list(invented_lines(5)) == list(invented_lines(5))
