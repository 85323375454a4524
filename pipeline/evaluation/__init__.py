"""Scores the tables of a run against pages that were annotated by hand.

`evaluate(tables, raw, gold)` gives an `Evaluation`: its measures, `to_text()`, `to_json()` and the
list of misses. `facts` does the same for sentences with their facts. `validate(path, raw_text)` says what is wrong with a gold file or forgotten in it.
"""

from pipeline.evaluation.goldfile import validate
from pipeline.evaluation.goldform import Problem
from pipeline.evaluation.measures import Miss, Share, Tally
from pipeline.evaluation.report import Evaluation
from pipeline.evaluation.scoring import evaluate

__all__ = ["Evaluation", "Miss", "Problem", "Share", "Tally", "evaluate", "validate"]
