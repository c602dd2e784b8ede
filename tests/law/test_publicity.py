"""What each procedure tells the public, read off its table."""

from __future__ import annotations

import pytest

from mingjing.disclosure import record as records
from mingjing.law.parameters import packaged
from mingjing.law.procedures import PROCEDURES
from mingjing.law.terms import Kind

PUBLISHED = [one for one in PROCEDURES.values() if one.publicity]
OUTSIDE = {
    Kind.ARTICLE,
    Kind.CHOICE,
    Kind.CHOICES,
    Kind.MONEY,
    Kind.NUMBER,
    Kind.DAY,
    Kind.TEXT,
    Kind.LONG_TEXT,
}
"""Kinds of facts that may go out: nothing that names a person, a file or another case."""


def test_results_of_every_act_but_single_fees_are_published():
    kept = {one.act for one in PROCEDURES.values() if not (one.history or one.own)} - {
        one.act for one in PUBLISHED
    }
    assert kept == {"fee"}, "个案缴费不公示（rules §4.2）"


@pytest.mark.parametrize("law", PUBLISHED, ids=lambda one: one.key)
def test_what_is_shown_is_described_and_of_a_kind_that_may_go_out(law):
    for name in law.publicity.shows:
        assert records.described(law, name).kind in OUTSIDE, name
    assert law.publicity.lasts_from in ("", *law.publicity.shows)


@pytest.mark.parametrize("law", PUBLISHED, ids=lambda one: one.key)
def test_the_public_is_spoken_to_in_sentences(law):
    said = {one.id for one in records.sentences_of(law).fields}
    assert {"plain", "content", "public_facts"} <= said
    assert law.publicity.titled in said or law.publicity.titled == "cause"


@pytest.mark.parametrize("law", PUBLISHED, ids=lambda one: one.key)
def test_its_number_is_one_that_an_act_gives(law):
    made = {paper for one in law.derived.values() if one.effective for paper in one.papers}
    for paper in law.publicity.of:
        assert paper in made and law.paper(paper).word


@pytest.mark.parametrize("law", PUBLISHED, ids=lambda one: one.key)
def test_what_is_published_can_be_taken_back_and_put_right(law):
    acts = list(law.derived.values())
    assert [one.id.split("_")[-1] for one in acts if records.publishes(law, one)] == ["publish", "republish"]
    assert any(records.withdraws(law, one) for one in acts)


@pytest.mark.parametrize("law", PUBLISHED, ids=lambda one: one.key)
def test_how_long_it_stays_is_a_parameter(law):
    assert set(law.publicity.lasts) <= set(packaged().keys())
