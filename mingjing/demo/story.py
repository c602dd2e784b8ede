"""The demonstration case, told step by step: who does what, what is refused on the way, what each step leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mingjing.casework import issue
from mingjing.demo import city
from mingjing.law import procedures
from mingjing.law.terms import Json
from mingjing.recording import evidence
from mingjing.recording.home import Home
from mingjing.scenario.player import Played, PlayedClock, Player
from mingjing.tlog import canonical

Say = Callable[[str], None]
BEFORE_ALL = datetime(2021, 7, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Beat:
    """One wish of the story. `refused`: it is made to be refused, to show the gate."""

    day: str
    action: str
    by: str = ""
    facts: dict[str, Json] = field(default_factory=dict)
    papers: dict[str, dict[str, Json]] = field(default_factory=dict)
    file: str = ""
    refused: str = ""


STORY = (
    Beat("2025-08-04", "po_lead"),
    Beat("2025-08-05", "po_precheck"),
    Beat("2025-08-06", "po_file.ask"),
    Beat("2025-08-06", "po_file", refused="张守正想自己批准立案", by="p-zhang"),
    Beat("2025-08-06", "po_file"),
    Beat("2025-08-06", "po_assign"),
    Beat("2025-08-07", "po_show_id"),
    Beat("2025-08-07", "po_inspect", facts={"officers": ["p-zhang"]}, refused="一个人去检查"),
    Beat("2025-08-07", "po_inspect", file="现场照片说明.txt"),
    Beat("2025-08-08", "po_interview"),
    Beat("2025-09-18", "po_conclude"),
    Beat("2025-09-19", "po_notice"),
    Beat("2025-09-24", "po_serve", facts={"paper": "prior_notice"}),
    Beat("2025-09-26", "po_submit_review", refused="陈述申辩期没有届满就送审"),
    Beat("2025-09-28", "po_defense"),
    Beat("2025-10-09", "po_decide.ask", refused="没有法制审核就呈批决定"),
    Beat("2025-10-09", "po_submit_review"),
    Beat(
        "2025-10-10",
        "po_review",
        facts={},
        papers={
            "legal_review_opinion": {
                "opinion": "supplement",
                "opinion_text": "裁量理由没有写明及时改正的事实，请补写后再送审。",
            }
        },
    ),
    Beat("2025-10-10", "po_decide.ask", refused="审核要求补正，仍想呈批决定"),
    Beat(
        "2025-10-11",
        "po_submit_review",
        papers={
            "penalty_decision": {
                "discretion": "首次违法，未造成事故；检查当日停用，5 日内申报检验并取得合格报告，按裁量基准属“较轻”档次。",
            }
        },
    ),
    Beat("2025-10-13", "po_review"),
    Beat(
        "2025-10-13",
        "po_decide.ask",
        papers={"penalty_decision": {"fine": 3500000}},
        refused="审核以后把罚款改成 3.5 万元",
    ),
    Beat("2025-10-13", "po_decide.ask", papers={"penalty_decision": {"fine": 3000000}}),
    Beat("2025-10-14", "po_decide"),
    Beat("2025-10-15", "po_serve", facts={"paper": "penalty_decision"}),
    Beat("2025-10-17", "po_publish"),
    Beat("2025-10-20", "po_pay"),
    Beat("2025-10-22", "po_close.ask"),
    Beat("2025-10-22", "po_close"),
)


def renderer() -> issue.Renderer:
    """Official layout when a CJK font is there, else the plain form: everything but PDFs works without fonts."""
    from mingjing.casework.rendering import fonts

    return issue.pdf if fonts.fonts() else issue.plain


def player(home: Home, clock: PlayedClock, *, render: issue.Renderer) -> Player:
    return Player(home, clock, "penalty_ordinary", "zz-scjg", city.team(), render=render)


def tell(home: Home, clock: PlayedClock, say: Say) -> Player:
    """Play the case and say each step. Raises AssertionError when a step does not go as the story tells."""
    hero = player(home, clock, render=renderer())
    for number, beat in enumerate(STORY, start=1):
        files = [_file(home, hero, beat)] if beat.file else []
        played = hero.do(beat.action, beat.day, by=beat.by, facts=beat.facts, papers=beat.papers, files=files)
        _say(hero, number, beat, played, say)
        if bool(played.refused) != bool(beat.refused):
            raise AssertionError(f"{beat.action} on {beat.day}: {played.refused}")
    return hero


def _file(home: Home, hero: Player, beat: Beat) -> Any:
    """A small file of our own making: the demonstration holds nobody's data."""
    body = f"现场照片说明（演示）\n{beat.day} 仓库内 2 台叉车，检验标志已过期。\n".encode()
    kept = evidence.keep(home, hero.case, [body], filename=beat.file, at=canonical.utc_ms(hero.clock.now))
    return kept.ref


def _say(hero: Player, number: int, beat: Beat, played: Played, say: Say) -> None:
    law = procedures.current("penalty_ordinary", beat.day)
    action = law.derived[beat.action]
    who = hero.name_of(played.actor)
    say(f"{number:>2}. {beat.day}  {who}：{action.label}    {action.basis}")
    if played.refused:
        say(f"      ✕ 被拒绝（{beat.refused}）")
        for one in played.refused.reasons:
            say(f"        {one.id}  {one}")
    elif played.receipt:
        for paper, text in played.receipt.numbers.items():
            found = law.paper(paper)
            say(f"      文号 {text}《{found.label if found else paper}》")
        say(f"      ✓ 回执 第 {played.receipt.n} 条 {played.receipt.commitment}")


def workload(home: Home, today: date) -> None:
    """A few cases under way, with days near today, so that every desk has something on it."""
    for place, (target, back, name, cause, fine) in enumerate(UNDER_WAY):
        one = player(home, PlayedClock(BEFORE_ALL), render=renderer())
        one.overrides.update(
            {
                "party": {"kind": "org", "name": f"{name}（演示）", "code": code_of(place)},
                "cause": cause,
                "fine": fine,
                "conduct_on": (today - timedelta(days=back + 20)).isoformat(),
                "found_on": (today - timedelta(days=back)).isoformat(),
            }
        )
        day = today - timedelta(days=back)
        stops = [one for one in ("po_file", "po_conclude", target) if _before(one, target)]
        for number, stop in enumerate(dict.fromkeys(stops)):
            for played in one.through(stop, (day + timedelta(days=number * max(1, back // 4))).isoformat()):
                if played.refused:
                    raise AssertionError(f"{played.action}: {played.refused}")


UNDER_WAY = (
    ("po_review", 12, "枣庄恒磊建材有限公司", "物料未密闭贮存案", 2000000),
    ("po_submit_review", 9, "薛城区顺达汽车维修部", "使用未经定期检验的举升机案", 3000000),
    ("po_notice", 8, "滕州市鑫岩石料厂", "使用未经定期检验的起重机械案", 4000000),
    ("po_assign", 3, "山亭区德昌冷链有限公司", "使用未经定期检验的压力容器案", 3000000),
    ("po_precheck", 1, "峄城区金浦石膏板厂", "使用未经定期检验的叉车案", 3000000),
)


def _before(stop: str, target: str) -> bool:
    path = [one.action for one in procedures.current("penalty_ordinary", "2025-01-01").path]
    return path.index(stop) <= path.index(target)


def code_of(place: int) -> str:
    """An invented credit code with a right check digit."""
    from mingjing.registry import codes

    letters, weights = "0123456789ABCDEFGHJKLMNPQRTUWXY", [pow(3, one, 31) for one in range(17)]
    stem = f"91370400MA3YX{place:04d}"
    check = (
        31 - sum(letters.index(one) * weight for one, weight in zip(stem, weights, strict=True)) % 31
    ) % 31
    return codes.uscc(stem + letters[check]).text
