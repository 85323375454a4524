"""`baoshu review`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

EXIT_FAULTS = 3
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    epilog="""\b
Examples:
  baoshu review data/processed --out review.xlsx
  baoshu review data/processed --out stations.xlsx --indicator service_stations --below 0.9
  baoshu review data/processed --read review.xlsx
"""
)
@click.argument("folder", metavar="DIR")
@click.option("--out", "written", type=_FILE, metavar="FILE", help="Write the facts into this Excel file.")
@click.option(
    "--read", "read", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE",
    help="Take the decisions in this Excel file over into the corrections.",
)  # fmt: skip
@click.option(
    "--pin", is_flag=True, help="Complete corrections written by hand with place and words of their rows."
)
@click.option("--below", type=click.FloatRange(0, 1), help="Facts of less confidence only.")
@click.option(
    "--limit", default=1000, show_default=True, type=click.IntRange(1, 1_000_000), help="At most so many."
)
@click.option("--indicator", "chosen", multiple=True, metavar="CODE", help="Facts of it only; several times.")
@click.option("--all", "everything", is_flag=True, help="Also facts that somebody has decided on.")
@click.option(
    "--corrections", type=_FILE, help="The file of corrections, in place of corrections.csv in DIR."
)
@click.option("--indicators", type=_FILE, help="YAML: indicators of your own, for the list.")
def review(
    folder: str,
    written: Path | None,
    read: Path | None,
    pin: bool,
    below: float | None,
    limit: int,
    chosen: tuple[str, ...],
    everything: bool,
    corrections: Path | None,
    indicators: Path | None,
) -> None:
    """Look facts through in Excel, least certain first, and read the decisions back.

    --out writes a sheet of the facts in the result folder DIR that nobody has decided on; --read puts what was
    decided in it into DIR/corrections.csv, which the next run applies. --pin writes into that file where the rows
    stand that the last run found for it, so that they are found again when pages change.
    """
    if [written is None, read is None, not pin].count(False) != 1:
        raise click.UsageError("Give --out to write a sheet, or --read to read one back, or --pin.")
    if written is not None and written.suffix.casefold() != ".xlsx":
        raise click.BadParameter(f"{written} does not end in .xlsx", param_hint="--out")
    if written is not None:
        _write(folder, written, corrections, indicators, below, limit, chosen, everything)
    elif read is not None:
        _read(folder, read, corrections)
    else:
        _pin(folder, corrections)


def _write(
    folder: str,
    written: Path,
    corrections: Path | None,
    indicators: Path | None,
    below: float | None,
    limit: int,
    chosen: tuple[str, ...],
    everything: bool,
) -> None:
    from pipeline.corrections import read_corrections
    from pipeline.corrections.csvfile import path_of
    from pipeline.extractors.statistics import builtin_indicators, load_indicators
    from pipeline.publishing import place_of, store_of
    from pipeline.review import facts_to_review, write_sheet

    known = (load_indicators(indicators) if indicators else builtin_indicators()).by_code
    out = place_of(folder)
    decided = read_corrections(path_of(out, str(corrections) if corrections else None)).lines
    found = facts_to_review(
        store_of(out).current(),
        decided,
        below=below,
        limit=limit,
        indicators=chosen,
        everything=everything,
    )
    write_sheet(found.rows, written, {code: indicator.label for code, indicator in known.items()})
    words = f"{len(found.rows)} facts" + (f" of {found.fitting}" if found.fitting > len(found.rows) else "")
    click.echo(
        f"{words} in {written}, least certain first. Read it back: baoshu review {folder} --read {written}"
    )


def _read(folder: str, sheet: Path, corrections: Path | None) -> None:
    from pipeline.corrections import csv_bytes, read_corrections
    from pipeline.corrections.csvfile import path_of, save
    from pipeline.corrections.merging import merge
    from pipeline.publishing import place_of
    from pipeline.review import read_sheet

    path = path_of(place_of(folder), str(corrections) if corrections else None)
    found = read_sheet(sheet)
    merged = merge(read_corrections(path).lines, found.corrections)
    if merged.added or merged.changed:
        save(path, csv_bytes(merged.lines))
    click.echo(
        f"{len(found.corrections)} decisions in {sheet}: {merged.added} new, {merged.changed} other than "
        f"before, {merged.same} as before. {len(merged.lines)} corrections in {path}"
        + ("; `baoshu run` applies them." if merged.lines else ".")
    )
    for fault in found.faults:
        click.echo(f"{sheet.name}, {fault}", err=True)
    if found.faults:
        sys.exit(EXIT_FAULTS)


def _pin(folder: str, corrections: Path | None) -> None:
    from pipeline.corrections import csv_bytes, read_corrections
    from pipeline.corrections.csvfile import path_of, save
    from pipeline.publishing import place_of, store_of
    from pipeline.review import pinned

    out = place_of(folder)
    path = path_of(out, str(corrections) if corrections else None)
    before = read_corrections(path, needed=True)
    lines = pinned(store_of(out).current(), before)
    count = sum(new != old for new, old in zip(lines, before.lines, strict=True))
    if count:
        save(path, csv_bytes(lines))
    click.echo(f"{count} of {len(lines)} corrections in {path} were completed.")
