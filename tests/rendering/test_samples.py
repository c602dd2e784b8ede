"""A sample of a paper is one that could be issued: its parts go together."""

import pytest

from mingjing.casework.rendering import fonts as fonts_
from mingjing.cli import main
from mingjing.commands.papers import sample
from mingjing.law.papers import PAPERS
from tests.rendering.support import paper, text_of

CHARGES = {"每平方米1.2元，5000平方米。": 120, "每台300元，2台。": 30_000}
"""How the samples say a sum is come by → the standard in 分."""


@pytest.mark.parametrize(
    ("name", "there", "absent"),
    [
        ("permit_decision", {"granted", "permit_scope"}, {"denied_why"}),
        ("permit_renewal_decision", {"renewed", "valid_until"}, set()),
        ("penalty_decision", {"fine"}, {"hearing_adopted"}),
        ("court_application", set(), {"house_materials"}),
    ],
)
def test_what_is_due_on_a_condition_is_left_out_where_it_does_not_hold(name, there, absent):
    found = set(sample(paper(name)))
    assert there <= found and not absent & found


def test_a_sum_is_the_standard_times_the_number():
    charged = [one for one in PAPERS if {"sum_shown", "amount_due"} <= {field.id for field in one.fields}]
    assert len(charged) == 4
    for one in charged:
        stated = sample(one)
        standard = CHARGES["".join(stated["sum_shown"].split())]
        number = int(stated["sum_shown"].partition("，")[2].strip("台平方米。 "))
        assert (one.id, stated["amount_due"]) == (one.id, standard * number)
        assert stated.get("quantity", number) == number


def test_a_sample_names_people_and_no_codes(tmp_path):
    if fonts_.fonts() is None:
        pytest.skip(fonts_.MISSING)
    for name, there in (
        ("hearing_notice", "听证主持人：周某"),
        ("recusal_request", "被申请回避的人员：张某"),
    ):
        file = tmp_path / f"{name}.pdf"
        assert main(["papers", "sample", name, "-o", str(file)]) == 0
        assert there in text_of(file.read_bytes())


def test_the_command_prints_it_under_the_agency_that_seals(tmp_path):
    if fonts_.fonts() is None:
        pytest.skip(fonts_.MISSING)
    for name, there, absent in (
        ("permit_decision", "准予许可", "不予许可的理由"),
        ("levy_notice", "6,000元", "特种设备"),
    ):
        file = tmp_path / f"{name}.pdf"
        assert main(["papers", "sample", name, "-o", str(file)]) == 0
        text = text_of(file.read_bytes())
        assert there in text and absent not in text and "样张机关" not in text
        assert text.removeprefix("演练").startswith("枣庄市市场监督管理局（演示）")
        assert "演练库文书不具法律效力" in text
