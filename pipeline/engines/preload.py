"""Everything that a worker reads before it begins, read when this module is imported.

Nobody imports it but the process of multiprocessing's fork server (`LocalExecutor`), which can only be told the names
of modules. Workers forked of it have spaCy, the lexicons and the model at once, and share their memory.
"""

from contextlib import suppress

from pipeline.config import Config
from pipeline.engines.imports import without_collection, without_pandas

with suppress(Exception), without_pandas(), without_collection():  # a worker that fails so again says it
    import pipeline.engines.shard  # noqa: F401
    from pipeline.engines.shared import shared_nlp

    shared_nlp(Config())
