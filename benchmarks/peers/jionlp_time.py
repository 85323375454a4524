"""Times JioNLP's time extraction: reads lines from FILE, prints characters and seconds as JSON.

python jionlp_time.py FILE
"""

import contextlib
import io
import json
import logging
import sys
import time
from pathlib import Path

with contextlib.redirect_stdout(io.StringIO()):  # it greets on import
    import jionlp

logging.disable(logging.CRITICAL)  # it logs a traceback for each false candidate
lines = Path(sys.argv[1]).read_text(encoding="utf-8").split("\n")
jionlp.ner.extract_time("2024年3月5日")  # loads what it loads lazily
begun = time.perf_counter()
found = sum(len(jionlp.ner.extract_time(line)) for line in lines)
print(json.dumps({"chars": sum(map(len, lines)), "seconds": time.perf_counter() - begun, "found": found}))
