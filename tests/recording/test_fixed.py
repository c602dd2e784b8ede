"""Opened entries are shared between requests, so their values refuse every change."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from mingjing.recording.fixed import fixed

VALUE: Any = {"a": [1, {"b": "二"}], "c": None}
CHANGES: tuple[Callable[[Any], Any], ...] = (
    lambda it: it.__setitem__("a", 1),
    lambda it: it.__delitem__("a"),
    lambda it: it.__ior__({"a": 1}),
    lambda it: it.update(a=1),
    lambda it: it.setdefault("z", 1),
    lambda it: it.pop("a"),
    lambda it: it.popitem(),
    lambda it: it.clear(),
    lambda it: it["a"].__setitem__(0, 2),
    lambda it: it["a"].__delitem__(0),
    lambda it: it["a"].__iadd__([2]),
    lambda it: it["a"].__imul__(2),
    lambda it: it["a"].append(2),
    lambda it: it["a"].extend([2]),
    lambda it: it["a"].insert(0, 2),
    lambda it: it["a"].remove(1),
    lambda it: it["a"].reverse(),
    lambda it: it["a"].sort(),
    lambda it: it["a"].clear(),
    lambda it: it["a"][1].update(b="三"),
)


@pytest.mark.parametrize("change", CHANGES)
def test_no_change_is_taken(change: Callable[[Any], Any]) -> None:
    kept = fixed(copy.deepcopy(VALUE))
    with pytest.raises(TypeError):
        change(kept)
    assert kept == VALUE


def test_a_fixed_value_reads_and_encodes_like_the_plain_one() -> None:
    kept: Any = fixed(VALUE)
    assert json.dumps(kept, sort_keys=True) == json.dumps(VALUE, sort_keys=True)
    assert type(kept | {}) is dict and type(dict(kept)) is dict
    assert type([*kept["a"]]) is list and type(kept["a"] + [1]) is list
