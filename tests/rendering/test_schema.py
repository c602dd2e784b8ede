"""The 电子信息格式: what the law takes is valid, what is missing or of another kind is not."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.casework.rendering.plain import plain_issue, schema_of
from mingjing.law import fields
from mingjing.law.papers import PAPERS
from mingjing.law.papers.schema import of_field, schema
from mingjing.law.terms import Field, Json, Kind
from mingjing.tlog import canonical
from tests.rendering.support import DAY, NUMBER, paper, sample

GOLDEN = Path(__file__).parents[1] / "golden" / "penalty_decision.schema.json"
EVERY_PAPER = [one.id for one in PAPERS]


def valid(shape: object, value: object) -> bool:
    return jsonschema.Draft202012Validator(shape).is_valid(value)


def data(paper_id: str, **over: Json) -> dict[str, object]:
    return canonical.decode(plain_issue(paper(paper_id), sample(paper_id, **over), NUMBER, DAY))


@pytest.mark.parametrize("paper_id", EVERY_PAPER)
def test_the_data_of_a_paper_are_valid_by_the_schema_beside_them(paper_id):
    found = canonical.decode(schema_of(paper(paper_id)))
    jsonschema.Draft202012Validator.check_schema(found)
    jsonschema.validate(data(paper_id), found, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("paper_id", EVERY_PAPER)
def test_data_without_what_is_due_are_not(paper_id):
    found = schema(paper(paper_id))
    for field in paper(paper_id).fields:
        if field.required and field.when is None:
            whole = data(paper_id)
            del whole["content"][field.id]
            assert not valid(found, whole), field.id
            assert not valid(found, data(paper_id) | {"content": {field.id: ""}}), field.id


def test_another_paper_and_another_frame_are_not_valid():
    found = schema(paper("penalty_decision"))
    good = data("penalty_decision")
    assert valid(found, good)
    for wrong in (
        {"paper": "prior_notice"},
        {"format": "x"},
        {"number": " "},
        {"day": "2025年9月24日"},
        {"more": 1},
    ):
        assert not valid(found, good | wrong), wrong


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["law", "article", "q", "a", "name", "count", "title", "kind", "result", "K1"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
CHOICES = (("K1", "甲"), ("K2", "乙"))


@pytest.mark.parametrize("kind", Kind)
@given(value=JSON)
def test_what_the_law_takes_the_schema_takes(kind, value):
    field = Field("x", "某项", kind, choices=CHOICES, element=True)
    if not fields.blank(value) and not fields.fault(field, value):
        assert valid(of_field(field), value)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Kind.MONEY, 3_000_000, "三万元"),
        (Kind.MONEY, 0, -1),
        (Kind.DAY, "2025-09-24", "2025-9-24"),
        (Kind.TIME, "2025-09-24T02:00:00.000Z", "2025-09-24"),
        (Kind.CHOICE, "K1", "K9"),
        (Kind.CHOICES, ["K1", "K2"], ["K1", "K1"]),
        (Kind.PARTY, {"kind": "org", "name": "甲"}, {"kind": "x", "name": "甲"}),
        (Kind.ARTICLE, [{"law": "甲法", "article": "第一条"}], [{"law": "甲法"}]),
        (
            Kind.FIGURES,
            [{"row": "a", "label": "罚款", "count": 0}],
            [{"row": "a", "label": "罚款", "count": -1}],
        ),
        (Kind.GOODS, [{"name": "叉车", "count": "1"}], [{"name": "叉车"}]),
        (Kind.FINDINGS, {"K1": {"result": "pass"}, "K2": {"result": "n/a"}}, {"K1": {"result": "pass"}}),
        (Kind.TEXT, "甲", "甲" * 201),
        (Kind.DIGEST, "0" * 64, "0" * 63),
    ],
)
def test_a_value_of_each_kind(kind, good, bad):
    shape = of_field(Field("x", "某项", kind, choices=CHOICES))
    assert valid(shape, good)
    assert not valid(shape, bad)


def test_what_need_not_be_stated_may_be_blank():
    assert valid(of_field(Field("x", "某项", Kind.DAY, required=False)), "")
    assert not valid(of_field(Field("x", "某项", Kind.DAY)), "")


def test_the_schema_of_a_decision_is_the_one_known():
    """A change is a new 电子信息格式 for whoever reads it: to renew the file, write `schema()` into it."""
    assert json.loads(GOLDEN.read_text(encoding="utf-8")) == schema(paper("penalty_decision"))
