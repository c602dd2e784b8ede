"""What stories about gates need: a bureau that makes cases, and words for refused and let through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mingjing.law.terms import Procedure, Refusal
from tests.law.world import ORDINARY, SUMMARY, Story, ids

THRESHOLD = 1_000_000  # 分: 1 万元, an organisation in business, no highest fine stated


@dataclass(frozen=True)
class Bureau:
    """Makes stories; a test may hand in tables that lack a gate."""

    ordinary: Procedure = ORDINARY
    summary: Procedure = SUMMARY

    def case(self, branch: str = "", **said: object) -> Story:
        return Story(self.ordinary, branch=branch, said=dict(said))  # type: ignore[arg-type]

    def on_the_spot(self, **said: object) -> Story:
        return Story(self.summary, said={"fine": 300000} | said)  # type: ignore[arg-type]


Tale = Callable[[Bureau], None]
TALES: list[tuple[str, Tale]] = []


def tells(*gates: str) -> Callable[[Tale], Tale]:
    """Which gates a story is about."""

    def enter(tale: Tale) -> Tale:
        TALES.extend((gate, tale) for gate in gates)
        return tale

    return enter


def refused(reasons: list[Refusal], gate: str, *words: str) -> list[Refusal]:
    """The gate is among the reasons, in Chinese, with its article, and says the words."""
    found = [one for one in reasons if one.id == gate]
    assert found, f"{gate} is missing among {sorted(ids(reasons))}"
    for one in found:
        assert one.sentence.endswith("。") and any("\u4e00" <= sign <= "\u9fff" for sign in one.sentence)
        assert one.basis.title
    for word in words:
        assert any(word in str(one) for one in found), f"{word}: {[str(one) for one in found]}"
    return found


def passes(reasons: list[Refusal]) -> None:
    assert [f"{one.id} {one}" for one in reasons] == []
