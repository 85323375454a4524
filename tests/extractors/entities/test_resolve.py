"""Canonical names and area codes within a page."""

from __future__ import annotations

import pytest

from pipeline.extractors.entities import find_entities, resolve_names
from pipeline.extractors.entities.areas import areas, streets


def _names(text: str, kind: str = "ORG") -> list[str]:
    return [m.name for m in resolve_names(find_entities(text), text, [(0, len(text))]) if m.type == kind]


def _codes(text: str) -> dict[str, str | None]:
    return {
        m.name: m.adcode
        for m in resolve_names(find_entities(text), text, [(0, len(text))])
        if m.type == "GPE"
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "北京远山创新投资集团有限公司（以下简称“远山集团”）召开会议。\n会后，远山集团慰问职工。",
            ["北京远山创新投资集团有限公司"] * 3,
        ),
        ("北京市总工会印发通知。\n市总工会要求抓好落实。", ["北京市总工会", "北京市总工会"]),
        ("延庆区总工会走访企业。\n区总工会还送去了慰问品。", ["延庆区总工会", "延庆区总工会"]),
        ("朝阳区总工会联合区司法局普法。", ["朝阳区总工会", "朝阳区司法局"]),
        ("北京市商业学校开学。\n该校还开设了夜校。", ["北京市商业学校", "北京市商业学校"]),
        ("北新集团工会慰问职工。\n集团工会还送去了药品。", ["北新集团工会", "北新集团工会"]),
        ("南岭科学城总工会招募志愿者。\n科学城总工会表示欢迎。", ["南岭科学城总工会", "南岭科学城总工会"]),
        ("海淀区总工会、昌平区总工会协办。", ["海淀区总工会", "昌平区总工会"]),
        ("市总工会下发文件。", ["市总工会"]),
    ],
)
def test_canonical_names(text: str, names: list[str]) -> None:
    assert _names(text) == names


def test_this_body_is_the_last_of_its_article() -> None:
    text = "通州区第一中学开学。\n该校工会慰问教师。\n顺义区第二中学放假。\n该校工会组织郊游。"
    cut = text.index("顺义区")
    mentions = resolve_names(find_entities(text), text, [(0, cut), (cut, len(text))])
    assert [m.name for m in mentions if m.type == "ORG"] == [
        "通州区第一中学", "通州区第一中学工会", "顺义区第二中学", "顺义区第二中学工会",
    ]  # fmt: skip


def test_codes() -> None:
    assert _codes("北京市海淀区和朝阳区的企业。") == {
        "北京市海淀区": "110108",
        "朝阳区": "110105",
    }
    assert _codes("长春市朝阳区的企业。") == {"长春市朝阳区": "220104"}
    assert _codes("他来自河北涞水。") == {"河北涞水": "130623"}
    assert _codes("他家在丰台区长辛店镇。") == {"丰台区长辛店镇": None}
    assert _codes("朝阳区的企业。") == {"朝阳区": None}
    assert _codes("记者在怀柔看到，游人如织。") == {"怀柔": "110116"}
    assert _codes("从浙江到云南，处处繁忙。") == {"浙江": "330000", "云南": "530000"}
    assert _codes("他来自法国。") == {"法国": None}


def test_the_table_of_areas() -> None:
    table = areas()
    assert sum(code.endswith("0000") for code in table.names) == 34
    assert len(table.names) > 3000
    assert all(len(code) == 6 and code.isdigit() for code in table.names)
    assert table.full["朝阳区"] == ("110105", "220104")
    assert set(sum(streets().values(), ())) == {
        name for code, name in table.names.items() if code[:4] == "1101"
    }


def test_nothing_in_nothing_out() -> None:
    assert resolve_names([], "", []) == []
