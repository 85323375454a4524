"""What `baoshu run` says of corrections."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pipeline.api import Tables

_SHOWN = 20
_STATES = {
    "applied": "applied",
    "agrees": "that the extractor agrees with",
    "superseded": "overruled by a later line",
    "not_found": "whose row is not there",
    "invalid": "that cannot be applied",
}
_REFUSED = ("not_found", "invalid")


def say_corrections(result: Tables, name: str, *, quiet: bool) -> int:
    """Print how many corrections were applied and, on stderr, which were not and why; returns how many
    those are. `name`: of the file."""
    rows: list[dict[str, Any]] = result.arrow("corrections").to_pylist()
    counts = Counter(row["state"] for row in rows)
    if rows and not quiet:
        words = ", ".join(f"{counts[state]} {said}" for state, said in _STATES.items() if counts[state])
        click.echo(f"{len(rows)} corrections: {words}.")
    refused = [row for row in rows if row["state"] in _REFUSED]
    if refused:
        click.echo(f"{len(refused)} of {len(rows)} corrections in {name} were not applied:", err=True)
    for row in refused[:_SHOWN]:
        target = row["row_id"] or f"{row['document_id']} {row['start']}:{row['end']}"
        what = f"{row['table_name']} {target}"
        state = row["state"].replace("_", " ")
        click.echo(f"  line {row['line']}: {what}: {state}: {row['reason']}", err=True)
    if len(refused) > _SHOWN:
        click.echo(f"  … and {len(refused) - _SHOWN} more, in the table corrections.", err=True)
    if not rows and _withdrawn(result):
        click.echo(
            f"The last run applied corrections, this one has none: there are none in {name}.", err=True
        )
    return len(refused)


def _withdrawn(result: Tables) -> bool:
    """Whether this run is the first without corrections after one that had some."""
    if result.outcome is None or not result.outcome.published:
        return False
    runs = result.arrow("runs").select(["run_id", "corrections_hash"]).to_pylist()
    *_, before, last = [
        None,
        None,
        *(r["corrections_hash"] for r in sorted(runs, key=lambda r: str(r["run_id"]))),
    ]
    return before is not None and last is None
