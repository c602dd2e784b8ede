"""A form begins with the usual words where the case knows nothing; what was written before in the case comes first."""

from __future__ import annotations

from dataclasses import replace

from mingjing.casework import prefill
from mingjing.law import clocks
from mingjing.law.guards import rates
from mingjing.law.papers import fields
from tests.support import city
from tests.support.home import Home

DAY = "2025-09-24"


def test_a_form_begins_with_the_usual_words_until_the_case_has_its_own(fresh_city: Home) -> None:
    one = city.player()
    assert one.through("po_conclude", DAY)[-1].receipt
    law, case, context = one._look()
    said = str(prefill.field_value(law, case, context, fields.rights))
    assert "5 个工作日内陈述、申辩" in said and "{" not in said
    assert prefill.field_value(law, case, context, fields.reasons) is None

    one.overrides["rights"] = "三日内可以当面陈述（演示）。"
    assert one.do("po_notice", DAY).receipt
    law, case, context = one._look()
    assert prefill.field_value(law, case, context, fields.rights) == "三日内可以当面陈述（演示）。"


def test_the_remedies_name_who_hears_them_as_far_as_the_register_does(fresh_city: Home) -> None:
    one = city.player()
    assert one.through("po_conclude", DAY)[-1].receipt
    law, case, context = one._look()
    context.agency = replace(context.agency, reconsideration="枣庄市人民政府（演示）", court="")
    said = str(prefill.field_value(law, case, context, fields.remedies))
    assert "60 日内向枣庄市人民政府（演示）申请行政复议" in said
    assert "6 个月内向有管辖权的人民法院提起行政诉讼" in said


def test_a_demand_names_a_rate_only_while_a_fine_is_owed(fresh_city: Home) -> None:
    one = city.player()
    assert one.through("po_serve:penalty_decision", DAY)[-1].receipt
    assert "加处罚款" in str(rates.late_rate(clocks.looking(*one._look())))
    assert one.through("po_pay", DAY)[-1].receipt
    assert rates.late_rate(clocks.looking(*one._look())) is None
