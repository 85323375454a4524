"""Works a shard through: its rows written as part files."""

from __future__ import annotations

from pipeline.engines.batch import work_batch
from pipeline.engines.ledger import SIGNATURES, UNITS, signatures_table, units_table
from pipeline.engines.task import Shard, ShardResult, Task, Watch
from pipeline.publishing import write_part


def work_shard(shard: Shard, task: Task, watch: Watch = lambda _: None) -> ShardResult:
    """Work through the shard and write its part files below `task.folder/<table>/`, `_units` last.

    Raises BaoshuError B004 where they cannot be written.
    """
    batch = work_batch(shard.items, task.config, shard.given_up, watch, singly=shard.singly)
    part = shard.part_by(task.fingerprint)
    for name, table in batch.tables.items():
        write_part(table, task.folder, name, part)
    write_part(signatures_table(batch.signatures), task.folder, SIGNATURES, part)
    write_part(units_table(batch.units, task.fingerprint), task.folder, UNITS, part)
    documents = batch.tables["documents"]
    return ShardResult(
        part=part,
        inputs=len(shard.items),
        documents=documents.num_rows,
        rejects=batch.tables["rejects"].num_rows,
        chars=sum(documents["char_count"].to_pylist()),
    )
