"""Within a pipeline, numerals inside names are no numbers."""

from pipeline.engines import load


def found(text: str) -> list[str]:
    doc = load(exclude=["baoshu_statistics", "baoshu_events"])(text)
    return [text[n.start : n.end] for n in doc._.numbers]


def test_a_numeral_inside_a_name_is_no_number() -> None:
    assert found("北京市第二中级人民法院审理案件12件。") == ["12件"]
    assert found("青河市第三人民医院新设2个门诊。") == ["2个"]


def test_a_numeral_in_the_name_of_an_event_is_a_number() -> None:
    assert found("青河市总工会召开第二届工会会员代表大会。") == ["第二届"]
