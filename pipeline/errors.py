"""Errors for people: a number to look up, what happened, where, and what to do about it."""

from __future__ import annotations


class BaoshuError(Exception):
    """Something the user can mend. `code` (`B001`…) is stable and listed in docs/errors.md."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        self.code = code
        self.message = message
        self.hint = hint
        super().__init__(f"[{code}] {message}" + (f" {hint}" if hint else ""))

    def __reduce__(self) -> tuple[type[BaoshuError], tuple[str, str, str]]:
        # an error of a worker process must reach the driver whole
        return type(self), (self.code, self.message, self.hint)


ERRORS: dict[str, str] = {
    "B001": "An input path does not exist.",
    "B002": "No input was given, or the folders given hold no readable file.",
    "B003": "The configuration file cannot be read or has an unknown or ill-typed setting.",
    "B004": "The output folder cannot be written.",
    "B005": "Another run is working on the output folder.",
    "B006": "The folder holds no published result.",
    "B007": "There is no table of that name.",
    "B008": "pages.csv cannot be read or points outside its folder.",
    "B009": "A gold file cannot be read or does not fit its page.",
    "B010": "A lexicon file or a file of facts is broken.",
    "B011": "A worker process died.",
    "B012": "The publication date given is no calendar date.",
    "B013": "The spaCy pipeline named for entity recognition cannot be loaded.",
    "B014": "Spark cannot be used: PySpark or Java is missing, or the master is not reached.",
    "B015": "The file of corrections cannot be read, or its header names no columns that we know.",
    "B016": "A review sheet cannot be written, or cannot be read back.",
    "B017": "Neither a file nor a row of the result has the name given to `show`.",
    "B018": "The file given to `show` is no page, or cannot be read.",
    "B019": "An export cannot be written.",
    "B020": "A query is wrong, or asks for more than reading the tables of the result.",
    "B021": "Compiled modules are of other sources than stand beside them.",
}
"""Code -> what it means; the source of docs/errors.md."""
