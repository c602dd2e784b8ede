"""Rows follow the acts: publish, issue, withdraw, publish again."""

import json
import re

import pytest

from mingjing.casework.service import Refused
from mingjing.disclosure import leaves
from mingjing.disclosure.models import Publication, PublishedFile
from mingjing.law.papers import closing_approval, public_decision
from mingjing.law.terms import FileRef, PaperRef
from tests.disclosure.cases import (
    CITIZEN,
    DRAFT,
    FIRM,
    Story,
    enter,
    enter_all,
    issue,
    number,
    publish,
    withdraw,
)

pytestmark = pytest.mark.usefixtures("fresh_portal_on_both")


def row() -> Publication:
    return Publication.objects.get(pk=number())


def test_an_act_of_another_kind_makes_no_row():
    enter_all(Story().decided())
    assert not Publication.objects.exists()


def test_a_publication_waits_for_its_issued_form():
    story = enter_all(Story().decided())
    publishing = story.published()
    enter(story)
    assert (row().state, row().issued_entry) == ("pending", None)
    issue(story, publishing)
    assert row().state == "public"
    assert row().issued_entry


def test_the_row_says_what_the_record_says():
    publish()
    found = row()
    record = json.loads(bytes(found.record))
    assert (found.org, found.party_display, found.cause) == (
        FIRM["name"],
        FIRM["name"],
        "使用未经定期检验的叉车案",
    )
    assert (found.act, found.agency_name) == ("penalty", "枣庄市市场监督管理局")
    assert record["decided_on"] == found.decided_on.isoformat() == "2026-11-03"
    assert found.publish_by.isoformat() == "2026-11-12"


@pytest.mark.parametrize(
    ("party", "valid_until", "wanted"),
    [
        (FIRM, "2030-10-21", "2031-10-21"),  # a year after it has run out
        (FIRM, "", "2031-10-24"),  # without a day of its own: five years, as every result
        (CITIZEN, "", "2028-10-24"),  # of a natural person two
    ],
)
def test_a_permit_stays_public_by_its_validity_and_without_one_by_the_usual_period(
    party, valid_until, wanted
):
    story = Story(party=dict(party), procedure="permit@2019-04-23", doc_no="枣市监许决〔2026〕7号")
    decision = {
        "party": story.party,
        "granted": "yes",
        "permit_scope": "气瓶充装",
        "agency_name": story.agency_name,
    }
    paper = PaperRef("permit_decision", DRAFT, story.doc_no)
    story.add("pm_receive", {"party": story.party, "item": "PER-0001"})
    story.add("pm_decide", {"permit_decision": decision}, roles="agency_head", papers=(paper,))
    story.add("pm_issue", {"permit_certificate": {"valid_from": "2026-10-22", "valid_until": valid_until}})
    said = {
        "public_matter": "气瓶充装许可",
        "plain": "准予。",
        "content": "准予许可",
        "public_facts": "具备。",
    }
    story.add(
        "pm_publish", {"public_notice": said}, roles="publisher", papers=(PaperRef("public_notice", DRAFT),)
    )
    enter_all(story)
    assert Publication.objects.get(pk=story.doc_no).display_until.isoformat() == wanted


def test_both_the_record_and_the_issued_form_are_known_by_digest():
    publish()
    kinds = dict(PublishedFile.objects.values_list("kind", "sha256"))
    assert kinds.keys() == {"record", "paper"}
    assert kinds["record"] == row().sha256


def test_a_withdrawal_takes_what_names_the_party_out_of_the_row():
    withdraw(publish())
    found = row()
    assert found.state == "withdrawn"
    assert found.withdrawn_ground == "决定被变更、撤销、确认违法或者无效"
    kept = " ".join(str(getattr(found, one.name)) for one in Publication._meta.fields)
    assert FIRM["name"] not in kept
    assert bytes(found.record) == b""


def test_published_again_it_is_a_correction():
    story = withdraw(publish())
    again = story.published(plain="这家公司有 1 台叉车过了检验有效期。")
    enter(story)
    assert row().state == "pending"
    assert row().withdrawn_on
    issue(story, again)
    assert row().state == "corrected"


def test_personal_data_in_a_public_sentence_aborts_the_act():
    story = enter_all(Story().decided())
    story.published(plain="电话 13800138000。")
    with pytest.raises(Refused, match="联系方式") as refused:
        enter(story)
    assert refused.value.ids == {"E-LEAK"}
    assert not Publication.objects.exists()


def test_a_reason_that_names_the_party_aborts_the_withdrawal():
    story = publish()
    story.withdrawn(f"{FIRM['name']}胜诉。")
    with pytest.raises(Refused, match="撤下的理由"):
        enter(story)
    assert row().state == "public"


def test_no_column_holds_the_name_of_a_natural_person():
    publish(Story(party=dict(CITIZEN), cause="销售过期食品案"))
    found = row()
    kept = (
        " ".join(str(getattr(found, one.name)) for one in Publication._meta.fields)
        + bytes(found.record).decode()
    )
    assert found.party_display == "张某"
    assert (found.org, found.org_code) == ("", "")
    assert not [one for one in ("张三丰", CITIZEN["code"], "西小庄") if one in kept]


def test_the_public_paper_says_of_the_party_only_what_the_record_says():
    story = Story(party=dict(CITIZEN), cause="销售过期食品案").decided()
    rows = leaves.paper_facts(story.case, story.published(), public_decision)
    assert ("当事人", "张某") in rows
    assert "三丰" not in str(rows)
    assert not re.search(r"\d{4}-\d\d", str(rows))
    assert leaves.paper_facts(story.case, story.entries[-1], closing_approval) is None


def test_a_withdrawing_act_carries_its_leaf_and_no_other_act_does():
    story = publish()
    assert leaves.of_act(story.entries[-1]) == []
    (leaf,) = leaves.of_act(story.withdrawn())
    assert (leaf["t"], leaf["doc_no"], leaf["sha256"]) == ("withdrawn", number(), row().sha256)


def test_a_private_paper_has_no_public_leaf():
    story = Story().decided()
    assert (
        leaves.published(
            story.case, story.entries[-1], closing_approval, FileRef("a" * 64, "b" * 64, 1, "结案审批表")
        )
        == []
    )


def test_a_form_made_after_the_withdrawal_does_not_bring_it_back():
    story = enter_all(Story().decided())
    publishing = story.published()
    enter(story)
    story.withdrawn()
    enter(story)
    issue(story, publishing)
    assert (row().state, row().issued_entry) == ("withdrawn", None)


def test_a_second_withdrawal_leaves_the_first_tombstone_as_it_was():
    story = publish()
    withdraw(story)
    first = row().withdrawn_on
    Publication.objects.create(
        **{
            **{one.attname: getattr(row(), one.attname) for one in Publication._meta.concrete_fields},
            "number": number(119),
            "state": Publication.PUBLIC,
        }
    )
    story.withdrawn("第二次撤下的理由。")
    enter(story)
    again = Publication.objects.get(pk=number(119))
    assert (row().withdrawn_on, row().withdrawn_reason) != (again.withdrawn_on, again.withdrawn_reason)
    assert row().withdrawn_on == first
