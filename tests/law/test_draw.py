"""Drawing by lot: anybody who has the seed and the list draws the same, and nobody in the list is favoured."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law.draw import METHOD, draw, head, lines

MEMBERS = st.lists(st.text(min_size=1), max_size=30)
SEEDS = st.text(alphabet="0123456789abcdef", min_size=64, max_size=64)


@given(SEEDS, MEMBERS, st.integers(0, 40), st.randoms(use_true_random=False))
def test_the_same_seed_draws_the_same_whatever_the_order_of_the_list(seed, members, count, dice):
    shuffled = [*members, *members[:3]]
    dice.shuffle(shuffled)
    assert draw(seed, shuffled, count) == draw(seed, members, count)


@given(SEEDS, MEMBERS, st.integers(0, 40))
def test_members_are_drawn_once_each_and_as_many_as_wanted(seed, members, count):
    found = draw(seed, members, count)
    assert set(found) <= set(members)
    assert len(found) == len(set(found)) == min(count, len(set(members)))


@given(SEEDS, MEMBERS, st.integers(0, 30), st.integers(0, 30))
def test_a_longer_draw_begins_with_the_shorter(seed, members, one, other):
    short, long = sorted((one, other))
    assert draw(seed, members, long)[: len(draw(seed, members, short))] == draw(seed, members, short)


@given(SEEDS, st.sets(st.text(min_size=1), min_size=2, max_size=20), st.data())
def test_who_was_not_drawn_does_not_matter_to_who_was(seed, members, data):
    """So nobody can steer the lot by adding or striking out others who then are not drawn."""
    found = draw(seed, members, len(members) // 2)
    gone = data.draw(st.sampled_from(sorted(members - set(found))))
    assert draw(seed, members - {gone}, len(found)) == found


@pytest.mark.parametrize(("size", "count"), [(2, 1), (7, 1), (10, 3), (13, 12)])
def test_every_member_is_equally_likely(size, count):
    """4,000 seeds: no member is drawn more or less often than five standard deviations allow."""
    tries, share = 4000, count / size
    seen = Counter(
        one
        for number in range(tries)
        for one in draw(sha256(str(number).encode()).hexdigest(), map(str, range(size)), count)
    )
    allowed = 5 * (tries * share * (1 - share)) ** 0.5
    assert len(seen) == size
    assert all(abs(times - tries * share) < allowed for times in seen.values()), seen


def test_the_way_of_drawing_is_fixed():
    """What was drawn years ago is drawn again: a change here needs another name."""
    assert METHOD == "mingjing/draw/v1"
    assert draw("0" * 64, ("甲", "乙", "丙", "丁", "戊"), 5) == ("乙", "丙", "甲", "戊", "丁")


def test_fewer_than_none_cannot_be_drawn():
    with pytest.raises(ValueError, match="fewer"):
        draw("0" * 64, ("甲",), -1)


def test_a_list_is_written_one_to_a_line():
    assert lines(" 91370400 甲公司 \n\n　乙公司\r\n") == ("91370400 甲公司", "乙公司")
    assert (head("91370400 甲公司"), head("乙公司")) == ("91370400", "乙公司")
    assert lines(None) == ()
