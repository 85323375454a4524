"""The contract is one file, and everything that is made of it agrees with it."""

from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.contract import contract, mention_tables, table, table_names
from pipeline.contract.dictionary import dictionary
from pipeline.errors import ERRORS, BaoshuError
from pipeline.tables import to_arrow
from pipeline.tables.rows import LETTERS, SINGULAR

ROOT = Path(__file__).parents[2]


def test_the_dictionary_is_up_to_date() -> None:
    written = (ROOT / "docs" / "data_dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary(), "run `make dictionary`"


def test_every_error_is_listed() -> None:
    written = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    for code, meaning in ERRORS.items():
        assert f"| {code} | {meaning} |" in written


def test_every_error_raised_is_known() -> None:
    import re

    for path in (ROOT / "pipeline").rglob("*.py"):
        for code in re.findall(r'"(B\d{3})"', path.read_text(encoding="utf-8")):
            assert code in ERRORS, f"{path.name} raises {code}"


def test_mention_tables_share_their_first_columns() -> None:
    shared = ["document_id", "article_id", "sentence_id", "text", "start", "end", "extractor", "confidence"]
    assert set(mention_tables()) == set(LETTERS) == set(SINGULAR)
    for name in mention_tables():
        assert [c.name for c in table(name).columns[:9]] == [SINGULAR[name], *shared]
        assert table(name).key == SINGULAR[name]


def test_references_lead_to_columns_that_exist() -> None:
    for spec in contract().values():
        for column in spec.columns:
            if column.ref:
                target, name = column.ref.split(".")
                assert table(target).column(name)


def test_every_column_says_what_it_means_in_both_languages() -> None:
    for spec in contract().values():
        for column in spec.columns:
            assert column.en.endswith("."), f"{spec.name}.{column.name}"
            assert column.zh, f"{spec.name}.{column.name}"


def test_the_columns_of_the_shared_contract_are_there(shared: Path) -> None:
    import re

    text = (shared / "contract" / "tables.md").read_text(encoding="utf-8")
    for section in re.split(r"^## ", text, flags=re.M)[2:]:
        name = section.split()[0]
        known = {c.name for c in table(name).columns}
        head = section.split("\n\n")[0] if name == "rejects" else section
        named = set(re.findall(r"`([a-z_]+)`(?=[^`]*(?:·|$|\())", head.split("\n-")[0]))
        codes = {v for c in table(name).columns for v in c.values}
        assert not named - known - codes - set(table_names()) - {"raw", "text"}, name


@pytest.mark.parametrize("name", table_names())
def test_an_empty_table_has_the_explicit_schema(name: str) -> None:
    made = to_arrow(name, [])
    assert made.schema.equals(table(name).schema, check_metadata=True)
    assert made.schema.metadata[b"baoshu.table"] == name.encode()
    assert made.num_rows == 0


def test_an_unknown_table_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(BaoshuError, match=r"B007.*documents, articles"):
        table("pages")


def test_rows_that_break_the_contract_are_not_written() -> None:
    reject = {"source_path": "a.txt", "reason": "empty", "detail": "nothing"}
    assert to_arrow("rejects", [reject]).num_rows == 1
    with pytest.raises(ValueError, match="colour"):
        to_arrow("rejects", [reject | {"colour": "red"}])
    with pytest.raises(ValueError, match=r"rejects\.detail"):
        to_arrow("rejects", [reject | {"detail": None}])
    with pytest.raises(pa.ArrowException):
        to_arrow("rejects", [reject | {"detail": 5}])
