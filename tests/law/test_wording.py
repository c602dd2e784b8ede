"""The usual words of a paper: the lengths are those of the field, the condition is kept, what the case knows comes first."""

from __future__ import annotations

from mingjing.law import clocks, wording
from mingjing.law.papers import fields
from mingjing.law.procedures import PROCEDURES
from mingjing.law.terms import Field
from tests.law.world import Story


def started(story: Story, field: Field) -> str | None:
    return wording.written(field.usual, clocks.looking(story.procedure, story.case, story.world))


def test_the_length_is_that_of_the_matter() -> None:
    story = Story().until("po_notice")
    assert "5 个工作日内陈述、申辩" in str(started(story, fields.rights))
    story.world.settings["penalty.defense_within"] = 3
    assert "3 个工作日内陈述、申辩" in str(started(story, fields.rights))


def test_words_stand_only_where_they_are_true() -> None:
    """A warning has nothing to pay; a small fine has no hearing."""
    fined, warned = Story(), Story()
    warned.said |= {"kinds": ["warning"], "fine": 0}
    for story in (fined, warned):
        story.until("po_decide.ask")
    assert "15 日内" in str(started(fined, fields.perform)) and "3% 加处" in str(
        started(fined, fields.perform)
    )
    assert started(warned, fields.perform) is None
    assert started(warned, fields.hearing_right) is None
    large = Story(branch="hearing")
    large.until("po_serve")
    assert "听证不收取费用" in str(started(large, fields.hearing_right))


def test_every_text_can_be_written_in_every_procedure() -> None:
    """Each names parameters that are there for a case that is only begun."""
    texts = [
        (p.id, one)
        for p in PROCEDURES.values()
        for paper in p.papers
        for one in paper.fields
        if one.usual is not None
    ]
    assert len({one.usual.text for _, one in texts if one.usual}) > 15
    story = Story().until("po_notice")
    for where, one in texts:
        said = started(story, one)
        assert said is None or "{" not in said, (where, one.id, said)
