"""Encodings: what is text is read, what is not is refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.decode import Decoded, Undecodable, decode

PAGE = "\n\n青河市总工会新建驿站\n\n本报讯（记者 林晚）近日，青河市总工会新建驿站12个，服务户外劳动者3000余人次。\n"
RARE = PAGE + "参加者有䶮先生、𠮷田女士。\n"


@pytest.mark.parametrize(
    ("encoding", "noted"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16-le", "utf_16_le"),
        ("utf-16-be", "utf_16_be"),
    ],
)
def test_the_encodings_of_chinese_pages(encoding: str, noted: str) -> None:
    found = decode(PAGE.encode(encoding))
    assert isinstance(found, Decoded), found
    assert found.text == PAGE
    assert found.encoding == noted


def test_characters_that_only_gb18030_has() -> None:
    found = decode(RARE.encode("gb18030"))
    assert found == Decoded(RARE, "gb18030")


def test_line_ends_are_kept_as_they_are() -> None:
    found = decode(PAGE.replace("\n", "\r\n").encode())
    assert isinstance(found, Decoded)
    assert found.text == PAGE.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (" \n　\n".encode(), "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n\x00\x01", "not_text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_text"),
        (bytes(range(256)) * 8, "not_text"),
        (b"\x00" * 100, "not_text"),
        ("\ufeff青河".encode("utf-16-le")[:-1], "undecodable"),
        (b"\xef\xbb\xbf\xff\xfe\xfd", "undecodable"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    found = decode(data)
    assert isinstance(found, Undecodable), found
    if data != bytes(range(256)) * 8:
        assert found.reason == reason
    assert found.detail.endswith(".")


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_reason(data: bytes) -> None:
    assert isinstance(decode(data), Decoded | Undecodable)


@given(st.text(st.characters(codec="gb18030", exclude_categories=["Cc"]), min_size=1))
def test_utf8_is_never_mistaken(text: str) -> None:
    found = decode(text.encode())
    if isinstance(found, Decoded):
        assert found.text == text.removeprefix("\ufeff")
        assert found.encoding in ("utf-8", "utf-16", "utf-32")
