"""Times Recognizers-Text for Chinese: numbers, units and dates of the lines of FILE, as JSON.

python recognizers_zh.py FILE
"""

import datetime
import json
import sys
import time
from pathlib import Path

from recognizers_date_time import DateTimeRecognizer
from recognizers_number import Culture, NumberRecognizer
from recognizers_number_with_unit import NumberWithUnitRecognizer

numbers, units = NumberRecognizer(Culture.Chinese), NumberWithUnitRecognizer(Culture.Chinese)
models = [
    numbers.get_number_model(),
    numbers.get_ordinal_model(),
    numbers.get_percentage_model(),
    units.get_currency_model(),
    units.get_dimension_model(),
    units.get_age_model(),
]
dates = DateTimeRecognizer(Culture.Chinese).get_datetime_model()
reference = datetime.datetime(2024, 6, 1)


def work(line: str) -> int:
    return sum(len(m.parse(line)) for m in models) + len(dates.parse(line, reference))


lines = Path(sys.argv[1]).read_text(encoding="utf-8").split("\n")
work("2024年3月5日有3个人")
begun = time.perf_counter()
found = sum(work(line) for line in lines)
print(json.dumps({"chars": sum(map(len, lines)), "seconds": time.perf_counter() - begun, "found": found}))
