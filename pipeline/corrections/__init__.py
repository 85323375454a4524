"""Corrections: what analysts decided about rows, read from a CSV and applied to a document's rows."""

from pipeline.corrections.applying import correct_rows, tables_touched
from pipeline.corrections.csvfile import CORRECTIONS_CSV, csv_bytes, parse_csv, read_corrections
from pipeline.corrections.decisions import Checked, check
from pipeline.corrections.model import ACTIONS, Correction, Corrections, Verdict

__all__ = [
    "ACTIONS",
    "CORRECTIONS_CSV",
    "Checked",
    "Correction",
    "Corrections",
    "Verdict",
    "check",
    "correct_rows",
    "csv_bytes",
    "parse_csv",
    "read_corrections",
    "tables_touched",
]
