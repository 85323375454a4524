"""The data contract: schemas, metadata, dictionary and vocabulary, all from `tables.yaml`."""

from pipeline.contract.schema import (
    CONTRACT_VERSION,
    Column,
    Table,
    contract,
    correctable_tables,
    mention_tables,
    table,
    table_names,
)

__all__ = [
    "CONTRACT_VERSION",
    "Column",
    "Table",
    "contract",
    "correctable_tables",
    "mention_tables",
    "table",
    "table_names",
]
