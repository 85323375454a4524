"""Writes the data dictionary from the contract."""

from __future__ import annotations

from pipeline.contract.schema import CONTRACT_VERSION, Column, contract

HEAD = f"""# Data dictionary 数据字典

Made by `make dictionary` from `pipeline/contract/tables.yaml` (contract version {CONTRACT_VERSION}); do not edit.

- **Offsets** are Unicode code points into the document's decoded text (`documents.raw_text`; byte order
  mark removed, nothing else changed), half open: `raw[start:end]`. Where a column break cuts a word the
  slice holds white space; without white space it equals `text`.
- **null** means that the text does not say. **Dates** are calendar days; an interval is closed at both ends.
- **Ids** are stable from run to run: `article_id` = `document_id` + `:` + position; a mention's id is its
  `article_id` + `:` + a letter for its table + a running number.
- Columns marked + were added to the original contract. Columns are added, never renamed.
- Columns marked ✎ can be changed by an analyst's correction (`docs/corrections.md`).
"""


def dictionary() -> str:
    """The data dictionary as Markdown."""
    parts = [HEAD]
    for table in contract().values():
        parts.append(f"\n## {table.name}\n\n{table.en} {table.zh}。\n")
        parts.append(
            "| column | type | null | unit | meaning | 含义 |\n| --- | --- | --- | --- | --- | --- |"
        )
        parts.extend(_row(c, key=c.name == table.key) for c in table.columns)
    return "\n".join(parts) + "\n"


def _row(column: Column, *, key: bool) -> str:
    name = f"**`{column.name}`**" if key else f"`{column.name}`"
    meaning = column.en
    if column.values:
        meaning += " One of " + ", ".join(f"`{v}`" for v in column.values) + "."
    if column.ref:
        meaning += f" → `{column.ref}`"
    cells = [
        name + (" +" if column.added else "") + (" ✎" if column.correctable else ""),
        f"`{column.type_name}`",
        "yes" if column.nullable else "",
        (column.unit or "").replace("|", "/"),
        meaning,
        column.zh,
    ]
    return "| " + " | ".join(cells) + " |"
