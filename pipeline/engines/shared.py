"""The spaCy pipeline of a process: made once, for good."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from spacy.language import Language

from pipeline.config import Config
from pipeline.engines.imports import without_collection
from pipeline.engines.stages import load

WARM_UP = "2024年3月，青河市总工会主席林晚介绍，全市已建职工驿站12个。"

VOCABULARY = 500_000
"""Words after which the spaCy pipeline is made anew. A memory zone takes its words out of the
vocabulary, but the hash table they stood in keeps their places and doubles whenever those run out: it
would grow with every word ever seen. At this size it takes some 16 MiB."""


def shared_nlp(config: Config) -> Language:
    """The spaCy pipeline of this process, made at first use and again after `VOCABULARY` words."""
    nlp = _made_nlp(config)
    if len(nlp.vocab) > VOCABULARY:  # spaCy counts the words it has made, also those that are gone
        del nlp
        _made_nlp.cache_clear()
        gc.unfreeze()
        gc.collect()  # a pipeline is full of cycles
        nlp = _made_nlp(config)
    return nlp


@cache
def _made_nlp(config: Config) -> Language:
    """A new pipeline.

    It is tried once on `WARM_UP`, which reads every lexicon: a broken one fails the run before any
    document is blamed for it.
    """
    with _kept_for_good():
        nlp = load(config=config)
        if not config.foreign_ner:
            # shape, prefix, lower case …: spaCy works them out of every new word, and no stage of ours asks
            nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
        nlp(WARM_UP)
    return nlp


@contextmanager
def _kept_for_good() -> Iterator[None]:
    """What is made here stays: no garbage is looked for meanwhile, nor ever again among what is there then.

    It is looked for less often, too. A batch makes a hundred thousand objects, hardly any of them in cycles; to go
    through all of them and all lexicons again and again takes a fifteenth of a run.
    """
    with without_collection():
        try:
            yield
        finally:
            gc.freeze()
            atexit.register(gc.unfreeze)  # else DuckDB, if it was imported before, calls its own types leaked
            gc.set_threshold(max(_THRESHOLDS[0], gc.get_threshold()[0]), *_THRESHOLDS[1:])


_THRESHOLDS = (20_000, 20, 20)  # Python's own: 700, 10, 10
